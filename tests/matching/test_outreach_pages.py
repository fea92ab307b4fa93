"""Outreach as the coordinator sees it: who is likely to have an answer, and the pages of the tasks."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from associations.models import ContactPerson
from associations.selectors.likely_in import likely_in
from associations.states import ActivityState
from matching.services import outreach, rounds
from nodes.roles import Role
from tests.factories import ActivityFactory, AssociationFactory, UserFactory, member
from tests.matching.conftest import place
from tests.matching.gaps import address, area, log, opened, town
from vida import clock

pytestmark = pytest.mark.django_db


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
                        log(here, task, association=AssociationFactory(node=here.node))
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
