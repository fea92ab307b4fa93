"""What happened, who did it and when, in words: read from the history that the database keeps of each row.

Where the row itself says when something happened and who wrote it down (an offer given yesterday, typed in today),
the row is believed, if only by the day; the history's own time and user stand for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import Offer
from matching.states import OfferState, OutreachState
from nodes.models import User
from participants.models import InterestForm
from participants.states import FormState
from placements.models import Placement
from placements.states import PlacementState
from vida import clock
from vida.calendar import long_date, shown_due


@dataclass(frozen=True)
class Entry:
    """One line of the history, as `{% timeline %}` wants it."""

    what: str
    at: datetime | date  # a day where the moment is not known
    by: str
    note: str
    icon: str


@dataclass(frozen=True)
class Said:
    """What one event says; `at` and `user` only where the row knows better than its history."""

    what: str
    icon: str
    note: str = ""
    at: datetime | date | None = None
    user: int | None = None


Words = Callable[[Any, Any], Iterator[Said]]  # an event and the one before it (None for the first)


def of_offers(offer_ids: Sequence[int]) -> list[Entry]:
    """The history of these offers, the latest first; two queries."""
    return _entries(_read("matching.OfferEvent", offer_ids, _offer_words, "activity"))


def of_person(participant_id: int) -> list[Entry]:
    """All that has happened to a participant, forms, offers and places included, the latest first; five queries."""
    own = {"participant_id": participant_id}
    found = [
        *_read("participants.ParticipantEvent", [participant_id], _person_words),
        *_read("participants.InterestFormEvent", InterestForm.objects.filter(**own).values("pk"), _form_words),
        *_read("matching.OfferEvent", Offer.objects.filter(**own).values("pk"), _offer_words, "activity"),
        *_read("placements.PlacementEvent", Placement.objects.filter(**own).values("pk"), _placement_words, "activity"),
    ]
    return _entries(found)


def of_outreach(task_id: int) -> list[Entry]:
    """The history of an outreach task with what was asked and answered, the latest first; four queries."""
    asked = apps.get_model("matching.OutreachContactEvent").objects.filter(task_id=task_id).values("pgh_obj_id")
    found = [
        *_read("matching.OutreachTaskEvent", [task_id], _outreach_words, "activity", "responsible"),
        *_read("matching.OutreachContactEvent", asked, _contact_words, "association"),
    ]
    return _entries(found)


def _read(model: str, ids: Any, words: Words, *related: str) -> list[tuple[Any, Said]]:
    """Each event of the rows with what it says, row by row in the order of time."""
    events = apps.get_model(model).objects.filter(pgh_obj_id__in=ids).order_by("pgh_obj_id", "pgh_id")
    found, before = [], None
    for event in events.select_related(*related) if related else events:
        if before is not None and before.pgh_obj_id != event.pgh_obj_id:
            before = None
        found += [(event, said) for said in words(event, before)]
        before = event
    return found


def _entries(found: list[tuple[Any, Said]]) -> list[Entry]:
    context = [event.pgh_context or {} for event, _said in found]
    users: list[Any] = [said.user or each.get("user") for each, (_event, said) in zip(context, found, strict=True)]
    names = dict(User.objects.filter(pk__in=set(users) - {None}).values_list("pk", "name"))
    entries = [
        Entry(
            said.what,
            _local(said.at or event.pgh_created_at),
            names.get(user, _("Systemet")),
            said.note or str(each.get("reason", "")),
            said.icon,
        )
        for each, user, (event, said) in zip(context, users, found, strict=True)
    ]
    # Of two at the same moment the later in the story (person, form, offer, place) is the later.
    rows = sorted(enumerate(entries), key=lambda each: (_moment(each[1].at), each[0]), reverse=True)
    return [entry for _row, entry in rows]


def _local(at: datetime | date) -> datetime | date:
    return clock.local(at) if isinstance(at, datetime) else at


def _moment(at: datetime | date) -> datetime:
    """To sort by: what is known by its day alone comes after the rest of that day."""
    return at if isinstance(at, datetime) else datetime.combine(at, time.max, clock.STOCKHOLM)


def _offer_words(event: Any, before: Any) -> Iterator[Said]:
    title = {"activity": event.activity.title}
    if before is None:
        what, notes = _("Erbjöds %(activity)s") % title, [event.get_channel_display()]
        if event.aside_reason:
            notes.append(_("Varför ändå: %(reason)s") % {"reason": event.aside_reason})
        yield Said(what, "offers", " · ".join(notes), event.given_at, event.given_by_id)
    elif event.reply_by > before.reply_by:
        day = {"day": long_date(shown_due(event.reply_by))}
        yield Said(_("Fick mer tid att svara, till %(day)s") % day, "clock")
    if event.state == (before.state if before else OfferState.GIVEN):
        return
    words, icon = {
        OfferState.GIVEN: (_("Svaret ångrades: %(activity)s"), "undo"),
        OfferState.ACCEPTED: (_("Tackade ja till %(activity)s"), "check"),
        OfferState.DECLINED: (_("Tackade nej till %(activity)s"), "cancel"),
        OfferState.EXPIRED: (_("Svarstiden gick ut: %(activity)s"), "clock"),
        OfferState.WITHDRAWN: (_("Erbjudandet togs tillbaka: %(activity)s"), "undo"),
    }[OfferState(event.state)]
    at, user = event.answered_at or event.ended_at, event.answered_by_id or event.ended_by_id
    note = " · ".join(filter(None, [event.get_answer_channel_display(), event.answer_reason]))
    yield Said(words % title, icon, note, at, user)


def _form_words(event: Any, before: Any) -> Iterator[Said]:
    if before is None:
        what = _("Intresseanmälan registrerades")
        yield Said(what, "edit", event.free_text, event.registered_at, event.registered_by_id)
    if before and event.round > before.round:
        yield Said(_("Väntar på nytt erbjudande, omgång %(round)d") % {"round": event.round}, "hourglass")
    if event.approaching_flagged_at and not (before and before.approaching_flagged_at) and not event.late_flagged_at:
        yield Said(_("Påminnelse: erbjudandet behöver ges snart"), "clock", at=event.approaching_flagged_at)
    if event.late_flagged_at and not (before and before.late_flagged_at):
        yield Said(_("Sista dagen för erbjudande passerade"), "danger", at=event.late_flagged_at)
    if event.state == FormState.CLOSED and not (before and before.state == FormState.CLOSED):
        what = _("Intresseanmälan avslutades")
        yield Said(what, "lock", event.closed_reason, event.closed_at, event.closed_by_id)


def _placement_words(event: Any, before: Any) -> Iterator[Said]:
    """By its days, not by its state: a place that has begun is written into the plan all the same."""
    title = {"activity": event.activity.title}

    def said(words: str, icon: str, day: date, user: int | None = None, note: str = "") -> Said:
        typed_that_day = clock.local(event.pgh_created_at).date() == day
        return Said(words % title, icon, note, None if typed_that_day else day, user)

    if event.plan_entered_on and not (before and before.plan_entered_on):
        words = _("%(activity)s skrevs in i planen")
        yield said(words, "document", event.plan_entered_on, event.plan_entered_by_id)
    if event.started_on and not (before and before.started_on):
        yield said(_("Började i %(activity)s"), "play", event.started_on)
    if event.ended_on and not (before and before.ended_on):
        words, icon = {
            PlacementState.COMPLETED: (_("Fullföljde %(activity)s"), "flag"),
            PlacementState.DROPPED_OUT: (_("Slutade i %(activity)s"), "logout"),
            PlacementState.INTERRUPTED: (_("%(activity)s ställdes in"), "cancel"),
            PlacementState.CANCELLED: (_("Platsen i %(activity)s bokades av"), "cancel"),
        }[PlacementState(event.state)]
        yield said(words, icon, event.ended_on, event.ended_by_id, event.end_reason)


def _person_words(event: Any, before: Any) -> Iterator[Said]:
    if before is None:
        yield Said(_("Registrerades"), "person", "", event.registered_at, event.registered_by_id)
    elif event.withdrawn_at and not before.withdrawn_at:
        yield Said(_("Lämnade VIDA"), "logout", event.withdrawn_reason, event.withdrawn_at, event.withdrawn_by_id)
    elif before.withdrawn_at and not event.withdrawn_at:
        yield Said(_("Kom tillbaka till VIDA"), "undo")
    else:
        yield Said(_("Uppgifterna ändrades"), "edit")


def _outreach_words(event: Any, before: Any) -> Iterator[Said]:
    if before is None:
        waited = ngettext("%(n)d person väntade då", "%(n)d personer väntade då", event.waiting_then)
        yield Said(
            _("Uppgiften skapades"), "search", waited % {"n": event.waiting_then}, event.opened_at, event.opened_by_id
        )
        return
    if event.state != before.state:
        ended = event.ended_at, event.ended_by_id
        yield {
            OutreachState.OPEN: Said(_("Öppnades igen"), "undo"),
            OutreachState.MET: Said(_("Klar: aktiviteten godkändes"), "check", _title(event), *ended),
            OutreachState.DROPPED: Said(_("Lades åt sidan"), "cancel", event.end_reason, *ended),
        }[OutreachState(event.state)]
    elif event.responsible_id != before.responsible_id:
        yield Said(_("Ny ansvarig"), "person", event.responsible.name)
    elif event.note != before.note:
        yield Said(_("Anteckningen ändrades"), "edit", event.note)


def _title(event: Any) -> str:
    return event.activity.title if event.activity else ""


def _contact_words(event: Any, before: Any) -> Iterator[Said]:
    if event.pgh_label == "delete":
        yield Said(_("Kontakten togs bort: %(who)s") % {"who": event.association.name}, "trash")
    elif before is None:
        answer = [event.get_how_display(), event.get_answer_display(), event.note]
        note = " · ".join(filter(None, answer))
        what = _("%(who)s tillfrågades") % {"who": event.association.name}
        yield Said(what, "phone", note, event.recorded_at, event.recorded_by_id)
