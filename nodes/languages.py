"""Languages (BCP 47), read once from `nodes/data`: what people speak, and what an activity may ask them to speak."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nodes.reference import read_rows


@dataclass(frozen=True)
class Language:
    """A language that people speak or want an interpreter for."""

    code: str
    name_sv: str
    name_en: str
    own_name: str  # as its speakers write it; "" where it is not written
    direction: str  # "rtl" or ""
    common: str  # "yes" for the few that an association chooses among

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return self.name_en if get_language() == "en" else self.name_sv


@cache
def languages() -> dict[str, Language]:
    """All languages by code, in the Swedish order of their names."""
    return {row["code"]: Language(**row) for row in read_rows("languages.csv")}


def common_languages() -> list[Language]:
    """The few that an association chooses among: Swedish first, then in the Swedish order of their names."""
    common = [each for each in languages().values() if each.common]
    return sorted(common, key=lambda each: each.code != "sv")


def language_names(codes: Iterable[str]) -> list[str]:
    """The names of the languages; a code that is not in the list stands for itself."""
    return [languages()[code].name if code in languages() else code for code in codes]


def any_language(codes: Sequence[str]) -> str:
    """Inside a sentence: "svenska", "svenska, dari eller engelska"."""
    names = language_names(codes) if get_language() == "en" else [name.lower() for name in language_names(codes)]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s eller %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
