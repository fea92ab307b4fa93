"""What a coordinator decides about an activity; its content is the association's and is edited nowhere here (R123)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from associations import framework
from associations.forms.activity import ActivityForm
from associations.forms.decisions import NEW, OTHER, ApproveForm, ReasonForm
from associations.models import Activity, Association
from associations.selectors.activities import described
from associations.selectors.areas import groups_of
from associations.selectors.associations import Likely, likely_for
from associations.services import activities, associations, registrations
from associations.services.activities import CannotApprove, ReasonMissing
from associations.services.associations import NumberTaken
from associations.states import ActivityState
from associations.tables import when
from associations.views.public import FIRST_CHOICES, HONEYPOT
from nodes.access import page
from vida import feedback
from vida.identity import show_organisation_number
from vida.states import NotAllowed


def _activity(pk: int) -> Activity:
    rows = Activity.objects.select_related("association", "municipality", "node__programme", "decided_by")
    return get_object_or_404(rows, pk=pk)


def _to_activity(activity: Activity) -> HttpResponse:
    return redirect("associations:activity", activity.node.slug, activity.pk)


@page("activity.decide")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a submitted activity and approve it as an association's own, known or new."""
    activity = _activity(pk)
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
    return render(request, "associations/decide.html", context, status=status)


def _likely_words(near: Likely) -> str:
    association = near.association
    known = [association.name]
    if association.organisation_number:
        known.append(show_organisation_number(association.organisation_number))
    if association.municipality:
        known.append(str(association.municipality))
    why = _("samma organisationsnummer") if near.same_number else _("liknande namn")
    return f"{', '.join(known)} ({why})"


def _approved(request: HttpRequest, activity: Activity, chosen: dict[str, Any]) -> HttpResponse:
    by = request.access.actor
    if chosen["association"] == NEW:
        association = associations.from_activity(activity=activity)
    elif chosen["association"] == OTHER:
        association = chosen["other"]
    else:
        association = get_object_or_404(Association, pk=int(chosen["association"]))
    row = activities.approve(activity=activity, association=association, by=by)
    associations.remember_contact(association=row.association, activity=row)
    feedback.saved(request, _("Aktiviteten är godkänd. Föreningen får ett mejl, och tillfällena är inlagda."))
    return _to_activity(row)


def _with_reason(request: HttpRequest, pk: int, service: Any, words: dict[str, Any]) -> HttpResponse:
    """A page that asks for a reason, which the association will read, and then does it."""
    activity = _activity(pk)
    form = ReasonForm(request.POST if request.method == "POST" else None, label=words["label"], help_text=words["help"])
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                service(activity, form.cleaned_data["reason"])
            except ReasonMissing as refusal:
                form.add_error("reason", str(refusal))
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                feedback.saved(request, words["done"])
                return _to_activity(activity)
    back = reverse("associations:activity", args=[activity.node.slug, activity.pk])
    context = {"form": form, "back": back, "text": "", **words}
    return render(request, "shell/confirm.html", context, status=status)


def _said(activity: Activity, done: str) -> str:
    if activity.contact_email:
        return done
    call = _("Föreningen har ingen e-postadress: ring och berätta.")
    return f"{done} {call}"


@page("activity.decide")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a submitted activity with a comment."""
    activity = _activity(pk)
    words = {
        "title": _("Återsänd %(title)s") % {"title": activity.title},
        "label": _("Vad behöver ändras?"),
        "help": _("Föreningen får din text i ett mejl, med en länk där den kan ändra och skicka in igen."),
        "submit": _("Återsänd till föreningen"),
        "done": _said(activity, _("Anmälan är återsänd. Föreningen har fått din kommentar och en länk.")),
    }
    return _with_reason(
        request, pk, lambda row, text: activities.send_back(activity=row, comment=text, by=request.access.actor), words
    )


@page("activity.decide")
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a submitted activity with a reason."""
    activity = _activity(pk)
    words = {
        "title": _("Avslå %(title)s") % {"title": activity.title},
        "label": _("Varför?"),
        "help": _("Föreningen får din text i ett mejl. Kan anmälan ändras så att den passar, återsänd den i stället."),
        "submit": _("Avslå anmälan"),
        "consequences": [_("Beslutet går inte att ångra. Föreningen kan anmäla aktiviteten på nytt.")],
        "done": _said(activity, _("Anmälan är avslagen. Föreningen har fått din förklaring.")),
    }
    return _with_reason(
        request, pk, lambda row, text: activities.refuse(activity=row, reason=text, by=request.access.actor), words
    )


@page("activity.decide")
def start_draft(request: HttpRequest) -> HttpResponse:
    """Write down what an association has told; it becomes an activity when the association confirms by mail (R13)."""
    node = request.access.node
    form = ActivityForm(
        request.POST if request.method == "POST" else None, node=node, complete=False, initial=FIRST_CHOICES
    )
    if request.method == "POST" and request.POST.get("action") != "find" and form.is_valid():
        typed = {name: request.POST.getlist(name) for name in form.fields if name in request.POST and name != HONEYPOT}
        draft = registrations.start_draft(node=node, data=typed, content=form.content(), by=request.access.actor)
        feedback.saved(request, _("Utkastet är sparat. Föreningen får ett mejl och bekräftar själv."))
        return _to_activity(draft)
    judged = request.method == "POST" and request.POST.get("action") != "find"
    shown = form if judged or not form.is_bound else form.unjudged()
    words = request.POST.get("area_q", "")
    context = {"form": shown, "judged": judged, "area_q": words, "area_groups": groups_of(shown.chosen_areas, words)}
    return render(request, "associations/start_draft.html", context, status=422 if judged else 200)
