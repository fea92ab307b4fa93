"""What to write to an association: ready to send, with the way to the public form, and nothing about any person."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from matching.models import OutreachTask
from matching.scoring import lower_first
from nodes.models import User


@dataclass(frozen=True)
class Letter:
    """A subject and a text, to copy or to open in the reader's own mail program."""

    subject: str
    text: str

    @property
    def query(self) -> str:
        """What follows a mail address in a link."""
        return f"?subject={quote(self.subject)}&body={quote(self.text)}"


def letter_for(task: OutreachTask, sender: User) -> Letter:
    """The letter of a task, in Swedish whatever the sender reads: it says that people wait, never who or how many."""
    with override(settings.LANGUAGE_CODE):
        return _letter(task, sender)


def _letter(task: OutreachTask, sender: User) -> Letter:
    words = {
        "area": lower_first(task.area.name),
        "place": task.municipality.name if task.municipality else task.node.name,
        "url": settings.BASE_URL + reverse("associations:register", args=[task.node.slug]),
        "sender": sender.name,
        "node": task.node.name,
    }
    paragraphs = [
        _("Hej!"),
        _(
            "I VIDA får människor som är nya i Sverige lära känna en förening. Just nu finns det några i %(place)s som "
            "gärna vill göra något inom %(area)s."
        ),
        _(
            "Har ni plats för några till? Det kan vara något som ni redan gör: minst en timme i veckan, minst fem "
            "gånger. Ni bestämmer själva vad, när och för hur många."
        ),
        _("Så här anmäler ni en aktivitet. Det tar tio minuter, och ni behöver inget konto: %(url)s"),
        _("Svara gärna på det här mejlet eller ring mig om ni undrar något."),
        _("Vänliga hälsningar\n%(sender)s, föreningssamordnare, %(node)s"),
    ]
    subject = _("Har ni plats för några till i %(place)s?") % words
    return Letter(subject, "\n\n".join(paragraph % words for paragraph in paragraphs))
