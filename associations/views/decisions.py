"""What a coordinator decides about an activity; its content is the association's and is edited nowhere here (R123)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from associations.forms.activity import ActivityForm
from associations.forms.decisions import ReasonForm
from associations.models import Activity
from associations.selectors.areas import groups_of
from associations.services import activities, registrations
from associations.services.activities import ReasonMissing
from associations.services.registrations import TooLong
from associations.views.public import FIRST_CHOICES, HONEYPOT
from nodes.access import page
from vida import feedback
from vida.states import NotAllowed


def _activity(pk: int) -> Activity:
    rows = Activity.objects.select_related("association", "municipality", "node__programme", "decided_by")
    return get_object_or_404(rows, pk=pk)


def _to_activity(activity: Activity) -> HttpResponse:
    return redirect("associations:activity", activity.node.slug, activity.pk)


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
        try:
            draft = registrations.start_draft(node=node, data=typed, content=form.content(), by=request.access.actor)
        except TooLong as refusal:
            form.add_error(None, str(refusal))
        else:
            feedback.saved(request, _("Utkastet är sparat. Föreningen får ett mejl och bekräftar själv."))
            return _to_activity(draft)
    judged = request.method == "POST" and request.POST.get("action") != "find"
    shown = form if judged or not form.is_bound else form.unjudged()
    words = request.POST.get("area_q", "")
    context = {"form": shown, "judged": judged, "area_q": words, "area_groups": groups_of(shown.chosen_areas, words)}
    return render(request, "associations/start_draft.html", context, status=422 if judged else 200)
