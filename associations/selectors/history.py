"""What has happened to an activity, read from the history that the database keeps of each row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.models import Activity
from associations.states import ActivityState
from nodes.models import User
from vida.templatetags.look import STATE_LOOK

CONTENT = ("title", "description", "first_on", "starts_at", "minutes", "occasions_planned", "place", "seats")


def history_of(activity: Activity) -> list[dict[str, Any]]:
    """The entries of the timeline, newest first: `what`, `at`, `by`, `note`, `icon`, `tone`. Two queries."""
    events = list(
        apps.get_model("associations", "ActivityEvent").objects.filter(pgh_obj_id=activity.pk).order_by("pgh_id")
    )
    doers = User.objects.in_bulk({(event.pgh_context or {}).get("user") for event in events} - {None})
    entries, before = [], None
    for event in events:
        doer = doers.get((event.pgh_context or {}).get("user"))
        for entry in _entries(before, event):
            entries.append({"at": event.pgh_created_at, "by": doer.name if doer else "", **entry})
        before = event
    return entries[::-1]


def _entries(before: Any, event: Any) -> Iterator[dict[str, Any]]:
    if before is None or event.state != before.state:
        tone, icon = STATE_LOOK.get(event.state, ("neutral", "dot"))
        yield {"what": _happened(event.state), "note": _said(event), "icon": icon, "tone": tone}
    elif any(getattr(event, name) != getattr(before, name) for name in CONTENT):
        yield {"what": _("Föreningen ändrade anmälan"), "icon": "edit"}
    if before is not None and event.seats_taken != before.seats_taken:
        taken = _("En plats togs") if event.seats_taken > before.seats_taken else _("En plats blev ledig")
        left = event.seats - event.seats_taken
        note = ngettext("%(n)d plats kvar", "%(n)d platser kvar", left) % {"n": left}
        yield {"what": taken, "note": note, "icon": "person"}


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
