"""What happens to a participant from the question to the last occasion. Pure: it knows days and series, and no row.

A fate obeys the same rules as the product: an offer is for a free seat in a series that is still ahead or in its first
half and has not been offered before, no begins a new round, an offer without an answer runs out a week after the day to
reply.
"""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Final

from associations.states import ActivityState
from demo.load.days import after, working_day
from demo.load.demand import Member
from demo.load.supply import Series
from demo.source import phrases
from matching.states import OfferState
from participants.states import FormState
from placements.states import PlacementState

O, F, P = OfferState, FormState, PlacementState  # noqa: E741 - three tables beside each other
HORIZON, REPLY, SILENCE, LONGEST_WAIT = 90, 7, 7, 30  # days
JOINABLE: Final = {ActivityState.APPROVED, ActivityState.RUNNING, ActivityState.ENDED}
ANSWERS: Final = {"accept": 74, "decline": 13, "leave": 5, "lapse": 5, "withdraw": 3}
NOT_FOR_US: Final = "Hör inte till programmets målgrupp."
MOVED: Final = "Har flyttat till en annan kommun."


@dataclass
class OfferFate:
    """One offer and what came of it."""

    series: Series
    round: int
    asked_on: date
    given_on: date
    state: str = O.GIVEN
    ended_on: date | None = None  # answered, withdrawn or run out
    reason: str = ""
    wants_new: bool | None = None

    @property
    def reply_by(self) -> date:
        """Return the day to answer by."""
        return after(self.given_on, REPLY)


@dataclass
class PlaceFate:
    """A place in a series from the yes to the end."""

    series: Series
    agreed_on: date
    state: str = P.AGREED
    plan_on: date | None = None
    ended_on: date | None = None
    reason: str = ""


@dataclass
class Fate:
    """A form with its offers, and the place that followed."""

    asked_on: date
    round: int = 1
    state: str = F.WAITING
    closed_on: date | None = None
    closed_reason: str = ""
    offers: list[OfferFate] = field(default_factory=list)
    place: PlaceFate | None = None
    withdrawn_on: date | None = None  # the day the person left the programme
    withdrawn_reason: str = ""


class Teller:
    """Tells fates in the order in which people were asked, over the seats of one node."""

    def __init__(self, random: Random, supply: list[Series], today: date):
        self.random, self.supply, self.today = random, supply, today

    def tell(self, member: Member) -> Fate:
        """Return what happened to one participant."""
        fate = Fate(member.asked_on)
        if member.part:
            self._play(member, fate)
        elif member.answer == "no":
            self._close(fate, after(fate.asked_on, 2), NOT_FOR_US)
        else:
            self._draw(member, fate)
            self._leave(fate)
        return fate

    # --- parts -------------------------------------------------------------------------------------------------------

    def _play(self, member: Member, fate: Fate) -> None:
        """Follow the part as far as the supply allows; without a fitting series the person waits."""
        part = member.part
        assert part  # noqa: S101 - the caller looked
        if part.name == "waiting":
            return
        soon = after(self.today, 6) if part.name == "starts" else None
        series = self.find(member, fate, after(self.today, part.given), first_by=soon, ahead=part.name != "lapsed")
        if series is None:
            return
        offer = self._give(fate, series, after(self.today, part.given))
        if part.name == "declined":
            self._decline(fate, offer, after(offer.given_on, 3))
        elif part.name == "lapsed":
            self._end(fate, offer, O.EXPIRED, after(offer.reply_by, SILENCE + 1))
        elif part.name != "offered":
            self._accept(fate, offer, after(offer.given_on, 2))
            assert fate.place  # noqa: S101 - a yes gives one
            if part.plan:
                fate.place.plan_on, fate.place.state = after(offer.given_on, 4), P.IN_PLAN
            if part.name == "cancelled":
                self._cancel(fate, self.today, "Föreningen hade bytt dag, och då går det inte för deltagaren.")

    # --- draws -------------------------------------------------------------------------------------------------------

    def _draw(self, member: Member, fate: Fate) -> None:
        """Draw rounds until there is a yes, an end, or today."""
        given_on = self._offer_day(fate.asked_on)
        while fate.state == F.WAITING and given_on < self.today and fate.round < 4 and len(fate.offers) < 5:
            series = self.find(member, fate, given_on)
            if series is None:
                if (self.today - fate.asked_on).days > LONGEST_WAIT:
                    self._close(fate, given_on, MOVED)
                return
            offer = self._give(fate, series, given_on)
            self._answer(fate, offer)
            given_on = self._offer_day(max(fate.asked_on, offer.ended_on or given_on))
        if fate.state == F.WAITING and (self.today - fate.asked_on).days > LONGEST_WAIT:
            self._close(fate, after(fate.offers[-1].ended_on or fate.asked_on, 3), MOVED)

    def _offer_day(self, asked_on: date) -> date:
        """Return the day of the next offer: within 14 days for most."""
        days = self.random.randint(2, 13) if self.random.random() < 0.85 else self.random.randint(15, 22)
        return max(after(asked_on, 1), working_day(after(asked_on, days)))

    def _answer(self, fate: Fate, offer: OfferFate) -> None:
        answer = self.random.choices(list(ANSWERS), list(ANSWERS.values()))[0]
        day = after(offer.given_on, self.random.randint(0, 6))
        if answer == "lapse":
            day = after(offer.reply_by, SILENCE + 1)
        if day >= self.today:
            return
        if answer == "accept":
            self._accept(fate, offer, day)
            self._follow(fate)
        elif answer == "withdraw":
            offer.reason = "Erbjudandet gällde fel aktivitet."
            self._end(fate, offer, O.WITHDRAWN, day)
        elif answer == "lapse":
            self._end(fate, offer, O.EXPIRED, day)
        else:
            self._decline(fate, offer, day, wants_new=answer == "decline")

    def _follow(self, fate: Fate) -> None:
        """Draw what follows a yes: the plan entry, the first occasion, and how it ends."""
        place = fate.place
        assert place  # noqa: S101 - a yes gives one
        written = after(place.agreed_on, self.random.randint(1, 7))
        if self.random.random() < 0.94 and written < self.today:
            place.plan_on, place.state = written, P.IN_PLAN
        ahead = [day for day in place.series.days if day > place.agreed_on]
        called_off = after(place.agreed_on, 2)
        if self.random.random() < 0.03 and called_off < min(ahead[0], self.today):
            self._cancel(fate, called_off, "Fick praktik samma tid.", waits=False)
            return
        been = [day for day in ahead if day < self.today]
        if not been:
            return
        if self.random.random() < 0.02:  # one in fifty never comes
            if place.series.activity.state == ActivityState.ENDED:
                self._cancel(fate, after(place.series.days[-1], 1), "Kom aldrig och gick inte att nå.", waits=False)
            return
        place.state = P.STARTED
        if len(been) >= 4 and self.random.random() < 0.1:
            place.state, place.ended_on = P.DROPPED_OUT, been[self.random.randint(2, 3)]
            place.reason = self.random.choice(phrases()["follow_up"]["dropout"])[:200]
            place.series.seats_left += 1
        elif place.series.activity.state == ActivityState.ENDED:
            place.state, place.ended_on = P.COMPLETED, after(place.series.days[-1], 1)

    def _leave(self, fate: Fate) -> None:
        """Now and then somebody who waits no longer leaves the programme."""
        over = fate.place.ended_on if fate.place else fate.closed_on
        if over and after(over, 20) < self.today and self.random.random() < 0.09:
            fate.withdrawn_on = after(over, self.random.randint(5, 19))
            fate.withdrawn_reason = self.random.choice(
                (MOVED, "Har fått arbete på heltid.", "Vill inte vara med längre.")
            )

    # --- events ------------------------------------------------------------------------------------------------------

    def find(
        self, member: Member, fate: Fate, day: date, *, first_by: date | None = None, ahead: bool = False
    ) -> Series | None:
        """Return a series with a seat that suits, one of the wishes first; None where there is none."""
        fitting = [each for each in self.supply if self._fits(member, each, day, ahead=ahead or first_by is not None)]
        fitting = [each for each in fitting if all(told.series is not each for told in fate.offers)]
        if first_by:
            fitting = [each for each in fitting if each.days[0] <= first_by] or fitting
        if not fitting:
            return None
        wished = [each for each in fitting if set(each.areas) & set(member.wishes)] or fitting
        # Often what meets now, and where others go already: so some series fill up.
        drawn = self.random.sample(wished, min(4, len(wished)))
        now = self.random.random() < 0.6
        return min(drawn, key=lambda each: (now and each.activity.state != ActivityState.RUNNING, each.seats_left))

    def _fits(self, member: Member, series: Series, day: date, *, ahead: bool) -> bool:
        activity = series.activity
        if activity.state not in JOINABLE or series.seats_left < 1:
            return False
        begins = series.days[0]
        soon_enough = begins <= after(day, HORIZON) and (
            begins > self.today if ahead else series.days[len(series.days) // 2] > day
        )
        decided = activity.decided_at is not None and activity.decided_at.date() <= day
        women = activity.for_whom == "all" or member.row.sex == "woman"
        return soon_enough and decided and women and not _clashes(member, series)

    def _give(self, fate: Fate, series: Series, day: date) -> OfferFate:
        offer = OfferFate(series, fate.round, fate.asked_on, max(day, fate.asked_on))
        fate.offers.append(offer)
        fate.state = F.OFFERED
        return offer

    def _accept(self, fate: Fate, offer: OfferFate, day: date) -> None:
        offer.state, offer.ended_on = O.ACCEPTED, day
        fate.state = F.MATCHED
        fate.place = PlaceFate(offer.series, day)
        offer.series.seats_left -= 1

    def _decline(self, fate: Fate, offer: OfferFate, day: date, *, wants_new: bool = True) -> None:
        said = [each for each in phrases()["decline"]["reasons"] if each["new_offer"] is wants_new]
        offer.state, offer.ended_on, offer.wants_new = O.DECLINED, day, wants_new
        offer.reason = self.random.choice(said)["text"]
        if wants_new:
            fate.state, fate.round, fate.asked_on = F.WAITING, fate.round + 1, day
        else:
            self._close(fate, day, offer.reason)

    def _end(self, fate: Fate, offer: OfferFate, state: str, day: date) -> None:
        """The offer ran out or was taken back: the person waits on the clock there was."""
        offer.state, offer.ended_on = state, day
        fate.state = F.WAITING

    def _cancel(self, fate: Fate, day: date, reason: str, *, waits: bool = True) -> None:
        """The place is called off before it began; the person waits anew or not at all."""
        place = fate.place
        assert place  # noqa: S101 - the caller looked
        place.state, place.ended_on, place.reason = P.CANCELLED, day, reason
        place.series.seats_left += 1
        if waits:
            fate.state, fate.round, fate.asked_on = F.WAITING, fate.round + 1, day

    @staticmethod
    def _close(fate: Fate, day: date, reason: str) -> None:
        fate.state, fate.closed_on, fate.closed_reason = F.CLOSED, day, reason


def _clashes(member: Member, series: Series) -> bool:
    """Return whether the series meets when the person is busy."""
    activity = series.activity
    begins = activity.starts_at.hour * 60 + activity.starts_at.minute
    return any(
        time.weekday == activity.weekday
        and begins < time.ends_at.hour * 60 + time.ends_at.minute
        and time.starts_at.hour * 60 + time.starts_at.minute < begins + activity.minutes
        for time in member.person.taken_times
    )
