"""The pages of matching, as tabs on each of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def tabs_of(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that the reader may open."""
    access, here = request.access, request.resolver_match.view_name
    pages = [
        ("matching:index", _("Väntar"), "matching.view"),
        ("matching:rounds", _("Matchningar"), "round.list"),
        ("matching:forecast", _("Prognos"), "forecast.view"),
        ("matching:outreach", _("Uppsökning"), "outreach"),
    ]
    return [
        {"url": reverse(name, args=[access.node.slug]), "label": label, "current": name == here, "count": None}
        for name, label, action in pages
        if access.may(action)
    ]
