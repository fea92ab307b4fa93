"""What the shell of every page needs: the sections that this person's role uses, and the places to switch between."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nodes.access import Access, memberships_of
from nodes.policies import POLICIES, Where


@dataclass(frozen=True)
class Section:
    """One line of the navigation."""

    label: Promise
    url_name: str
    action: str
    icon: str


SECTIONS = [
    Section(gettext_lazy("Idag"), "reporting:today", "today.view", "today"),
    Section(gettext_lazy("Deltagare"), "participants:list", "participant.list", "participants"),
    Section(gettext_lazy("Matchning"), "matching:index", "matching.view", "matching"),
    Section(gettext_lazy("Erbjudanden"), "matching:offers", "offer.list", "offers"),
    Section(gettext_lazy("Aktiviteter"), "associations:activities", "activity.list", "activities"),
    Section(gettext_lazy("Föreningar"), "associations:associations", "association.list", "associations"),
    Section(gettext_lazy("Rapporter"), "reporting:node_figures", "figures.node", "reports"),
    Section(gettext_lazy("Inställningar"), "nodes:settings", "settings.node", "settings"),
    Section(gettext_lazy("Översikt"), "reporting:programme", "figures.programme", "today"),
    Section(gettext_lazy("Matchning"), "matching:programme_rounds", "round.everywhere", "matching"),
    Section(gettext_lazy("Rapporter"), "reporting:reports", "report.view", "reports"),
    Section(gettext_lazy("Inställningar"), "nodes:programme_settings", "programme.settings", "settings"),
]


def shell(request: HttpRequest) -> dict:
    """`access`, `nav`, `place`, `search_url` and `funding`, as docs/components.md lists them."""
    access: Access | None = getattr(request, "access", None)
    if access is None or access.user is None:
        return {"access": access, "nav": [], "place": None, "search_url": "", "funding": funding_words(access)}
    return {
        "access": access,
        "nav": _sections(request, access),
        "place": _place(access),
        "search_url": reverse("participants:list", args=[access.node.slug])
        if access.node and access.may("participant.list")
        else "",
        "funding": funding_words(access),
    }


def funding_words(access: Access | None) -> str:
    """The funding line that what the EU pays for must carry (R131)."""
    if access and access.programme and access.programme.eu_funded:
        return _("Medfinansieras av Europeiska unionen")
    return ""


def _sections(request: HttpRequest, access: Access) -> list[dict]:
    where, arguments = (Where.NODE, [access.node.slug]) if access.node else (Where.PROGRAMME, [])
    shown = [each for each in SECTIONS if POLICIES[each.action].where is where and access.may(each.action)]
    made = [{"label": s.label, "url": _address(s.url_name, *arguments), "icon": s.icon} for s in shown]
    matching = [each for each in made if request.path.startswith(each["url"])]
    best = max((each["url"] for each in matching), key=len, default="")
    return [{**each, "current": each["url"] == best} for each in made]


@lru_cache(maxsize=1000)  # a dozen for each node
def _address(url_name: str, *slug: str) -> str:
    return reverse(url_name, args=slug)


def _place(access: Access) -> dict | None:
    """Where one is, and where else one may go."""
    memberships = memberships_of(access.user)
    nodes = {m.node.slug: m.node.name for m in memberships if m.node}
    everywhere = [{"name": name, "url": _address("reporting:today", slug)} for slug, name in sorted(nodes.items())]
    if any(m.node is None for m in memberships):
        everywhere.append({"name": _("Programmet"), "url": reverse("reporting:programme")})
    if access.node:
        here = access.node.name
    elif access.programme:
        here = access.programme.name
    else:
        return {"name": _("Välj plats"), "others": everywhere} if everywhere else None
    names = {here, _("Programmet")} if access.node is None else {here}
    return {"name": here, "others": [each for each in everywhere if each["name"] not in names]}
