"""A node full of people and activities that lie close to every rule's limits, in the real database."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import count
from random import Random

from associations.models import Activity, ActivityInterest
from associations.states import ActivityState
from matching.models import Offer
from nodes.models import InterestArea
from participants.models import InterestChoice, InterestForm, Participant, SecrecyWaiver, TakenTime
from participants.reference import free_movement
from participants.states import FormState
from placements.models import Placement
from tests.factories import ActivityFactory, AssociationFactory, InterestFormFactory, ParticipantFactory, neighbour_of
from vida import clock

AREAS = ["football", "basketball", "ball_games", "singing", "music", "yoga"]  # leaves, and two of the groups
PLACES = [("0180", "16374"), ("0180", "11120"), ("0180", "99999"), ("0180", ""), ("0184", "16956"), ("0188", ""),
          ("0187", "18531"), ("0125", ""), ("1480", "41101")]  # fmt: skip
HORIZON = 90
NUMBERS = count()
QUARTERS = [time(hour, minute) for hour in range(7, 24) for minute in (0, 15, 29, 30, 31, 59)]


class World:
    """Fills a node by chance; what is drawn depends on the seed alone."""

    def __init__(self, place, seed: int):
        self.place, self.random, self.today = place, Random(seed), clock.today()
        self.areas = {area.code: area for area in InterestArea.objects.filter(code__in=AREAS)}
        self.association = AssociationFactory(node=place.node)
        self.neighbour = neighbour_of(place.node)

    def day(self, around: int, *, near: int = 1) -> date:
        """A day near a limit."""
        return self.today + timedelta(days=around + self.random.randint(-near, near))

    def activities(self, number: int) -> list[Activity]:
        """Activities of all kinds, some of which nobody can be offered."""
        return [self._activity() for _ in range(number)]

    def _activity(self) -> Activity:
        some, first = self.random, self.day(self.random.choice([0, 10, HORIZON]))
        municipality, postcode = some.choice(PLACES)
        seats = some.randint(0, 3)
        taken = some.randint(0, seats)
        guest = some.random() < 0.2
        return ActivityFactory(
            association=self.association,
            areas=some.sample(AREAS, some.randint(1, 3)),
            state=some.choice([ActivityState.APPROVED] * 4 + [ActivityState.RUNNING, ActivityState.ENDED]),
            first_on=first,
            last_on=first + timedelta(days=some.choice([0, 7, 49])),
            weekday=some.randint(0, 6),
            starts_at=some.choice(QUARTERS),
            minutes=some.choice([45, 60, 90, 121, 600]),
            municipality_id=municipality,
            postcode=postcode,
            seats=seats,
            seats_taken=taken,
            seats_offered=some.randint(0, seats - taken + 1),
            home_node=self.neighbour if guest else None,
            home_activity=next(NUMBERS) if guest else None,
            for_whom=some.choice(Activity.ForWhom.values),
            min_age=some.choice([None, 0, 25, 26]),
            max_age=some.choice([None, 25, 26, 64]),
            children_welcome=some.random() < 0.5,
            languages=some.choice([[], [], ["sv"], ["en", "sv"], ["xx"]]),
        )

    def people(self, number: int) -> list[InterestForm]:
        """People who wait, with all that belongs to them."""
        return [self._person() for _ in range(number)]

    def _person(self) -> InterestForm:
        some = self.random
        municipality, postcode = some.choice(PLACES)
        participant = ParticipantFactory(
            service_unit=self.place.unit,
            date_of_birth=some.choice([self._birthday(), date(2000, 2, 29), date(1990, 5, 5)]),
            sex=some.choice(Participant.Sex.values),
            municipality_id=municipality,
            postcode=postcode,
            languages=some.choice([[], ["sv"], ["so"], ["so", "en"], ["so", "sv", "xx"]]),
            children_to_bring=some.choice([0, 0, 1, 2]),
            max_travel_minutes=some.choice([None, 0, 15, 17, 30, 45, 60, 120]),
            citizenships=some.choice([[], ["SY"], ["XA"], ["SY", "SE"], [sorted(free_movement())[0]], ["SY", "AF"]]),
            route=some.choice(Participant.Route.values),
            permit_class=some.choice(["", *Participant.PermitClass.values]),
            permit_permanent=some.random() < 0.3,
            **self._permit(),
        )
        if some.random() < 0.9:
            self._waive(participant)
        self._times(participant)
        wishes = some.sample(AREAS, some.randint(1, 3))
        asked_on = self.today - timedelta(days=some.choice([0, 6, 7, 13, 14, 27, 28]))
        form = InterestFormFactory(participant=participant, asked_on=asked_on, areas=wishes)
        if some.random() < 0.2:
            InterestChoice.objects.filter(form=form, rank=1).delete()  # a wish taken away leaves its rank empty
        return form

    def _birthday(self) -> date:
        start, years = self.day(10, near=3), self.random.choice([18, 20, 25, 26, 65])
        return (start - timedelta(days=self.random.randint(0, 1))).replace(year=start.year - years, day=start.day)

    def _permit(self) -> dict[str, date | None]:
        some = self.random
        since = some.choice([None, self.day(10), self.today - timedelta(days=900), date(2020, 2, 28)])
        until = some.choice([None, self.day(10), self.day(HORIZON)])
        return {"permit_from": since, "permit_until": max(since, until) if since and until else until}

    def _waive(self, participant: Participant) -> None:
        some = self.random
        SecrecyWaiver.objects.create(
            node=participant.node,
            service_unit=participant.service_unit,
            participant=participant,
            to_whom="Föreningar",
            what="Namn",
            purpose="Delta",
            how=SecrecyWaiver.How.ORAL,
            valid_from=self.day(-1) if some.random() < 0.3 else self.today - timedelta(days=99),
            valid_until=some.choice([None, None, self.today, self.today - timedelta(days=1)]),
            recorded_by=participant.registered_by,
            withdrawn_at=clock.now() if some.random() < 0.1 else None,
        )

    def _times(self, participant: Participant) -> None:
        for _ in range(self.random.randint(0, 4)):
            starts_at, ends_at = sorted(self.random.sample(QUARTERS, 2))
            TakenTime.objects.create(
                node=participant.node,
                service_unit=participant.service_unit,
                participant=participant,
                kind=TakenTime.Kind.SFI,
                weekday=self.random.randint(0, 6),
                starts_at=starts_at,
                ends_at=ends_at,
            )

    def past(self, forms: list[InterestForm], activities: list[Activity]) -> None:
        """Offers and places of earlier rounds."""
        for form in forms:
            theirs = {"node": form.node, "service_unit": form.service_unit, "participant": form.participant}
            for activity in self.random.sample(activities, 3):
                if self.random.random() < 0.4:
                    self._place(theirs, activity, form.registered_by)
                if self.random.random() < 0.4:
                    self._offer(theirs, form, activity)

    def _place(self, theirs: dict, activity: Activity, by) -> None:
        ended = self.random.choice([None, "cancelled", "dropped_out", "completed"])
        Placement.objects.create(
            **theirs,
            activity=activity,
            state=ended or "agreed",
            agreed_on=self.today,
            agreed_by=by,
            started_on=self.today if ended == "completed" else None,
            ended_on=self.today if ended else None,
        )

    def _offer(self, theirs: dict, form: InterestForm, activity: Activity) -> None:
        """On this form or an earlier one, before or after the day that the form's clock began."""
        state = self.random.choice(["declined", "expired", "withdrawn"])
        answered = {"answered_at": clock.now(), "answered_by": form.registered_by}
        given_on = self.today - timedelta(days=self.random.choice([0, 6, 7, 13, 28, 29]))
        Offer.objects.create(
            **theirs,
            form=self._earlier(form) if self.random.random() < 0.3 else form,
            activity=activity,
            state=state,
            round=1,
            asked_on=given_on,
            given_at=clock.now(),
            given_on=given_on,
            given_by=form.registered_by,
            channel=Offer.Channel.PHONE,
            reply_by=self.today,
            **(answered if state == "declined" else {"ended_at": clock.now()}),
        )

    def _earlier(self, form: InterestForm) -> InterestForm:
        closed = {"state": FormState.CLOSED, "closed_at": clock.now(), "closed_by": form.registered_by}
        return InterestFormFactory(participant=form.participant, **closed)


def fill(place, seed: int, *, people: int, activities: int) -> None:
    """Fill the node; in its scope."""
    world = World(place, seed)
    offered = world.activities(activities)
    ActivityInterest.objects.filter(activity=offered[0]).delete()  # an activity outside all areas
    world.past(world.people(people), offered)
