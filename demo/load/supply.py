"""A node's associations, activities and what came in through the public form."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from math import ceil
from random import Random
from typing import Any, Final

from associations.models import Activity, ActivityInterest, ActivityRegistration, Association, ContactPerson, Occasion
from associations.states import ActivityState, RegistrationState
from demo.load.days import after, at, office_hours, working_day
from demo.source import phrases
from demo.supply import Activity as Invented
from demo.supply import Association as InventedAssociation
from demo.supply import activities, associations
from nodes.models import InterestArea, Node, User
from vida.calendar import WeeklyOccasions, weekly_occasions
from vida.clock import local
from vida.text import fold, sort_key

S = ActivityState
NOT_LINKED: Final = {S.DRAFT, S.SUBMITTED, S.RETURNED, S.REFUSED}  # nobody has said which association it is yet
UNDECIDED: Final = {S.DRAFT, S.SUBMITTED}
REPEATED: Final = {S.APPROVED, S.RUNNING, S.ENDED}
ASKED_FOR_A_SERIES = 12  # one ended series for so many who have been asked: two in three of them say yes in the end
START_THIS_WEEK = 2  # of a node's approved activities
SAME_FIELDS: Final = (
    "title", "description", "weekday", "starts_at", "minutes", "place", "postcode", "seats", "for_whom",
    "children_welcome", "promotes_language", "promotes_health", "promotes_network", "introduction", "theory_rules",
    "theory_organisation", "continuing", "compensation", "compensation_amount", "contact_name", "contact_email",
    "contact_phone", "languages",
)  # fmt: skip


@dataclass
class Series:
    """One activity as the fates see it: where it stands, when it meets and how many seats are left."""

    activity: Activity
    areas: tuple[str, ...]
    days: tuple[date, ...]  # its occasions
    seats_left: int
    occasions: tuple[Occasion, ...] = ()


def create_associations(node: Node, seed: int) -> dict[str, Association]:
    """Create the node's associations, each with its contact person; return them by name."""
    invented = associations(seed, node.slug)
    made = [
        Association(
            node=node,
            municipality_id=each.municipality_code,
            sort_key=sort_key(each.name),
            search_key=fold(each.name),
            **{name: getattr(each, name) for name in _OF_ASSOCIATION},
        )
        for each in invented
    ]
    Association.objects.bulk_create(made)
    ContactPerson.objects.bulk_create(
        ContactPerson(
            node=node, association=row, name=each.contact_name, email=each.contact_email, phone=each.contact_phone
        )
        for row, each in zip(made, invented, strict=True)
    )
    return {row.name: row for row in made}


_OF_ASSOCIATION: Final = (
    "name", "kind", "status", "organisation_number", "no_number_reason", "postcode", "email", "phone", "homepage",
    "activities_text", "source",
)  # fmt: skip


def create_activities(node: Node, seed: int, today: date, *, coordinator: User, people: int) -> list[Series]:
    """Create the node's activities of today, earlier series of them for two years back, and their occasions."""
    random = Random(f"supply:{seed}:{node.slug}")  # noqa: S311 - invented activities need no secrecy
    known = create_associations(node, seed)
    numbers = {each.name: each for each in associations(seed, node.slug)}
    invented = _this_week(activities(seed, node.slug))
    doubles = {each.near_double_of: each.name for each in numbers.values() if each.near_double_of}
    made = []
    for each in (*invented, *_earlier(invented, people)):
        times = weekly_occasions(
            after(today, each.first), each.starts_at, each.minutes, each.occasions, weekday=each.weekday
        )
        activity = _activity(random, each, times, node=node, today=today, coordinator=coordinator)
        if each.state in NOT_LINKED:
            _call(activity, numbers[each.association], doubles)
        else:
            activity.association = known[each.association]
        made.append((activity, each, times))
    Activity.objects.bulk_create(activity for activity, _each, _times in made)
    _interests(made)
    _registrations(random, today, made, doubles)
    return [_series(activity, each, times) for activity, each, times in made]


def _earlier(invented: list[Invented], people: int) -> Iterable[Invented]:
    """Yield ended series of the same activities, spread evenly over the two years: last term's, and those before."""
    repeated = [each for each in invented if each.state in REPEATED]
    number = ceil(people / ASKED_FOR_A_SERIES)
    for index in range(number):
        each = repeated[index % len(repeated)]
        first = -90 - int(600 * (index / number) ** 1.4)  # as the asking does: ever more of them
        yield replace(each, state=S.ENDED, first=first, decision_comment="")


def _this_week(invented: list[Invented]) -> list[Invented]:
    """Let a few approved activities start within seven days."""
    approved = [each for each in invented if each.state == S.APPROVED]
    moved = {each.title for each in sorted(approved, key=lambda each: each.first)[:START_THIS_WEEK]}
    return [replace(each, first=1) if each.title in moved else each for each in invented]


def _activity(
    random: Random, each: Invented, times: WeeklyOccasions, *, node: Node, today: date, coordinator: User
) -> Activity:
    days = [local(time.starts_at).date() for time in times.times]
    submitted = working_day(min(after(days[0], -random.randint(35, 50)), after(today, -random.randint(1, 9))))
    if each.state not in UNDECIDED:
        submitted = working_day(min(submitted, after(today, -12 if each.state in NOT_LINKED else -36)))
    activity = Activity(
        node=node,
        state=each.state,
        sort_key=sort_key(each.title),
        search_key=fold(f"{each.title} {each.association} {each.place}"),
        municipality_id=each.municipality_code,
        first_on=days[0],
        last_on=days[-1],
        occasions_planned=each.occasions,
        within_operation=True,
        can_continue=True,
        unbound=True,
        submitted_at=None if each.state == S.DRAFT else office_hours(random, submitted),
        **{name: getattr(each, name) for name in SAME_FIELDS},
    )
    if each.state not in UNDECIDED:
        activity.decided_by = coordinator
        activity.decided_at = office_hours(random, working_day(after(submitted, random.randint(3, 6))))
        activity.decision_comment = each.decision_comment if each.state in {S.RETURNED, S.REFUSED} else ""
    if each.state == S.CANCELLED:
        activity.cancelled_at = office_hours(random, working_day(after(days[0], -3)))
        activity.cancelled_by, activity.cancel_reason = coordinator, phrases()["registration"]["cancelled"][0]
    return activity


def _call(activity: Activity, owner: InventedAssociation, doubles: dict[str, str]) -> None:
    """Keep what the association called itself on the form; some write another name than the register's."""
    double = doubles.get(owner.name)
    activity.association_name, activity.association_kind = double or owner.name, owner.kind
    activity.association_number = "" if double else owner.organisation_number
    activity.no_number_reason = "" if activity.association_number else owner.no_number_reason or "Vet inte numret"


def _interests(made: list[tuple[Activity, Invented, WeeklyOccasions]]) -> None:
    ids = dict(InterestArea.objects.values_list("code", "id"))
    ActivityInterest.objects.bulk_create(
        ActivityInterest(node_id=activity.node_id, activity=activity, area_id=ids[code])
        for activity, each, _times in made
        for code in each.areas
    )


def _series(activity: Activity, each: Invented, times: WeeklyOccasions) -> Series:
    """Occasions exist from the approval on."""
    series = Series(activity, each.areas, tuple(local(time.starts_at).date() for time in times.times), activity.seats)
    if each.state not in NOT_LINKED:
        notes = _notes(times)
        series.occasions = tuple(
            Occasion(
                node_id=activity.node_id,
                activity=activity,
                number=number,
                starts_at=time.starts_at,
                ends_at=time.ends_at,
                note=notes.get(number, ""),
                cancelled_at=activity.cancelled_at,
            )
            for number, time in enumerate(times.times, start=1)
        )
        Occasion.objects.bulk_create(series.occasions)
    return series


def _notes(times: WeeklyOccasions) -> dict[int, str]:
    """Say at the first occasion after a holiday why there was none."""
    notes = {}
    for skipped in times.skipped:
        number = 1 + sum(local(time.starts_at).date() < skipped.day for time in times.times)
        notes[number] = f"Ingen träff {skipped.day.day}/{skipped.day.month}: {skipped.holiday}"
    return notes


def _registrations(
    random: Random,
    today: date,
    made: list[tuple[Activity, Invented, WeeklyOccasions]],
    doubles: dict[str, str],
) -> None:
    """What came in through the public form: what waits for the coordinator, a mail link not opened, and a draft."""
    rows = []
    for activity, each, _times in made:
        if each.state in {S.SUBMITTED, S.RETURNED, S.REFUSED}:
            assert activity.submitted_at  # noqa: S101 - only a draft has none
            rows.append(_registration(activity.node, _typed(each, doubles), RegistrationState.CONFIRMED))
            rows[-1].saved_at = activity.submitted_at - timedelta(minutes=40)
            rows[-1].sent_at = activity.submitted_at - timedelta(minutes=30)
            rows[-1].confirmed_at = activity.submitted_at
            rows[-1].activity = activity
    later = [each for _activity_, each, _times in made if each.state == S.APPROVED]
    for each, state, days in zip(later, (RegistrationState.SENT, RegistrationState.DRAFT), (1, 3), strict=False):
        typed = _typed(replace(each, title=f"{each.title}, ny grupp"), doubles)
        if state == RegistrationState.DRAFT:
            typed |= {"occasions_planned": ["4"], "theory_organisation": [""]}
        row = _registration(made[0][0].node, typed, state)
        row.saved_at = at(after(today, -days), 19, random.randint(0, 59))
        if state == RegistrationState.SENT:
            row.sent_at = row.saved_at + timedelta(minutes=2)
            row.confirm_hash = sha256(row.secret_hash.encode()).hexdigest()
            row.confirm_until = row.sent_at + timedelta(days=14)
        rows.append(row)
    ActivityRegistration.objects.bulk_create(rows)


def _registration(node: Node, typed: dict[str, Any], state: str) -> ActivityRegistration:
    secret = f"{node.slug}:{typed['title']}:{state}"
    return ActivityRegistration(node=node, state=state, data=typed, secret_hash=sha256(secret.encode()).hexdigest())


def _typed(each: Invented, doubles: dict[str, str]) -> dict[str, Any]:
    """Return the public form's fields as a browser sends them."""
    plain = {key: value for key, value in asdict(each).items() if key in SAME_FIELDS and value is not None}
    marks = [name for name in ("language", "health", "network") if getattr(each, f"promotes_{name}")]
    return {
        **{key: [str(value)] for key, value in plain.items() if not key.startswith("promotes_")},
        "association_name": [doubles.get(each.association, each.association)],
        "association_kind": ["association"],
        "starts_at": [f"{each.starts_at:%H:%M}"],
        "interval_days": ["7"],
        "occasions_planned": [str(each.occasions)],
        "municipality": [each.municipality_code],
        "areas": list(each.areas),
        "promotes": marks,
        "within_operation": ["yes"],
        "can_continue": ["yes"],
        "unbound": ["yes"],
    }
