"""The coordinator's list of activities, and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from associations import framework
from associations.filters import ActivityFilter
from associations.models import Activity
from associations.selectors.activities import buttons_for, described, listed, when
from associations.selectors.guests import neighbours, opened_in
from associations.selectors.history import history_of
from associations.states import ActivityState
from associations.tables import ActivityTable
from associations.views.lists import as_sheet, paged
from nodes.access import page

DEFAULT_ORDER = ("-first_on", "-id")  # what comes, then what goes on, then what is over


def _filtered(request: HttpRequest) -> ActivityFilter:
    rows = listed().standing().order_by(*DEFAULT_ORDER)
    return ActivityFilter(request.GET, queryset=rows, request=request)


@page("activity.list")
def activity_list(request: HttpRequest) -> HttpResponse:
    """All activities of the node."""
    found = _filtered(request)
    waiting = Activity.objects.filter(state=ActivityState.SUBMITTED).count()
    context = {
        "filter": found,
        "table": paged(request, ActivityTable, found.qs),
        "waiting": waiting,
        "may_decide": request.access.may("activity.decide"),
    }
    return render(request, "associations/activities.html", context)


@page("activity.export")
def activity_export(request: HttpRequest) -> HttpResponse:
    """What the list shows, as a sheet."""
    return as_sheet(request, ActivityTable, _filtered(request).qs, title=_("Aktiviteter"), file_name="aktiviteter")


@page("activity.view")
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """One activity: its state and what can be done now, what it is, its occasions and what has happened."""
    rows = Activity.objects.select_related("association", "municipality", "node__programme", "decided_by", "home_node")
    found = get_object_or_404(rows, pk=pk)
    context = {
        "activity": found,
        "when": when(found),
        "events": buttons_for(found, request.access.roles),
        "guests": opened_in(found),
        "has_neighbours": neighbours(request.access.node).exists(),
        "findings": framework.check(described(found)),
        "areas": [each.area for each in found.interests.select_related("area").order_by("area__position", "id")],
        "occasions": found.occasions.all(),
        "history": history_of(found),
        "may_attend": request.access.may("attendance.view") and found.association_id is not None,
    }
    return render(request, "associations/activity.html", context)
