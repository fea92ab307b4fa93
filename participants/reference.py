"""The countries (ISO 3166), read once from `participants/data`."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

COUNTRIES = Path(__file__).parent / "data" / "countries.csv"


@dataclass(frozen=True)
class Country:
    """A country that one can be a citizen of; XA stands for stateless, as in the machine-readable zone of passports."""

    code: str
    name_sv: str
    name_en: str
    free_movement: str  # "yes" for the Union and those whom agreements put beside it

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return self.name_en if get_language() == "en" else self.name_sv


@cache
def countries() -> dict[str, Country]:
    """All countries by code: stateless first, then in the Swedish order of their names."""
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Country(**row) for row in csv.DictReader(file)}


@cache
def free_movement() -> frozenset[str]:
    """The codes of the countries, Sweden apart, whose citizens are no third-country nationals: EU, EEA, Switzerland.

    Stateless people are third-country nationals (Regulation (EU) 2021/1147, article 2).
    """
    return frozenset(code for code, country in countries().items() if country.free_movement) - {"SE"}


def country_names(codes: list[str]) -> list[str]:
    """The names of the countries; a code that is not in the list stands for itself."""
    return [countries()[code].name if code in countries() else code for code in codes]
