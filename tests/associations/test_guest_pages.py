"""The pages of guest places: what each node's people see of them, and what is said where something is wrong (R83)."""

from __future__ import annotations

import pytest

from associations.models import Activity, GuestPlaces
from associations.services import activities
from nodes.models import Node
from nodes.roles import Role
from tests.factories import NodeFactory, member, neighbour_of
from tests.guests import REASON, neighbours

pytestmark = pytest.mark.django_db


class TestPages:
    def url(self, two, rest="", slug="vast", pk=None):
        return f"/{slug}/aktiviteter/{pk or two.football.pk}/{rest}"

    def test_opened_seen_and_taken_back(self, client, two):
        client.force_login(two.home.coordinator.user)
        assert "Öppna platser för en annan nod" in client.get(self.url(two)).content.decode()
        page = client.get(self.url(two, "gastplatser/"))
        assert "10 platser" in page.content.decode()
        answer = client.post(self.url(two, "gastplatser/"), self.typed(two))
        assert (answer.status_code, answer.url) == (303, self.url(two))
        page = client.get(self.url(two)).content.decode()
        assert REASON in page
        assert "7 av 7 lediga" in page
        back = self.url(two, f"gastplatser/{self.places(two).pk}/ta-tillbaka/")
        assert back in page
        assert "3 platser kommer tillbaka hit." in client.get(back).content.decode()
        assert client.post(back).status_code == 303
        assert "10 av 10 lediga" in client.get(self.url(two)).content.decode()

    def typed(self, two, **changes):
        return {"to_node": two.guest.node.pk, "seats": "3", "reason": REASON} | changes

    def places(self, two):
        with two.home.scope:
            return GuestPlaces.objects.get()

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"seats": "11"}, "inte lediga längre"),
            ({"seats": "0"}, "Skriv minst 1."),
            ({"seats": ""}, "Skriv hur många platser."),
            ({"reason": ""}, "Skriv varför"),
            ({"to_node": ""}, "Välj vilken nod"),
            ({"to_node": "999999"}, "Välj något i listan."),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(self, client, two, changes, sentence):
        client.force_login(two.home.coordinator.user)
        answer = client.post(self.url(two, "gastplatser/"), self.typed(two, **changes))
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert ("reason" in changes) or REASON in answer.content.decode()

    def test_a_cancelled_activity_opens_nothing(self, client, two):
        client.force_login(two.home.coordinator.user)
        with two.home.scope:
            activities.cancel(activity=two.football, reason="Hallen är stängd.", by=two.home.coordinator)
        assert client.post(self.url(two, "gastplatser/"), self.typed(two)).status_code == 409

    def test_nothing_to_take_back_is_said(self, client, two):
        client.force_login(two.home.coordinator.user)
        places = two.open(1)
        with two.guest.scope:
            Activity.objects.filter(pk=places.twin).update(seats_taken=1)
        answer = client.post(self.url(two, f"gastplatser/{places.pk}/ta-tillbaka/"))
        assert answer.status_code == 409
        assert "tagna eller erbjudna" in answer.content.decode()

    def test_the_guests_page_says_whose_it_is_and_offers_no_button(self, client, two):
        pk = two.open().twin
        client.force_login(two.guest.coordinator.user)
        page = client.get(self.url(two, slug="nordost", pk=pk)).content.decode()
        assert "Gästplatser från Nod vast" in page
        assert REASON not in page
        assert "stall-in" not in page
        assert "gastplatser" not in page
        assert client.post(self.url(two, "gastplatser/", slug="nordost", pk=pk), self.typed(two)).status_code == 422
        listed = client.get("/nordost/aktiviteter/").content.decode()
        assert "Nod vast" in listed

    def test_the_others_rows_do_not_exist(self, client, two):
        places = two.open()
        client.force_login(two.guest.coordinator.user)
        for slug in ("vast", "nordost"):
            for rest in ("", "gastplatser/", f"gastplatser/{places.pk}/ta-tillbaka/"):
                assert client.get(self.url(two, rest, slug=slug)).status_code == 404
        client.force_login(two.home.coordinator.user)
        assert client.get(self.url(two, pk=places.twin)).status_code == 404

    def test_others_who_see_the_activity_see_no_button(self, client, two):
        two.open()
        client.force_login(member(Role.PROJECT_MANAGER, node=two.home.node))
        page = client.get(self.url(two)).content.decode()
        assert REASON in page
        assert "gastplatser" not in page

    def test_alone_in_the_programme_there_is_nobody_to_open_for(self, client):
        two = neighbours()
        two.guest.node.node_municipalities.all().delete()
        Node.objects.filter(pk=two.guest.node.pk).update(programme=NodeFactory(municipalities=["0162"]).programme)
        client.force_login(two.home.coordinator.user)
        assert "annan nod" not in client.get(self.url(two)).content.decode()

    def test_as_many_queries_for_three_nodes_as_for_one(self, client, two, django_assert_num_queries):
        client.force_login(two.home.coordinator.user)
        client.get(self.url(two))  # from here on the history knows who did it
        two.open(1)
        with django_assert_num_queries(99, exact=False) as first:
            client.get(self.url(two))
        for code in ("0162", "0187"):
            two.open(1, to_node=neighbour_of(two.home.node, code))
        with django_assert_num_queries(len(first)):
            client.get(self.url(two))
