"""What was offered before and what was waived, on both sides of each limit: a page and a round read them alike."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching.engine import rank_one
from matching.models import Offer
from matching.rules import RULES, obstacles, pair_of
from matching.selectors import demand, supply
from matching.selectors.problems import node_problem, sides_of_one
from matching.services import offers
from nodes.models import InterestArea
from nodes.selectors.terms import terms_on
from participants.models import InterestForm
from participants.services import forms, waivers
from tests.matching.conftest import waive
from vida import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_node(here):
    with here.scope:
        yield


def in_the_way(here, form, activity) -> set[str]:
    """The rules between the form and the activity; the same by the page, by a round and for the person alone."""
    today, form = clock.today(), InterestForm.objects.select_related("participant", "node").get(pk=form.pk)
    terms = terms_on(here.node.programme, today)
    person = demand.facts_of([form], on=today, terms=terms)[form.pk]
    facts = next(each for each in supply.activities_on(today) if each.pk == activity.pk)
    pair = pair_of(person, facts, on=today, horizon=terms.horizon_days)
    by_page = {obstacle.rule.code for obstacle in obstacles(pair, RULES)}
    found = node_problem(here.node, on=today, terms=terms, horizon=terms.horizon_days)
    row, at = found.forms.tolist().index(form.pk), found.activity_pks.tolist().index(activity.pk)
    assert set(rank_one(found.sides, row).reasons(at)) == by_page
    sides, _ids = sides_of_one(form, person, on=today, terms=terms)
    assert set(rank_one(sides, 0).reasons(at)) == by_page
    return by_page


class TestOfferedBefore:
    """An offer keeps its activity away until the person is asked again: what that is, case by case (R120)."""

    @pytest.fixture
    def form(self, here):
        return here.waiting("football", days_ago=20)

    def given(self, here, form, activity, *, days_ago=10) -> Offer:
        moment = clock.now() - timedelta(days=days_ago)
        return offers.give(form=form, activity=activity, channel="phone", by=here.officer, given_at=moment)

    def asked_anew(self, here, form, on):
        football = InterestArea.objects.get(code="football")
        forms.change(form=form, areas=[football], asked_on=on, by=here.officer)

    def test_a_no_stands_in_the_rounds_that_follow_it(self, here, form):
        football = here.activity(first_on=clock.today() + timedelta(days=7))
        offer = self.given(here, form, football)
        offers.decline(offer=offer, by=here.officer, reason="", wants_new_offer=True)
        form.refresh_from_db()
        assert (form.round, form.asked_on) == (2, clock.today())
        assert in_the_way(here, form, football) == {"offered"}
        self.asked_anew(here, form, clock.today() - timedelta(days=1))
        assert in_the_way(here, form, football) == {"offered"}

    def test_a_no_does_not_stand_when_the_person_asks_anew(self, here, form):
        """With a form of its own, that is: the one that the no belongs to is closed."""
        football = here.activity()
        offers.decline(offer=self.given(here, form, football), by=here.officer, reason="Flyttar", wants_new_offer=False)
        wishes = [InterestArea.objects.get(code="football")]
        new = forms.register(participant=form.participant, areas=wishes, asked_on=clock.today(), by=here.officer)
        assert in_the_way(here, new, football) == set()

    def test_no_answer_stands_until_the_person_is_asked_again(self, here, form):
        football = here.activity()
        offer = self.given(here, form, football, days_ago=10)
        offers.expire(offer=offer)
        assert in_the_way(here, form, football) == {"offered"}
        self.asked_anew(here, form, offer.given_on)
        assert in_the_way(here, form, football) == {"offered"}
        self.asked_anew(here, form, offer.given_on + timedelta(days=1))
        assert in_the_way(here, form, football) == set()

    def test_a_new_round_after_another_offer_asks_again_too(self, here, form):
        football, other = here.activity(), here.activity()
        offers.expire(offer=self.given(here, form, football, days_ago=10))
        offer = self.given(here, form, other, days_ago=2)
        offers.decline(offer=offer, by=here.officer, reason="", wants_new_offer=True)
        assert in_the_way(here, form, football) == set()
        assert in_the_way(here, form, other) == {"offered"}

    def test_what_was_taken_back_was_never_offered(self, here, form):
        football = here.activity()
        offers.withdraw(offer=self.given(here, form, football), by=here.officer, reason="Fel person")
        assert in_the_way(here, form, football) == set()


class TestWaiver:
    """It is looked at on the day of the offer; both its days count."""

    @pytest.fixture
    def form(self, here):
        form = here.waiting("football")
        form.participant.waivers.all().delete()
        return form

    @pytest.mark.parametrize(
        ("starts", "ends", "found"),
        [
            (0, None, set()),
            (1, None, {"waiver"}),
            (-9, 0, set()),
            (-9, -1, {"waiver"}),
            (-9, 6, set()),  # runs out before the activity, which starts in a week, begins
        ],
    )
    def test_from_and_until(self, here, form, starts, ends, found):
        today, football = clock.today(), here.activity(first_on=clock.today() + timedelta(days=7))
        until = None if ends is None else today + timedelta(days=ends)
        waive(form.participant, valid_from=today + timedelta(days=starts), valid_until=until)
        assert in_the_way(here, form, football) == found

    def test_until_it_is_taken_back(self, here, form):
        football = here.activity()
        assert in_the_way(here, form, football) == {"waiver"}
        waiver = waive(form.participant)
        assert in_the_way(here, form, football) == set()
        waivers.withdraw(waiver=waiver, by=here.officer)
        assert in_the_way(here, form, football) == {"waiver"}

    def test_one_that_holds_is_enough(self, here, form):
        football = here.activity()
        waive(form.participant, valid_until=clock.today() - timedelta(days=1))
        waive(form.participant)
        assert in_the_way(here, form, football) == set()
