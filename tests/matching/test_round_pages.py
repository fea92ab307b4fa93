"""The coordinator's pages of a matching round: what they show, what each press does, and what they refuse."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.models import MatchingRound, Offer, Proposal
from matching.selectors.rounds import suppose
from matching.selectors.suggestions import chosen_pairs
from matching.services import offers, rounds
from matching.tasks import solve_round
from nodes.actors import Actor
from nodes.models import ReadLog
from nodes.roles import Role
from participants.models import InformationMeeting, MeetingGuest
from tests.factories import member
from tests.matching.conftest import place
from vida import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]
ALL = "/har/matchning/omgangar/"


@pytest.fixture
def coordinator(client, here):
    client.force_login(here.coordinator.user)
    return client


def solved(here, **whom) -> MatchingRound:
    with here.scope:
        made = rounds.ask(node=here.node, by=here.coordinator, **whom)
        rounds.solve_round(pk=made.pk)
        made.refresh_from_db()
    return made


def met(here, *forms) -> InformationMeeting:
    """A meeting with these people."""
    by = here.coordinator.user
    meeting = InformationMeeting.objects.create(
        node=here.node, title="Solnamötet", held_on=clock.today(), created_by=by
    )
    for form in forms:
        MeetingGuest.objects.create(
            node=here.node, service_unit=form.service_unit, participant=form.participant, meeting=meeting,
            added_at=clock.now(), added_by=by,
        )  # fmt: skip
    return meeting


def board(matching_round, *words) -> str:
    return "/".join([f"{ALL}{matching_round.pk}", *map(str, words), ""])


def proposal_of(here, matching_round, form) -> Proposal:
    with here.scope:
        return matching_round.proposals.select_related("activity").get(form=form)


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def says(client, url, **sent) -> str:
    """What a POST leads to, in words."""
    answer = client.post(url, sent, follow=True)
    assert answer.status_code == 200, answer.status_code
    return text(answer)


def queries(client, url) -> int:
    with CaptureQueriesContext(connection) as found:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(found)


class TestBegun:
    def test_for_the_whole_node(self, here, coordinator, django_capture_on_commit_callbacks):
        with here.scope:
            here.waiting(given_name="Zahra"), here.activity(title="Fotboll på Skytteholm")
        with django_capture_on_commit_callbacks() as after:
            answer = coordinator.post(f"{ALL}ny/", {"whom_for": "nod"})
        with here.scope:
            made = MatchingRound.objects.get()
        assert (answer.status_code, answer.url, len(after)) == (303, board(made), 1)
        page = text(coordinator.get(answer.url))
        assert "Väntar på sin tur" in page
        assert "Du kan lämna sidan" in page
        assert "Väntar på sin tur" in text(coordinator.get(board(made, "hur-langt")))
        solve_round(here.node.pk, made.pk)
        assert coordinator.get(board(made, "hur-langt"))["HX-Refresh"] == "true"
        page = text(coordinator.get(answer.url))
        assert "Zahra" in page
        assert "Fotboll på Skytteholm" in page
        assert "Val 1: fotboll" in page

    def test_for_a_meeting(self, here, coordinator):
        with here.scope:
            guest, _other = here.waiting(), here.waiting()
            meetings = [
                InformationMeeting.objects.create(
                    node=here.node, title=title, held_on=clock.today(), created_by=here.coordinator.user
                )
                for title in ("Solnamötet", "Tomma mötet")
            ]
            MeetingGuest.objects.create(
                node=here.node,
                service_unit=guest.service_unit,
                participant=guest.participant,
                meeting=meetings[0],
                added_at=clock.now(),
                added_by=here.coordinator.user,
            )
        page = text(coordinator.get(f"{ALL}ny/?mote={meetings[0].pk}"))
        assert "Solnamötet" in page
        assert "Tomma mötet" not in page
        answer = coordinator.post(f"{ALL}ny/", {"whom_for": "mote"})
        assert answer.status_code == 422
        assert "Välj vilket möte det gäller." in text(answer)
        assert coordinator.post(f"{ALL}ny/", {"whom_for": "mote", "meeting": meetings[0].pk}).status_code == 303
        with here.scope:
            assert MatchingRound.objects.get().chosen_forms == [guest.pk]

    @pytest.mark.parametrize(
        ("query", "chosen"),
        [
            ("anmalan={zahra}", {"zahra"}),
            ("anmalan={zahra}&anmalan={semere}&anmalan=0&anmalan=x", {"zahra", "semere"}),
            ("alla&intresse=singing", {"zahra"}),
            ("alla", {"zahra", "semere"}),
        ],
    )
    def test_for_those_chosen(self, here, coordinator, query, chosen):
        with here.scope:
            forms = {"zahra": here.waiting("singing"), "semere": here.waiting("football")}
        keys = {name: form.pk for name, form in forms.items()}
        assert coordinator.post(f"{ALL}ny/?{query.format(**keys)}", {"whom_for": "valda"}).status_code == 303
        with here.scope:
            assert set(MatchingRound.objects.get().chosen_forms) == {keys[name] for name in chosen}

    def test_when_nobody_waits(self, here, coordinator):
        answer = coordinator.post(f"{ALL}ny/", {"whom_for": "nod"})
        assert answer.status_code == 422
        assert "Ingen av dem väntar" in text(answer)
        assert coordinator.post(f"{ALL}ny/", {"whom_for": "valda"}).status_code == 422  # nobody was chosen before

    def test_that_could_not_be_worked_out(self, here, coordinator):
        with here.scope:
            here.waiting()
            made = rounds.ask(node=here.node, by=here.coordinator)
            rounds.fail(pk=made.pk)
        assert "kunde inte räknas fram" in text(coordinator.get(board(made)))
        assert "kunde inte räknas fram" in text(coordinator.get(board(made, "aktiviteter")))
        assert coordinator.get(board(made, "erbjud")).status_code == 200

    @pytest.mark.parametrize("whom", ["node", "meeting", "chosen"])
    def test_again_for_the_same_people_when_it_failed(self, here, coordinator, whom):
        with here.scope:
            form, _other = here.waiting(), here.waiting()
            meeting = met(here, form)
            words = {"node": {}, "meeting": {"meeting": meeting}, "chosen": {"forms": [form.pk]}}[whom]
            failed = rounds.ask(node=here.node, by=here.coordinator, **words)
            rounds.fail(pk=failed.pk)
        start = f"{ALL}ny/?om={failed.pk}"
        assert start in coordinator.get(board(failed)).content.decode()
        initial = coordinator.get(start).context["form"].initial
        kind = {"node": "nod", "meeting": "mote", "chosen": "valda"}[whom]
        assert initial == {"whom_for": kind, "meeting": str(meeting.pk) if whom == "meeting" else ""}
        assert coordinator.post(start, initial | {"whom_for": kind}).status_code == 303
        with here.scope:
            made = MatchingRound.objects.get(state="queued")
            assert (made.meeting_id, made.chosen_forms) == (failed.meeting_id, failed.chosen_forms)
            assert MatchingRound.objects.get(pk=failed.pk).state == "discarded"

    @pytest.mark.parametrize("number", ["0", "x", "9" * 30, "proposed"])
    def test_no_other_round_is_laid_aside_by_a_new_one(self, here, coordinator, number):
        with here.scope:
            here.waiting()
        found = solved(here)
        number = found.pk if number == "proposed" else number
        assert coordinator.post(f"{ALL}ny/?om={number}", {"whom_for": "nod"}).status_code == 303
        with here.scope:
            assert MatchingRound.objects.get(pk=found.pk).state == "proposed"


class TestBoard:
    def test_says_who_gets_what_and_why_not(self, here, coordinator):
        with here.scope:
            here.waiting("football", given_name="Oldest", days_ago=29)
            here.waiting("football", given_name="Newest", days_ago=1)
            here.waiting("ceramics", given_name="Potter")
            here.activity(title="Fotboll på Skytteholm", seats=1)
        found = solved(here)
        page = text(coordinator.get(board(found)))
        assert page.index("Oldest") < page.index("Newest")
        for words in (
            "1 av 3 personer",
            "har väntat minst lika länge",
            "Ingen aktivitet i noden passar något av valen.",
            "Bevisat bäst under de platser som finns",
            "Längst väntan först, sedan val, sedan resväg",
            "längst väntan: 1 dag",
            "3 personer",
        ):
            assert words in page, words
        page = text(coordinator.get(board(found, "aktiviteter")))
        for words in ("Fotboll på Skytteholm", "1 av 1", "Oldest", "En plats till hade räckt till en person till."):
            assert words in page, words

    @pytest.mark.parametrize(
        ("wishes", "looks_for"),
        [(("ceramics", "football"), "ceramics"), (("football",), "football"), (("singing",), "")],
    )
    def test_what_is_missing_can_be_looked_for(self, here, coordinator, wishes, looks_for):
        with here.scope:
            here.activity("football", seats=1), here.waiting("football", days_ago=29)
            here.activity("singing", first_on=clock.today() + timedelta(days=91))  # there, but begins too late
            person = here.waiting(*wishes, given_name="Potter")
        found = solved(here)
        proposal = proposal_of(here, found, person)
        where = person.participant.municipality_id
        link = f"uppsokning/ny/?intresse={looks_for}&amp;kommun={where}"
        for url in (board(found), board(found, "person", proposal.pk)):
            page = coordinator.get(url).content.decode()
            assert page.count("uppsokning/ny/") == page.count(link) == bool(looks_for), url
        with here.scope:
            rounds.exclude(proposal=proposal, by=here.coordinator)
        assert "uppsokning/ny/" not in coordinator.get(board(found)).content.decode()

    def test_nothing_is_looked_for_on_behalf_of_who_no_longer_waits(self, here, coordinator):
        with here.scope:
            form = here.waiting("ceramics")
        found = solved(here)
        assert "uppsokning/ny/" in coordinator.get(board(found)).content.decode()
        with here.scope:
            offers.give(form=form, activity=here.activity("ceramics"), channel="phone", by=here.officer)
        assert "uppsokning/ny/" not in coordinator.get(board(found)).content.decode()

    def test_an_activity_that_nobody_gets_is_shown_on_request(self, here, coordinator):
        with here.scope:
            here.waiting("football")
            here.activity("football"), here.activity("singing", title="Kören")
        found = solved(here)
        assert "Kören" not in text(coordinator.get(board(found, "aktiviteter")))
        assert "Kören" in text(coordinator.get(board(found, "aktiviteter") + "?alla"))
        assert "Kören" not in text(coordinator.get(board(found, "aktiviteter") + "?alla&intresse=football"))

    @pytest.mark.parametrize(
        ("words", "others"),
        [((), "singing"), (("aktiviteter",), "singing"), (("erbjud",), "football")],  # a few for each activity at last
    )
    def test_asks_as_much_for_three_people_as_for_one(self, here, coordinator, words, others):
        with here.scope:
            here.waiting("football")
            here.activity("football")
        one = solved(here)
        with here.scope:
            for area in ("football", others):
                here.waiting(area)
                if area != "football":
                    here.activity(area)
        three = solved(here)
        coordinator.get(board(one, *words))
        assert queries(coordinator, board(one, *words)) == queries(coordinator, board(three, *words))

    def test_the_list_and_the_comparison_ask_as_much_for_three_as_for_one(self, here, coordinator):
        with here.scope:
            here.waiting("football")
        empty = solved(here)
        coordinator.get(ALL)
        one = queries(coordinator, ALL)
        with here.scope:
            here.activity("football")
        first = solved(here)
        compared = f"{ALL}jamfor/?m={empty.pk}&m={first.pk}"
        for_one = queries(coordinator, compared)
        with here.scope:
            here.waiting("football"), here.waiting("football")
        second = solved(here)
        assert queries(coordinator, ALL) == one
        assert queries(coordinator, f"{ALL}jamfor/?m={empty.pk}&m={second.pk}") == for_one

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("visa=utan", {"Potter"}),
            ("visa=forslag", {"Zahra", "Semere"}),
            ("visa=lasta", {"Zahra"}),
            ("visa=undantagna", set()),
            ("visa=andrade", set()),
            ("visa=x&kommun=9999&sort=-nej&page=hej", {"Zahra", "Semere", "Potter"}),
            ("kommun=0186", set()),
            ("intresse=football", {"Zahra", "Semere"}),
        ],
    )
    def test_its_filters(self, here, coordinator, query, shown):
        with here.scope:
            zahra = here.waiting("football", given_name="Zahra")
            here.waiting("football", given_name="Semere"), here.waiting("ceramics", given_name="Potter")
            here.activity("football")
        found = solved(here)
        with here.scope:
            rounds.lock(proposal=found.proposals.get(form=zahra), by=here.coordinator)
        page = text(coordinator.get(f"{board(found)}?{query}"))
        assert {name for name in ("Zahra", "Semere", "Potter") if name in page} == shown

    def test_a_protected_person_is_matched_and_nowhere_named(self, here, coordinator):
        with here.scope:
            form = here.waiting(given_name="Hemlig", protection="marking", protection_since=clock.today())
            here.activity(title="Fotboll på Skytteholm")
        found = solved(here)
        proposal = proposal_of(here, found, form)
        assert proposal.activity_id
        for url in (board(found), board(found, "erbjud"), board(found) + "?visa=forslag", board(found, "aktiviteter")):
            page = text(coordinator.get(url))
            assert "Hemlig" not in page
        page = text(coordinator.get(board(found)))
        assert "Skyddade uppgifter" in page
        assert "Fotboll på Skytteholm" not in page
        person = board(found, "person", proposal.pk)
        for url in (person, f"{person}las/"):
            answer = coordinator.post(url)
            assert answer.url.endswith("/oppna/"), answer.url
        assert not proposal_of(here, found, form).locked

    def test_who_was_shown_stands_in_the_read_log(self, here, coordinator):
        with here.scope:
            form = here.waiting()
            here.activity()
        found = solved(here)
        coordinator.get(board(found))
        coordinator.get(board(found, "aktiviteter"))
        with here.scope:
            logged = ReadLog.objects.filter(participant_id=form.participant_id).values_list("where", "why")
            assert set(logged) == {("matching:round", "list"), ("matching:round_activities", "list")}

    def test_a_forecast_has_no_board(self, here, coordinator):
        with here.scope:
            here.waiting()
            made = rounds.ask_forecast(node=here.node)
            rounds.solve_round(pk=made.pk)
        assert coordinator.get(board(made)).status_code == 404
        assert "Inga matchningar än" in text(coordinator.get(ALL))

    def test_another_node_and_a_case_officer_do_not_get_in(self, here, client):
        with here.scope:
            here.waiting()
        found = solved(here)
        client.force_login(here.officer.user)
        assert client.get(board(found)).status_code == 403
        client.force_login(place("dar").coordinator.user)
        assert client.get(board(found)).status_code == 404
        assert client.get(board(found).replace("/har/", "/dar/")).status_code == 404


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

    def test_undo_comes_too_late_when_somebody_has_changed_it_since(self, here, coordinator, one):
        found = solved(here)
        person = board(found, "person", proposal_of(here, found, one).pk)
        undo = undo_in(coordinator.post(f"{person}las/", follow=True))
        coordinator.post(f"{person}undanta/")
        assert "ändrats sedan dess" in says(coordinator, undo)
        assert proposal_of(here, found, one).excluded
        assert "inte att ångra längre" in says(coordinator, board(found, "angra") + "?t=hittepå")
        assert "inte att ångra längre" in says(coordinator, board(found, "angra"))

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


def undo_in(answer) -> str:
    """The address that undoes, out of the page's message."""
    found = re.search(r'action="([^"]*angra[^"]*)"', answer.content.decode())
    assert found, text(answer)
    return found[1].replace("&amp;", "&")


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
        assert answer.status_code in (409, 422)
        with here.scope:
            assert not Offer.objects.exists()

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


def suppose_in(found, proposal, activity):
    found = MatchingRound.objects.select_related("node__programme").get(pk=found.pk)
    proposal = found.proposals.select_related("form__participant", "participant").get(pk=proposal.pk)
    proposal.round, proposal.form.node = found, found.node
    pair = chosen_pairs([proposal.form], {proposal.form_id: activity}, on=clock.today())[proposal.form_id]
    return suppose(proposal, pair, on=clock.today())
