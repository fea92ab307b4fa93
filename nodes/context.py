"""What the shell of every page needs: the sections that this person's role uses, and the nodes to switch between."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nodes.access import Access, memberships_of
from nodes.policies import POLICIES, Where


@dataclass(frozen=True)
class Section:
    """One line of the navigation."""

    label: Promise
    url_name: str
    action: str
    icon: str
    prefix: str  # of the addresses that belong to it, after the node's word


SECTIONS = [
    Section(_("Idag"), "reporting:today", "today.view", "today", ""),
    Section(_("Deltagare"), "participants:list", "participant.list", "participants", "deltagare"),
    Section(_("Matchning"), "matching:index", "matching.view", "matching", "matchning"),
    Section(_("Erbjudanden"), "matching:offers", "offer.list", "offers", "erbjudanden"),
    Section(_("Aktiviteter"), "associations:activities", "activity.list", "activities", "aktiviteter"),
    Section(_("Föreningar"), "associations:associations", "association.list", "associations", "foreningar"),
    Section(_("Rapporter"), "reporting:node_figures", "figures.node", "reports", "rapporter"),
    Section(_("Inställningar"), "nodes:settings", "settings.node", "settings", "installningar"),
    Section(_("Översikt"), "reporting:programme", "figures.programme", "today", ""),
    Section(_("Rapporter"), "reporting:reports", "report.view", "reports", "rapporter"),
    Section(_("Inställningar"), "nodes:programme_settings", "programme.settings", "settings", "installningar"),
]


def shell(request: HttpRequest) -> dict:
    """`access`, `nav` and `places` (the nodes and programmes that the user may switch to)."""
    access: Access | None = getattr(request, "access", None)
    if not access or not access.user:
        return {"access": access, "nav": [], "places": []}
    return {"access": access, "nav": _sections(request, access), "places": _places(access)}


def _sections(request: HttpRequest, access: Access) -> list[dict]:
    where = Where.NODE if access.node else Where.PROGRAMME
    word = access.node.slug if access.node else "program"
    made = []
    for section in SECTIONS:
        if POLICIES[section.action].where is not where or not access.may(section.action):
            continue
        try:
            url = reverse(section.url_name, args=[word] if access.node else [])
        except NoReverseMatch:
            continue
        rest = request.path.removeprefix(f"/{word}/")
        current = rest.startswith(f"{section.prefix}/") if section.prefix else rest == ""
        made.append({"label": section.label, "url": url, "icon": section.icon, "current": current})
    return made


def _places(access: Access) -> list[dict]:
    memberships = memberships_of(access.user)
    nodes = {m.node.slug: m.node for m in memberships if m.node}
    made = [
        {"label": node.name, "url": f"/{slug}/", "current": access.node == node} for slug, node in sorted(nodes.items())
    ]
    if any(m.node is None for m in memberships):
        made.append({"label": _("Programmet"), "url": "/program/", "current": access.node is None})
    return made
