"""Approving an activity: whose it is, and what it is the answer to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from associations import framework
from associations.models import Activity, Association
from associations.selectors.activities import described, when
from associations.selectors.associations import Likely, likely_for
from associations.services import associations
from associations.services.activities import CannotApprove
from associations.services.associations import NumberTaken
from associations.states import ActivityState
from matching.forms import NEW, OTHER, ApproveForm
from matching.models import OutreachTask
from matching.services.activities import approve_activity
from matching.views.forecast import ask_anew
from nodes.access import page
from vida import feedback
from vida.identity import show_organisation_number
from vida.states import NotAllowed


def _to_activity(activity: Activity) -> HttpResponse:
    return redirect("associations:activity", activity.node.slug, activity.pk)


@page("activity.decide")
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a submitted activity and approve it as an association's own, known or new."""
    rows = Activity.objects.select_related("association", "municipality", "node__programme", "decided_by")
    if request.method == "POST":  # pressed twice at once, a new association is made once
        get_object_or_404(Activity.objects.select_for_update(of=("self",)), pk=pk)
    activity = get_object_or_404(rows, pk=pk)
    near = likely_for(activity)
    form = ApproveForm(
        request.POST if request.method == "POST" else None,
        likely=[(each.association.pk, _likely_words(each)) for each in near],
        new_name=activity.association_name or activity.title,
    )
    waiting, status = activity.state == ActivityState.SUBMITTED, 200
    if request.method == "POST" and not waiting:
        if activity.state == ActivityState.APPROVED and activity.decided_by == request.user:
            return _to_activity(activity)  # pressed twice
        status = 409
    elif request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _approved(request, activity, form.cleaned_data)
            except NumberTaken as refusal:
                instead = _("Välj den föreningen i stället.")
                form.add_error("association", f"{refusal} {instead}")
            except CannotApprove as refusal:
                form.add_error(None, str(refusal))
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
                status = 409
    findings = framework.check(described(activity))
    context = {
        "activity": activity,
        "form": form,
        "near": near,
        "findings": findings,
        "holds": all(finding.verdict is framework.Verdict.MET for finding in findings),
        "when": when(activity),
        "waiting": waiting,
        "areas": [each.area for each in activity.interests.select_related("area").order_by("area__position", "id")],
    }
    return render(request, "matching/approve.html", context, status=status)


def _likely_words(near: Likely) -> str:
    association = near.association
    known = [association.name]
    if association.organisation_number:
        known.append(show_organisation_number(association.organisation_number))
    if association.municipality:
        known.append(str(association.municipality))
    why = _("samma organisationsnummer") if near.same_number else _("liknande namn")
    return f"{', '.join(known)} ({why})"


@transaction.atomic  # what is refused leaves no new association behind
def _approved(request: HttpRequest, activity: Activity, chosen: dict[str, Any]) -> HttpResponse:
    by = request.access.actor
    if chosen["association"] == NEW:
        association = associations.from_activity(activity=activity)
    elif chosen["association"] == OTHER:
        association = chosen["other"]
    else:
        association = get_object_or_404(Association, pk=int(chosen["association"]))
    row, met = approve_activity(activity=activity, association=association, by=by)
    feedback.saved(request, _("Aktiviteten är godkänd. Föreningen får ett mejl, och tillfällena är inlagda."))
    for task in met:
        _tell(request, task)
    ask_anew(request.access)  # who gets something in time has changed
    return _to_activity(row)


def _tell(request: HttpRequest, task: OutreachTask) -> None:
    """That the search is over, and the way to what was looked for."""
    url = reverse("matching:outreach_task", args=[request.access.node.slug, task.pk])
    words = _("Det vi sökte finns nu, och uppgiften är klar:")
    messages.info(request, format_html('{} <a href="{}">{}</a>', words, url, task))
