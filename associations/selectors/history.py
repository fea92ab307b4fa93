"""What has happened to an activity, read from the history that the database keeps of each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.models import Activity
from associations.states import ActivityState
from nodes.models import User
from vida.templatetags.look import STATE_LOOK

CONTENT = ("title", "description", "first_on", "starts_at", "minutes", "occasions_planned", "place", "seats")


UNDECIDED = (ActivityState.DRAFT, ActivityState.SUBMITTED, ActivityState.RETURNED)  # then the association may edit

Words = Callable[[Any, Any], Iterator[dict[str, Any]]]  # the event before (None for the first), and the event


def history_of(activity: Activity) -> list[dict[str, Any]]:
    """The entries of the timeline, newest first: `what`, `at`, `by`, `note`, `icon`, `tone`. Three queries."""
    told = [
        *_tell(_events("ActivityEvent", "home_node").filter(pgh_obj_id=activity.pk), _entries),
        *_tell(_events("GuestPlacesEvent", "to_node").filter(activity_id=activity.pk), _guest_entries),
    ]
    doers = User.objects.in_bulk({_doer(event) for event, _entry in told} - {None})
    told.sort(key=lambda line: line[0].pgh_created_at)
    return [
        {"at": event.pgh_created_at, "by": doers[_doer(event)].name if _doer(event) in doers else "", **entry}
        for event, entry in told[::-1]
    ]


def _events(model: str, *related: str) -> QuerySet:
    return apps.get_model("associations", model).objects.select_related(*related).order_by("pgh_id")


def _doer(event: Any) -> int | None:
    return (event.pgh_context or {}).get("user")


def _tell(events: QuerySet, words: Words) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each event of these rows with what it says."""
    before: dict[int, Any] = {}
    for event in events:
        for entry in words(before.get(event.pgh_obj_id), event):
            yield event, entry
        before[event.pgh_obj_id] = event


def _entries(before: Any, event: Any) -> Iterator[dict[str, Any]]:
    if event.home_node_id and (before is None or event.seats != before.seats):
        yield _in_twin(event.seats - (before.seats if before else 0), str(event.home_node))
    elif before is None or event.state != before.state:
        tone, icon = STATE_LOOK.get(event.state, ("neutral", "dot"))
        yield {"what": _happened(event.state), "note": _said(event), "icon": icon, "tone": tone}
    elif event.state in UNDECIDED and any(getattr(event, name) != getattr(before, name) for name in CONTENT):
        yield {"what": _("Föreningen ändrade anmälan"), "icon": "edit"}
    if before is not None and event.seats_taken != before.seats_taken:
        taken = _("En plats togs") if event.seats_taken > before.seats_taken else _("En plats blev ledig")
        left = event.seats - event.seats_taken
        note = ngettext("%(n)d plats kvar", "%(n)d platser kvar", left) % {"n": left}
        yield {"what": taken, "note": note, "icon": "person"}


def _in_twin(more: int, home: str) -> dict[str, Any]:
    """What a twin's history says of the places that come and go."""
    words = {"n": abs(more), "node": home}
    if more > 0:
        opened = ngettext("%(node)s öppnade %(n)d plats här", "%(node)s öppnade %(n)d platser här", more)
        return {"what": opened % words, "icon": "plus", "tone": "success"}
    back = ngettext("%(node)s tog tillbaka %(n)d plats", "%(node)s tog tillbaka %(n)d platser", -more)
    return {"what": back % words, "icon": "undo"}


def _guest_entries(before: Any, event: Any) -> Iterator[dict[str, Any]]:
    """What the home's history says of the same."""
    more = event.seats - (before.seats if before else 0)
    words = {"n": abs(more), "node": str(event.to_node)}
    if more > 0:
        opened = ngettext("%(n)d plats öppnades för %(node)s", "%(n)d platser öppnades för %(node)s", more)
        yield {"what": opened % words, "note": event.reason, "icon": "plus"}
    elif more < 0:
        back = ngettext("%(n)d plats togs tillbaka från %(node)s", "%(n)d platser togs tillbaka från %(node)s", -more)
        yield {"what": back % words, "icon": "undo"}


def _happened(state: str) -> str:
    return {
        ActivityState.DRAFT: _("Utkast skrivet åt föreningen"),
        ActivityState.SUBMITTED: _("Föreningen bekräftade anmälan"),
        ActivityState.RETURNED: _("Återsänd till föreningen"),
        ActivityState.REFUSED: _("Avslagen"),
        ActivityState.APPROVED: _("Godkänd"),
        ActivityState.UNCONFIRMED: _("Inte bekräftad inför terminen"),
        ActivityState.RUNNING: _("Första tillfället"),
        ActivityState.ENDED: _("Avslutad"),
        ActivityState.CANCELLED: _("Inställd"),
    }[ActivityState(state)]


def _said(event: Any) -> str:
    if event.state == ActivityState.CANCELLED:
        return event.cancel_reason
    return event.decision_comment if event.state in (ActivityState.RETURNED, ActivityState.REFUSED) else ""
