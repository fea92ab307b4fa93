"""Guest places where they are offered: a rule in the way that needs a reason, everywhere alike (R83)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from associations.models import Activity
from matching.models import Offer, Proposal
from matching.rules import RULES
from matching.selectors.forecast.words import KINDS, REASONS
from matching.selectors.history import of_offers
from matching.selectors.problems import node_problem
from matching.selectors.suggestions import suggestions_for
from matching.selectors.supply import activities_on
from matching.services import offers, rounds
from matching.services.activities import cancel_activity
from matching.services.obstacles import RuleInTheWay
from nodes.models import OutboxMessage, ScopeUse
from nodes.selectors.terms import terms_on
from participants.models import InterestForm
from participants.services.refusals import Refusal
from placements.models import Placement
from tests.guests import neighbours
from vida import clock

pytestmark = pytest.mark.django_db

WHY = "Bor närmare Solna än Täby."


@pytest.fixture
def two():
    made = neighbours()
    made.open(2)
    return made


def give(two, form=None, **more):
    """An offer of a guest place, by the guests' case officer."""
    values = {"channel": "phone", "by": two.guest.officer, "anyway": True, "aside_reason": WHY}
    return offers.give(form=form or two.guest.waiting(days_ago=5), activity=two.twin(), **values | more)


class TestGiven:
    @pytest.fixture(autouse=True)
    def _among_the_guests(self, two):
        with two.guest.scope:
            yield

    def test_not_without_knowing(self, two):
        with pytest.raises(RuleInTheWay, match=r"hör till en annan nod \(Nod vast\)") as refusal:
            give(two, anyway=False)
        assert refusal.value.may_set_aside

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_not_without_a_reason(self, two, reason):
        with pytest.raises(Refusal) as refusal:
            give(two, aside_reason=reason)
        assert refusal.value.field == "aside_reason"
        assert not Offer.objects.exists()

    def test_the_reason_stays_with_the_offer(self, two):
        given = give(two)
        assert given.aside_reason == WHY
        assert of_offers([given.pk])[0].note == f"Telefon · Varför ändå: {WHY}"

    def test_another_rule_set_aside_needs_none(self, two):
        sooner = two.guest.activity(first_on=clock.today())
        given = offers.give(
            form=two.guest.waiting(), activity=sooner, channel="phone", by=two.guest.officer, anyway=True
        )
        assert given.aside_reason == ""

    def test_a_place_is_never_offered_twice_without_knowing(self, two):
        """What is set aside is the rule that was in the way, not whatever comes."""
        give(two), give(two)
        third = two.guest.waiting()
        assert {each.rule.code for each in suggestions_for(third, on=clock.today()).ruled_out[0].obstacles} == {
            "node", "held",
        }  # fmt: skip

    def test_a_yes_counts_where_the_person_is(self, two):
        accepted = offers.accept(offer=give(two), by=two.guest.officer)
        assert accepted.placement.node == two.guest.node
        assert two.twin().seats_taken == 1
        with two.home.scope:
            assert not Placement.objects.exists()
            assert Activity.objects.get().seats_taken == 0

    def test_the_homes_own_activity_cannot_be_offered_here(self, two):
        """The wall is whole: a key across it fails as ever."""
        given = give(two)
        with connection.cursor() as cursor:
            Offer.objects.filter(pk=given.pk).update(activity_id=two.football.pk)
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            Offer.objects.filter(pk=given.pk).update(activity_id=two.twin().pk)


class TestSuggested:
    def test_apart_from_the_own_nodes_and_the_nearest_first(self, two):
        with two.home.scope:
            near = two.home.activity(municipality_id="0160", postcode="")
        two.open(1, activity=near)
        with two.guest.scope:
            form, own = two.guest.waiting(municipality_id="0160", postcode=""), two.guest.activity()
            found = suggestions_for(form, on=clock.today())
            assert [one.activity.pk for one in found.fitting] == [own.pk]
            assert [one.activity.title for one in found.elsewhere] == [near.title, two.football.title]
            assert found.ruled_out == []

    def test_a_choice_that_only_others_have_is_still_unmet_here(self, two):
        with two.guest.scope:
            found = suggestions_for(two.guest.waiting(), on=clock.today())
        assert [(choice.sentence, choice.to_look_for) for choice in found.unmet] == [
            ("Val 1, fotboll: ingen aktivitet i noden.", True)
        ]
        assert len(found.elsewhere) == 1

    def test_with_something_else_in_the_way_it_stands_with_the_others(self, two):
        with two.guest.scope:
            form = two.guest.waiting()
            Activity.objects.update(seats_taken=2)
            found = suggestions_for(form, on=clock.today())
        assert found.elsewhere == []
        assert [each.rule.code for each in found.ruled_out[0].of_activity] == ["seat", "node"]


class TestTakenBack:
    """A twin without a place that was ever left in it is not full: it is not there."""

    @pytest.fixture
    def emptied(self, two):
        """No place is left in the first twin, one in the second, and one that is taken in the third."""
        twins = []
        for unused, taken in ((2, 0), (1, 1), (1, 1)):
            with two.home.scope:
                two.football = two.home.activity(seats=5)
            places = two.open(unused + taken)
            twins.append(two.twin())
            with two.guest.scope:
                Activity.objects.filter(pk=places.twin).update(seats_taken=taken)
            if len(twins) < 3:
                two.take_back(places)
        return twins

    def test_no_page_and_no_round_lists_it(self, two, emptied):
        today = clock.today()
        with two.guest.scope:
            Activity.objects.exclude(pk__in=[each.pk for each in emptied]).delete()
            own = two.guest.activity(seats=1, seats_taken=1)
            two.guest.waiting()
            listed = {emptied[1].pk, emptied[2].pk, own.pk}
            assert {each.pk for each in activities_on(today)} == listed
            terms = terms_on(two.guest.node.programme, today)
            found = node_problem(two.guest.node, on=today, terms=terms, horizon=terms.horizon_days)
            assert set(found.activity_pks.tolist()) == listed

    @pytest.mark.parametrize(
        ("url", "names"),
        [("aktiviteter/", 'href="/nordost/aktiviteter/{}/"'), ("erbjudanden/nytt/", '<option value="{}"')],
    )
    def test_the_coordinators_list_and_choices_leave_it_out_and_its_page_stays(self, client, two, emptied, url, names):
        client.force_login(two.guest.coordinator.user)
        page = client.get(f"/nordost/{url}").content.decode()
        assert [names.format(each.pk) in page for each in emptied] == [False, True, True]
        assert client.get(f"/nordost/aktiviteter/{emptied[0].pk}/").status_code == 200

    def test_a_home_that_has_given_all_its_places_away_is_full(self, two):
        two.open(10)
        with two.home.scope:
            assert [each.seats_free for each in activities_on(clock.today())] == [0]


def test_the_forecast_has_words_for_every_rule_that_may_stand_alone():
    assert {rule.code for rule in RULES} <= {*KINDS, "seat", "held"}
    assert {rule.code for rule in RULES if not rule.about_person} <= {*REASONS, "seat", "held"}


class TestRounds:
    @pytest.fixture
    def proposal(self, two):
        with two.guest.scope:
            two.guest.waiting()
            made = rounds.ask(node=two.guest.node, by=two.guest.coordinator)
            rounds.solve_round(pk=made.pk)
            yield Proposal.objects.select_related("round").get()

    def test_propose_no_guest_place_by_themselves_and_say_why(self, proposal):
        assert (proposal.activity, proposal.why_not) == (None, "node")

    def test_a_person_moves_somebody_there_with_a_reason_that_goes_along(self, two, proposal):
        move = {"proposal": proposal, "activity": two.twin(), "by": two.guest.coordinator}
        with pytest.raises(RuleInTheWay):
            rounds.move(**move)
        with pytest.raises(Refusal) as refusal:
            rounds.move(**move, anyway=True)
        assert refusal.value.field == "aside_reason"
        rounds.move(**move, anyway=True, aside_reason=WHY)
        (given,) = rounds.confirm(matching_round=proposal.round, channel="phone", by=two.guest.coordinator)
        assert (given.activity, given.aside_reason) == (two.twin(), WHY)

    def test_made_again_what_was_locked_stays(self, two, proposal):
        rounds.move(proposal=proposal, activity=two.twin(), by=two.guest.coordinator, anyway=True, aside_reason=WHY)
        again = rounds.ask_again(matching_round=proposal.round, by=two.guest.coordinator)
        rounds.solve_round(pk=again.pk)
        assert again.proposals.get().aside_reason == WHY


class TestCancelled:
    def cancel(self, two):
        with two.home.scope:
            cancel_activity(activity=two.football, by=two.home.coordinator, reason="Hallen är stängd.")

    def test_at_home_and_there_in_one(self, two):
        with two.guest.scope:
            asked, agreed, begun = give(two), give(two), two.guest.waiting()
            agreed = offers.accept(offer=agreed, by=two.guest.officer)
        two.open(3)
        with two.guest.scope:
            began = offers.accept(offer=give(two, form=begun), by=two.guest.officer)
            Placement.objects.filter(pk=began.placement_id).update(state="started", started_on=clock.today())
        self.cancel(two)
        twin = two.twin()
        assert (twin.state, twin.cancelled_by, twin.cancel_reason) == (
            "cancelled", two.home.coordinator.user, "Hallen är stängd.",
        )  # fmt: skip
        assert (twin.seats_taken, twin.seats_offered) == (0, 0)
        with two.guest.scope:
            states = dict(Offer.objects.values_list("pk", "state"))
            assert states == {asked.pk: "withdrawn", agreed.pk: "accepted", began.pk: "accepted"}
            forms = dict(InterestForm.objects.values_list("pk", "state"))
            assert forms == {asked.form_id: "waiting", agreed.form_id: "waiting", begun.pk: "matched"}
            placed = dict(Placement.objects.values_list("pk", "state"))
            assert placed == {agreed.placement_id: "cancelled", began.placement_id: "interrupted"}
            told = OutboxMessage.objects.get()
            assert told.to == two.guest.coordinator.user.email
            assert "2 personer väntar" in told.body
        with two.home.scope:
            assert set(OutboxMessage.objects.values_list("to", flat=True)) == {
                two.football.contact_email, two.home.coordinator.user.email,
            }  # fmt: skip
        assert ScopeUse.objects.filter(scope=str(two.guest.node.pk), why="guest places: cancel").count() == 1

    def test_twice_changes_nothing(self, two):
        self.cancel(two)
        before = Activity._meta.get_field("cancelled_at").value_from_object(two.twin())
        self.cancel(two)
        assert two.twin().cancelled_at == before

    def test_all_or_nothing(self, two, monkeypatch):
        """What fails in the other node undoes it at home too."""
        with two.guest.scope:
            offer = give(two)
            answered = {"state": "matched", "matched_at": clock.now()}
            InterestForm.objects.filter(pk=offer.form_id).update(**answered)  # as though somebody went round
        with pytest.raises(Exception, match="går inte att göra"):
            self.cancel(two)
        with two.home.scope:
            assert Activity.objects.get().state == "approved"
        assert two.twin().state == "approved"

    def test_one_that_has_ended_there_already_is_left(self, two):
        with two.guest.scope:
            Activity.objects.update(state="ended")
        self.cancel(two)
        assert two.twin().state == "ended"

    def test_the_page_says_that_it_happens_there_too(self, client, two):
        client.force_login(two.home.coordinator.user)
        url = f"/vast/aktiviteter/{two.football.pk}/stall-in/"
        assert "Platserna som Nod nordost har fått ställs in" in client.get(url).content.decode()
        assert client.post(url, {"reason": "Hallen är stängd."}).status_code == 303
        assert two.twin().state == "cancelled"

    def test_the_guests_coordinator_cannot(self, client, two):
        client.force_login(two.guest.coordinator.user)
        answer = client.post(f"/nordost/aktiviteter/{two.twin().pk}/stall-in/", {"reason": "Nej."})
        assert answer.status_code == 409
        assert "Bara den noden kan göra det." in answer.content.decode()
        assert two.twin().state == "approved"


class TestPages:
    def test_offered_from_the_suggestions_with_a_reason(self, client, two):
        client.force_login(two.guest.officer.user)
        with two.guest.scope:
            form = two.guest.waiting()
        page = client.get(f"/nordost/matchning/{form.pk}/").content.decode()
        assert "I en annan nod" in page
        url = f"/nordost/erbjudanden/nytt/?anmalan={form.pk}&aktivitet={two.twin().pk}"
        assert url.replace("&", "&amp;") in page
        asked = client.get(url)
        assert "Varför ändå?" in asked.content.decode()
        assert "Nod vast" in asked.content.decode()
        assert asked.context["form"].fields["aside_reason"].required
        typed = {name: field.value() for name, field in ((f.name, f) for f in asked.context["form"])}
        typed |= {"form": form.pk, "activity": two.twin().pk, "given_time": "", "anyway": "", "aside_reason": ""}
        typed |= {"given_on": clock.today().isoformat(), "reply_by": clock.today().isoformat(), "channel": "phone"}
        for changes, sentence in (({}, "hör till en annan nod"), ({"anyway": "on"}, "Skriv varför personen erbjuds")):
            answer = client.post(url, typed | changes)
            assert answer.status_code == 422
            assert sentence in answer.content.decode()
            assert 'name="aside_reason"' in answer.content.decode()
        answer = client.post(url, typed | {"anyway": "on", "aside_reason": WHY})
        assert answer.status_code == 303
        page = client.get(answer.url).content.decode()
        assert page.count(WHY) == 2  # among the facts, and in the history

    def test_the_field_is_hidden_where_nothing_is_in_the_way(self, client, two):
        client.force_login(two.guest.officer.user)
        with two.guest.scope:
            form, own = two.guest.waiting(), two.guest.activity()
        page = client.get(f"/nordost/erbjudanden/nytt/?anmalan={form.pk}&aktivitet={own.pk}").content.decode()
        assert "Varför ändå?" not in page
