"""The attendance sheet of an activity: who has a place, which occasions there are, and who came."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from associations.models import Activity, Occasion
from participants.models import Participant
from participants.selectors.waivers import waivers_on
from placements.models import Attendance, Placement
from placements.selectors.today import LIST_DUE_AFTER_DAYS
from placements.states import PlacementState
from vida import clock


@dataclass(frozen=True)
class Row:
    """One participant of the sheet. `may_be_named` tells whether the association may read the name; `to_do` what it
    is to do for the person, where it may know that (R114).
    """

    placement: Placement
    participant: Participant
    may_be_named: bool
    marks: dict[int, str]  # occasion id → mark
    to_do: str = ""

    @property
    def present(self) -> int:
        """How many times the person has been there."""
        return sum(mark == Attendance.Mark.PRESENT for mark in self.marks.values())

    @property
    def name_for_association(self) -> str:
        """The name where secrecy is waived; otherwise words that are the same for everybody, whatever the reason."""
        return self.participant.full_name if self.may_be_named else _("Deltagare (namnet lämnas inte ut)")


@dataclass(frozen=True)
class Sheet:
    """An activity with its occasions and its participants: by name those whom the association may name, then the others
    in no order that tells what they are called.
    """

    activity: Activity
    occasions: list[Occasion]
    rows: list[Row]

    @property
    def asks_for_something(self) -> bool:
        """Whether there is anything that the association is to do for somebody."""
        return any(row.to_do for row in self.rows)

    @property
    def due_on(self) -> date:
        """The day by which the association's list is to be here (R127)."""
        return self.activity.last_on + timedelta(days=LIST_DUE_AFTER_DAYS)

    @property
    def unmarked(self) -> list[Occasion]:
        """The occasions that have been and that nobody has filled in."""
        marked = {occasion for row in self.rows for occasion in row.marks}
        return [each for each in self.occasions if each.ends_at <= clock.now() and each.pk not in marked]

    def present_at(self, occasion: Occasion) -> int:
        """How many came to the occasion."""
        return Counter(row.marks.get(occasion.pk) for row in self.rows)[Attendance.Mark.PRESENT]


def sheet(activity: Activity, on: date) -> Sheet:
    """The sheet as it stands; waivers are looked at on `on`. Five queries, however many rows."""
    occasions = list(Occasion.objects.filter(activity=activity, cancelled_at__isnull=True).order_by("number"))
    placements = (
        Placement.objects.filter(activity=activity)
        .exclude(state=PlacementState.CANCELLED)
        .select_related("participant")
        .order_by("participant__sort_key", "id")
    )
    marks: dict[int, dict[int, str]] = {}
    for placement_id, occasion_id, mark in Attendance.objects.filter(placement__activity=activity).values_list(
        "placement_id", "occasion_id", "mark"
    ):
        marks.setdefault(placement_id, {})[occasion_id] = mark
    waived = _waived(activity, on)
    rows = []
    for placement in placements:
        person = placement.participant
        told = None if person.protection else waived.get(person.pk)
        to_do = person.adaptation if told else ""
        rows.append(Row(placement, person, told is not None, marks.get(placement.pk, {}), to_do))
    rows.sort(key=lambda row: (False, 0) if row.may_be_named else (True, row.placement.pk))
    return Sheet(activity, occasions, rows)


def _waived(activity: Activity, on: date) -> dict[int, bool]:
    """The activity's participants who have waived secrecy towards an association, and not taken it back (R178): by id,
    whether it may also be told what to do for them.
    """
    rows = waivers_on(on).filter(participant__placements__activity=activity)
    # Of several waivers the one that tells most counts, so it comes last.
    return dict(rows.order_by("tells_adaptation").values_list("participant_id", "tells_adaptation"))
