"""The links in the association's mails: go on with the form, and confirm what was sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from associations import rate_limits
from associations.forms.activity import ActivityForm, as_typed
from associations.models import ActivityRegistration
from associations.selectors.registrations import to_confirm, with_secret
from associations.services import registrations
from associations.services.registrations import LinkExpired
from associations.states import RegistrationState
from associations.views.visitor import TOO_OFTEN, dead_link, forget, to_form, too_often
from nodes.access import page
from vida import clock
from vida.states import NotAllowed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page("activity.register")
def resume(request: HttpRequest, secret: str) -> HttpResponse:
    """The link to go on with, from a mail or copied from the page: the button opens the form on this device too.

    Opening the link only says whose form it is. Else anybody could put a draft of their own, which they go on reading,
    under what somebody else types.
    """
    if not rate_limits.allowed(request, "open"):
        return dead_link(request, too_often(), TOO_OFTEN)
    registration = with_secret(secret)
    if registration is None:
        return dead_link(request, _("Länken gäller inte längre. Öppna det senaste mejlet, eller börja om."), 404)
    if request.method == "POST":
        return to_form(request, secret)
    form = ActivityForm(as_typed(registration.data), node=request.access.node)
    names = [(form[name].label, form[name].value()) for name in ("association_name", "title")]
    context = {"names": names, "saved_at": registration.saved_at}
    return render(request, "associations/public/resume.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page("activity.register")
def confirm(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: PLR0911 - one answer for each state of a link
    """The mail's link. Opening it changes nothing, for mail programs open links too: the button confirms."""
    if not rate_limits.allowed(request, "open"):
        return dead_link(request, too_often(), TOO_OFTEN)
    registration = to_confirm(secret)
    if registration is None:
        return dead_link(request, _("Länken gäller inte längre. Öppna det senaste mejlet från oss."), 404)
    if registration.state == RegistrationState.CONFIRMED:
        return render(request, "associations/public/confirmed.html", {"registration": registration})
    action, expired = request.POST.get("action", ""), registration.confirm_until < clock.now()
    if action == "edit" and not expired:
        return to_form(request, registrations.new_edit_link(registration=registration))
    if registration.state == RegistrationState.DRAFT:
        return dead_link(request, _("Anmälan har ändrats sedan mejlet skickades. Öppna det senaste mejlet."), 409)
    if action == "again":
        return _mail_again(request, registration)
    if expired:
        return _expired(request, registration)
    return _read_or_confirm(request, registration)


def _read_or_confirm(request: HttpRequest, registration: ActivityRegistration) -> HttpResponse:
    form = ActivityForm(as_typed(registration.data), node=request.access.node)
    valid = form.is_valid()
    if request.method != "POST" or not valid:
        context = {"form": form, "registration": registration, "valid": valid, "answers": answers(form)}
        status = 422 if request.method == "POST" else 200
        return render(request, "associations/public/confirm.html", context, status=status)
    try:
        registrations.confirm(registration=registration, content=form.content())
    except LinkExpired:
        return _expired(request, registration)
    except NotAllowed as refusal:
        return dead_link(request, str(refusal), 409)
    return forget(request, redirect(request.path))


def _mail_again(request: HttpRequest, registration: ActivityRegistration) -> HttpResponse:
    if not rate_limits.allowed(request, "send"):
        return dead_link(request, too_often(), TOO_OFTEN)
    registrations.send_again(registration=registration)
    return render(request, "associations/public/sent.html", {"address": registration.data["contact_email"][0]})


def answers(form: ActivityForm) -> list[tuple[str, str]]:
    """What was typed, field by field, in words: to read through before confirming."""
    made = []
    for field in form.visible_fields():
        if field.name == "website":
            continue
        value = field.value()
        choices = {str(key): str(words) for key, words in getattr(field.field, "choices", [])}
        values = value if isinstance(value, list) else [value]
        words = [_in_words(each, choices) for each in values if each not in (None, "", False)]
        made.append((str(field.label), ", ".join(words)))
    return made


def _in_words(value: object, choices: dict[str, str]) -> str:
    return _("Ja") if value is True else choices.get(str(value), str(value))


def _expired(request: HttpRequest, registration: ActivityRegistration) -> HttpResponse:
    return render(request, "associations/public/expired.html", {"registration": registration}, status=410)
