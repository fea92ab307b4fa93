"""The participant register of a node, for a purpose that is written down (R177, R184)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from nodes.access import page
from nodes.audit import saw
from nodes.exporting import PurposeForm
from reporting.documents.register import register_workbook
from reporting.selectors.register import participant_register
from reporting.selectors.reports import quarters
from reporting.views.files import XLSX, attachment
from vida import clock
from vida.calendar import Quarter


@page("figures.people")
def participants(request: HttpRequest, quarter: Quarter) -> HttpResponse:
    """Says what the file holds and asks what it is for; then gives it, and writes whom it shows into the read log."""
    if quarter not in quarters(request.access.programme):
        raise Http404
    found = participant_register(request.access.node, quarter)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        why = f"export: {form.cleaned_data['purpose']}"
        saw(request, [entry.person.pk for entry in found.entries], why)
        content = register_workbook(found, quarter, created=clock.now())
        return attachment(content, XLSX, f"deltagarforteckning-{quarter}.xlsx")
    saw(request, [])
    context = {
        "quarter": quarter,
        "form": form,
        "total": len(found.entries),
        "in_period": sum(entry.in_period for entry in found.entries),
        "protected": found.protected,
        "back_url": f"{reverse('reporting:node_figures', args=[request.access.node.slug])}?kvartal={quarter}",
    }
    return render(request, "reporting/register.html", context, status=422 if form.is_bound else 200)
