"""The programme's budget: its lines, and what a quarter has cost (R16)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nodes.access import page
from reporting.forms import BudgetLineForm, OutcomesForm
from reporting.models import BudgetLine
from reporting.selectors.budget import lines_of, outcomes_of, summed
from reporting.services import budget as services
from reporting.services.reports import Refused
from reporting.views.reports import known, report_page
from vida import feedback
from vida.calendar import Quarter
from vida.states import NotAllowed


@page("report.write")
def lines(request: HttpRequest) -> HttpResponse:
    """The lines, and how far each is used."""
    programme = request.access.programme
    rows = lines_of(programme)
    context = {"programme": programme, "rows": rows, "sum": summed(rows.values(), _("Summa"))}
    return render(request, "reporting/budget.html", context)


@page("report.write")
def add_line(request: HttpRequest) -> HttpResponse:
    """A new line."""
    return _line_page(request, None)


@page("report.write")
def change_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name or sum."""
    return _line_page(request, _line(request, pk))


def _line_page(request: HttpRequest, line: BudgetLine | None) -> HttpResponse:
    initial = {"name": line.name, "amount": line.amount} if line else {}
    form = BudgetLineForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            services.save_line(programme=request.access.programme, line=line, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            feedback.saved(request, _("Budgetposten är sparad."))
            return redirect("reporting:budget")
    context = {"form": form, "line": line, "back_url": reverse("reporting:budget")}
    return render(request, "reporting/budget_line.html", context, status=422 if form.is_bound else 200)


@page("report.write")
def delete_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then take the line away."""
    line, back = _line(request, pk), reverse("reporting:budget_line", args=[pk])
    if request.method == "POST":
        try:
            services.delete_line(line=line)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
        feedback.saved(request, _("Budgetposten är borttagen."))
        return redirect("reporting:budget")
    context = {
        "title": _("Ta bort %(line)s?") % {"line": line.name},
        "text": _("Budgetposten försvinner ur rapporter som inte är frysta."),
        "submit": _("Ta bort budgetposten"),
        "back": back,
    }
    return render(request, "shell/confirm.html", context)


@page("report.write")
@require_POST
def outcomes(request: HttpRequest, quarter: Quarter) -> HttpResponse:
    """Save what the quarter has cost."""
    programme = request.access.programme
    form = OutcomesForm(request.POST, written=outcomes_of(programme, known(request, quarter)))
    if not form.is_valid():
        return report_page(request, quarter, outcomes=form, status=422)
    try:
        services.save_outcomes(programme=programme, quarter=quarter, amounts=form.amounts(), by=request.access.actor)
    except (Refused, NotAllowed) as refusal:
        form.add_error(None, str(refusal))
        return report_page(request, quarter, outcomes=form, status=409)
    feedback.saved(request, _("Utfallet är sparat."))
    return redirect("reporting:report", quarter)


def _line(request: HttpRequest, pk: int) -> BudgetLine:
    return get_object_or_404(BudgetLine, pk=pk, programme=request.access.programme)
