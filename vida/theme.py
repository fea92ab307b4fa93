"""Light, dark or as the device says: a choice kept in a cookie and rendered by the server, so that nothing flashes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "theme"
AUTO = "auto"
CHOICES = (AUTO, "light", "dark")
YEAR = 365 * 24 * 60 * 60


def theme(request: HttpRequest) -> dict[str, str]:
    """Context processor: `theme` is one of CHOICES."""
    chosen = request.COOKIES.get(COOKIE, AUTO)
    return {"theme": chosen if chosen in CHOICES else AUTO}


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the visitor's choice (`theme`) and go back to where the visitor was (`next`)."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    chosen = request.POST.get("theme", AUTO)
    if chosen in CHOICES:
        response.set_cookie(COOKIE, chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response
