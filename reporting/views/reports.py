"""The quarterly reports: the list, one quarter, its words and the freezing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nodes.access import page
from nodes.roles import Role
from reporting.documents.report import hidden_words, report_for
from reporting.forms import OutcomesForm, ReturnForm, SummaryForm
from reporting.models import NodeReport
from reporting.selectors.budget import outcomes_of
from reporting.selectors.reports import quarter_rows, quarters, report_of, words_of_nodes
from reporting.services import node_reports
from reporting.services import reports as services
from reporting.services.reports import Refused
from reporting.states import NodeReportState, ReportState
from vida import clock, feedback
from vida.calendar import Quarter
from vida.states import NotAllowed


def is_shared(request: HttpRequest) -> bool:
    """Whether small cells are hidden from the reader: from everybody but the process lead (R185)."""
    return Role.PROCESS_LEAD not in request.access.roles


@page("report.view")
def reports(request: HttpRequest) -> HttpResponse:
    """The quarters and how far their reports have come."""
    programme = request.access.programme
    context = {"rows": quarter_rows(programme), "programme": programme, "nodes": programme.nodes.count()}
    return render(request, "reporting/reports.html", context)


@page("report.view")
def report(request: HttpRequest, quarter: Quarter) -> HttpResponse:
    """One quarter: figures, how they are counted, the nodes' words and what can be done now."""
    return report_page(request, known(request, quarter))


def report_page(
    request: HttpRequest,
    quarter: Quarter,
    form: SummaryForm | None = None,
    status: int = 200,
    *,
    outcomes: OutcomesForm | None = None,
) -> HttpResponse:
    """The quarter's page, with what was typed into one of its forms where it could not be saved."""
    programme = request.access.programme
    row = report_of(programme, quarter)
    frozen = row is not None and row.state == ReportState.FROZEN
    words = words_of_nodes(programme, row)
    if is_shared(request):
        words = [each for each in words if each.row and each.row.state != NodeReportState.DRAFT]
    context = {
        "quarter": quarter,
        "row": row,
        "frozen": frozen,
        "ended": quarter.last_day < clock.today(),
        "report": report_for(programme, quarter, row, shared=is_shared(request)),
        "hidden_words": hidden_words(),
        "words": words,
        "may_write": request.access.may("report.write") and not frozen,
        "form": form or SummaryForm(initial={"summary": row.summary if row else ""}),
        "outcomes": outcomes or OutcomesForm(written=outcomes_of(programme, quarter)),
    }
    return render(request, "reporting/report.html", context, status=status)


def known(request: HttpRequest, quarter: Quarter) -> Quarter:
    """The quarter where it has begun and belongs to the programme, else 404."""
    if quarter not in quarters(request.access.programme):
        raise Http404
    return quarter


@page("report.write")
@require_POST
def summary(request: HttpRequest, quarter: Quarter) -> HttpResponse:
    """Save the summary."""
    form = SummaryForm(request.POST)
    if not form.is_valid():
        return report_page(request, known(request, quarter), form, 422)
    try:
        services.write_summary(
            programme=request.access.programme,
            quarter=quarter,
            summary=form.cleaned_data["summary"],
            by=request.access.actor,
        )
    except (Refused, NotAllowed) as refusal:
        form.add_error("summary", str(refusal))
        return report_page(request, known(request, quarter), form, 409)
    feedback.saved(request, _("Sammanfattningen är sparad."))
    return redirect("reporting:report", quarter)


@page("report.write")
def freeze(request: HttpRequest, quarter: Quarter) -> HttpResponse:
    """Ask, and then freeze."""
    programme = request.access.programme
    back = reverse("reporting:report", args=[known(request, quarter)])
    if request.method == "POST":
        try:
            services.freeze(programme=programme, quarter=quarter, by=request.access.actor)
        except (Refused, NotAllowed) as refusal:
            return _refused(request, quarter, str(refusal))
        feedback.saved(request, _("Rapporten är fryst. Nu kan du hämta den som PDF och Excel."))
        return redirect(back)
    context = {
        "title": _("Frys rapporten för %(quarter)s?") % {"quarter": quarter.words},
        "text": _("När rapporten är fryst ändras den inte mer, varken siffror eller text."),
        "consequences": _consequences(request, quarter),
        "submit": _("Frys rapporten"),
        "back": back,
    }
    return render(request, "shell/confirm.html", context)


def _consequences(request: HttpRequest, quarter: Quarter) -> list[str]:
    """What freezing brings with it, and what is not ready."""
    programme = request.access.programme
    words = words_of_nodes(programme, report_of(programme, quarter))
    missing = [w.node.name for w in words if w.row is None or w.row.state != NodeReportState.ACCEPTED]
    lines = [
        _("Siffrorna sparas som de är i dag. Rättelser efteråt hamnar i nästa kvartal."),
        _("Noderna kan inte längre ändra sina kommentarer."),
        _("Styrgruppen kan hämta rapporten, med små tal dolda."),
    ]
    if missing:
        lines.append(_("Ingen godkänd kommentar finns från: %(nodes)s.") % {"nodes": ", ".join(missing)})
    return lines


def _refused(request: HttpRequest, quarter: Quarter, words: str) -> HttpResponse:
    """The report again, with the reason above it."""
    messages.error(request, words)
    return report_page(request, quarter, status=409)


@page("report.write")
@require_POST
def accept_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a node's words."""
    row, quarter = _note(request, pk)
    try:
        node_reports.accept(row=row, by=request.access.actor)
    except (Refused, NotAllowed) as refusal:
        return _refused(request, quarter, str(refusal))
    feedback.saved(request, _("Kommentaren från %(node)s är godkänd.") % {"node": row.node.name})
    return redirect("reporting:report", quarter)


@page("report.write")
def return_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a node's words, with a comment."""
    row, quarter = _note(request, pk)
    form = ReturnForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                node_reports.send_back(row=row, comment=form.cleaned_data["comment"], by=request.access.actor)
            except (Refused, NotAllowed) as refusal:
                return _refused(request, quarter, str(refusal))
            feedback.saved(request, _("Kommentaren har gått tillbaka till %(node)s.") % {"node": row.node.name})
            return redirect("reporting:report", quarter)
        status = 422
    context = {"form": form, "row": row, "quarter": quarter}
    return render(request, "reporting/return_note.html", context, status=status)


def _note(request: HttpRequest, pk: int) -> tuple[NodeReport, Quarter]:
    rows = NodeReport.objects.select_related("node", "report").filter(report__programme=request.access.programme)
    row = get_object_or_404(rows, pk=pk)
    return row, Quarter(row.report.year, row.report.quarter)
