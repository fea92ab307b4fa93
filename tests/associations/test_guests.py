"""Guest places: opened, taken back, and the wall whole between the two nodes (R83)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from associations.models import Activity, Association, GuestPlaces, Occasion
from associations.selectors.history import history_of
from associations.services import activities
from associations.services.activities import BelongsElsewhere
from associations.services.guests import CannotOpen, open_places, take_back
from associations.services.occasions import make_occasions
from associations.services.seats import NoSeatsToSpare
from nodes.actors import THE_SYSTEM
from nodes.models import ScopeUse
from tests.associations.conftest import mails
from tests.factories import AssociationFactory, NodeFactory, UserFactory, neighbour_of
from tests.guests import REASON, neighbours
from vida import clock
from vida.states import NotAllowed

pytestmark = pytest.mark.django_db


def number_in_sql(pk) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM associations_activity WHERE id = %s", [pk])
        return cursor.fetchone()[0]


class TestOpened:
    def test_the_places_move_and_each_is_counted_once(self, two):
        places = two.open(3)
        assert two.seats() == (7, 3)
        assert (places.seats, places.opened_by, places.reason) == (3, two.home.coordinator.user, REASON)

    def test_the_twin_is_the_same_activity_at_the_same_moments(self, two):
        with two.home.scope:
            make_occasions(two.football)
            Occasion.objects.filter(activity=two.football, number=2).update(cancelled_at=clock.now(), note="Lov.")
            fields = ("number", "starts_at", "ends_at", "note", "cancelled_at")
            at_home = list(two.football.occasions.values_list(*fields))
            areas = list(two.football.interests.values_list("area__code", flat=True))
        two.open()
        twin = two.twin()
        assert (twin.title, twin.state, twin.first_on, twin.starts_at) == (
            two.football.title, two.football.state, two.football.first_on, two.football.starts_at,
        )  # fmt: skip
        assert (twin.home_node, twin.home_activity) == (two.home.node, two.football.pk)
        with two.guest.scope:
            assert list(twin.occasions.values_list(*fields)) == at_home
            assert list(twin.interests.values_list("area__code", flat=True)) == areas

    def test_a_running_activity_has_a_running_twin(self):
        two = neighbours(state="running", first_on=clock.today() - timedelta(days=7))
        two.open()
        assert two.twin().state == "running"

    def test_more_places_go_to_the_same_twin(self, two):
        two.open(3)
        again = two.open(5)
        assert two.seats() == (5, 5)
        assert again.seats == 5
        with two.guest.scope:
            assert Activity.objects.count() == 1

    def test_pressing_twice_changes_nothing(self, two):
        first = two.open(3)
        assert two.open(3).opened_at == first.opened_at
        assert two.seats() == (7, 3)

    def test_fewer_than_it_has_is_for_taking_back(self, two):
        two.open(3)
        with pytest.raises(CannotOpen, match="redan 3 platser") as refusal:
            two.open(2)
        assert refusal.value.field == "seats"

    @pytest.mark.parametrize(("seats", "possible"), [(7, True), (8, False)])
    def test_only_places_that_nobody_has_or_was_offered(self, seats, possible):
        two = neighbours(seats_taken=2, seats_offered=1)
        if possible:
            two.open(seats)
            assert two.seats() == (3, 7)
        else:
            with pytest.raises(NoSeatsToSpare):
                two.open(seats)
            with two.guest.scope:
                assert not Activity.objects.exists()

    def test_a_third_node_has_its_own(self, two):
        third = neighbour_of(two.home.node, "0162")
        two.open(3)
        two.open(2, to_node=third)
        assert two.seats() == (5, 3)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"reason": " "}, "reason"), ({"seats": 0}, "seats"), ({"to_node": "own"}, "to_node"),
         ({"to_node": "other programme"}, "to_node")],
    )  # fmt: skip
    def test_what_is_refused(self, two, changes, field):
        nodes = {"own": two.home.node, "other programme": NodeFactory()}
        if "to_node" in changes:
            changes = {"to_node": nodes[changes["to_node"]]}
        with pytest.raises(CannotOpen) as refusal:
            two.open(**changes)
        assert refusal.value.field == field

    @pytest.mark.parametrize(("days", "possible"), [(0, True), (-1, False)])
    def test_not_when_the_last_time_has_been(self, days, possible):
        last = clock.today() + timedelta(days=days)
        two = neighbours(first_on=last - timedelta(days=49), last_on=last)
        if possible:
            assert two.open().seats == 3
        else:
            with pytest.raises(CannotOpen, match="redan varit"):
                two.open()

    @pytest.mark.parametrize("by", ["officer", "guest"])
    def test_only_the_homes_coordinator(self, two, by):
        actor = two.home.officer if by == "officer" else THE_SYSTEM
        with pytest.raises(NotAllowed):
            two.open(by=actor)


class TestAssociation:
    def owner(self, two, **changes):
        with two.home.scope:
            Association.objects.filter(pk=two.football.association_id).update(**changes)

    def test_is_known_by_its_number(self, two):
        self.owner(two, organisation_number="8020024280")
        with two.guest.scope:
            known = AssociationFactory(node=two.guest.node, name="Bollklubben", organisation_number="8020024280")
        two.open()
        assert two.twin().association == known

    def test_is_made_once_and_tells_where_it_comes_from(self, two):
        with two.home.scope:
            singing = two.home.activity("singing")
            Activity.objects.filter(pk=singing.pk).update(association=two.football.association)
        two.open()
        two.open(activity=singing)
        with two.guest.scope:
            made = Association.objects.get()
            assert (made.name, made.source) == (two.football.association.name, "Gästplatser från Nod vast")
            assert made.activities.count() == 2


class TestTakenBack:
    def test_what_nobody_uses_comes_back(self, two):
        places = two.open(4)
        with two.guest.scope:
            Activity.objects.filter(pk=places.twin).update(seats_taken=1, seats_offered=1)
        back = two.take_back(places)
        assert two.seats() == (8, 2)
        assert (back.seats, back.taken_back_by) == (2, two.home.coordinator.user)
        two.take_back(places)
        assert two.seats() == (8, 2)

    def test_nothing_to_take_back(self, two):
        places = two.open(1)
        with two.guest.scope:
            Activity.objects.filter(pk=places.twin).update(seats_offered=1)
        with pytest.raises(CannotOpen, match="tagna eller erbjudna"):
            two.take_back(places)
        assert two.seats() == (9, 1)

    def test_all_of_them_and_opened_again(self, two):
        assert two.take_back(two.open(2)).seats == 0
        assert two.seats() == (10, 0)
        again = two.open(1)
        assert (again.seats, again.taken_back_at) == (1, None)
        assert two.seats() == (9, 1)


class TestTheWall:
    def test_neither_node_sees_the_others_row(self, two):
        places = two.open()
        with two.guest.scope:
            assert (number_in_sql(two.football.pk), number_in_sql(places.twin)) == (0, 1)
            assert not GuestPlaces._base_manager.exists()
        with two.home.scope:
            assert (number_in_sql(two.football.pk), number_in_sql(places.twin)) == (1, 0)

    def test_no_key_leads_across(self, two):
        """An offer, or anything else, of one node's activity in the other fails as it always has."""
        places = two.open()
        with two.home.scope, connection.cursor() as cursor:
            GuestPlaces.objects.filter(pk=places.pk).update(activity_id=places.twin)
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            GuestPlaces.objects.filter(pk=places.pk).update(activity_id=two.football.pk)

    def test_what_the_system_does_between_them_shows_no_person_and_is_written_down(self, two):
        two.take_back(two.open())
        scope = f"{two.home.node.pk},{two.guest.node.pk}"
        uses = ScopeUse.objects.filter(scope=scope).order_by("id").values_list("why", flat=True)
        assert list(uses) == ["guest places: open", "guest places: take back"]

    @pytest.mark.parametrize(
        "changes",
        [{"home_activity": None}, {"home_node": None}, {"home_node": "own"}, {"state": "submitted"}],
    )
    def test_the_database_holds_a_twin_to_its_home(self, two, changes):
        places = two.open()
        if changes.get("home_node") == "own":
            changes = {"home_node": two.guest.node}
        with pytest.raises(IntegrityError), two.guest.scope:
            Activity.objects.filter(pk=places.twin).update(**changes)

    @pytest.mark.parametrize(
        "changes",
        [{"to_node": "own"}, {"seats": 0}, {"seats": -1}, {"reason": ""}, {"taken_back_at": clock.now()}],
    )
    def test_and_what_the_home_remembers(self, two, changes):
        places = two.open()
        if "to_node" in changes:
            changes = {"to_node": two.home.node}
        with pytest.raises(DatabaseError), two.home.scope:
            GuestPlaces.objects.filter(pk=places.pk).update(**changes)


class TestTheGuestNode:
    """It offers the places; what the activity is, is decided at home."""

    def test_opens_none_of_them_further(self, two):
        two.open()
        twin = two.twin()
        with two.guest.scope, pytest.raises(BelongsElsewhere, match="Nod vast"):
            open_places(activity=twin, to_node=two.home.node, seats=1, reason="Tillbaka.", by=two.guest.coordinator)

    @pytest.mark.parametrize("service", ["cancel", "confirm_term"])
    def test_moves_nothing(self, two, service):
        places = two.open()
        with two.guest.scope:
            if service == "confirm_term":
                Activity.objects.filter(pk=places.twin).update(state="unconfirmed")
            twin, more = two.twin(), {"reason": "Nej."} if service == "cancel" else {}
            with pytest.raises(BelongsElsewhere):
                getattr(activities, service)(activity=twin, by=two.guest.coordinator, **more)

    def test_a_lapsed_and_confirmed_home_takes_its_twin_along(self, two):
        two.open()
        with two.home.scope:
            activities.lapse(activity=two.football)
        assert two.twin().state == "unconfirmed"
        with two.home.scope:
            activities.confirm_term(activity=two.football, by=two.home.coordinator)
        assert two.twin().state == "approved"
        assert not mails()


class TestHistory:
    def words(self, scope, activity):
        with scope:
            return [(entry["what"], entry.get("note", "")) for entry in history_of(activity)]

    def test_both_nodes_tell_it(self, two):
        two.open(1)
        two.take_back(two.open(3))
        with two.home.scope:
            told = self.words(two.home.scope, two.football)
        assert told == [
            ("3 platser togs tillbaka från Nod nordost", ""),
            ("2 platser öppnades för Nod nordost", REASON),
            ("1 plats öppnades för Nod nordost", REASON),
            ("Godkänd", ""),
        ]
        assert self.words(two.guest.scope, two.twin()) == [
            ("Nod vast tog tillbaka 3 platser", ""),
            ("Nod vast öppnade 2 platser här", ""),
            ("Nod vast öppnade 1 plats här", ""),
        ]


def test_a_user_of_the_other_node_is_no_matter_of_the_scope(two):
    """The rows say who opened: people of the programme stand outside the wall."""
    places = two.open()
    with two.guest.scope:
        assert two.twin().decided_by_id == two.football.decided_by_id
    assert UserFactory._meta.model.objects.filter(pk=places.opened_by_id).exists()


def test_taking_back_is_the_coordinators(two):
    places = two.open()
    with two.home.scope, pytest.raises(NotAllowed):
        take_back(places=places, by=two.home.officer)
