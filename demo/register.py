"""An association register as municipalities really publish it: the right columns, and every fault seen in real ones.

Truncated, hyphenless or missing organisation numbers, an identity number in their place, doubles, stray spaces, names
cut at 30 characters or in capitals, and columns that a municipality leaves empty altogether.
`demo/data/register_example.csv` is `write_register(1, …)`; a test compares them.
"""

import csv
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

from demo.numbers import organisation_number
from demo.source import DATA
from demo.supply import Association, associations
from nodes.reference import find_postcode, municipalities
from vida.identity import show_organisation_number

COLUMNS: Final = (
    "node", "id", "municipality", "scraped", "name", "org_number", "types", "activities", "categories", "homepage_url",
    "postal_code", "city", "national_affiliation", "target_groups", "founded_year", "age_ranges",
)  # fmt: skip
EXAMPLE: Final = DATA / "register_example.csv"
CUT_AT: Final = 30  # some register systems keep no more of a name
# What each municipality publishes; everything else is empty there.
PUBLISHED: Final = {
    "Stockholm": {"org_number", "categories", "homepage_url"},
    "Danderyd": {"org_number", "categories", "homepage_url"},
    "Solna": {"types", "activities", "homepage_url", "postal_code", "city"},
    "Ekerö": {"types", "activities", "homepage_url", "postal_code", "city", "national_affiliation", "founded_year"},
    "Österåker": {"types", "activities", "homepage_url", "postal_code", "city", "national_affiliation", "founded_year"},
    "Norrtälje": {"types", "activities", "categories", "homepage_url", "target_groups"},
    "Täby": {"org_number", "homepage_url", "city"},
    "Sundbyberg": {"org_number", "homepage_url", "city"},
    "Vaxholm": {"org_number", "city", "age_ranges"},
}
SCRAPED: Final = {"Stockholm": "", "Danderyd": "", "Norrtälje": "2025-10-29"}
AFFILIATIONS: Final = {"Idrottsförening": "Riksidrottsförbundet", "Hembygdsförening": "Sv. Hembygdsförbundet"}
TARGET_GROUPS: Final = ("Barn och ungdom (0-20 år)|Vuxna (21+ år)", "Vuxna (21+ år)", "")


def register_rows(seed: int, size: int = 120) -> list[dict[str, str]]:
    """Return rows of a register over all nine municipalities, `size` of them.

    A third are the demonstration's own associations, the rest are new; a few rows are doubles of earlier ones.
    """
    random = Random(f"register:{seed}")  # noqa: S311 - invented associations need no secrecy
    known = [association for association in associations(seed) if not association.near_double_of]
    wanted = size - 6
    chosen = random.sample(known, wanted // 3)
    chosen += random.sample(_strangers(seed, {association.name for association in known}), wanted - len(chosen))
    chosen.sort(key=lambda association: association.municipality_code)
    rows = [_row(random, number, association) for number, association in enumerate(chosen)]
    doubles = [{**row, "id": f"{row['id']}b"} for row in random.sample(rows, 4)]
    return [*rows, *doubles, *_hopeless(next(row for row in rows if row["municipality"] == "Täby"))]


def _strangers(seed: int, known: set[str]) -> list[Association]:
    """Return associations that the demonstration does not have, with numbers of their own."""
    others = [association for offset in (1, 2) for association in associations(seed + offset)]
    new = {other.name: other for other in others if other.name not in known and not other.near_double_of}
    return [
        replace(other, organisation_number=organisation_number(5000 + index) if other.organisation_number else "")
        for index, other in enumerate(new.values())
    ]


def write_register(seed: int, path: Path) -> None:
    """Write `register_rows` as comma-separated UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(register_rows(seed))


def _row(random: Random, number: int, association: Association) -> dict[str, str]:
    municipality = municipalities()[association.municipality_code].short_name
    place = find_postcode(association.postcode)
    full = {
        "org_number": _number(random, municipality, association.organisation_number),
        "types": association.register_type,
        "activities": association.activities_text.replace(", ", "|"),
        "categories": association.activities_text.casefold().replace(", ", "|"),
        "homepage_url": association.homepage or random.choice(("", " ")),
        "postal_code": _postcode(random, association.postcode),
        "city": _city(random, place.locality if place else municipality),
        "national_affiliation": AFFILIATIONS.get(association.register_type, ""),
        "target_groups": random.choice(TARGET_GROUPS),
        "founded_year": random.choice(("", str(random.randint(1905, 2024)))),
        "age_ranges": random.choice(("", "", "Seniorer (67-120 år)")),
    }
    return {
        **dict.fromkeys(COLUMNS, ""),
        **{column: value for column, value in full.items() if column in PUBLISHED[municipality]},
        "node": association.node,
        "id": f"{municipality.casefold()}-{number}",
        "municipality": municipality,
        "scraped": SCRAPED.get(municipality, "2025-10-27"),
        "name": _name(random, association.name),
    }


def _name(random: Random, name: str) -> str:
    fault = random.choices(("none", "cut", "capitals", "space after", "space inside"), (70, 10, 8, 7, 5))[0]
    return {
        "none": name,
        "cut": name[:CUT_AT],
        "capitals": name.upper(),
        "space after": f"{name} ",
        "space inside": name.replace(" ", "  ", 1),
    }[fault]


def _number(random: Random, municipality: str, number: str) -> str:
    """Most are right; in Sundbyberg and Vaxholm one finds the rest."""
    if not number:
        return ""
    shown = show_organisation_number(number)
    wrong_check = number[:9] + str((int(number[9]) + 1) % 10)
    weights = (50, 10, 10, 8, 8, 7, 7) if municipality in {"Sundbyberg", "Vaxholm"} else (92, 4, 1, 1, 0, 0, 2)
    faults = (
        shown, number, shown.replace("-", "–"), shown[:9], shown[1:], f"16{number}",
        show_organisation_number(wrong_check),
    )  # fmt: skip
    return random.choices(faults, weights)[0]


def _postcode(random: Random, postcode: str) -> str:
    return random.choice((postcode, f"{postcode[:3]} {postcode[3:]}"))


def _city(random: Random, city: str) -> str:
    return random.choices((city, city.upper(), city.lower()), (75, 20, 5))[0]


def _hopeless(like: dict[str, str]) -> list[dict[str, str]]:
    """Return two rows that must not be read in: an identity number (of the test series), and no name at all."""
    return [
        {**like, "id": "täby-x1", "name": "Firma Björkhyddan", "org_number": "19900228-9800"},
        {**like, "id": "täby-x2", "name": "  ", "org_number": ""},
    ]
