"""The clock's own work: forms near or past their day, and offers that nobody answers (R117).

Each function takes one batch of one node: the predicate in the query, the rows locked and skipped where another
machine has them, so that running twice, late or in two places changes nothing more. Called inside a scope.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from matching.models import Offer
from matching.selectors.replies import expiry_words, has_run_out
from matching.services import offers
from matching.services.offers.rows import lock_behind
from nodes.models import Membership, Node, ServiceUnit
from nodes.roles import Role
from nodes.selectors.terms import terms_on
from nodes.services import outbox
from participants.models import InterestForm
from vida import calendar, clock
from vida.deadlines import LATE, with_days_left

BATCH = 200


@transaction.atomic
def flag_forms(*, on: date, limit: int = BATCH) -> int:
    """Flag forms that near their day (from day 10) or have passed it, once each for each round; returns how many."""
    return _flag_late(on, limit) + _flag_approaching(on, limit)


@transaction.atomic
def flag_offers(*, on: date, limit: int = BATCH) -> int:
    """Remind the giver before an offer's day to reply by, tell everybody when it is past, and end what is long past it.

    Each once for each day to reply by; returns how many were touched.
    """
    return _remind(on, limit) + _flag_unanswered(on, limit) + _expire(on, limit)


def _flag_late(on: date, limit: int) -> int:
    rows = InterestForm.objects.waiting().filter(with_days_left(LATE, "due_on", on), late_flagged_at__isnull=True)
    found = _locked(rows.order_by("due_on", "id"), limit)
    for form in found:
        _tell_about(form, "late", on)
        # What is late is not announced as approaching afterwards.
        form.late_flagged_at = clock.now()
        form.approaching_flagged_at = form.approaching_flagged_at or form.late_flagged_at
        form.save(update_fields=["late_flagged_at", "approaching_flagged_at"])
    return len(found)


def _flag_approaching(on: date, limit: int) -> int:
    found = 0
    for node in _nodes_here(InterestForm.objects.waiting().filter(approaching_flagged_at__isnull=True)):
        asked_by = on - timedelta(days=terms_on(node.programme, on).warn_after_days)
        rows = InterestForm.objects.waiting().filter(
            ~with_days_left(LATE, "due_on", on),
            node=node,
            approaching_flagged_at__isnull=True,
            asked_on__lte=asked_by,
        )
        for form in _locked(rows.order_by("due_on", "id"), limit):
            _tell_about(form, "approaching", on)
            form.approaching_flagged_at = clock.now()
            form.save(update_fields=["approaching_flagged_at"])
            found += 1
    return found


def _remind(on: date, limit: int) -> int:
    """The day before, and not on the day the offer was given: then nobody has forgotten it."""
    tomorrow = on + timedelta(days=1)
    rows = Offer.objects.open().filter(
        ~with_days_left(LATE, "reply_by", on), reply_reminded_at__isnull=True, reply_by__lte=tomorrow, given_on__lt=on
    )
    found = _locked(rows.order_by("reply_by", "id"), limit)
    for offer in found:
        last = calendar.days_left_words(offer.reply_by, on)
        words = {"day": calendar.long_date(last.day), "left": last.words}
        _tell(
            offer.node_id,
            _giver(offer),
            key=f"offer:{offer.pk}:reminder:{offer.reply_by}",
            subject=_("Ett erbjudande ska snart ha svar"),
            lines=[
                _("Ett erbjudande som du har gett ska ha svar senast %(day)s: %(left)s.") % words,
                _("Ring och fråga, eller ge mer tid:"),
            ],
            url=reverse("matching:offer", args=[offer.node.slug, offer.pk]),
        )
        offer.reply_reminded_at = clock.now()
        offer.save(update_fields=["reply_reminded_at"])
    return len(found)


def _flag_unanswered(on: date, limit: int) -> int:
    rows = Offer.objects.open().filter(with_days_left(LATE, "reply_by", on), reply_flagged_at__isnull=True)
    found = _locked(rows.order_by("reply_by", "id"), limit)
    for offer in found:
        day = calendar.long_date(calendar.shown_due(offer.reply_by))
        words = _("Ett erbjudande skulle ha fått svar senast %(day)s.") % {"day": day}
        _tell(
            offer.node_id,
            _addresses(offer.node_id, offer.service_unit_id),
            key=f"offer:{offer.pk}:unanswered:{offer.reply_by}",
            subject=_("Ett erbjudande väntar på svar"),
            lines=[
                words,
                expiry_words(offer, on).capitalize() + ".",
                _("Ring och fråga, och skriv in svaret här:"),
            ],
            url=reverse("matching:offer", args=[offer.node.slug, offer.pk]),
        )
        offer.reply_flagged_at = clock.now()
        offer.save(update_fields=["reply_flagged_at"])
    return len(found)


def _expire(on: date, limit: int) -> int:
    """Only after the reminder has been out: what nobody was told about does not run out."""
    rows = Offer.objects.open().filter(has_run_out(on), reply_flagged_at__isnull=False)
    found = _locked(rows.order_by("reply_by", "id"), limit)
    lock_behind(found)
    for offer in found:
        offers.expire(offer=offer)
    return len(found)


def _locked(rows, limit: int) -> list:  # type: ignore[no-untyped-def]
    """One small batch; what another machine has in hand is left to it."""
    rows = rows.select_related("node").select_for_update(skip_locked=True, of=("self",))
    return list(rows[:limit])


def _nodes_here(rows) -> Iterable[Node]:  # type: ignore[no-untyped-def]
    return Node.objects.filter(pk__in=rows.values("node_id")).select_related("programme").order_by("pk")


def _tell_about(form: InterestForm, what: str, on: date) -> None:
    """One message for the round; no name, no place, no wish: the link leads to them."""
    left = calendar.days_left_words(form.due_on, on)
    words = {"day": calendar.long_date(left.day), "left": left.words}
    subject = {
        "late": _("En deltagare har väntat för länge på ett erbjudande"),
        "approaching": _("En deltagare behöver snart få ett erbjudande"),
    }[what]
    _tell(
        form.node_id,
        _addresses(form.node_id, form.service_unit_id),
        key=f"form:{form.pk}:{form.round}:{what}",
        subject=subject,
        lines=[
            _("Erbjudandet ska ges senast %(day)s: %(left)s.") % words,
            _("Se vad som passar:"),
        ],
        url=reverse("matching:suggestions", args=[form.node.slug, form.pk]),
    )


def _tell(node_id: int, addresses: list[str], *, key: str, subject: str, lines: list[str], url: str) -> None:
    body = "\n\n".join(
        [*lines, settings.BASE_URL + url, _("Det här mejlet skickas av VIDA och går inte att svara på.")]
    )
    outbox.put_to_each(key=key, node_id=node_id, addresses=addresses, subject=subject, body=body + "\n")


def _giver(offer: Offer) -> list[str]:
    """Who gave the offer, or the coordinators where that person works here no longer."""
    giver = _members(offer.node_id).filter(user_id=offer.given_by_id).values_list("user__email", flat=True)
    return list(giver.order_by("id")[:1]) or coordinators_of(offer.node_id)


def _addresses(node_id: int, unit_id: int) -> list[str]:
    """The node's coordinators, the unit's case officers and its contact, each once."""
    officers = _members(node_id).filter(role=Role.CASE_OFFICER, service_unit_id=unit_id)
    contact = ServiceUnit.objects.filter(pk=unit_id).exclude(contact_email="").values_list("contact_email", flat=True)
    emails = officers.order_by("user__email").values_list("user__email", flat=True)
    return list(dict.fromkeys([*coordinators_of(node_id), *emails, *contact]))


def coordinators_of(node_id: int) -> list[str]:
    """The addresses of the node's coordinators."""
    coordinators = _members(node_id).filter(role=Role.COORDINATOR)
    return list(coordinators.order_by("user__email").values_list("user__email", flat=True).distinct())


def _members(node_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(node_id=node_id, ended_at__isnull=True, user__is_active=True)
