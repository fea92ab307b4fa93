"""Attendance on the page and on paper, the plan entry, and the end of a placement."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from associations.models import Activity, Occasion
from nodes.access import page
from nodes.audit import saw
from nodes.context import funding_words
from participants.protection import ask_why
from participants.selectors.protected import must_ask
from placements.forms import EndForm, OccasionForm, PlanEntryForm
from placements.models import Placement
from placements.selectors.attendance import Row, sheet
from placements.services import attendance as attendance_services
from placements.services import placements as placement_services
from vida import clock, feedback
from vida.pdf import render_pdf
from vida.states import NotAllowed


@page("attendance.mark")
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one occasion (`?tillfalle=3`), and see them all. Everything is saved at once or not at all.

    The activity says when and where: a protected person is among its rows only for who has just said why (R176).
    """
    found = sheet(get_object_or_404(Activity.objects.select_related("association"), pk=pk), clock.today())
    rows = [row for row in found.rows if not must_ask(request.session, row.participant)]
    saw(request, [row.participant.pk for row in rows], "attendance")
    past = [occasion for occasion in found.occasions if occasion.starts_at <= clock.now()]
    chosen = next((o for o in past if str(o.number) == request.GET.get("tillfalle")), past[-1] if past else None)
    names = _names(rows)
    form = _form(request, rows, chosen, names) if chosen and rows else None
    status = 200
    if request.method == "POST" and form:
        if form.is_valid() and _save(request, rows, chosen, form):
            return redirect(f"{request.path}?tillfalle={chosen.number}", preserve_request=False)
        status = 422
    context = {
        "sheet": found,
        "rows": rows,
        "hidden": len(found.rows) - len(rows),
        "occasion": chosen,
        "past": past,
        "form": form,
        "names": names,
    }
    return render(request, "placements/attendance.html", context, status=status)


def _names(rows: Sequence[Row]) -> dict[int, str]:
    """What stands for each person on the page; never the name of a protected one (facts § 4.3)."""
    return {
        row.placement.pk: _("Skyddade uppgifter (nr %(number)s)") % {"number": row.participant.pk}
        if row.participant.protection
        else row.participant.full_name
        for row in rows
    }


def _form(request: HttpRequest, rows: Sequence[Row], occasion: Occasion, names: dict[int, str]) -> OccasionForm:
    return OccasionForm(request.POST or None, rows=rows, occasion_id=occasion.pk, names=names)


def _save(request: HttpRequest, rows: Sequence[Row], occasion: Occasion, form: OccasionForm) -> bool:
    wanted = form.marks()
    changed = {row.placement: wanted[row.placement.pk] for row in rows
               if wanted[row.placement.pk] != row.marks.get(occasion.pk, "")}  # fmt: skip
    try:
        attendance_services.fill_in(occasion=occasion, marks=changed, by=request.access.actor)
    except (placement_services.Refused, NotAllowed) as refusal:
        form.add_error(None, str(refusal))
        return False
    feedback.saved(request, _("Närvaron är ifylld."))
    return True


@page("attendance.view")
def attendance_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The list for the association as PDF/UA: names that may be told, no identity numbers, and room for a signature."""
    activity = get_object_or_404(Activity.objects.select_related("association", "municipality"), pk=pk)
    found = sheet(activity, clock.today())
    saw(request, [row.participant.pk for row in found.rows], "pdf")
    title = _("Närvarolista: %(title)s") % {"title": activity.title}
    document = render_pdf(
        "placements/attendance_list.html",
        {"sheet": found, "node": request.access.node, "funding": funding_words(request.access)},
        title=title,
    )
    name = slugify(_("narvarolista %(title)s") % {"title": activity.title})
    return HttpResponse(
        document,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name[:80]}.pdf"'},
    )


def _placement(pk: int) -> Placement:
    return get_object_or_404(Placement.objects.select_related("participant", "activity"), pk=pk)


def _person_url(request: HttpRequest, placement: Placement) -> str:
    return reverse("matching:participant", args=[request.access.node.slug, placement.participant_id])


@page("plan.enter")
def plan_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that the activity stands in the plan."""
    placement = _placement(pk)
    if asking := ask_why(request, placement.participant):
        return asking
    saw(request, [placement.participant_id])
    form = PlanEntryForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                placement_services.enter_plan(
                    placement=placement, on=form.cleaned_data["entered_on"], by=request.access.actor
                )
            except (NotAllowed, placement_services.Refused) as refusal:
                form.add_error("entered_on", str(refusal))
            else:
                feedback.saved(request, _("Aktiviteten står i planen. Deltagaren är försäkrad under tillfällena."))
                return redirect(_person_url(request, placement))
        status = 422
    context = {"form": form, "placement": placement, "back_url": _person_url(request, placement)}
    return render(request, "placements/plan_entry.html", context, status=status)


@page("placement.end")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, and end the placement: called off before the start, dropped out after it."""
    placement = _placement(pk)
    if asking := ask_why(request, placement.participant):
        return asking
    saw(request, [placement.participant_id])
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            placement_services.end(placement=placement, by=request.access.actor, reason=form.cleaned_data["reason"])
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            feedback.saved(request, _("Platsen är avslutad och ledig för någon annan."))
        return redirect(_person_url(request, placement))
    context = {
        "title": _("Avsluta platsen?"),
        "text": _("Platsen i %(activity)s blir ledig för någon annan.") % {"activity": placement.activity},
        "submit": _("Avsluta platsen"),
        "back": _person_url(request, placement),
        "form": form,
    }
    return render(request, "shell/confirm.html", context, status=422 if form.errors else 200)
