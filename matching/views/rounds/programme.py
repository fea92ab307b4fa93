"""A round in every node of the programme at once: begun and followed by the process lead, in sums (R9, R115)."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from matching.models import ProgrammeRound
from matching.selectors.rounds.everywhere import everywhere, with_nodes
from matching.services import rounds
from matching.states import RoundState
from matching.tables import ProgrammeRoundTable
from matching.tasks import solve_programme
from matching.views.rounds.answering import see_other
from nodes.access import page
from vida import feedback
from vida.paging import lay_out


@page("round.everywhere")
def index(request: HttpRequest) -> HttpResponse:
    """The programme's rounds, the latest first; a POST begins one in every node."""
    programme = request.access.programme
    if request.method == "POST":
        made = rounds.ask_everywhere(programme=programme, by=request.access.actor)
        transaction.on_commit(lambda: solve_programme.delay(made.pk))
        feedback.saved(request, _("Matchningen är satt i gång i varje nod. Nodernas samordnare går igenom förslagen."))
        return see_other(reverse("matching:programme_round", args=[made.pk]))
    table = ProgrammeRoundTable(everywhere(programme))
    lay_out(request, table)
    return render(request, "matching/rounds/programme.html", {"table": table, "nodes": programme.nodes.count()})


@page("round.everywhere")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One round of the programme: how far each node has come, in sums."""
    found = _find(request, pk)
    nodes = with_nodes(found)
    failed = sum(each.state == RoundState.FAILED for each in nodes)
    context = {"found": found, "nodes": nodes, "failed": failed, "percent": _percent(found)}
    return render(request, "matching/rounds/programme_round.html", context)


@page("round.everywhere")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How many nodes are done, and which, for htmx; when they are summed up the page is loaded again."""
    found = _find(request, pk)
    if found.finished_at:
        return HttpResponseClientRefresh()
    context = {"found": found, "nodes": with_nodes(found), "percent": _percent(found)}
    return render(request, "matching/rounds/_programme_step.html", context)


def _find(request: HttpRequest, pk: int) -> ProgrammeRound:
    return get_object_or_404(everywhere(request.access.programme), pk=pk)


def _percent(found: ProgrammeRound) -> int:
    return 100 * found.done // max(1, found.all)
