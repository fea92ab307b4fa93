"""Invented associations and their activities, the same for the same seed."""

from dataclasses import dataclass
from datetime import time
from functools import cache
from random import Random
from typing import Any, Final

from demo.names import swedish_name
from demo.numbers import landline_number, mobile_number, organisation_number
from demo.source import phrases, read_toml
from nodes.interests import areas
from nodes.reference import postcode_ranges

FILLERS: Final = {"stockholm": 36, "vast": 26, "nordost": 28}  # associations beside those that have an activity
# Which pool of introductions and rules suits an activity, by its first interest area or the group of that.
POOLS: Final = {
    "swimming": "sport", "computers": "community", "ball_games": "sport", "sport": "sport", "fitness": "sport",
    "outdoors": "outdoors", "music": "music", "culture": "stage", "art_craft": "craft", "food_nature": "craft",
    "learning": "language",
}  # fmt: skip


@dataclass(frozen=True)
class Association:
    """One invented association. Names of codes are those of `associations.models`."""

    node: str
    name: str
    kind: str
    status: str  # active, paused, closed
    organisation_number: str  # ten digits with a right check digit, or ""
    no_number_reason: str  # why it is ""
    municipality_code: str
    postcode: str
    email: str
    phone: str  # E.164
    homepage: str
    areas: tuple[str, ...]
    activities_text: str  # how a register puts it
    register_type: str
    source: str
    contact_name: str
    contact_email: str
    contact_phone: str
    near_double_of: str = ""  # the name of the one it seems to be the same as


@dataclass(frozen=True)
class Activity:
    """One invented series of occasions; `first` is in days from today (the first such weekday on or after that day)."""

    node: str
    association: str  # its name
    title: str
    description: str
    state: str
    weekday: int
    starts_at: time
    minutes: int
    occasions: int
    first: int
    place: str
    municipality_code: str
    postcode: str
    seats: int
    for_whom: str  # all, women
    children_welcome: bool
    children: str  # in words, "" where none are meant
    languages: tuple[str, ...]  # of which one is needed
    areas: tuple[str, ...]
    promotes_language: bool
    promotes_health: bool
    promotes_network: bool
    introduction: str
    theory_rules: str
    theory_organisation: str
    continuing: str
    compensation: str
    compensation_amount: int | None
    contact_name: str
    contact_email: str
    contact_phone: str
    decision_comment: str


def associations(seed: int, node: str | None = None) -> list[Association]:
    """Return about 150 associations, or those of one node: first those with an activity, last the near doubles."""
    return [association for association in _all(seed) if node in {None, association.node}]


def activities(seed: int, node: str | None = None) -> list[Activity]:
    """Return about 60 activities, or those of one node, in every state."""
    by_name = {association.name: association for association in _all(seed)}
    random = Random(f"activities:{seed}")  # noqa: S311
    made = [_activity(random, row, by_name[row["association"]]) for row in read_toml("activities.toml")["activity"]]
    return [activity for activity in made if node in {None, activity.node}]


@cache
def _all(seed: int) -> tuple[Association, ...]:
    random = Random(f"associations:{seed}")  # noqa: S311
    source = read_toml("associations.toml")
    rows = [_row_of_activity(row) for row in read_toml("activities.toml")["activity"]] + _fillers(random, source)
    made = [_association(random, serial, row, source) for serial, row in enumerate(rows, start=1)]
    by_name = {association.name: association for association in made}
    return (*made, *(_near_double(by_name[name]) for name in source["near_doubles"]))


def _row_of_activity(row: dict[str, Any]) -> dict[str, Any]:
    labels = [areas()[code].name_sv for code in row["areas"]]
    return {
        **{key: row[key] for key in ("node", "municipality_code", "postcode", "areas")},
        "name": row["association"],
        "label": "|".join(labels),
        "type": "Idrottsförening" if areas()[row["areas"][0]].parent in {"ball_games", "sport"} else "Kulturförening",
        "status": "active",
    }


def _fillers(random: Random, source: dict[str, Any]) -> list[dict[str, Any]]:
    """Return associations without an activity: every name a new pair of pattern and place."""
    pairs = [(pattern, place) for pattern in source["pattern"] for place in source["places"]]
    wanted = [node for node, number in FILLERS.items() for _ in range(number)]
    rows = []
    for node, (pattern, place) in zip(wanted, random.sample(pairs, len(wanted)), strict=True):
        municipalities = read_toml("homes.toml")[node]["associations"]
        municipality = random.choices(list(municipalities), list(municipalities.values()))[0]
        rows.append(
            {
                "node": node,
                "name": association_name(pattern["name"], place),
                "municipality_code": municipality,
                "postcode": random.choice([p.last for p in postcode_ranges() if p.municipality_code == municipality]),
                "areas": [pattern["area"]],
                "label": pattern["label"],
                "type": pattern["type"],
                "kind": pattern.get("kind", "association"),
                "status": random.choices(("active", "paused", "closed"), (90, 7, 3))[0],
            }
        )
    return rows


def association_name(pattern: str, place: str) -> str:
    """Return the pattern's name with the place in it; the genitive of a place in -s has no second s."""
    return pattern.replace("{place}s", place if place.endswith("s") else f"{place}s").replace("{place}", place)


def _association(random: Random, serial: int, row: dict[str, Any], source: dict[str, Any]) -> Association:
    contact = swedish_name(random)
    slug = "".join(sign for sign in row["name"].casefold().translate(_PLAIN) if sign.isascii() and sign.isalnum())
    numbered = random.random() < 0.88
    return Association(
        node=row["node"],
        name=row["name"],
        kind=row.get("kind", "association"),
        status=row["status"],
        organisation_number=organisation_number(serial) if numbered else "",
        no_number_reason="" if numbered else random.choice(source["no_number_reasons"]),
        municipality_code=row["municipality_code"],
        postcode=row["postcode"],
        email=f"kontakt@{slug[:40]}.example.se",
        phone=landline_number(random),
        homepage=f"https://{slug[:40]}.example.se" if random.random() < 0.7 else "",
        areas=tuple(row["areas"]),
        activities_text=row["label"].replace("|", ", "),
        register_type=row["type"],
        source=random.choice(("Kommunens föreningsregister", "Kultur och fritid", "Föreningsdag", "Anmälde sig själv")),
        contact_name=contact,
        contact_email=f"{contact.split()[0].casefold().translate(_PLAIN)}@{slug[:40]}.example.se",
        contact_phone=mobile_number(random),
    )


_PLAIN = str.maketrans("åäöé", "aaoe", "-")


def _near_double(known: Association) -> Association:
    """Return the same association as somebody else typed it: shorter name, no number, other contact."""
    words = known.name.split()
    return Association(
        **{
            **known.__dict__,
            "name": f"{words[0].removesuffix('s')} {' '.join(words[1:]).lower()}",
            "organisation_number": "",
            "no_number_reason": "Vet inte numret",
            "homepage": "",
            "source": "Anmälde sig själv",
            "near_double_of": known.name,
        }
    )


def _activity(random: Random, row: dict[str, Any], owner: Association) -> Activity:
    first_area = row["areas"][0]
    pool = POOLS.get(first_area) or POOLS.get(areas()[first_area].parent, "community")
    said = phrases()
    wish = random.choices(said["compensation"]["wishes"], (6, 3, 2, 1, 2))[0]
    opening = random.choice(said["introduction"][pool])
    return Activity(
        **{key: row[key] for key in ("node", "association", "title", "description", "state", "weekday", "minutes")},
        **{key: row[key] for key in ("occasions", "first", "place", "municipality_code", "postcode", "seats")},
        starts_at=time.fromisoformat(row["starts"]),
        for_whom="women" if row.get("women_only") else "all",
        children_welcome="children" in row,
        children=row.get("children", ""),
        languages=tuple(row.get("languages", ())),
        areas=tuple(row["areas"]),
        promotes_language="language" in row["marks"],
        promotes_health="health" in row["marks"],
        promotes_network="network" in row["marks"],
        introduction=opening.format(contact=owner.contact_name.split()[0], place=row["place"]),
        theory_rules=random.choice(said["theory_rules"][pool]),
        theory_organisation=random.choice(said["theory_organisation"]["any"]),
        continuing=random.choice(said["continuing"]["any"]),
        compensation=wish["kind"],
        compensation_amount=wish["amount"] or None,
        contact_name=owner.contact_name,
        contact_email=owner.contact_email,
        contact_phone=owner.contact_phone,
        decision_comment=random.choice(said["registration"].get(row["state"], [""])),
    )
