"""Invented participants, the same for the same seed: who they are, what they want, and when they can."""

import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from typing import Any, Final

from demo.names import FullName, full_name, origins
from demo.numbers import identity_number, mobile_number
from demo.source import phrases, read_toml
from nodes.reference import postcode_ranges

NODE_CODES: Final = ("stockholm", "vast", "nordost")


@dataclass(frozen=True)
class TakenTime:
    """A weekly time when the person is busy; weekday 0 is Monday."""

    kind: str  # sfi, work, practice
    weekday: int
    starts_at: time
    ends_at: time


@dataclass(frozen=True)
class Person:
    """One invented participant. Names of codes are those of `participants.models`; days count from today."""

    node: str
    origin: str
    given_name: str
    family_name: str  # "" for a name of one word
    name_in_own_script: str  # "" where the own script is the Latin one
    sex: str  # woman, man, non_binary
    date_of_birth: date
    identity_kind: str  # personal, coordination or ""
    identity_number: str  # twelve digits or ""
    protection: str  # marking, registration or ""
    municipality_code: str
    postcode: str
    phone: str  # E.164 or ""
    email: str
    languages: tuple[str, ...]
    interpreter_language: str
    citizenships: tuple[str, ...]  # empty where it is not known
    route: str  # establishment, longer_stay, youth
    permit_class: str
    permit_permanent: bool
    permit_from: int | None
    permit_until: int | None
    plan_kind: str
    unit: str  # key in staff.toml
    children_to_bring: int
    max_travel_minutes: int | None
    adaptation: str
    taken_times: tuple[TakenTime, ...]
    interests: tuple[str, ...]  # one to three leaves, the first wish first
    free_text: str
    asked: int  # zero or less


def node_sizes(total: int = 450) -> dict[str, int]:
    """Return how many of `total` participants each node has; the rest of the division goes to the largest."""
    homes = read_toml("homes.toml")
    whole = sum(homes[node]["people"] for node in NODE_CODES)
    sizes = {node: total * homes[node]["people"] // whole for node in NODE_CODES}
    sizes["stockholm"] += total - sum(sizes.values())
    return sizes


def people(seed: int, n: int, node: str, *, today: date) -> list[Person]:
    """Return `n` participants of a node: "stockholm", "vast" or "nordost".

    The same seed, node and day give the same people, and a longer list begins with the shorter one.
    """
    random = Random(f"people:{seed}:{node}")  # noqa: S311 - invented people need no secrecy
    taken: set[str] = set()
    return [_person(random, node, today, taken) for _ in range(n)]


def _person(random: Random, node: str, today: date, taken: set[str]) -> Person:
    origin = random.choices(list(origins()), [rules["weight"] for rules in origins().values()])[0]
    rules = origins()[origin]
    sex = "non_binary" if random.random() < 0.004 else ("woman" if random.random() < rules["women"] else "man")
    name = full_name(random, origin, sex)
    route, age = _route_and_age(random)
    born = _birthday(random, age, today, rules["new_year_birthday"])
    kind, number = _identity(random, born, sex, node, taken)
    language = random.choices(*zip(*rules["languages"], strict=True))[0]
    municipality, postcode = _home(random, node)
    given, family = _as_registered(random, name)
    asked = _asked(random)
    return Person(
        node=node,
        origin=origin,
        given_name=given,
        family_name=family,
        name_in_own_script=f"{name.given_in_script} {name.family_in_script}".strip(),
        sex=sex,
        date_of_birth=born,
        identity_kind=kind,
        identity_number=number,
        protection=random.choices(("", "marking", "registration"), (985, 10, 5))[0],
        municipality_code=municipality,
        postcode=postcode,
        phone=mobile_number(random) if random.random() < 0.93 else "",
        email=_email(random, name),
        languages=_languages(random, language),
        interpreter_language=language if random.random() < 0.6 else "",
        citizenships=_citizenships(random, rules["country"]),
        route=route,
        **_permit(random, rules, route, asked),
        plan_kind="municipal" if route != "establishment" or random.random() < 0.25 else "establishment",
        unit=_unit(random, node, municipality),
        children_to_bring=random.choice((1, 1, 2)) if random.random() < (0.2 if sex == "woman" else 0.06) else 0,
        max_travel_minutes=random.choice((30, 45, 45, 60)) if random.random() < 0.4 else None,
        adaptation=random.choice(phrases()["accommodation"]["texts"]) if random.random() < 0.08 else "",
        taken_times=_taken_times(random),
        interests=_interests(random, sex),
        free_text=random.choice(phrases()["free_text"]["interests"]) if random.random() < 0.2 else "",
        asked=asked,
    )


def _route_and_age(random: Random) -> tuple[str, int]:
    """Return the way into the programme and an age: most are 20 to 45, a few fall outside on either side."""
    draw = random.random()
    if draw < 0.015:
        return "youth", random.randint(18, 19)
    if draw < 0.03:
        return "longer_stay", random.randint(65, 68)
    age = min(64, 20 + int(random.triangular(0, 45, 12)))
    return ("longer_stay" if random.random() < 0.25 else "establishment"), age


def _birthday(random: Random, age: int, today: date, new_year: float) -> date:
    """Return a birthday that makes the person `age` today; many have 1 January where no day is known."""
    if random.random() < new_year:
        return date(today.year - age, 1, 1)
    return today - timedelta(days=int(age * 365.25) + random.randint(4, 360))


def _identity(random: Random, born: date, sex: str, node: str, taken: set[str]) -> tuple[str, str]:
    kind = random.choices(("personal", "coordination", ""), (72, 12, 16))[0]
    if not kind:
        return "", ""
    number = identity_number(random, born, sex, node, coordination=kind == "coordination", taken=taken)
    taken.add(number)
    return (kind, number) if number else ("", "")


def _as_registered(random: Random, name: FullName) -> tuple[str, str]:
    """Return given and family name; some are registered in the script of home, one word may stand in either field."""
    given, family = name.given, name.family
    if name.given_in_script and random.random() < 0.07:
        given, family = name.given_in_script, name.family_in_script
    if not family and random.random() < 0.3:
        return "", given
    return given, family


def _email(random: Random, name: FullName) -> str:
    if random.random() < 0.25:
        return ""
    plain = unicodedata.normalize("NFKD", f"{name.given}.{name.family or 'en'}".casefold().replace("ı", "i"))
    letters = "".join(sign for sign in plain if sign.isascii() and (sign.isalnum() or sign == "."))
    return f"{letters}{random.randint(10, 99)}@{random.choice(('example.se', 'example.org'))}"


def _languages(random: Random, mother: str) -> tuple[str, ...]:
    also = [code for code, share in (("en", 0.35), ("sv", 0.5)) if random.random() < share]
    return (mother, *also)


def _citizenships(random: Random, country: str) -> tuple[str, ...]:
    """Return citizenships: now and then Swedish, of the EU or none known, so that every answer occurs."""
    special = random.choices(("", "swedish", "eu", "unknown"), (945, 20, 10, 25))[0]
    return {"": (country,), "swedish": (country, "SE"), "eu": (random.choice(("PL", "RO")),), "unknown": ()}[special]


def _permit(random: Random, rules: dict[str, Any], route: str, asked: int) -> dict[str, Any]:
    """Return the permit's class and days; few lack one or have one that ran out."""
    if random.random() < 0.02:
        return {"permit_class": "", "permit_permanent": False, "permit_from": None, "permit_until": None}
    permit = random.choices(*zip(*rules["permits"], strict=True))[0]
    since = asked - (random.randint(900, 2500) if route == "longer_stay" else random.randint(40, 700))
    permanent = permit != "temporary_protection" and random.random() < 0.45
    until = None if permanent else random.randint(45, 900) if random.random() < 0.97 else random.randint(-40, -1)
    return {"permit_class": permit, "permit_permanent": permanent, "permit_from": since, "permit_until": until}


def _home(random: Random, node: str) -> tuple[str, str]:
    home = read_toml("homes.toml")[node]
    municipality = random.choices(list(home["municipalities"]), list(home["municipalities"].values()))[0]
    if random.random() < 0.05:
        return municipality, ""
    known = home.get("postcodes") or [
        entry.last for entry in postcode_ranges() if entry.municipality_code == municipality
    ]
    return municipality, random.choice(known)


def _unit(random: Random, node: str, municipality: str) -> str:
    units = [unit for unit in read_toml("staff.toml")["unit"] if unit["node"] == node]
    own = [u["key"] for u in units if u["municipality_code"] == municipality and u["authority"] == "municipality"]
    service = [u["key"] for u in units if u["authority"] == "employment_service"]
    return random.choice(own) if own and random.random() < 0.6 else random.choice(service)


def _taken_times(random: Random) -> tuple[TakenTime, ...]:
    """Return SFI by day or by evening, and some work or practice beside it."""
    plan = random.choices(
        ("morning", "afternoon", "evening", "work", "sfi and practice", "none"), (42, 16, 8, 12, 14, 8)
    )[0]
    weekdays = {"morning": (0, 1, 2, 3), "afternoon": (0, 1, 2, 3), "evening": (1, 3), "work": (0, 1, 2, 3, 4)}
    hours = {
        "morning": ("sfi", time(8, 30), time(12)),
        "afternoon": ("sfi", time(12, 30), time(15, 45)),
        "evening": ("sfi", time(17), time(19, 30)),
        "work": random.choice((("work", time(7), time(16)), ("work", time(15), time(21)))),
    }
    if plan == "sfi and practice":
        mornings = [TakenTime("sfi", day, time(8, 30), time(12)) for day in (0, 1)]
        return (*mornings, *(TakenTime("practice", day, time(9), time(15)) for day in (2, 3, 4)))
    return tuple(TakenTime(hours[plan][0], day, *hours[plan][1:]) for day in weekdays.get(plan, ()))


def _interests(random: Random, sex: str) -> tuple[str, ...]:
    """Return one to three different leaves; most people name three."""
    areas = read_toml("wishes.toml")["areas"]
    column = {"woman": 0, "man": 1}.get(sex, random.randint(0, 1))
    weights = {code: weight[column] for code, weight in areas.items() if weight[column]}
    chosen: list[str] = []
    for _ in range(random.choices((1, 2, 3), (8, 15, 77))[0]):
        left = {code: weight for code, weight in weights.items() if code not in chosen}
        chosen.append(random.choices(list(left), list(left.values()))[0])
    return tuple(chosen)


def _asked(random: Random) -> int:
    """Return the day the person was asked: over two years, ever more of them, and a good many in the last two weeks."""
    return -random.randint(0, 16) if random.random() < 0.2 else -int(17 + 703 * random.random() ** 1.6)
