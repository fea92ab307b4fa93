"""All outreach tasks, and a new one."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from matching.filters import OutreachFilter
from matching.forms import NewTaskForm
from matching.models import OutreachTask
from matching.selectors.outreach import with_waiting
from matching.services import outreach
from matching.tables import OutreachTable
from matching.views.tabs import tabs_of
from nodes.access import page
from vida import clock, feedback
from vida.paging import lay_out
from vida.sheets import Sheet, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _filtered(request: HttpRequest) -> OutreachFilter:
    rows = with_waiting(OutreachTask.objects.select_related("area", "municipality", "responsible"))
    rows = rows.annotate(contacted=Count("contacts__association", distinct=True))
    return OutreachFilter(request.GET, queryset=_in_order(rows), node=request.access.node)


def _in_order(rows: QuerySet[OutreachTask]) -> QuerySet[OutreachTask]:
    """The open ones first, by their next step; then the others, the latest first."""
    return rows.order_by("next_on", "-ended_at", "id")


@page("outreach")
def index(request: HttpRequest) -> HttpResponse:
    """What is looked for, for how many, and what comes next."""
    found = _filtered(request)
    table = OutreachTable(found.qs)
    lay_out(request, table)
    return render(request, "matching/outreach.html", {"table": table, "filter": found, "tabs": tabs_of(request)})


@page("outreach")
def export(request: HttpRequest) -> HttpResponse:
    """All pages of what the list shows, as a sheet."""
    table = OutreachTable(_filtered(request).qs)
    lay_out(request, table, rows=None)
    headings, *rows = table.as_values()
    title = _("Uppsökning")
    answer = HttpResponse(workbook([Sheet(title, headings, rows)], title=title, created=clock.now()), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="uppsokning-{clock.today():%Y-%m-%d}.xlsx"'
    return answer


@page("outreach")
def new(request: HttpRequest) -> HttpResponse:
    """A task for a gap: one click from where the gap is told of, or chosen here. The open one, where there is one."""
    node = request.access.node
    form = NewTaskForm(request.POST if request.method == "POST" else None, node=node, initial=request.GET.dict())
    if not form.is_valid():
        return render(request, "matching/outreach_new.html", {"form": form}, status=422 if form.is_bound else 200)
    chosen = form.cleaned_data
    found, made = outreach.open_task(
        node=node, area=chosen["intresse"], municipality=chosen["kommun"], by=request.access.actor
    )
    if made:
        feedback.saved(request, _("Uppgiften är skapad. Här nedanför står vilka föreningar som kan passa."))
    else:
        feedback.saved(request, _("Det finns redan en uppgift för det här. Här är den."))
    return redirect("matching:outreach_task", node.slug, found.pk)
