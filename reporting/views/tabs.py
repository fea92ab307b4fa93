"""The pages of figures, as tabs on each of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def tabs_of(request: HttpRequest) -> list[dict[str, Any]]:
    """The figures of the place one is in, a node or the programme."""
    node = request.access.node
    start, words, arguments = ("node", _("Kvartalet"), [node.slug]) if node else ("programme", _("Översikt"), [])
    pages = [
        ("reporting:node_figures" if node else "reporting:programme", words),
        (f"reporting:{start}_needs", _("Behov och utbud")),
        (f"reporting:{start}_equity", _("Jämställdhet")),
    ]
    if node and request.access.may("forecast.view") and not request.access.may("matching.view"):
        pages.append(("matching:forecast", _("Prognos")))  # the others find it among the pages of matching
    here = request.resolver_match.view_name
    return [
        {"url": reverse(name, args=arguments), "label": label, "current": name == here, "count": None}
        for name, label in pages
    ]
