"""A round is made again, or becomes offers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from associations.models import Activity
from matching.models import MatchingRound, Offer
from matching.services import offers, rounds
from matching.tasks import solve_round
from nodes.actors import Actor
from nodes.roles import Role
from participants.models import InterestChoice
from tests.factories import member
from tests.matching.roundpages import ALL, board, met, proposal_of, queries, says, solved, text
from vida import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]


class TestMadeAgain:
    def test_and_compared(self, here, coordinator, django_capture_on_commit_callbacks):
        with here.scope:
            form = here.waiting("football", "singing", given_name="Zahra")
            here.activity("football", title="Fotboll")
            choir = here.activity("singing", title="Kören")
        first = solved(here)
        with here.scope:
            rounds.move(proposal=first.proposals.get(form=form), activity=choir, by=here.coordinator)
            rounds.unlock(proposal=first.proposals.get(form=form), by=here.coordinator)
        answer = coordinator.post(board(first, "igen"))
        with here.scope:
            second = MatchingRound.objects.get(again_of=first)
        assert answer.url == board(second)
        solve_round(here.node.pk, second.pk)
        page = text(coordinator.get(board(second)))
        assert "Förra gången: Kören" in page
        assert "Jämför med förra" in page
        page = text(coordinator.get(f"{ALL}jamfor/?m={second.pk}&m={first.pk}"))
        assert page.index("Kören (val 2)") < page.index("Fotboll (val 1)")
        assert "1 person får något annat" in page
        third = solved(here)
        page = text(coordinator.get(f"{ALL}jamfor/?m={second.pk}&m={third.pk}"))
        assert "Alla får detsamma i båda" in page

    @pytest.mark.parametrize("query", ["", "?m=1", "?m=x&m=y", "?m=1&m=1", "?m=1&m=2&m=3"])
    def test_two_must_be_chosen_to_compare(self, here, coordinator, query):
        assert "Kryssa i två matchningar" in text(coordinator.get(f"{ALL}jamfor/{query}", follow=True))

    def test_rounds_that_do_not_exist_are_not_compared(self, here, coordinator):
        assert coordinator.get(f"{ALL}jamfor/?m=999999998&m=999999999").status_code == 404


def ended(here, found, how):
    """The round is over, in one of its ways."""
    if how == "confirmed":
        rounds.confirm(matching_round=found, channel="phone", by=here.coordinator)
    elif how == "laid aside":
        rounds.discard(matching_round=found, by=here.coordinator)
    else:
        rounds.solve_round(pk=rounds.ask_again(matching_round=found, by=here.coordinator).pk)


class TestConfirmed:
    @pytest.fixture
    def two(self, here):
        with here.scope:
            forms = here.waiting("football", given_name="Zahra"), here.waiting("singing", given_name="Semere")
            here.activity("football", title="Fotboll"), here.activity("singing", title="Kören")
        return forms

    @property
    def sent(self):
        return {"channel": "phone", "reply_by": clock.today()}

    def test_the_offers_are_made_and_the_board_follows_them(self, here, coordinator, two):
        found = solved(here)
        page = text(coordinator.get(board(found, "erbjud")))
        for words in ("2 erbjudanden görs", "Zahra", "Kören", "Svar senast"):
            assert words in page
        answer = coordinator.post(board(found, "erbjud"), self.sent, follow=True)
        assert "2 erbjudanden är gjorda." in text(answer)
        assert "Väntar på svar" in text(answer)
        assert "Flytta" not in text(answer)
        with here.scope:
            assert Offer.objects.count() == 2
            offers.accept(offer=Offer.objects.get(form=two[0]), by=here.officer)
        assert "Tackat ja" in text(coordinator.get(board(found)))
        listed = text(coordinator.get(f"/har/erbjudanden/?matchning={found.pk}"))
        assert "Zahra" in listed
        assert "Zahra" not in text(coordinator.get(f"/har/erbjudanden/?matchning={found.pk + 1}"))
        assert "Erbjudanden är gjorda" in text(coordinator.get(board(found, "erbjud")))
        assert (
            coordinator.post(board(found, "erbjud"), self.sent).status_code == 303
        )  # again by the same: the same offers
        with here.scope:
            assert Offer.objects.count() == 2

    @pytest.mark.parametrize("at_meeting", [True, False])
    def test_a_round_of_a_meeting_leads_on_to_it(self, here, coordinator, two, at_meeting):
        with here.scope:
            meeting = met(here, *two)
        found = solved(here, meeting=meeting if at_meeting else None)
        ways = [f"/har/moten/{meeting.pk}/matchning/", f"/har/moten/{meeting.pk}/matchning/kort/"]
        before = coordinator.get(board(found)).content.decode()
        assert not any(f'href="{way}"' in before for way in ways)
        coordinator.post(board(found, "erbjud"), self.sent | {"channel": "matching_meeting"})
        after = coordinator.get(board(found)).content.decode()
        assert [f'href="{way}"' in after for way in ways] == [at_meeting, at_meeting]
        assert [coordinator.get(way).status_code for way in ways] == [200, 200]

    def test_what_has_changed_is_said_and_left_out_with_one_press(self, here, coordinator, two):
        found = solved(here)
        with here.scope:
            offers.give(form=two[0], activity=here.activity("football"), channel="phone", by=here.officer)
        page = text(coordinator.get(board(found, "erbjud")))
        assert "Det här står i vägen" in page
        answer = coordinator.post(board(found, "erbjud"), self.sent)
        assert answer.status_code == 409
        assert "inget erbjudande är gjort" in text(answer)
        page = says(coordinator, board(found, "undanta"), form=[two[0].pk, "x"])
        assert "1 person är undantagen." in page
        assert "1 erbjudande görs" in page
        assert "1 erbjudande är gjort." in says(coordinator, board(found, "erbjud"), **self.sent)

    def test_a_rule_that_is_set_aside_is_named_with_the_reason(self, here, coordinator):
        with here.scope:
            form = here.waiting("singing")
            late = here.activity("singing", title="Sent", first_on=clock.today() + timedelta(days=91))
        found = solved(here)
        person = board(found, "person", proposal_of(here, found, form).pk)
        coordinator.post(f"{person}?aktivitet={late.pk}", {"anyway": "yes", "aside_reason": "Vill vänta"})
        page = text(coordinator.get(board(found, "erbjud")))
        assert "Det här har ni valt att erbjuda ändå" in page
        assert "längre bort än 90 (Vill vänta)" in page
        assert "Det här står i vägen" not in page
        assert coordinator.post(board(found, "erbjud"), self.sent).status_code == 303

    @pytest.mark.parametrize("changes", [{"channel": "duva"}, {"reply_by": ""}, {"reply_by": "1900-01-01"}])
    def test_a_form_that_cannot_be_right_gives_nothing(self, here, coordinator, two, changes):
        found = solved(here)
        answer = coordinator.post(board(found, "erbjud"), self.sent | changes)
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == changes.keys()
        with here.scope:
            assert not Offer.objects.exists()

    def test_a_day_to_reply_by_that_has_been_is_said_at_its_field_and_nothing_is_lost(self, here, coordinator, two):
        found = solved(here)
        typed = {"channel": "letter", "reply_by": clock.today() - timedelta(days=1)}
        answer = coordinator.post(board(found, "erbjud"), typed)
        assert answer.status_code == 422
        form = answer.context["form"]
        assert form.errors == {"reply_by": ["Svarsdagen ligger före erbjudandet. Välj en senare dag."]}
        assert {name: form[name].value() for name in typed} == {name: str(value) for name, value in typed.items()}
        assert "Något har ändrats" not in text(answer)
        assert "2 erbjudanden görs" in text(answer)
        answer = coordinator.post(board(found, "erbjud"), typed | {"reply_by": clock.today()}, follow=True)
        assert "2 erbjudanden är gjorda." in text(answer)
        with here.scope:
            assert set(Offer.objects.values_list("channel", "reply_by")) == {("letter", clock.today())}

    def test_asks_as_much_for_five_activities_and_people_as_for_one(self, here, coordinator):
        url = board(self.round_of(here, 1, 1), "erbjud")
        coordinator.get(url), coordinator.post(url, self.sent)
        counts = []
        for activities, people in ((1, 1), (1, 5), (5, 5)):
            url = board(self.round_of(here, activities, people), "erbjud")
            looked = queries(coordinator, url)
            with CaptureQueriesContext(connection) as asked:
                assert coordinator.post(url, self.sent).status_code == 303
            counts.append((looked, len(asked)))
        assert counts[1:] == counts[:1] * 2

    @staticmethod
    def round_of(here, activities, people):
        """A round that proposes so many activities to so many people, as evenly as can be."""
        with here.scope:
            shelves = [here.activity("football", seats=people // activities) for _each in range(activities)]
            forms = [here.waiting("football") for _each in range(people)]
        found = solved(here, forms=[form.pk for form in forms])
        with here.scope:
            assert set(found.proposals.values_list("activity_id", flat=True)) == {each.pk for each in shelves}
        return found

    @pytest.mark.parametrize("ending", ["confirmed", "laid aside", "made again"])
    def test_when_it_is_over_it_says_what_it_said_and_not_what_is_so_today(self, here, coordinator, ending):
        with here.scope:
            form = here.waiting("ceramics", "football")
            football = here.activity("football", title="Fotboll", seats=1)
        found = solved(here)
        proposal = proposal_of(here, found, form)
        pages = board(found), board(found, "person", proposal.pk)
        for url in pages:
            page = text(coordinator.get(url))
            assert "Val 2: fotboll" in page
            assert f"ungefär {proposal.minutes} minuter ·" in page
        with here.scope:
            ended(here, found, ending)
            InterestChoice.objects.filter(form=form).delete()
            Activity.objects.filter(pk=football.pk).update(seats_taken=1, seats_offered=0)
        for url in pages:
            page = text(coordinator.get(url))
            assert f"Val 2 · ungefär {proposal.minutes} minuters resväg" in page
            assert "Utanför önskemålen" not in page
            assert ("fullt" in page) == (ending == "made again")  # it can still be gone back to

    @pytest.mark.parametrize("ending", ["failed", "laid aside"])
    def test_it_is_not_over_while_nothing_has_taken_its_place(self, here, coordinator, ending):
        with here.scope:
            here.waiting("football"), here.activity("football")
        found = solved(here)
        with here.scope:
            anew = rounds.ask_again(matching_round=found, by=here.coordinator)
            rounds.fail(pk=anew.pk) if ending == "failed" else rounds.discard(matching_round=anew, by=here.coordinator)
        assert "Val 1: fotboll" in text(coordinator.get(board(found)))

    def test_with_nothing_to_offer(self, here, coordinator):
        with here.scope:
            here.waiting("football")
        found = solved(here)
        assert "Det finns inga förslag att erbjuda" in text(coordinator.get(board(found, "erbjud")))
        assert coordinator.post(board(found, "erbjud"), self.sent).status_code == 422

    def test_somebody_else_was_first(self, here, coordinator, client, two):
        found = solved(here)
        second = Actor(member(Role.COORDINATOR, node=here.node), frozenset({Role.COORDINATOR}))
        with here.scope:
            rounds.confirm(matching_round=found, channel="phone", by=second)
        answer = coordinator.post(board(found, "erbjud"), self.sent)
        assert answer.status_code == 409
        assert "går inte att göra erbjudanden" in text(answer)
        assert "går inte att göra" in says(coordinator, board(found, "undanta"), form=two[0].pk)
        with here.scope:
            assert Offer.objects.count() == 2
