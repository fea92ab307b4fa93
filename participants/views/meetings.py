"""Information meetings: a list, a form, and the page of one with its guests (R71, R112)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nodes.access import page
from nodes.audit import saw
from nodes.exporting import sheet_answer
from participants.filters import MeetingFilter
from participants.forms.meetings import MeetingForm
from participants.models import InformationMeeting, MeetingGuest, Participant
from participants.protection import ask_why
from participants.selectors import meetings as selectors
from participants.services import meetings as services
from participants.tables import MeetingTable
from vida import clock, feedback
from vida.paging import lay_out
from vida.sheets import Sheet


def _filtered(request: HttpRequest) -> MeetingFilter:
    rows = InformationMeeting.objects.order_by("-held_on", "-id")
    return MeetingFilter(request.GET, queryset=rows)


@page("meeting.list")
def meeting_list(request: HttpRequest) -> HttpResponse:
    """All meetings, the newest first."""
    node, found = request.access.node, _filtered(request)
    table = MeetingTable(found.qs, node=node)
    lay_out(request, table)
    context = {
        "table": table,
        "filter": found,
        "export_url": reverse("participants:meetings_export", args=[node.slug]),
        "new_url": reverse("participants:meeting_new", args=[node.slug]),
        "list_url": reverse("participants:list", args=[node.slug]),
    }
    return render(request, "participants/meetings.html", context)


@page("meeting.list")
def meetings_export(request: HttpRequest) -> HttpResponse:
    """All pages of what the list shows, as a sheet; nobody is on it."""
    table = MeetingTable(_filtered(request).qs, node=request.access.node)
    lay_out(request, table, rows=None)
    headings, *rows = table.as_values()
    return sheet_answer(Sheet(_("Informationsmöten"), headings, rows), "moten")


@page("meeting.change")
def change(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Plan a meeting, or change one."""
    node = request.access.node
    found = get_object_or_404(InformationMeeting, pk=pk) if pk else InformationMeeting(node=node)
    initial = {} if pk else {"title": _("Informationsmöte"), "held_on": clock.today()}
    form = MeetingForm(request.POST or None, instance=found, node=node, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = services.save(meeting=form.instance, by=request.access.actor)
        feedback.saved(request, _("Mötet är sparat. Matchningsmöte: %(day)s.") % {"day": saved.matching_on})
        return redirect("participants:meeting", node.slug, saved.pk)
    back = (
        reverse("participants:meeting", args=[node.slug, pk])
        if pk
        else reverse("participants:meetings", args=[node.slug])
    )
    context = {
        "form": form,
        "found": found if pk else None,
        "back_url": back,
        "meetings_url": reverse("participants:meetings", args=[node.slug]),
    }
    return render(request, "participants/meeting_form.html", context, status=422 if form.errors else 200)


@page("meeting.guests")
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting with its guests; a POST invites, removes, or ticks "förstått"."""
    found = get_object_or_404(InformationMeeting.objects.select_related("municipality"), pk=pk)
    if request.method == "POST":
        return _act(request, found)
    guests, hidden = selectors.guests_of(found)
    text = request.GET.get("q", "")[:200]
    candidates = selectors.to_invite(found, text)
    proposed = services.proposed_matching_day(found.held_on)
    saw(request, [*(guest.participant.pk for guest in guests), *(each.pk for each in candidates)], "list")
    context = {
        "meeting": found,
        "proposed": proposed if found.matching_on != proposed else None,
        "guests": guests,
        "hidden": hidden,
        "text": text,
        "candidates": candidates,
        "meetings_url": reverse("participants:meetings", args=[request.access.node.slug]),
    }
    return render(request, "participants/meeting.html", context)


def _act(request: HttpRequest, meeting: InformationMeeting) -> HttpResponse:
    by = request.access.actor
    saw(request, [])
    if invited := _number(request, "invite"):
        person = get_object_or_404(Participant.objects.open_to_all().current(), pk=invited)
        services.invite(meeting=meeting, participant=person, by=by)
        feedback.saved(request, _("Personen är med på mötet."))
    elif key := _number(request, "remove") or _number(request, "guest"):
        rows = MeetingGuest.objects.filter(meeting=meeting).select_related("participant")
        guest = get_object_or_404(rows, pk=key)
        if asking := ask_why(request, guest.participant):
            return asking
        if "remove" in request.POST:
            services.remove(guest=guest)
            feedback.saved(request, _("Personen är borttagen från mötet."))
        else:
            services.mark_understood(guest=guest, understood=request.POST.get("understood") == "yes", by=by)
            feedback.saved(request, _("Markeringen är sparad."))
    return redirect("participants:meeting", request.access.node.slug, meeting.pk)


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
