"""What has been sent, and one mail that could not be."""

from datetime import date

from demo.load.days import after, at
from demo.load.demand import Member
from demo.load.staff import Staff
from nodes.models import Node, OutboxMessage, ReadLog

SUBJECTS = (
    ("En deltagare behöver snart få ett erbjudande", 5),
    ("Ett erbjudande väntar på svar", 3),
    ("En ny aktivitet väntar på granskning", 1),
)


def create_messages(node: Node, today: date, cast: list[Member], staff: Staff) -> None:
    """Create a few sent messages, one that failed, and a morning's entries in the read log."""
    address = staff.coordinator(node.slug).email
    messages = [_message(node, subject, address, today, days) for subject, days in SUBJECTS]
    failed = _message(node, "Er anmälan är mottagen", "styrelsen@stavfel.example.org", today, 1)
    failed.state, failed.sent_at, failed.attempts = OutboxMessage.State.FAILED, None, 5
    failed.body = "Tack för er anmälan. Samordnaren hör av sig.\n"
    failed.last_error = "SMTPRecipientsRefused"
    OutboxMessage.objects.bulk_create([*messages, failed])
    ReadLog.objects.bulk_create(
        ReadLog(
            node=node,
            user=member.case_officer,
            participant_id=member.row.pk,
            where="matching:participant",
            why="page",
            at=at(after(today, -1), 9 + index // 6, index * 7 % 60),
        )
        for index, member in enumerate(cast[:24])
    )


def _message(node: Node, subject: str, to: str, today: date, days: int) -> OutboxMessage:
    moment = at(after(today, -days), 6, 1)
    return OutboxMessage(
        node=node,
        key=f"demo:{node.slug}:{subject}"[:120],
        channel=OutboxMessage.Channel.MAIL,
        to=to,
        subject=subject,
        state=OutboxMessage.State.SENT,
        attempts=1,
        next_try_at=moment,
        sent_at=moment,
    )
