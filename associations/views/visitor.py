"""Who fills in the public form, without an account: a cookie on the device, or a link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from associations.models import ActivityRegistration
from associations.selectors.registrations import with_secret

COOKIE_DAYS = 90
TOO_OFTEN = 429


def mine(request: HttpRequest) -> ActivityRegistration | None:
    """The registration that this device is writing on."""
    return with_secret(request.COOKIES.get(_name(request), ""))


def to_form(request: HttpRequest, secret: str = "") -> HttpResponse:
    """Go to the form, where `secret` is given as the one who may edit what it opens."""
    return remember(request, redirect("associations:register", node=request.access.node.slug), secret)


def remember(request: HttpRequest, response: HttpResponse, secret: str) -> HttpResponse:
    """Let this device come back to the draft; nothing but this form's own addresses ever see the cookie."""
    if secret:
        response.set_cookie(
            _name(request),
            secret,
            max_age=COOKIE_DAYS * 24 * 3600,
            path=_path(request),
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


def forget(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An empty form on this device from now on."""
    response.delete_cookie(_name(request), path=_path(request), samesite="Lax")
    return response


def resume_link(request: HttpRequest, secret: str) -> str:
    """The link that opens the draft on another device."""
    secret = secret or request.COOKIES.get(_name(request), "")
    if not secret:
        return ""
    return request.build_absolute_uri(reverse("associations:resume", args=[request.access.node.slug, secret]))


def dead_link(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """A page that says why a link does not work, and where to go instead."""
    return render(request, "associations/public/dead_link.html", {"sentence": sentence}, status=status)


def too_often() -> str:
    """What is said to whoever comes too often."""
    return _("Det har kommit många anmälningar härifrån på kort tid. Vänta en stund och försök igen.")


def _name(request: HttpRequest) -> str:
    return f"anmalan-{request.access.node.slug}"


def _path(request: HttpRequest) -> str:
    return reverse("associations:register", args=[request.access.node.slug])
