"""The public form: an association registers an activity without an account, on a phone, and may come back to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from associations import framework, rate_limits
from associations.forms.activity import ActivityForm, as_typed
from associations.models import ActivityRegistration
from associations.selectors.areas import groups_of
from associations.services import registrations
from associations.services.registrations import TooLong
from associations.states import ActivityState, RegistrationState
from associations.views.visitor import TOO_OFTEN, forget, mine, remember, resume_link, to_form, too_often
from nodes.access import page

FIRST_CHOICES = {"association_kind": "association", "interval_days": "7", "for_whom": "all", "compensation": "none"}
HINTED = ["contact_name", "interval_days", "first_on", "minutes", "occasions_planned", "can_continue"]
HONEYPOT = "website"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page("activity.register")
def register(request: HttpRequest) -> HttpResponse:
    """The form. What was typed is kept first, whatever happens next."""
    if request.method != "POST":
        return _open(request)
    if request.POST.get(HONEYPOT):  # a robot: it is told what it wants to hear, and nothing is saved
        return _to_sent(request)
    form = ActivityForm(request.POST, node=request.access.node)
    sending = request.POST.get("action") == "send"
    try:
        _count(request, "send" if sending else "save")  # before the node's turn is taken, which others wait for
        if sending and _came_twice(request):
            return _to_sent(request)
        registration, secret = _keep(request)
    except TooLong as refusal:
        return _show(request, form, problem=str(refusal), status=422)
    except _TooOften:
        return _show(request, form, problem=too_often(), status=TOO_OFTEN)
    if not sending:
        response = _show(request, form, saved=registration, secret=secret)
    elif not form.is_valid():
        response = _show(request, form, judged=True, saved=registration, secret=secret, status=422)
    else:
        if registration.state != RegistrationState.CONFIRMED:  # the same form once more is no error
            registrations.send(registration=registration)
        response = _to_sent(request)
    return remember(request, response, secret)


@never_cache
@require_POST
@page("activity.register")
def autosave(request: HttpRequest) -> HttpResponse:
    """While somebody types: keep it, and answer what the framework still lacks (a part of the page, for htmx)."""
    registration, secret = mine(request), ""
    if request.POST.get(HONEYPOT):
        return HttpResponse(status=204)
    if registration is None or registration.state == RegistrationState.DRAFT:  # what is sent changes by its button only
        try:
            _count(request, "save")
            registration, secret = _keep(request)
        except (TooLong, _TooOften):
            return HttpResponse(status=TOO_OFTEN)
    context = {
        "findings": _findings(ActivityForm(request.POST, node=request.access.node)),
        "saved": registration,
        "partial": True,
        "hinted": HINTED,
        "judged": "judged" in request.POST,
    }
    return remember(request, render(request, "associations/public/still_lacking.html", context), secret)


@require_POST
@page("activity.register")
def areas(request: HttpRequest) -> HttpResponse:
    """The interest areas that the words lead to, with what is ticked already (a part of the page, for htmx)."""
    form = ActivityForm(request.POST, node=request.access.node)
    context = {"form": form, "area_groups": groups_of(form.chosen_areas, request.POST.get("area_q", ""))}
    return render(request, "associations/public/areas.html", context)


@never_cache
@require_safe
@page("activity.register")
def sent(request: HttpRequest) -> HttpResponse:
    """Sent: now the mail is to be opened."""
    registration = mine(request)
    address = registration.data.get("contact_email", [""])[0] if registration else ""
    return render(request, "associations/public/sent.html", {"address": address})


@never_cache
@require_POST
@page("activity.register")
def start_over(request: HttpRequest) -> HttpResponse:
    """An empty form on this device; what was written before can still be reached by its link."""
    return forget(request, to_form(request))


def _to_sent(request: HttpRequest) -> HttpResponse:
    return redirect("associations:sent", node=request.access.node.slug)


# --- keeping what is typed ------------------------------------------------------------------------------------------


class _TooOften(Exception):
    """One address, or the whole node, has used up its share for now."""


def _count(request: HttpRequest, what: str) -> None:
    """Count one use; raises _TooOften."""
    if not rate_limits.allowed(request, what):
        raise _TooOften


def _came_twice(request: HttpRequest) -> bool:
    return mine(request) is None and registrations.sent_already(node=request.access.node, data=_typed(request))


def _keep(request: HttpRequest) -> tuple[ActivityRegistration, str]:
    """Save what was typed in this visitor's draft, or in a new one; returns it, and the secret of a new one.

    Raises _TooOften where a new one is one too many.
    """
    registration, data = mine(request), _typed(request)
    if registration and registration.state == RegistrationState.CONFIRMED:
        if registration.data == data:
            return registration, ""
        registration = None
    if registration is None:
        _count(request, "new")
    return registrations.save(registration=registration, node=request.access.node, data=data)


def _typed(request: HttpRequest) -> dict[str, list[str]]:
    known = ActivityForm.base_fields.keys() - {HONEYPOT}
    return {name: request.POST.getlist(name) for name in request.POST if name in known}


# --- showing --------------------------------------------------------------------------------------------------------


def _open(request: HttpRequest) -> HttpResponse:
    registration, node = mine(request), request.access.node
    if registration is None or registration.state == RegistrationState.CONFIRMED:
        return _show(request, ActivityForm(node=node, initial=FIRST_CHOICES))
    return _show(request, ActivityForm(as_typed(registration.data), node=node), saved=registration)


def _show(
    request: HttpRequest,
    form: ActivityForm,
    *,
    saved: ActivityRegistration | None = None,
    judged: bool = False,
    secret: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page. Until somebody sends the form only the list of what is lacking judges; then also each field."""
    words = request.POST.get("area_q", "")
    shown = form if judged or not form.is_bound else form.unjudged()
    context = {
        "findings": _findings(form),
        "form": shown,
        "judged": judged,
        "saved": saved,
        "comment": _comment(saved),
        "resume_url": resume_link(request, secret) if saved else "",
        "area_q": words,
        "area_groups": groups_of(shown.chosen_areas, words),
        **more,
    }
    return render(request, "associations/public/register.html", context, status=status)


def _findings(form: ActivityForm) -> list[framework.Finding]:
    return framework.check(form.described())


def _comment(registration: ActivityRegistration | None) -> str:
    activity = registration.activity if registration else None
    return activity.decision_comment if activity and activity.state == ActivityState.RETURNED else ""
