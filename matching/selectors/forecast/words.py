"""What a forecast says, as one table: the engine's word, the kind it is told as, and the sentence."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from matching.scoring import lower_first
from nodes.models import InterestArea

NONE, FULL = "none", "full"
_KINDS: Final = {"wish": NONE, "seat": FULL, "held": FULL, "seats": FULL}  # the others are told as they are

REASONS: Final[dict[str, str | Promise]] = {
    NONE: gettext_lazy("ingen aktivitet inom %(area)s"),
    FULL: gettext_lazy("platserna inom %(area)s räcker inte till alla"),
    "start": gettext_lazy("det som finns inom %(area)s har redan börjat eller börjar för långt fram"),
    "clash": gettext_lazy("det som finns inom %(area)s krockar med tider som är upptagna"),
    "travel": gettext_lazy("det som finns inom %(area)s ligger för långt bort"),
    "age": gettext_lazy("det som finns inom %(area)s är för andra åldrar"),
    "sex": gettext_lazy("det som finns inom %(area)s är bara för kvinnor eller bara för män"),
    "children": gettext_lazy("barnen får inte följa med till det som finns inom %(area)s"),
    "language": gettext_lazy("det som finns inom %(area)s hålls på ett annat språk"),
    "offered": gettext_lazy("det som finns inom %(area)s har redan erbjudits"),
    "placed": gettext_lazy("det som finns inom %(area)s har de redan varit med i"),
    "node": gettext_lazy("det som finns inom %(area)s hör till en annan nod"),
    "several": gettext_lazy("flera saker står i vägen för det som finns inom %(area)s"),
}
# The same in short, for a filter.
KINDS: Final[dict[str, str | Promise]] = {
    NONE: gettext_lazy("Ingen aktivitet"),
    FULL: gettext_lazy("Platserna räcker inte"),
    "start": gettext_lazy("Fel startdag"),
    "clash": gettext_lazy("Krockar med upptagen tid"),
    "travel": gettext_lazy("För långt bort"),
    "age": gettext_lazy("Fel ålder"),
    "sex": gettext_lazy("För det andra könet"),
    "children": gettext_lazy("Barnen får inte följa med"),
    "language": gettext_lazy("Annat språk"),
    "offered": gettext_lazy("Redan erbjudet"),
    "placed": gettext_lazy("Redan varit med"),
    "node": gettext_lazy("Hör till en annan nod"),
    "several": gettext_lazy("Flera saker"),
    "waiver": gettext_lazy("Medgivande saknas"),
    "eligibility": gettext_lazy("Hör inte till målgruppen"),
    "unchosen": gettext_lazy("Inget intresse är valt"),
}


def kind_of(why: str) -> str:
    """The kind that the engine's word is told as."""
    return _KINDS.get(why, why)


def whys_of(kind: str) -> list[str]:
    """The engine's words that are told as the kind."""
    return [why for why in (*_KINDS, kind) if kind_of(why) == kind]


def reason_words(kind: str, area: InterestArea) -> str:
    """The reason inside a sentence: "ingen aktivitet inom musik"."""
    return REASONS[kind] % {"area": lower_first(area.name)}


def gap_sentence(people: int, words: str) -> str:
    """ "6 personer hinner inte få erbjudande i tid: ingen aktivitet inom musik."."""
    sentence = ngettext(
        "%(n)d person hinner inte få ett erbjudande i tid: %(why)s.",
        "%(n)d personer hinner inte få ett erbjudande i tid: %(why)s.",
        people,
    )
    return sentence % {"n": people, "why": words}
