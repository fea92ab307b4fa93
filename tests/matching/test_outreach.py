"""Outreach: a task for a gap, whom to ask, what they answered, and its end by an activity or a person's word."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from openpyxl import load_workbook

from associations.models import Activity, ContactPerson
from associations.selectors.likely_in import likely_in
from associations.services.activities import CannotApprove
from associations.states import ActivityState
from matching.models import OutreachContact, OutreachTask
from matching.selectors.outreach import overdue, waiting_for, with_waiting
from matching.services import outreach, rounds
from matching.services.activities import approve_activity, cancel_activity
from matching.states import OUTREACH, OutreachState
from nodes.actors import Actor
from nodes.models import InterestArea, Municipality
from nodes.roles import Role
from participants.services.refusals import Refusal
from tests.factories import ActivityFactory, AssociationFactory, UserFactory, member
from tests.matching.conftest import place
from vida import clock
from vida.states import START, SYSTEM, NotAllowed

pytestmark = pytest.mark.django_db


def area(code: str) -> InterestArea:
    return InterestArea.objects.get(code=code)


def town(code: str | None) -> Municipality | None:
    return Municipality.objects.get(pk=code) if code else None


def opened(here, code="singing", where: str | None = "0184") -> OutreachTask:
    task, _made = outreach.open_task(node=here.node, area=area(code), municipality=town(where), by=here.coordinator)
    return task


def submitted(here, *areas: str, **values) -> Activity:
    """What an association has sent in, and nobody has decided about."""
    undecided = {"association": None, "decided_by": None, "decided_at": None, "state": ActivityState.SUBMITTED}
    starts = clock.today() + timedelta(days=20)
    return ActivityFactory(
        node=here.node, areas=list(areas), first_on=starts, association_name="Solna kör", **undecided | values
    )


def approved(here, *areas: str, **values) -> list[OutreachTask]:
    activity = submitted(here, *areas, **values)
    owner = AssociationFactory(node=here.node)
    return approve_activity(activity=activity, association=owner, by=here.coordinator)[1]


def address(name: str = "outreach", *keys: int, **query: str) -> str:
    return reverse(f"matching:{name}", args=["har", *keys], query=query or None)


class TestOpening:
    def test_it_counts_those_who_wait_for_it_there(self, here):
        with here.scope:
            here.waiting("singing")
            here.waiting("football", "chess", "instrument")
            here.waiting("singing", municipality_id="0186")
            here.waiting("chess")
            here.waiting("singing", protection="marking", protection_since=clock.today())
            numbers = [opened(here, code, where).waiting_then for code, where in (
                ("singing", "0184"), ("music", "0184"), ("music", None), ("yoga", "0184"))]  # fmt: skip
            assert numbers == [1, 2, 3, 0]
            here.waiting("singing")
            rows = with_waiting(OutreachTask.objects.order_by("id"))
            assert [row.waiting_now for row in rows] == [2, 3, 4, 0]
            assert waiting_for(area("music"), None) == 4

    def test_it_has_somebody_and_a_day(self, here, on_a_friday):
        with here.scope:
            task = opened(here)
            assert (task.state, task.responsible, task.opened_by) == ("open", here.coordinator.user, task.responsible)
            assert (task.next_on - clock.today()).days == 7
            assert str(task) == "Sång och kör i Solna"
            assert str(opened(here, "music", None)) == "Musik i hela noden"

    def test_asking_twice_gives_the_same(self, here):
        with here.scope:
            first = opened(here, "music")
            assert opened(here, "music") == first
            assert opened(here, "music", "0186") != first
            assert opened(here, "singing") != first

    def test_one_for_the_whole_node_is_for_its_municipalities_too(self, here):
        with here.scope:
            everywhere = opened(here, "music", None)
            assert opened(here, "music", "0186") == everywhere
            assert opened(here, "music", None) == everywhere

    def test_one_that_has_ended_is_no_hindrance(self, here):
        with here.scope:
            first = opened(here)
            outreach.drop(task=first, reason="Provar annat", by=here.coordinator)
            assert opened(here) != first

    def test_the_database_holds_it_to_one(self, here):
        with here.scope:
            task = opened(here, "music", None)
            task.pk = None
            with pytest.raises(IntegrityError), transaction.atomic():
                task.save()

    @pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.PROJECT_MANAGER])
    def test_others_may_not(self, here, role):
        by = Actor(here.officer.user, frozenset({role}))
        with here.scope, pytest.raises(NotAllowed):
            outreach.open_task(node=here.node, area=area("music"), municipality=None, by=by)


@pytest.mark.parametrize("event", OUTREACH.all_events)
@pytest.mark.parametrize("state", [START, *OutreachState])
@pytest.mark.parametrize("role", [*Role, SYSTEM])
def test_every_state_event_and_role(event, state, role):
    allowed = {
        ("open", START): OutreachState.OPEN,
        ("meet", "open"): OutreachState.MET,
        ("drop", "open"): OutreachState.DROPPED,
        ("reopen", "met"): OutreachState.OPEN,
        ("reopen", "dropped"): OutreachState.OPEN,
    }
    if role == Role.COORDINATOR and (event, state) in allowed:
        assert OUTREACH.to(event, state, role) == allowed[event, state]
    else:
        with pytest.raises(NotAllowed):
            OUTREACH.to(event, state, role)


class TestMetByAnActivity:
    @pytest.mark.parametrize(
        ("code", "where", "of", "at", "met"),
        [
            ("singing", "0184", "singing", "0184", True),
            ("singing", "0184", "instrument", "0184", False),  # of the same group, and not what was looked for
            ("music", "0184", "instrument", "0184", True),
            ("music", "0184", "football", "0184", False),
            ("singing", "0184", "singing", "0186", False),
            ("singing", None, "singing", "0186", True),
        ],
    )
    def test_the_area_and_the_place(self, here, code, where, of, at, met):
        with here.scope:
            task = opened(here, code, where)
            assert approved(here, of, municipality_id=at) == ([task] if met else [])
            task.refresh_from_db()
            assert task.state == ("met" if met else "open")
            assert bool(task.activity) is bool(task.ended_at) is bool(task.ended_by) is met
            assert (task.next_on is None) is met

    def test_one_activity_may_meet_several(self, here):
        with here.scope:
            tasks = [opened(here, "singing"), opened(here, "music", None), opened(here, "yoga")]
            assert approved(here, "singing", "yoga") == tasks

    def test_what_cannot_be_approved_meets_nothing(self, here):
        with here.scope:
            task = opened(here)
            activity = submitted(here, "singing", introduction="")
            with pytest.raises(CannotApprove):
                approve_activity(activity=activity, association=AssociationFactory(node=here.node), by=here.coordinator)
            task.refresh_from_db()
            assert task.state == "open"

    def test_twice_changes_nothing(self, here):
        with here.scope:
            task = opened(here)
            activity, owner = submitted(here, "singing"), AssociationFactory(node=here.node)
            for met in ([task], []):
                found = approve_activity(activity=activity, association=owner, by=here.coordinator)
                assert found == (activity, met)

    def test_another_nodes_task_is_left_alone(self, here):
        there = place("dar")
        with there.scope:
            task = opened(there, "singing", None)
        with here.scope:
            assert approved(here, "singing") == []
        with there.scope:
            task.refresh_from_db()
            assert task.state == "open"

    def test_the_coordinator_reads_it_on_the_page(self, here, client):
        with here.scope:
            task, activity = opened(here), submitted(here, "singing", title="Solkören")
        client.force_login(here.coordinator.person)
        url = reverse("matching:approve_activity", args=["har", activity.pk])
        page = client.post(url, {"association": "new"}, follow=True).content.decode()
        assert "uppgiften är klar" in page
        assert address("outreach_task", task.pk) in page
        page = client.get(address("outreach_task", task.pk)).content.decode()
        assert "En aktivitet finns nu" in page
        assert "Solkören" in page
        assert "Klar: aktiviteten godkändes" in page


class TestEnding:
    def test_dropped_with_a_reason_and_opened_again_with_another(self, here, client):
        with here.scope:
            task = opened(here)
            with pytest.raises(Refusal):
                outreach.drop(task=task, reason=" ", by=here.coordinator)
            for _twice in range(2):
                outreach.drop(task=task, reason="Ingen svarar", by=here.coordinator)
            task.refresh_from_db()
            assert (task.state, task.end_reason, task.next_on) == ("dropped", "Ingen svarar", None)
            for _twice in range(2):
                task = outreach.reopen(task=task, reason="En ny kör har bildats", by=here.coordinator)
            assert (task.state, task.end_reason, task.ended_at) == ("open", "", None)
            assert task.next_on > clock.today()
        client.force_login(here.coordinator.person)
        page = client.get(address("outreach_task", task.pk)).content.decode()
        for words in ("En ny kör har bildats", "Ingen svarar", "Uppgiften skapades"):
            assert words in page

    def test_met_by_mistake_is_opened_again(self, here):
        with here.scope:
            task = opened(here)
            approved(here, "singing")
            task = outreach.reopen(task=task, reason="Den är på fel tid", by=here.coordinator)
            assert (task.state, task.activity) == ("open", None)

    @pytest.mark.parametrize("another", [False, True])
    def test_a_cancelled_activity_opens_what_it_had_met_unless_another_looks_for_it(self, here, client, another):
        with here.scope:
            task, other = opened(here), opened(here, "yoga")
            approved(here, "singing")
            if another:
                opened(here)
            task.refresh_from_db()
            activity = task.activity
            for _twice in range(2):
                cancel_activity(activity=activity, by=here.coordinator, reason="Hallen är stängd.")
            for row in (task, other):
                row.refresh_from_db()
            assert (task.state, task.activity) == (("met", activity) if another else ("open", None))
            assert (other.state, task.responsible) == ("open", here.coordinator.user)
        client.force_login(here.coordinator.person)
        page = client.get(address("outreach_task", task.pk)).content.decode()
        assert ("Öppnades igen" in page) is ("Hallen är stängd." in page) is not another

    def test_not_beside_another_open_one(self, here):
        with here.scope:
            task = opened(here)
            outreach.drop(task=task, reason="Provar annat", by=here.coordinator)
            opened(here)
            with pytest.raises(Refusal, match="redan en öppen"):
                outreach.reopen(task=task, reason="Ändå", by=here.coordinator)

    @pytest.mark.parametrize(
        "wrong", [{"state": "met"}, {"state": "dropped"}, {"next_on": None}, {"ended_at": clock.now()}]
    )
    def test_the_database_holds_states_to_their_columns(self, here, wrong):
        with here.scope:
            task = opened(here)
            with pytest.raises(IntegrityError), transaction.atomic():
                OutreachTask.objects.filter(pk=task.pk).update(**wrong)


class TestContacts:
    def log(self, here, task, **values):
        told = {"contacted_on": clock.today(), "how": "phone", "answer": "maybe", "next_on": clock.today()}
        association = values.pop("association", None) or AssociationFactory(node=here.node)
        return outreach.log_contact(task=task, association=association, by=here.coordinator, **told | values)

    def test_it_moves_the_next_step(self, here):
        with here.scope:
            task = opened(here)
            day = clock.today() + timedelta(days=20)
            self.log(here, task, next_on=day, note="Ring på tisdag")
            task.refresh_from_db()
            assert (task.next_on, task.contacts.get().note) == (day, "Ring på tisdag")

    @pytest.mark.parametrize(("field", "allowed", "refused"), [("contacted_on", 0, 1), ("next_on", 0, -1)])
    def test_days_both_sides(self, here, field, allowed, refused):
        with here.scope:
            task = opened(here)
            self.log(here, task, **{field: clock.today() + timedelta(days=allowed)})
            with pytest.raises(Refusal) as refusal:
                self.log(here, task, **{field: clock.today() + timedelta(days=refused)})
            assert refusal.value.field == field

    def test_not_of_a_task_that_has_ended(self, here):
        with here.scope:
            task = opened(here)
            contact = self.log(here, task)
            outreach.drop(task=task, reason="Provar annat", by=here.coordinator)
            with pytest.raises(NotAllowed):
                self.log(here, task)
            with pytest.raises(NotAllowed):
                outreach.remove_contact(contact=contact, by=here.coordinator)

    def test_written_down_undone_and_still_in_the_history(self, here, client):
        with here.scope:
            task, choir = opened(here), AssociationFactory(node=here.node, name="Solna kör")
        client.force_login(here.coordinator.person)
        url = address("outreach_contact", task.pk)
        day = f"{clock.today():%Y-%m-%d}"
        typed = {
            "association": choir.pk, "contacted_on": day, "how": "mail", "answer": "will", "next_on": day,
            "note": "De har sex platser",
        }  # fmt: skip
        assert client.post(url, typed | {"association": ""}).status_code == 422
        assert client.post(url, typed | {"contacted_on": "2999-01-01"}).status_code == 422
        page = client.post(url, typed, follow=True).content.decode()
        assert "De har sex platser" in page
        with here.scope:
            contact = OutreachContact.objects.get()
        undo = address("outreach_contact_remove", task.pk, contact.pk)
        assert undo in page
        page = client.post(undo, follow=True).content.decode()
        assert "Kontakten togs bort: Solna kör" in page
        with here.scope:
            assert not OutreachContact.objects.exists()

    @pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False)])
    def test_overdue(self, here, on_a_friday, days, late):
        with here.scope:
            task = opened(here)
            OutreachTask.objects.filter(pk=task.pk).update(next_on=clock.today() + timedelta(days=days))
            assert list(overdue(clock.today())) == ([task] if late else [])


class TestLikely:
    def names(self, code, where="0184", **also):
        return [one.association.name for one in likely_in(area(code), town(where), **also)]

    def test_what_they_have_had_and_what_they_say_near_first(self, here):
        with here.scope:
            had = AssociationFactory(node=here.node, name="Ögruppen")
            ActivityFactory(association=had, areas=["singing"], state=ActivityState.ENDED, title="Vårkören")
            AssociationFactory(node=here.node, name="Allsångarna", activities_text="Körsång, allsång")
            AssociationFactory(node=here.node, name="Lidingö damkör", municipality_id="0186")
            AssociationFactory(node=here.node, name="Trafikskolan", activities_text="Körkort och körlektioner")
            AssociationFactory(node=here.node, name="Bollklubben", activities_text="Fotboll")
            AssociationFactory(node=here.node, name="Vilande kören", status="paused")
            assert self.names("singing") == ["Ögruppen", "Allsångarna", "Lidingö damkör"]
            assert self.names("music") == ["Ögruppen", "Allsångarna", "Lidingö damkör"]
            assert self.names("singing", "0186")[0] == "Lidingö damkör"
            (first, *_others) = likely_in(area("singing"), None)
            assert (first.activities, first.here) == (("Vårkören",), True)

    def test_an_activity_that_never_was_counts_for_nothing(self, here):
        with here.scope:
            other = AssociationFactory(node=here.node, name="Andra")
            called_off = {"cancelled_at": clock.now(), "cancelled_by": here.coordinator.user}
            ActivityFactory(association=other, areas=["singing"], state=ActivityState.CANCELLED, **called_off)
            assert self.names("singing") == []
            assert self.names("singing", also=[other.pk]) == ["Andra"]

    def test_one_and_many_cost_the_same(self, here, django_assert_num_queries):
        wanted, where = area("singing"), town("0184")
        with here.scope:
            for number in range(3):
                choir = AssociationFactory(node=here.node, name=f"Kör {number}")
                ContactPerson.objects.create(node=here.node, association=choir, name="Kim", email="kim@example.se")
                with django_assert_num_queries(4):
                    likely_in(wanted, where)


class TestPages:
    def test_from_the_forecast_by_one_click_and_never_twice(self, here, client):
        with here.scope:
            here.waiting("singing")
            rounds.solve_round(pk=rounds.ask_forecast(node=here.node).pk)
        client.force_login(here.coordinator.person)
        page = client.get(address("forecast")).content.decode()
        fields = dict(re.findall(r'name="(intresse|kommun)" value="([^"]*)"', page))
        assert fields == {"intresse": "music", "kommun": "0184"}
        first = client.post(address("outreach_new"), fields)
        second = client.post(address("outreach_new"), fields)
        assert first["Location"] == second["Location"]
        assert "Det finns redan en uppgift" in client.get(second["Location"]).content.decode()
        page = client.get(address("forecast")).content.decode()
        assert "Öppna uppgiften" in page
        assert "Sök föreningar" not in page

    def test_from_a_choice_that_there_is_nothing_for(self, here, client):
        with here.scope:
            form = here.waiting("singing", "football", "chess")
            here.activity("football", seats=0)
            here.activity("chess", for_whom="men")
        url = reverse("matching:suggestions", args=["har", form.pk])
        client.force_login(here.officer.person)
        assert 'name="intresse"' not in client.get(url).content.decode()
        client.force_login(here.coordinator.person)
        page = client.get(url).content.decode()
        # something to look for where there is none, or none with a place; not where a rule stands in the way
        assert re.findall(r'name="intresse" value="([^"]*)"', page) == ["singing", "football"]
        answer = client.post(address("outreach_new"), {"intresse": "singing", "kommun": "0184"}, follow=True)
        assert "Sång och kör i Solna" in answer.content.decode()

    def test_a_gap_that_is_none_is_asked_for_again(self, here, client):
        client.force_login(here.coordinator.person)
        assert "Skapa uppgiften" in client.get(address("outreach_new", intresse="music")).content.decode()
        for wrong in ({}, {"intresse": "nonsense"}, {"intresse": "music", "kommun": "9999"}):
            assert client.post(address("outreach_new"), wrong).status_code == 422

    def test_the_page_has_numbers_the_gap_and_a_letter_about_nobody(self, here, client):
        with here.scope:
            here.waiting("singing", given_name="Sjungande")
            AssociationFactory(node=here.node, name="Solna kör", email="kor@example.se")
            rounds.solve_round(pk=rounds.ask_forecast(node=here.node).pk)
            task = opened(here, "music")
        client.force_login(here.coordinator.person)
        page = client.get(address("outreach_task", task.pk)).content.decode()
        for words in ("1 person har det bland sina val", "ingen aktivitet inom musik", "Solna kör", "kor@example.se"):
            assert words in page
        mail = unquote(re.findall(r'mailto:kor@example\.se\?([^"]*)"', page)[0])
        assert "/anmal-aktivitet/har/" in mail
        assert "Solna" in mail
        assert "person" not in mail
        assert "Sjungande" not in page

    def test_changed_by_hand(self, here, client):
        with here.scope:
            task = opened(here)
        other = member(Role.COORDINATOR, node=here.node)
        stranger = UserFactory()
        client.force_login(here.coordinator.person)
        url = address("outreach_change", task.pk)
        day = f"{clock.today():%Y-%m-%d}"
        typed = {"responsible": other.pk, "next_on": day, "note": "Ring kören"}
        assert client.post(url, typed | {"responsible": stranger.pk}).status_code == 422
        assert client.post(url, typed | {"next_on": "2020-01-01"}).status_code == 422
        page = client.post(url, typed, follow=True).content.decode()
        assert "Ring kören" in page
        assert other.name in page

    def test_the_list_filters_sorts_pages_and_is_exported(self, here, client):
        with here.scope:
            here.waiting("singing")
            opened(here, "music")
            outreach.drop(task=opened(here, "yoga", None), reason="Nog", by=here.coordinator)
        client.force_login(here.coordinator.person)
        page = client.get(address()).content.decode()
        assert page.index("Musik i Solna") < page.index("Yoga i hela noden")
        for query, shown in (
            ({"lage": "open"}, "Musik"), ({"lage": "dropped"}, "Yoga"), ({"intresse": "music"}, "Musik"),
            ({"intresse": "fitness"}, "Yoga"), ({"kommun": "0184"}, "Musik"), ({"steg": "later"}, "Musik"),
        ):  # fmt: skip
            page = client.get(address(**query)).content.decode()
            assert (f">{shown} i" in page, page.count('role="row"')) == (True, 2), query
        assert client.get(address(sort="-waiting_now")).status_code == 200
        book = load_workbook(BytesIO(client.get(address("outreach_export")).content))
        rows = list(book.active.values)
        assert rows[1][0] == "Musik i Solna"
        assert len(rows) == 3

    def test_one_and_many_cost_the_same(self, here, client, django_assert_max_num_queries):
        client.force_login(here.coordinator.person)
        client.get(address())  # from now on the history has a name for who did it
        counts = []
        for codes in (["singing"], ["yoga", "chess", "football"]):
            with here.scope:
                tasks = [opened(here, code) for code in codes]
                for task in tasks:
                    for _each in codes:
                        TestContacts().log(here, task, association=AssociationFactory(node=here.node))
            for url in (address(), address("outreach_task", tasks[-1].pk)):
                client.get(url)
                with django_assert_max_num_queries(40) as queries:
                    client.get(url)
                counts.append(len(queries))
        assert counts[:2] == counts[2:]

    def test_another_node_finds_nothing(self, here, client):
        there = place("dar")
        with there.scope:
            task = opened(there, "singing", None)
        client.force_login(here.coordinator.person)
        assert "Sång" not in re.sub(r"<option.*?</option>", "", client.get(address()).content.decode())
        for name in ("outreach_task", "outreach_change", "outreach_drop", "outreach_reopen", "outreach_contact"):
            assert client.get(address(name, task.pk)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_the_same_task(here):
    ready, found = threading.Barrier(2), []

    def click():
        try:
            with here.scope:
                ready.wait()
                found.append(opened(here, "music").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == 1
