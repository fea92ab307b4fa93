"""A node with one of everything, to try to see from outside: data that could leak."""

from __future__ import annotations

from datetime import date, time, timedelta
from types import SimpleNamespace

from associations.models import ContactPerson, Occasion, RegisterImport, RegisterRow
from associations.services.guests import open_places
from matching.models import MatchingRound, OutreachContact, OutreachTask, Proposal, RoundActivity
from nodes.actors import Actor
from nodes.models import InterestArea, Invitation, OutboxMessage
from nodes.roles import Role
from nodes.tenancy import acting_in, node_scope
from participants.models import EligibilityCheck, InformationMeeting, MeetingGuest, SecrecyWaiver, TakenTime
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    InterestFormFactory,
    NodeFactory,
    OfferFactory,
    ParticipantFactory,
    ServiceUnitFactory,
    UserFactory,
    member,
    neighbour_of,
)
from tests.placements.factories import PlacementFactory
from vida import clock

# Words that stand in this node's rows and nowhere else.
SECRETS = ("Zebulon", "Quistgaard", "199002289800", "Xylofonorkestern", "Yggdrasilsdans", "Wollmarmöte")


def a_whole_node(slug: str = "vast") -> SimpleNamespace:
    """Everything that a node can hold, with names that would be known if they came out."""
    node = NodeFactory(slug=slug)
    unit = ServiceUnitFactory(node=node)
    coordinator = member(Role.COORDINATOR, node=node)
    with acting_in(node_scope(node.pk)):
        person = ParticipantFactory(
            service_unit=unit,
            given_name="Zebulon",
            family_name="Quistgaard",
            identity_kind="personal",
            identity_number="199002289800",
            identity_index="0" * 64,
            registered_by=coordinator,
        )
        common = {"node": node, "service_unit": unit, "participant": person}
        meeting = InformationMeeting.objects.create(
            node=node, title="Wollmarmöte", held_on=clock.today(), created_by=coordinator
        )
        guest = MeetingGuest.objects.create(**common, meeting=meeting, added_at=clock.now(), added_by=coordinator)
        form = InterestFormFactory(participant=person, meeting=meeting)
        association = AssociationFactory(node=node, name="Xylofonorkestern")
        contact = ContactPerson.objects.create(node=node, association=association, name="Kim", email="kim@example.se")
        activity = ActivityFactory(association=association, title="Yggdrasilsdans")
        began = clock.now() - timedelta(days=1)
        Occasion.objects.create(
            node=node, activity=activity, number=1, starts_at=began, ends_at=began + timedelta(hours=1)
        )
        offer = OfferFactory(form=form, activity=activity)
        type(form).objects.filter(pk=form.pk).update(state="offered")
        placement = PlacementFactory(participant=person, activity=activity)
        matching_round = MatchingRound.objects.create(
            node=node,
            state="proposed",
            reckoned_on=clock.today(),
            order="default",
            horizon_days=90,
            engine_version="1",
            figures={
                "people": 1, "matched": 1, "activities": 1, "seats": 1, "seconds": 0.01,
                "money": {"weights": [["waiting", 4], ["rank", 1]], "of_rank": [0, 1, 2], "of_travel": 0},
            },
            asked_at=clock.now(),
            asked_by=coordinator,
            proposed_at=clock.now(),
        )  # fmt: skip
        proposal = Proposal.objects.create(
            **common, round=matching_round, form=form, activity=activity, waiting_class=0, rank=0, travel=0
        )
        RoundActivity.objects.create(node=node, round=matching_round, activity=activity, seats=1, price=0)
        waiver = SecrecyWaiver.objects.create(
            **common,
            to_whom="Föreningen",
            what="Namn",
            purpose="Närvaro",
            how=SecrecyWaiver.How.WRITTEN,
            valid_from=clock.today(),
            recorded_by=coordinator,
        )
        outreach = OutreachTask.objects.create(
            node=node,
            area=InterestArea.objects.get(code="singing"),
            waiting_then=1,
            note="Xylofonorkestern",
            responsible=coordinator,
            next_on=clock.today(),
            opened_at=clock.now(),
            opened_by=coordinator,
        )
        asked = OutreachContact.objects.create(
            node=node,
            task=outreach,
            association=association,
            contacted_on=clock.today(),
            how="phone",
            recorded_at=clock.now(),
            recorded_by=coordinator,
        )
        EligibilityCheck.objects.create(
            **common, checked_on=clock.today(), checked_by=coordinator, answer="yes", method="attested"
        )
        TakenTime.objects.create(**common, kind="sfi", weekday=0, starts_at=time(8), ends_at=time(12))
        register = RegisterImport.objects.create(node=node, file_name="register.csv", imported_by=coordinator)
        row = RegisterRow.objects.create(
            node=node, register_import=register, number=1, name="Xylofonorkestern", outcome="faulty"
        )
        guest_places = open_places(
            activity=activity, to_node=neighbour_of(node), seats=2, reason="Nära hem.",
            by=Actor(coordinator, frozenset({Role.COORDINATOR})),
        )  # fmt: skip
        message = OutboxMessage.objects.create(
            node=node, key="a", channel="mail", to="zebulon@example.se", body="Zebulon", next_try_at=clock.now()
        )
    invitation = Invitation.objects.create(
        email="ny@example.se",
        name="Ny",
        role=Role.PROJECT_GROUP_MEMBER,
        programme=node.programme,
        node=node,
        secret_hash="x",
        invited_by=UserFactory(),
        invited_at=clock.now(),
        expires_at=clock.now() + timedelta(days=1),
    )
    return SimpleNamespace(
        node=node,
        unit=unit,
        coordinator=coordinator,
        person=person,
        meeting=meeting,
        guest=guest,
        form=form,
        association=association,
        contact=contact,
        activity=activity,
        offer=offer,
        placement=placement,
        waiver=waiver,
        message=message,
        register=register,
        row=row,
        outreach=outreach,
        asked=asked,
        guest_places=guest_places,
        invitation=invitation,
        matching_round=matching_round,
        proposal=proposal,
        membership=coordinator.memberships.get(),
    )


# What the number in an address is of: the longest beginning of the address's name that stands here.
NUMBER_OF = {
    "associations:": "activity",
    "associations:association": "association",
    "associations:contact": "association",
    "matching:": "offer",
    "matching:participant": "person",
    "matching:meeting": "meeting",
    "matching:guest": "meeting",
    "matching:approve_activity": "activity",
    "matching:round": "matching_round",
    "matching:cancel_activity": "activity",
    "matching:outreach": "outreach",
    "associations:register": "register",
    "participants:": "person",
    "participants:meeting": "meeting",
    "placements:": "placement",
    "placements:attendance": "activity",
    "nodes:unit": "unit",
    "nodes:outbox": "message",
    "nodes:node_member": "membership",
    "nodes:node_invitation": "invitation",
}


def arguments_into(world: SimpleNamespace, name: str, pattern, slug: str) -> dict:
    """The parts of an address, so that it leads to the world's own rows by way of the node `slug`."""
    thing = NUMBER_OF[max((start for start in NUMBER_OF if name.startswith(start)), key=len, default="matching:")]
    values = {
        "node": slug,
        "pk": getattr(world, thing).pk,
        "form": world.form.pk,
        "guest": world.guest.pk,
        "contact": (world.asked if name.startswith("matching:") else world.contact).pk,
        "proposal": world.proposal.pk,
        "waiver": world.waiver.pk,
        "row": world.row.pk,
        "places": world.guest_places.pk,
        "quarter": date(2026, 1, 1),
        "code": "late",
    }
    return {part: values.get(part, "ord") for part in pattern.pattern.converters}
