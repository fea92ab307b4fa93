"""A round's codes and figures in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.engine import SEATS, SEVERAL, WISH
from matching.models import MatchingRound, Proposal, RoundActivity
from matching.rules.facts import NEAR
from matching.selectors.prices import prices_of

WAITED_LONGER: Final = gettext_lazy(
    "Fullt: de platser som passar går till andra, som har väntat minst lika länge eller har tackat nej förut."
)
WHY_NOT: Final[Mapping[str, Any]] = {
    SEATS: gettext_lazy("Fullt: de platser som passar räcker inte till alla."),
    WISH: gettext_lazy("Ingen aktivitet i noden passar något av valen."),
    SEVERAL: gettext_lazy("Flera saker står i vägen för varje aktivitet."),
    "waiver": gettext_lazy("Medgivande att lämna uppgifter till föreningen saknas."),
    "eligibility": gettext_lazy("Får inte delta när det som passar börjar."),
    "seat": gettext_lazy("Det som passar är fullt."),
    "held": gettext_lazy("De lediga platserna i det som passar är redan erbjudna."),
    "sex": gettext_lazy("Det som skulle passa är bara för kvinnor eller bara för män."),
    "age": gettext_lazy("Åldern stämmer inte med det som skulle passa."),
    "language": gettext_lazy("Språket stämmer inte med det som skulle passa."),
    "placed": gettext_lazy("Har, eller har haft, en plats i det som passar."),
    "clash": gettext_lazy("Det som skulle passa krockar med upptagna tider."),
    "travel": gettext_lazy("Det som skulle passa ligger längre bort än personen kan resa."),
    "children": gettext_lazy("Barnen får inte följa med till det som skulle passa."),
    "start": gettext_lazy("Det som skulle passa har redan börjat, eller börjar för långt fram."),
    "offered": gettext_lazy("Har redan erbjudits det som passar."),
}
ONE_MORE_SEAT: Final[Mapping[str, Any]] = {
    "places": gettext_lazy("En plats till hade räckt till en person till."),
    "waiting": gettext_lazy("En plats till hade räckt till en person till."),
    "rank": gettext_lazy("En plats till hade gett någon ett bättre val."),
    "keep": gettext_lazy("En plats till hade låtit någon behålla sitt förslag."),
    "travel": gettext_lazy("En plats till hade gett någon kortare väg eller en tidigare start."),
}


def why_not_words(code: str, order: str) -> str:
    """What stands in the way of somebody without a place, in a sentence; the order of the round says who goes first."""
    if not code:
        return _("Inget förslag än. Flytta personen till en aktivitet, eller gör om matchningen.")
    return str(WAITED_LONGER if code == SEATS and order == "default" else WHY_NOT[code])


def rank_words(level: int | None) -> str:
    """Which choice a proposal meets: "val 1", "nära val 2", "utanför valen"; "" without a place."""
    if level is None:
        return ""
    if level >= 2 * NEAR:
        return _("utanför valen")
    return (_("nära val %(rank)d") if level >= NEAR else _("val %(rank)d")) % {"rank": level % NEAR + 1}


def kept_words(proposal: Proposal) -> str:
    """Why this one, as the round keeps it: "Val 1 · ungefär 15 minuters resväg"; "" without a place."""
    way = "" if proposal.minutes is None else _("ungefär %(n)d minuters resväg") % {"n": proposal.minutes}
    return " · ".join(filter(None, [capfirst(rank_words(proposal.rank)), way]))


def decided_words(proposal: Proposal) -> str:
    """Who had the last word: "Låst av Jonas Wallin"; "" where it stands as worked out. Have `decided_by` loaded."""
    if proposal.excluded:
        words = _("Undantagen av %(name)s")
    elif proposal.locked:
        words = _("Låst av %(name)s")
    elif proposal.source == Proposal.Source.HAND or proposal.activity_id is None:
        words = _("Ändrad av %(name)s")
    else:
        return ""
    return words % {"name": proposal.decided_by} if proposal.decided_by else ""


def proposal_words(proposal: Proposal) -> str:
    """ "Keramik (val 2)"; "ingen plats" without one. Have `activity` loaded."""
    if proposal.activity is None:
        return _("ingen plats")
    return _("%(activity)s (%(rank)s)") % {
        "activity": proposal.activity.title,
        "rank": rank_words(proposal.rank),
    }


def price_words(row: RoundActivity, figures: Mapping[str, Any]) -> str:
    """What one more place would have given, by the most important level of the price; "" where it is worth nothing."""
    if row.price <= 0:
        return ""
    parts = prices_of(figures, [row.price]).parts(0)
    level = next((name for name, units in parts.items() if units > 0), "travel")
    return str(ONE_MORE_SEAT.get(level, ONE_MORE_SEAT["rank"]))  # the other levels count ranks, each in its way


def whom_words(row: MatchingRound) -> str:
    """Whom a round is about."""
    if row.meeting is not None:
        return row.meeting.title
    if row.chosen_forms is not None:
        number = len(row.chosen_forms)
        return ngettext("%(n)d utvald person", "%(n)d utvalda personer", number) % {"n": number}
    return _("Hela noden, inom programmets matchning") if row.programme_round_id else _("Hela noden")
