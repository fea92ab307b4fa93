"""Thirty people at an information meeting in väst, and a stage or a screen for most of them; run inside the site's own
process. They wish for what no other journey and nothing in the demonstration offers.
"""

from __future__ import annotations

from datetime import timedelta

from matching.services import rounds
from nodes.actors import Actor
from nodes.models import Node, ServiceUnit, User
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope
from participants.models import InformationMeeting, MeetingGuest
from tests.factories import ActivityFactory, AssociationFactory, InterestFormFactory, ParticipantFactory
from tests.matching.conftest import waive
from vida import clock

MEETING, STAGE, SCREEN, LAST = "Mötet i Huvudsta", "Teatern i Huvudsta", "Filmen i Huvudsta", "Orgelskolan i Huvudsta"
PEOPLE, STAGE_SEATS, SCREEN_SEATS = 30, 12, 10
RIVALS = ("Första Orgel", "Andra Orgel")  # they want the same last place


def sit_down() -> None:
    """Everybody came two weeks ago and is matched today; stage and screen are for women, as they are."""
    node = Node.objects.select_related("programme").get(slug="vast")
    coordinator = User.objects.get(email="jonas.wallin@demo.example.se")
    with acting_in(node_scope(node.pk)):
        association = AssociationFactory(node=node, name="Huvudsta kulturförening")
        common = {"association": association, "decided_by": coordinator, "for_whom": "women"}
        ActivityFactory(title=STAGE, areas=["theatre"], seats=STAGE_SEATS, **common)
        ActivityFactory(title=SCREEN, areas=["film"], seats=SCREEN_SEATS, **common)
        meeting = InformationMeeting.objects.create(
            node=node,
            title=MEETING,
            held_on=clock.today() - timedelta(days=14),
            matching_on=clock.today(),
            created_by=coordinator,
        )
        for number in range(PEOPLE):
            person = waits(node, coordinator, f"Gäst{number:02}", "Kultur", ["theatre", "film"], number % 13)
            MeetingGuest.objects.create(
                node=node,
                service_unit=person.service_unit,
                participant=person,
                meeting=meeting,
                added_at=clock.now(),
                added_by=coordinator,
            )


def want_the_last_place() -> None:
    """Two men, a place, and a round for each of them."""
    node = Node.objects.select_related("programme").get(slug="vast")
    coordinator = User.objects.get(email="jonas.wallin@demo.example.se")
    by = Actor(coordinator, frozenset({Role.COORDINATOR}))
    with acting_in(node_scope(node.pk)):
        association = AssociationFactory(node=node, name="Huvudsta orgelvänner")
        ActivityFactory(title=LAST, areas=["instrument"], seats=1, association=association, decided_by=coordinator)
        for name in RIVALS:
            person = waits(node, coordinator, *name.split(), ["instrument"], 1, sex="man")
            made = rounds.ask(node=node, by=by, forms=[person.forms.get().pk])
            rounds.solve_round(pk=made.pk)


def waits(node: Node, by: User, given_name: str, family_name: str, wishes: list[str], days: int, **more: str):
    person = ParticipantFactory(
        node=node,
        service_unit=ServiceUnit.objects.filter(node=node, municipality="0184").order_by("pk").first(),
        given_name=given_name,
        family_name=family_name,
        registered_by=by,
        **more,
    )
    waive(person)
    InterestFormFactory(participant=person, asked_on=clock.today() - timedelta(days=days), areas=wishes)
    return person
