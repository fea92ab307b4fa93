"""A small world made by hand, whose figures can be counted on the fingers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from associations.models import Occasion
from associations.states import ActivityState
from matching.models import Offer
from matching.states import OfferState
from nodes.models import Node, Programme, ProgrammeTerms, User
from nodes.tenancy import acting_in, node_scope
from participants.models import EligibilityCheck, InterestForm, Participant
from participants.states import FormState
from placements.models import Attendance, Placement
from placements.states import PlacementState
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    InterestFormFactory,
    NodeFactory,
    OfferFactory,
    ParticipantFactory,
    ProgrammeFactory,
    ServiceUnitFactory,
    UserFactory,
)
from vida.calendar import Quarter
from vida.clock import STOCKHOLM

QUARTER = Quarter(2026, 3)  # 1 July to 30 September: ended when the tests' clock stands in November 2026
ASKED = date(2026, 7, 1)
IN_QUARTER = date(2026, 8, 18)


def noon(day: date) -> datetime:
    """Twelve o'clock in Sweden."""
    return datetime.combine(day, time(12), STOCKHOLM)


class World:
    """A programme with nodes, to put people into. Every method leaves rows as the product's services would."""

    def __init__(self, *slugs: str, start: date = date(2026, 1, 1)) -> None:
        self.programme: Programme = ProgrammeFactory(
            starts_on=start, ends_on=date(2028, 12, 31), name="VIDA " + " ".join(slugs)
        )
        ProgrammeTerms.objects.filter(programme=self.programme).update(valid_from=start)
        codes = iter([["0184"], ["0126"], ["0188"]])
        self.nodes = {
            slug: NodeFactory(programme=self.programme, slug=slug, name=slug.title(), municipalities=next(codes))
            for slug in slugs
        }
        self.units = {slug: ServiceUnitFactory(node=node) for slug, node in self.nodes.items()}
        self.user: User = UserFactory(name="Karin Registrator")
        self.activities: dict = {}

    def acting(self, slug: str):
        """The scope of a node with all its people."""
        return acting_in(node_scope(self.nodes[slug].pk))

    def node(self, slug: str) -> Node:
        return self.nodes[slug]

    def person(self, slug: str, *, checked: str | None = "yes", checked_on: date = ASKED, method="attested", **fields):
        """A participant, with an eligibility check unless `checked` is None."""
        if "municipality_id" not in fields:
            fields["municipality_id"] = self.nodes[slug].municipalities.get().code
        with self.acting(slug):
            person = ParticipantFactory(
                service_unit=self.units[slug], registered_by=self.user, registered_at=noon(ASKED), **fields
            )
            if checked:
                self.check(person, checked, checked_on, method)
        return person

    def check(self, person: Participant, answer: str, on: date, method: str = "attested") -> EligibilityCheck:
        with acting_in(node_scope(person.node_id)):
            return EligibilityCheck.objects.create(
                node_id=person.node_id,
                service_unit_id=person.service_unit_id,
                participant=person,
                checked_on=on,
                checked_by=self.user,
                answer=answer,
                method=method,
            )

    def form(self, person: Participant, asked_on: date = ASKED, **fields) -> InterestForm:
        with acting_in(node_scope(person.node_id)):
            return InterestFormFactory(participant=person, asked_on=asked_on, **fields)

    def activity(self, slug: str):
        if slug not in self.activities:
            with self.acting(slug):
                self.activities[slug] = ActivityFactory(
                    association=AssociationFactory(node=self.nodes[slug]),
                    state=ActivityState.RUNNING,
                    first_on=IN_QUARTER,
                    decided_by=self.user,
                    seats=500,
                )
        return self.activities[slug]

    def offer(
        self,
        form: InterestForm,
        given_on: date,
        *,
        state=OfferState.GIVEN,
        on: date | None = None,
        activity=None,
        **fields,
    ):
        """An offer given, and answered or ended `on` a day."""
        on = on or given_on
        if state in (OfferState.ACCEPTED, OfferState.DECLINED):
            fields |= {"answered_at": noon(on), "answered_by": self.user}
        elif state != OfferState.GIVEN:
            fields |= {"ended_at": noon(on)}
        with acting_in(node_scope(form.node_id)):
            slug = Node.objects.get(pk=form.node_id).slug
            activity = activity or self.activity(slug)
            if state == OfferState.ACCEPTED:
                fields["placement"] = Placement.objects.create(
                    node_id=form.node_id,
                    service_unit_id=form.service_unit_id,
                    participant=form.participant,
                    activity=activity,
                    agreed_on=on,
                    agreed_by=self.user,
                )
                InterestForm.objects.filter(pk=form.pk).update(state=FormState.MATCHED, matched_at=noon(on))
            return OfferFactory(
                form=form, activity=activity, given_on=given_on, given_at=noon(given_on), state=state, **fields
            )

    def matched(
        self, person: Participant, on: date = date(2026, 7, 10), activity=None, asked_on: date = ASKED
    ) -> Offer:
        """The person is asked, offered and says yes."""
        return self.offer(self.form(person, asked_on), on, state=OfferState.ACCEPTED, on=on, activity=activity)

    def came(self, offer: Offer, on: date = IN_QUARTER, mark: str = "present") -> Attendance:
        """A mark of attendance at an occasion on that day; the placement starts with the first presence."""
        placement = offer.placement
        with acting_in(node_scope(offer.node_id)):
            occasion, _new = Occasion.objects.get_or_create(
                node_id=offer.node_id,
                activity_id=placement.activity_id,
                number=on.toordinal() % 10000,
                defaults={"starts_at": noon(on), "ends_at": noon(on) + timedelta(hours=1)},
            )
            if mark == "present" and placement.started_on is None:
                placement.state, placement.started_on = PlacementState.STARTED, on
                placement.save()
            return Attendance.objects.create(
                node_id=offer.node_id,
                service_unit_id=offer.service_unit_id,
                participant_id=offer.participant_id,
                placement=placement,
                occasion=occasion,
                mark=mark,
                marked_at=noon(on),
                marked_by=self.user,
            )

    def supported(self, slug: str, on: date = IN_QUARTER, **fields) -> Participant:
        """Somebody who was asked, said yes and came."""
        person = self.person(slug, **fields)
        self.came(self.matched(person), on)
        return person


def years_before(day: date, years: int) -> date:
    """The birth date of somebody who turns `years` on that day."""
    return day.replace(year=day.year - years)
