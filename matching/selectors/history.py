"""What happened, who did it and when, in words: read from the history that the database keeps of each row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from matching.models import Offer
from matching.states import OfferState
from nodes.models import User
from participants.models import InterestForm
from participants.states import FormState
from placements.models import Placement
from placements.states import PlacementState
from vida import clock


@dataclass(frozen=True)
class Entry:
    """One line of the history, as `{% timeline %}` wants it."""

    what: str
    at: datetime
    by: str = ""
    note: str = ""
    icon: str = ""


Words = Callable[[Any, Any], tuple[str, str, str] | None]  # an event and the one before → what, note, icon


def of_offers(offer_ids: Sequence[int]) -> list[Entry]:
    """The history of these offers, the latest first; two queries."""
    return _entries(_read("matching.OfferEvent", offer_ids, _offer_words, "activity"))


def of_person(participant_id: int) -> list[Entry]:
    """Everything that has happened to a participant, forms, offers and places included, the latest first; five
    queries.
    """
    own = {"participant_id": participant_id}
    found = [
        *_read("participants.ParticipantEvent", [participant_id], _person_words),
        *_read("participants.InterestFormEvent", InterestForm.objects.filter(**own).values("pk"), _form_words),
        *_read("matching.OfferEvent", Offer.objects.filter(**own).values("pk"), _offer_words, "activity"),
        *_read("placements.PlacementEvent", Placement.objects.filter(**own).values("pk"), _placement_words, "activity"),
    ]
    return _entries(found)


def _read(model: str, ids: Any, words: Words, *related: str) -> list[tuple[Any, tuple[str, str, str]]]:
    """Each event of the rows with its words; an event that says nothing new is left out."""
    events = apps.get_model(model).objects.filter(pgh_obj_id__in=ids).order_by("pgh_obj_id", "pgh_id")
    found, before = [], None
    for event in events.select_related(*related) if related else events:
        if before is not None and before.pgh_obj_id != event.pgh_obj_id:
            before = None
        if said := words(event, before):
            found.append((event, said))
        before = event
    return found


def _entries(found: list[tuple[Any, tuple[str, str, str]]]) -> list[Entry]:
    users = {_user_id(event) for event, _said in found} - {None}
    names = dict(User.objects.filter(pk__in=users).values_list("pk", "name"))
    entries = [
        Entry(
            what,
            clock.local(event.pgh_created_at),
            names.get(_user_id(event), _("Systemet")),
            note or _reason(event),
            icon,
        )
        for event, (what, note, icon) in found
    ]
    order = sorted(range(len(entries)), key=lambda row: (entries[row].at, found[row][0].pgh_id), reverse=True)
    return [entries[row] for row in order]


def _user_id(event: Any) -> int | None:
    return (event.pgh_context or {}).get("user")


def _reason(event: Any) -> str:
    return str((event.pgh_context or {}).get("reason", ""))


def _offer_words(event: Any, before: Any) -> tuple[str, str, str] | None:
    title = {"activity": event.activity.title}
    if before is None:
        return _("Erbjöds %(activity)s") % title, event.get_channel_display(), "offers"
    if before.state == event.state:
        return None
    said = {
        OfferState.GIVEN: (_("Svaret ångrades: %(activity)s"), "undo"),
        OfferState.ACCEPTED: (_("Tackade ja till %(activity)s"), "check"),
        OfferState.DECLINED: (_("Tackade nej till %(activity)s"), "cancel"),
        OfferState.EXPIRED: (_("Svarstiden gick ut: %(activity)s"), "clock"),
        OfferState.WITHDRAWN: (_("Erbjudandet togs tillbaka: %(activity)s"), "undo"),
    }
    words, icon = said[OfferState(event.state)]
    return words % title, event.answer_reason, icon


def _form_words(event: Any, before: Any) -> tuple[str, str, str] | None:
    if before is None:
        return _("Intresseanmälan registrerades"), event.free_text, "edit"
    if event.round > before.round:
        return _("Väntar på nytt erbjudande, omgång %(round)d") % {"round": event.round}, "", "hourglass"
    if event.late_flagged_at and not before.late_flagged_at:
        return _("Sista dagen för erbjudande passerade"), "", "danger"
    if event.approaching_flagged_at and not before.approaching_flagged_at:
        return _("Påminnelse: erbjudandet behöver ges snart"), "", "clock"
    if event.state == FormState.CLOSED and before.state != FormState.CLOSED:
        return _("Intresseanmälan avslutades"), event.closed_reason, "lock"
    return None


def _placement_words(event: Any, before: Any) -> tuple[str, str, str] | None:
    if before is None or before.state == event.state:
        return None
    said = {
        PlacementState.IN_PLAN: (_("%(activity)s skrevs in i planen"), "document"),
        PlacementState.STARTED: (_("Började i %(activity)s"), "play"),
        PlacementState.COMPLETED: (_("Fullföljde %(activity)s"), "flag"),
        PlacementState.DROPPED_OUT: (_("Slutade i %(activity)s"), "logout"),
        PlacementState.CANCELLED: (_("Platsen i %(activity)s bokades av"), "cancel"),
    }
    if event.state not in said:
        return None
    words, icon = said[PlacementState(event.state)]
    return words % {"activity": event.activity.title}, event.end_reason, icon


def _person_words(event: Any, before: Any) -> tuple[str, str, str] | None:
    if before is None:
        return _("Registrerades"), "", "person"
    if event.withdrawn_at and not before.withdrawn_at:
        return _("Lämnade VIDA"), event.withdrawn_reason, "logout"
    if before.withdrawn_at and not event.withdrawn_at:
        return _("Kom tillbaka till VIDA"), "", "undo"
    return _("Uppgifterna ändrades"), "", "edit"
