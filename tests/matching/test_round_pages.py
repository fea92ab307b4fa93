"""The coordinator's pages of a matching round: how one is begun, and what its board shows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching.models import MatchingRound
from matching.services import offers, rounds
from matching.tasks import solve_round
from nodes.models import ReadLog
from participants.models import InformationMeeting, MeetingGuest
from tests.matching.conftest import place
from tests.matching.roundpages import ALL, board, met, proposal_of, queries, solved, text
from vida import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_friday")]


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
        [((), "singing"), (("aktiviteter",), "singing")],
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
