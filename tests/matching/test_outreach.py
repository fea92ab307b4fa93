"""Outreach: a task for a gap, what was answered, and its end by an activity or a person's word."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from associations.services.activities import CannotApprove
from matching.models import OutreachContact, OutreachTask
from matching.selectors.outreach import overdue, waiting_for, with_waiting
from matching.services import outreach
from matching.services.activities import approve_activity, cancel_activity
from matching.states import OUTREACH, OutreachState
from nodes.actors import Actor
from nodes.roles import Role
from participants.services.refusals import Refusal
from tests.factories import AssociationFactory
from tests.matching.conftest import place
from tests.matching.gaps import address, approved, area, log, opened, submitted
from vida import clock
from vida.states import START, SYSTEM, NotAllowed

pytestmark = pytest.mark.django_db


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
    def test_it_moves_the_next_step(self, here):
        with here.scope:
            task = opened(here)
            day = clock.today() + timedelta(days=20)
            log(here, task, next_on=day, note="Ring på tisdag")
            task.refresh_from_db()
            assert (task.next_on, task.contacts.get().note) == (day, "Ring på tisdag")

    @pytest.mark.parametrize(("field", "allowed", "refused"), [("contacted_on", 0, 1), ("next_on", 0, -1)])
    def test_days_both_sides(self, here, field, allowed, refused):
        with here.scope:
            task = opened(here)
            log(here, task, **{field: clock.today() + timedelta(days=allowed)})
            with pytest.raises(Refusal) as refusal:
                log(here, task, **{field: clock.today() + timedelta(days=refused)})
            assert refusal.value.field == field

    def test_not_of_a_task_that_has_ended(self, here):
        with here.scope:
            task = opened(here)
            contact = log(here, task)
            outreach.drop(task=task, reason="Provar annat", by=here.coordinator)
            with pytest.raises(NotAllowed):
                log(here, task)
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
