"""A node's own figures, and what it says of them.

Small cells are hidden from everybody but the coordinator, who sees the people themselves (R185).
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nodes.access import page
from nodes.roles import Role
from reporting.documents.report import hidden_words
from reporting.documents.sections import Sections
from reporting.forms import NodeNoteForm
from reporting.models import NodeReport
from reporting.selectors.coverage import coverage
from reporting.selectors.reports import figures_in, quarters, report_of, words_of_node
from reporting.services import node_reports
from reporting.services.reports import Refused
from reporting.states import NODE_REPORT, NodeReportState, ReportState
from reporting.views.tabs import tabs_of
from vida import feedback
from vida.calendar import Quarter
from vida.states import START, NotAllowed


@page("figures.node")
def figures(request: HttpRequest) -> HttpResponse:
    """The node's figures for a quarter, how its municipalities are served, and its words."""
    node, begun = request.access.node, quarters(request.access.programme)
    if not begun:
        return render(request, "reporting/node_figures.html", {"quarter": None, "tabs": tabs_of(request)})
    chosen = _chosen(request.GET.get("kvartal", str(begun[0])), begun)
    report = report_of(request.access.programme, chosen)
    shared = Role.COORDINATOR not in request.access.roles
    found = figures_in(request.access.programme, chosen, report)
    context = {
        "quarter": chosen,
        "quarters": begun,
        "frozen": report is not None and report.state == ReportState.FROZEN,
        "sections": Sections(found, shared=shared, only=str(node.pk)).all(),
        "hidden_words": hidden_words() if shared else "",
        "coverage": coverage(node, shared=shared),
        "row": words_of_node(node, report),
        "may_write": request.access.may("report.node"),
        "tabs": tabs_of(request),
    }
    return render(request, "reporting/node_figures.html", context)


def _chosen(written: str, begun: list[Quarter]) -> Quarter:
    try:
        chosen = Quarter.parse(written)
    except ValueError:
        raise Http404 from None
    if chosen not in begun:
        raise Http404
    return chosen


@page("report.node")
def note(request: HttpRequest, quarter: Quarter) -> HttpResponse:
    """The node's words about the quarter: write, save, hand in."""
    if quarter not in quarters(request.access.programme):
        raise Http404
    row = words_of_node(request.access.node, report_of(request.access.programme, quarter))
    form = NodeNoteForm(request.POST or None, initial={"note": row.note if row else ""})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _save(request, quarter, form.cleaned_data["note"])
            except (Refused, NotAllowed) as refusal:
                form.add_error("note", str(refusal))
                status = 409
    return render(request, "reporting/node_note.html", _context(request, quarter, row, form), status=status)


def _save(request: HttpRequest, quarter: Quarter, note: str) -> HttpResponse:
    submits = "submit" in request.POST
    service = node_reports.submit if submits else node_reports.write
    service(node=request.access.node, quarter=quarter, note=note, by=request.access.actor)
    feedback.saved(
        request,
        _("Kommentaren är inlämnad. Processledaren läser den nu.")
        if submits
        else _("Kommentaren är sparad som utkast."),
    )
    if not submits:
        return redirect("reporting:node_note", request.access.node.slug, quarter)
    return redirect(f"{reverse('reporting:node_figures', args=[request.access.node.slug])}?kvartal={quarter}")


def _context(request: HttpRequest, quarter: Quarter, row: NodeReport | None, form: NodeNoteForm) -> dict:
    frozen = row is not None and row.report.state == ReportState.FROZEN
    roles = request.access.roles
    state = row.state if row else START
    return {
        "quarter": quarter,
        "row": row,
        "form": form,
        "may_write": not frozen and "write" in NODE_REPORT.events(state, *roles),
        "may_submit": not frozen and "submit" in NODE_REPORT.events(state or NodeReportState.DRAFT, *roles),
    }
