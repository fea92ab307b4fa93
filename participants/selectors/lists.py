"""The list of participants: what it shows, searched and narrowed in the database.

A function that takes rows adds to their query and costs none. Protected people are never in it (facts § 4.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from nodes import interests
from nodes.models import InterestArea, ServiceUnit
from participants.models import InterestChoice, InterestForm, Participant
from participants.states import OPEN_FORM, FormState
from vida import clock
from vida.deadlines import with_days_left as with_deadline
from vida.text import fold

NONE = "none"  # beside the states of a form: no form at all
MOST_WORDS = 6
SHOWN = [
    "given_name",
    "family_name",
    "phone",
    "municipality_id",
    "protection",
    "registered_at",
    "withdrawn_at",
]
NARROW = ["identity_number", "adaptation"]  # never read for a list


# By hand, because to put it together anew for every page of a list takes longer than to answer it.
LATEST = """
    SELECT DISTINCT ON (form.participant_id) form.participant_id, form.state, form.due_on, ARRAY(
        SELECT CASE %s WHEN 'name_en' THEN area.name_en ELSE area.name_sv END
        FROM participants_interestchoice choice JOIN nodes_interestarea area ON area.id = choice.area_id
        WHERE choice.form_id = form.id ORDER BY choice.rank
    )
    FROM participants_interestform form WHERE form.participant_id = ANY(%s)
    ORDER BY form.participant_id, form.id DESC
"""


class LatestForm(NamedTuple):
    """What a list shows of a person's latest form; `wishes` are the ranked areas' names."""

    state: FormState
    due_on: date
    wishes: list[str]


def participants(*, left: bool = False) -> QuerySet[Participant]:
    """Everybody who takes part (or has `left`) and may be listed, with `unit_name`; by name."""
    rows = Participant.objects.open_to_all().in_sight().filter(withdrawn_at__isnull=not left)
    # The name alone: a model of the unit for each row would take longer, and a join would stand in a page's keys too.
    unit_name = Subquery(ServiceUnit.objects.filter(pk=OuterRef("service_unit_id")).values("name"))
    return rows.only(*SHOWN).annotate(unit_name=unit_name).order_by("sort_key", "id")


def by_clock(rows: QuerySet[Participant], *, descending: bool = False) -> QuerySet[Participant]:
    """The most urgent first, or last; those who do not wait come after, by name."""
    # With the node, the one open form of each is known to be one, and a count leaves the join out.
    waiting = FilteredRelation("forms", condition=Q(forms__state=FormState.WAITING, forms__node=F("node")))
    due_on = F("waiting__due_on")
    order = due_on.desc(nulls_last=True) if descending else due_on.asc(nulls_last=True)
    return rows.annotate(waiting=waiting).order_by(order, "sort_key", "id")


def latest_forms(people: Iterable[Participant]) -> dict[int, LatestForm]:
    """The latest form of each who has one, by the person's key: one query for a page, and no model of each form."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST, [InterestArea.name_field(), [person.pk for person in people]])
        return {row[0]: LatestForm(FormState(row[1]), *row[2:]) for row in cursor}


def search(rows: QuerySet[Participant], text: str) -> QuerySet[Participant]:
    """Those whose name holds every word of `text`, whatever the accents."""
    for word in fold(text[:200]).split()[:MOST_WORDS]:
        rows = rows.filter(search_key__contains=word)
    return rows


def in_state(rows: QuerySet[Participant], state: str) -> QuerySet[Participant]:
    """Those with an open form in `state`; for the states that end a form, those with such a one and no open one."""
    forms = InterestForm.objects.filter(participant=OuterRef("pk"))
    if state == NONE:
        return rows.filter(~Exists(forms))
    of_state = Exists(forms.filter(state=state))
    if state in OPEN_FORM:
        return rows.filter(of_state)
    return rows.filter(of_state, ~Exists(forms.open()))


def with_days_left(rows: QuerySet[Participant], when: str) -> QuerySet[Participant]:
    """Those who wait and whose last day is past, near or further off."""
    limit = with_deadline(when, "due_on", clock.today())
    forms = InterestForm.objects.waiting().filter(limit, participant=OuterRef("pk"))
    return rows.filter(Exists(forms))


def wishing(rows: QuerySet[Participant], code: str) -> QuerySet[Participant]:
    """Those whose open form names the interest area, or any leaf of it where it is a group."""
    codes = [code, *interests.leaves_of(code)]
    chosen = InterestChoice.objects.filter(participant=OuterRef("pk"), area__code__in=codes)
    return rows.filter(Exists(chosen.filter(form__state__in=OPEN_FORM)))


def protected_count() -> int:
    """How many people with protected identity the list leaves out."""
    return Participant.objects.current().in_sight().exclude(protection="").count()
