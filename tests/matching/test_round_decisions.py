"""What each press on a round's board does to one person's proposal, and what it refuses; how it is undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching.models import MatchingRound
from matching.selectors.rounds import suppose
from matching.selectors.suggestions import chosen_pairs
from matching.services import offers, rounds
from nodes.models import ReadLog
from nodes.roles import Role
from participants.selectors.protected import SESSION_KEY
from tests.factories import member
from tests.matching.roundpages import board, proposal_of, queries, says, solved, text, undo_in
from vida import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]


class TestDecided:
    @pytest.fixture
    def one(self, here):
        with here.scope:
            form = here.waiting("football", "singing", given_name="Zahra")
            here.activity("football", title="Fotboll")
        return form

    @pytest.mark.parametrize(
        ("first", "word", "field", "value"),
        [("", "las", "locked", True), ("las", "las-upp", "locked", False), ("", "undanta", "excluded", True)],
    )
    def test_and_undone(self, here, coordinator, one, first, word, field, value):
        found = solved(here)
        person = board(found, "person", proposal_of(here, found, one).pk)
        if first:
            says(coordinator, f"{person}{first}/")
        before = proposal_of(here, found, one)
        answer = coordinator.post(f"{person}{word}/?visa=forslag&page=1")
        assert (answer.status_code, answer.url) == (303, f"{board(found)}?visa=forslag&page=1")
        assert getattr(proposal_of(here, found, one), field) is value
        undo = undo_in(coordinator.get(answer.url))
        assert "Ändringen är ångrad." in says(coordinator, undo)
        after = proposal_of(here, found, one)
        assert rounds.decided(after) == rounds.decided(before)

    @pytest.mark.parametrize(
        ("presses", "says_so"),
        [
            (["las"], ["Låst av"]),
            (["las", "las-upp"], []),  # it stands as it was worked out
            (["undanta"], ["Undantagen av"]),
            (["undanta", "ta-med"], ["Ändrad av"]),
            ([], []),
        ],
    )
    def test_by_whom_is_said_to_whoever_works_on_it_too(self, here, coordinator, client, one, presses, says_so):
        found = solved(here)
        person = board(found, "person", proposal_of(here, found, one).pk)
        for word in presses:
            coordinator.post(f"{person}{word}/")
        client.force_login(member(Role.COORDINATOR, node=here.node))
        for url in (person, board(found)):
            page, by = text(client.get(url)), here.coordinator.user
            assert [words for words in ("Låst av", "Ändrad av", "Undantagen av") if f"{words} {by}" in page] == says_so

    def test_undo_comes_too_late_when_somebody_has_changed_it_since(self, here, coordinator, one):
        found = solved(here)
        person = board(found, "person", proposal_of(here, found, one).pk)
        undo = undo_in(coordinator.post(f"{person}las/", follow=True))
        coordinator.post(f"{person}undanta/")
        assert "ändrats sedan dess" in says(coordinator, undo)
        assert proposal_of(here, found, one).excluded
        assert "inte att ångra längre" in says(coordinator, board(found, "angra") + "?t=hittepå")
        assert "inte att ångra längre" in says(coordinator, board(found, "angra"))

    def test_undo_asks_why_again_about_a_protected_person(self, here, coordinator):
        with here.scope:
            form = here.waiting(protection="marking", protection_since=clock.today())
            here.activity()
        found = solved(here)
        coordinator.post(f"/har/deltagare/{form.participant_id}/oppna/", {"reason": "Låser platsen åt personen"})
        undo = undo_in(
            coordinator.post(f"{board(found, 'person', proposal_of(here, found, form).pk)}las/", follow=True)
        )
        session = coordinator.session
        del session[SESSION_KEY]  # a quarter of an hour later
        session.save()
        assert coordinator.post(undo).url.endswith("/oppna/")
        assert proposal_of(here, found, form).locked

    def test_undo_does_not_take_a_place_from_somebody_else(self, here, coordinator):
        with here.scope:
            first, second = here.waiting(days_ago=9), here.waiting()
            activity = here.activity(seats=1)
        found = solved(here)
        person = board(found, "person", proposal_of(here, found, first).pk)
        undo = undo_in(coordinator.post(f"{person}undanta/", follow=True))
        with here.scope:
            rounds.move(proposal=found.proposals.get(form=second), activity=activity, by=here.coordinator)
        assert "gått till någon annan" in says(coordinator, undo)
        assert proposal_of(here, found, first).excluded

    def test_what_is_left_out_can_be_taken_in_again(self, here, coordinator, one):
        found = solved(here)
        person = board(found, "person", proposal_of(here, found, one).pk)
        assert "Undantagen" in says(coordinator, f"{person}undanta/")
        assert "Inget förslag än" in says(coordinator, f"{person}ta-med/")
        assert "ingen plats att låsa" in says(coordinator, f"{person}las/")

    @pytest.mark.parametrize("word", ["las", "las-upp", "undanta", "ta-med"])
    def test_a_round_that_somebody_else_has_laid_aside_says_so(self, here, coordinator, one, word):
        found = solved(here)
        with here.scope:
            rounds.discard(matching_round=found, by=here.coordinator)
        person = board(found, "person", proposal_of(here, found, one).pk)
        assert "går inte att göra när läget är ”Lagd åt sidan”" in says(coordinator, f"{person}{word}/")
        assert "går inte att göra" in says(coordinator, board(found, "igen"))
        assert coordinator.get(person).status_code == 200

    def test_laying_aside_asks_first(self, here, coordinator, one):
        found = solved(here)
        assert "Inga erbjudanden görs av den" in text(coordinator.get(board(found, "at-sidan")))
        assert "Lagd åt sidan" in says(coordinator, board(found, "at-sidan"))
        assert "Flytta" not in text(coordinator.get(board(found)))
        confirmed = solved(here)
        with here.scope:
            rounds.confirm(matching_round=confirmed, channel="phone", by=here.coordinator)
        assert coordinator.post(board(confirmed, "at-sidan")).status_code == 409

    def test_an_action_is_a_press(self, here, coordinator, one):
        found = solved(here)
        person = board(found, "person", proposal_of(here, found, one).pk)
        for word in ("las", "las-upp", "undanta", "ta-med"):
            assert coordinator.get(f"{person}{word}/").status_code == 405
        other = solved(here)
        assert coordinator.post(board(other, "person", proposal_of(here, found, one).pk, "las")).status_code == 404


class TestMoved:
    def test_the_page_shows_what_there_is_and_a_move_is_saved(self, here, coordinator):
        with here.scope:
            form = here.waiting("football", "singing", given_name="Zahra")
            here.activity("football", title="Fotboll")
            choir = here.activity("singing", title="Kören")
            late = here.activity("singing", title="Sent", first_on=clock.today() + timedelta(days=91))
        found = solved(here)
        person = board(found, "person", proposal_of(here, found, form).pk)
        page = text(coordinator.get(f"{person}?visa=forslag"))
        assert page.index("Fotboll Nuvarande förslag") < page.index("Kören") < page.index("Något står i vägen")
        assert page.index("Något står i vägen") < page.index("längre bort än 90")
        page = text(coordinator.get(f"{person}?aktivitet={choir.pk}"))
        assert "Om personen flyttas till Kören" in page
        assert "Ingen annan får något annat." in page
        answer = coordinator.post(f"{person}?visa=forslag&aktivitet={choir.pk}")
        assert (answer.status_code, answer.url) == (303, f"{board(found)}?visa=forslag")
        assert set(coordinator.cookies) <= {"sessionid", "csrftoken"}  # the name is told on the page, never in a cookie
        answer = coordinator.get(answer.url)
        assert "Zahra" in text(answer)
        assert "är flyttad till Kören, och platsen är låst." in text(answer)
        assert "Ändrad för hand" in text(answer)
        says(coordinator, undo_in(answer))
        assert proposal_of(here, found, form).activity.title == "Fotboll"
        assert coordinator.post(f"{person}?aktivitet={late.pk}").status_code == 422
        assert coordinator.post(f"{person}?aktivitet={late.pk}", {"anyway": "yes"}).status_code == 303
        for nothing in ("999999999", "x", "-1", "9" * 30):
            assert coordinator.get(f"{person}?aktivitet={nothing}").status_code == 404

    def test_the_page_asks_as_much_with_three_activities_as_with_one(self, here, coordinator):
        with here.scope:
            form, choir = here.waiting("football", "singing"), here.activity("singing")
            here.waiting("singing")
        urls = []
        for _more in (0, 2):
            found = solved(here)
            urls.append(f"{board(found, 'person', proposal_of(here, found, form).pk)}?aktivitet={choir.pk}")
            with here.scope:
                here.activity("football"), here.activity("singing"), here.waiting("football")
        coordinator.get(urls[0])
        assert queries(coordinator, urls[0]) == queries(coordinator, urls[1])

    def test_into_a_full_activity_says_who_gives_way_and_undoing_puts_both_back(self, here, coordinator):
        with here.scope:
            stays = here.waiting("football", given_name="Amina", days_ago=1)
            leaves = here.waiting("football", "ceramics", given_name="Yusuf", days_ago=20)
            football = here.activity("football", title="Fotboll", seats=1)
            here.activity("ceramics", title="Keramik", seats=1)
        found = solved(here)
        with here.scope:  # most get a place: Amina football, Yusuf ceramics
            rounds.exclude(proposal=found.proposals.get(form=stays), by=here.coordinator)
            rounds.move(proposal=found.proposals.get(form=leaves), activity=football, by=here.coordinator)
            rounds.unlock(proposal=found.proposals.get(form=leaves), by=here.coordinator)
            rounds.include(proposal=found.proposals.get(form=stays), by=here.coordinator)
        person = f"{board(found, 'person', proposal_of(here, found, stays).pk)}?aktivitet={football.pk}"
        page = coordinator.get(person)
        assert "Yusuf" in text(page)
        with here.scope:
            logged = ReadLog.objects.filter(where="matching:round_person").values_list("participant_id", flat=True)
            assert set(logged) == {stays.participant_id, leaves.participant_id}
        other = proposal_of(here, found, leaves)
        assert coordinator.post(person).status_code == 422
        answer = coordinator.post(person, {"instead_of": other.pk}, follow=True)
        assert "står nu utan plats: gör om matchningen" in text(answer)
        assert proposal_of(here, found, leaves).activity is None
        says(coordinator, undo_in(answer))
        assert (proposal_of(here, found, leaves).activity, proposal_of(here, found, stays).activity) == (football, None)

    def test_what_if_says_who_gets_what_instead(self, here, coordinator):
        with here.scope:
            amina = here.waiting("football", given_name="Amina", family_name="Ali", days_ago=8)
            here.waiting("football", "ceramics", given_name="Yusuf", family_name="Omar", days_ago=20)
            football = here.activity("football", title="Fotboll", seats=1)
            here.activity("ceramics", title="Keramik", seats=1)
            here.activity("chess", title="Schack", seats=1)
        found = solved(here)
        assert proposal_of(here, found, amina).activity == football
        person = board(found, "person", proposal_of(here, found, amina).pk)
        with here.scope:
            other = found.proposals.exclude(form=amina).get()
            supposed = suppose_in(found, other, football)
        assert supposed.sentences == ("Amina Ali blir utan plats.",)
        assert (supposed.sum_words, supposed.gives_way.form_id) == ("Någon blir utan plats.", amina.pk)
        page = text(coordinator.get(f"{board(found, 'person', other.pk)}?aktivitet={football.pk}"))
        assert "Amina Ali blir utan plats." in page
        with here.scope:
            rounds.lock(proposal=found.proposals.get(form=amina), by=here.coordinator)
            assert suppose_in(found, other, football) is None
        page = text(coordinator.get(f"{board(found, 'person', other.pk)}?aktivitet={football.pk}"))
        assert "Alla platser här är låsta" in page
        assert "Flytta och lås" not in page
        assert coordinator.get(person).status_code == 200

    def test_a_protected_person_who_gives_way_is_not_named(self, here, coordinator):
        with here.scope:
            here.waiting(
                "football", given_name="Hemlig", days_ago=8, protection="marking", protection_since=clock.today()
            )
            other = here.waiting("football", "ceramics", days_ago=20)
            football = here.activity("football", seats=1)
            here.activity("ceramics", title="Keramik", seats=1)
        found = solved(here)
        page = coordinator.get(f"{board(found, 'person', proposal_of(here, found, other).pk)}?aktivitet={football.pk}")
        assert "En person med skyddade uppgifter får ett annat förslag." in text(page)
        assert "Hemlig" not in text(page)

    def test_somebody_who_no_longer_waits_is_to_be_left_out(self, here, coordinator):
        with here.scope:
            form, football = here.waiting("football"), here.activity("football")
        found = solved(here)
        with here.scope:
            offers.give(form=form, activity=football, channel="phone", by=here.officer)
        person = board(found, "person", proposal_of(here, found, form).pk)
        page = text(coordinator.get(f"{person}?aktivitet={football.pk}"))
        assert "väntar inte längre på ett erbjudande" in page
        assert "Passar, och har plats kvar" not in page


def suppose_in(found, proposal, activity):
    found = MatchingRound.objects.select_related("node__programme").get(pk=found.pk)
    proposal = found.proposals.select_related("form__participant", "participant").get(pk=proposal.pk)
    proposal.round, proposal.form.node = found, found.node
    pair = chosen_pairs([proposal.form], {proposal.form_id: activity.pk}, on=clock.today())[proposal.form_id]
    return suppose(proposal, pair, on=clock.today())
