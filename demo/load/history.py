"""Fates as rows: forms with their choices, offers, places, attendance, and who left."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from associations.models import Activity, Occasion
from associations.states import ActivityState
from demo.load.days import after, at, office_hours
from demo.load.demand import Member
from demo.load.fates import Fate, OfferFate, PlaceFate, Teller
from demo.load.meetings import create_meetings
from demo.load.staff import Staff
from demo.load.supply import Series
from matching.models import Offer
from matching.states import OfferState
from nodes.models import InterestArea, Node, User
from nodes.selectors.terms import terms_on
from participants.models import InterestChoice, InterestForm, Participant, SecrecyWaiver
from participants.states import FormState
from placements.models import Attendance, Placement
from placements.states import PlacementState
from vida.calendar import due_on

O, F, P = OfferState, FormState, PlacementState  # noqa: E741 - three tables beside each other
CHANNELS: Final = {"phone": 5, "meeting": 3, "matching_meeting": 2, "letter": 1, "mail": 1, "sms": 2}
MARKS: Final = {"present": 84, "absent_notified": 10, "absent": 6}
LISTS_MISSING, SINCE_DAYS = 2, 10  # of so many running series the lists of the last days have not come
BEAT: Final = 6  # o'clock in the morning, when the clock is looked at
SAME_AS_WISHED = 0.85  # of the places: in an area that the person wished for


@dataclass
class Rows:
    """What is written for a node, table by table, each after those that it refers to."""

    forms: list[InterestForm] = field(default_factory=list)
    choices: list[InterestChoice] = field(default_factory=list)
    waivers: list[SecrecyWaiver] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    attendance: list[Attendance] = field(default_factory=list)
    left: list[Participant] = field(default_factory=list)

    def write(self) -> None:
        """Write everything."""
        InterestForm.objects.bulk_create(self.forms)
        InterestChoice.objects.bulk_create(self.choices)
        SecrecyWaiver.objects.bulk_create(self.waivers)
        Placement.objects.bulk_create(self.placements)
        Offer.objects.bulk_create(self.offers)
        Attendance.objects.bulk_create(self.attendance)
        Occasion.objects.filter(attendance__isnull=False).update(marked=True)
        Participant.objects.bulk_update(self.left, ["withdrawn_at", "withdrawn_by", "withdrawn_reason"])


class Scribe:
    """Writes down the fates of one node."""

    def __init__(self, random: Random, today: date, *, node: Node, coordinator: User, supply: list[Series]):
        self.random, self.today, self.coordinator = random, today, coordinator
        self.terms = terms_on(node.programme, today)
        self.meetings = create_meetings(node, today, coordinator)
        self.areas = dict(InterestArea.objects.values_list("code", "id"))
        running = [series for series in supply if series.activity.state == ActivityState.RUNNING]
        running.sort(key=lambda series: series.seats_left - series.activity.seats)  # the fullest first
        self.lists_missing = {id(series) for series in running[:LISTS_MISSING]}
        self.rows = Rows()

    def write_down(self, member: Member, fate: Fate) -> None:
        """Turn one fate into rows."""
        own = {
            "node_id": member.row.node_id,
            "service_unit_id": member.row.service_unit_id,
            "participant": member.row,
        }
        self._agree_with_place(member, fate)
        form = self._form(own, member, fate)
        placement = self._placement(own, member, fate.place) if fate.place else None
        for told in fate.offers:
            self._offer(own, member, form, told, placement)
        if fate.offers and self.random.random() < 0.85:
            self._waiver(own, member, fate.offers[0].asked_on)
        elif not fate.offers and form.asked_on.day % 8:  # most of those who wait, without disturbing the dice
            self._waiver(own, member, form.asked_on, how="written")
        if fate.withdrawn_on:
            member.row.withdrawn_at = office_hours(self.random, fate.withdrawn_on)
            member.row.withdrawn_by = member.case_officer
            member.row.withdrawn_reason = fate.withdrawn_reason
            self.rows.left.append(member.row)

    def _agree_with_place(self, member: Member, fate: Fate) -> None:
        """Most places are what somebody wished for: then it stands among the wishes."""
        place = fate.place or (fate.offers[0] if fate.offers else None)
        if place and not set(place.series.areas) & set(member.wishes) and self.random.random() < SAME_AS_WISHED:
            rank = min(self.random.choices((0, 1, 2), (5, 3, 2))[0], len(member.wishes) - 1)
            member.wishes[rank] = place.series.areas[0]

    def _form(self, own: dict[str, Any], member: Member, fate: Fate) -> InterestForm:
        form = InterestForm(
            **own,
            state=fate.state,
            round=fate.round,
            asked_on=fate.asked_on,
            due_on=due_on(fate.asked_on, self.terms.offer_days),
            meeting=self.meetings.get(member.asked_on),
            free_text=member.person.free_text,
            registered_at=member.row.registered_at + timedelta(minutes=self.random.randint(3, 20)),
            registered_by=member.row.registered_by,
        )
        if fate.state == F.MATCHED:
            form.matched_at = office_hours(self.random, fate.offers[-1].ended_on or fate.asked_on)
        if fate.closed_on:
            form.closed_at = office_hours(self.random, fate.closed_on)
            form.closed_by, form.closed_reason = member.case_officer, fate.closed_reason
        self._flag(form, fate)
        self.rows.forms.append(form)
        self.rows.choices += [
            InterestChoice(**own, form=form, rank=rank, area_id=self.areas[code])
            for rank, code in enumerate(dict.fromkeys(member.wishes), start=1)
        ]
        return form

    def _flag(self, form: InterestForm, fate: Fate) -> None:
        """Say what beat has said until yesterday; whoever comes to a day today is left to the beat of today."""
        offered = [told.given_on for told in fate.offers if told.round == fate.round]
        until = min([self.today, *offered, *([fate.closed_on] if fate.closed_on else [])])
        near, late = after(form.asked_on, self.terms.warn_after_days), after(form.due_on, 1)
        if near < until:
            form.approaching_flagged_at = at(near, BEAT)
        if late < until:
            form.late_flagged_at = at(late, BEAT)

    def _offer(
        self, own: dict[str, Any], member: Member, form: InterestForm, told: OfferFate, placement: Placement | None
    ) -> None:
        ranks = [rank for rank, code in enumerate(member.wishes, start=1) if code in told.series.areas]
        by_coordinator = self.random.random() < 0.35
        offer = Offer(
            **own,
            form=form,
            activity=told.series.activity,
            state=told.state,
            round=told.round,
            asked_on=told.asked_on,
            rank=min(ranks, default=None),
            given_at=office_hours(self.random, told.given_on),
            given_on=told.given_on,
            given_by=self.coordinator if by_coordinator else member.case_officer,
            channel=self.random.choices(list(CHANNELS), list(CHANNELS.values()))[0],
            reply_by=told.reply_by,
            answer_reason=told.reason,
            wants_new_offer=told.wants_new,
            placement=placement if told.state == O.ACCEPTED else None,
        )
        if told.reply_by < after(self.today, -1) and (told.ended_on is None or told.ended_on > told.reply_by):
            offer.reply_flagged_at = at(after(told.reply_by, 1), BEAT)
        if told.ended_on:
            moment = max(office_hours(self.random, told.ended_on), offer.given_at + timedelta(minutes=5))
            if told.state in {O.ACCEPTED, O.DECLINED}:
                offer.answered_at, offer.answered_by = moment, member.case_officer
            else:
                offer.ended_at = moment
                offer.ended_by = member.case_officer if told.state == O.WITHDRAWN else None
        self.rows.offers.append(offer)

    def _placement(self, own: dict[str, Any], member: Member, told: PlaceFate) -> Placement:
        placement = Placement(
            **own,
            activity=told.series.activity,
            state=told.state,
            agreed_on=told.agreed_on,
            agreed_by=member.case_officer,
            plan_kind=member.row.plan_kind,
            plan_entered_on=told.plan_on,
            plan_entered_by=member.case_officer if told.plan_on else None,
            ended_on=told.ended_on,
            ended_by=member.case_officer if told.state in {P.CANCELLED, P.DROPPED_OUT} else None,
            end_reason=told.reason,
        )
        self.rows.placements.append(placement)
        if told.state in {P.STARTED, P.COMPLETED, P.DROPPED_OUT}:
            self._attend(own, placement, told)
        return placement

    def _attend(self, own: dict[str, Any], placement: Placement, told: PlaceFate) -> None:
        """The first occasion with a list is one that the person came to; without any list nobody has started."""
        until = min(self.today, after(told.ended_on, 1) if told.ended_on else self.today)
        if id(told.series) in self.lists_missing:
            until = min(until, after(self.today, -SINCE_DAYS))
        marked = 0
        for day, occasion in zip(told.series.days, told.series.occasions, strict=True):
            if not told.agreed_on < day < until:
                continue
            mark = self.random.choices(list(MARKS), list(MARKS.values()))[0] if marked else "present"
            placement.started_on = placement.started_on or day
            marked += 1
            self.rows.attendance.append(
                Attendance(
                    **own,
                    placement=placement,
                    occasion=occasion,
                    mark=mark,
                    marked_at=occasion.ends_at + timedelta(hours=self.random.randint(1, 20)),
                    marked_by=self.coordinator,
                )
            )
        if not marked:
            placement.state = P.IN_PLAN if placement.plan_entered_on else P.AGREED

    def _waiver(self, own: dict[str, Any], member: Member, valid_from: date, how: str = "") -> None:
        language = member.row.interpreter_language
        self.rows.waivers.append(
            SecrecyWaiver(
                **own,
                to_whom="Föreningen som har aktiviteten",
                what="Namn, telefonnummer och språk",
                tells_adaptation=bool(member.row.adaptation),
                purpose="Att bli väntad och väl mottagen första gången",
                how="interpreted" if language else how or self.random.choice(("written", "oral")),
                language=language,
                valid_from=valid_from,
                recorded_by=member.case_officer,
            )
        )


def create_history(
    node: Node, seed: int, today: date, *, cast: list[Member], supply: list[Series], staff: Staff
) -> dict[str, int]:
    """Tell and write down every fate of a node; return how many rows of each kind there are."""
    random = Random(f"fates:{seed}:{node.slug}")  # noqa: S311 - invented fates need no secrecy
    teller = Teller(random, supply, today)
    in_turn = sorted(cast, key=lambda each: (each.part is None, each.asked_on))
    fates = [teller.tell(member) for member in in_turn]
    scribe = Scribe(random, today, node=node, coordinator=staff.coordinator(node.slug), supply=supply)
    for member, fate in zip(in_turn, fates, strict=True):
        scribe.write_down(member, fate)
    scribe.rows.write()
    _count_seats(scribe.rows.placements, scribe.rows.offers, supply)
    return {"participants": len(cast), "offers": len(scribe.rows.offers), "placements": len(scribe.rows.placements)}


def _count_seats(placements: list[Placement], offers: list[Offer], supply: list[Series]) -> None:
    """Write how many seats are taken and offered in each activity: the truth for who sees only some participants."""
    given_back = {P.CANCELLED, P.DROPPED_OUT}
    for series in supply:
        holders = [
            each for each in placements if each.activity_id == series.activity.pk and each.state not in given_back
        ]
        series.activity.seats_taken = len(holders)
        series.activity.seats_offered = sum(
            each.activity_id == series.activity.pk and each.state == O.GIVEN for each in offers
        )
    Activity.objects.bulk_update([series.activity for series in supply], ["seats_taken", "seats_offered"])
