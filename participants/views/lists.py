"""The list of participants."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from nodes.access import page
from nodes.audit import saw
from participants.filters import GONE, ParticipantFilter
from participants.selectors import lists
from participants.selectors.people import units_for
from participants.tables import ParticipantTable
from vida.paging import NarrowPaginator, lay_out


def filtered(request: HttpRequest) -> ParticipantFilter:
    """The list as the address narrows it; an address with nonsense in it narrows nothing."""
    access = request.access
    return ParticipantFilter(
        request.GET,
        queryset=lists.participants(left=request.GET.get("vilka") == GONE),
        node=access.node,
        units=units_for(access.node.pk, access.scope.units),
    )


@page("participant.list")
def participant_list(request: HttpRequest) -> HttpResponse:
    """Everybody who takes part, searched, narrowed, sorted and paged in the database."""
    node = request.access.node
    narrowed = filtered(request)
    table = ParticipantTable(narrowed.qs, node=node)
    lay_out(request, table, paginator_class=NarrowPaginator)
    saw(request, [row.record.pk for row in table.page.object_list], "list")
    context = {
        "table": table,
        "filter": narrowed,
        "protected": lists.protected_count(),
        "register_url": reverse("participants:register", args=[node.slug]),
        "export_url": reverse("participants:export", args=[node.slug]),
        "meetings_url": reverse("participants:meetings", args=[node.slug]),
        "protected_url": reverse("participants:protected", args=[node.slug]),
    }
    return render(request, "participants/list.html", context)
