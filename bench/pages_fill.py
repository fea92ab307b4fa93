"""Fills two nodes of one programme, in the database itself: 1,000 and 100,000 participants, and what belongs to them.

Everything grows in proportion: forms and wishes, offers, places, attendance, their history, checks, taken times and the
read log. The same rows every time: what varies is a hash of the row's number.
"""

from dataclasses import dataclass
from datetime import timedelta

import pgtrigger
from django.apps import apps
from django.db import connection, transaction
from pghistory.models import Event

from bench.inserting import remember
from bench.pages_node import NodeRows
from bench.pages_owner import empty, tidy, without_foreign_keys
from nodes.models import (
    Membership,
    Node,
    NodeMunicipality,
    Programme,
    ServiceUnit,
    User,
)
from nodes.roles import Role
from nodes.services.programmes import NEEDED_KINDS, create_programme, load_kinds, organisation
from nodes.services.reference import load_reference_data
from nodes.tenancy import TenantModel, acting_in, node_scope
from vida import clock

SIZES = {"liten": (1_000, ("0160", "0162", "0117")), "stor": (100_000, ("0184", "0183", "0125"))}
UNITS = 6


@dataclass(frozen=True)
class Filled:
    """A filled node and who opens its pages."""

    node: Node
    people: int
    municipality: str
    coordinator: User
    case_officer: User
    unit: int  # the case officer's


def fill() -> list[Filled]:
    """Return both nodes, filled now or by an earlier run on the same day (the deadlines count from it)."""
    today = f"bench {clock.today()}"
    if not Programme.objects.filter(name=today).exists():
        if Programme.objects.exists():
            print("Emptying what was filled on another day.", flush=True)
            empty()
        with without_foreign_keys(), transaction.atomic():
            found(today)
            for slug, (people, _codes) in SIZES.items():
                print(f"Filling a node with {people:,} participants.", flush=True)
                fill_node(Node.objects.get(slug=slug), people)
        tidy()
    return [filled(slug) for slug in SIZES]


def fill_node(node: Node, people: int) -> None:
    """Fill one node, and write its history."""
    with acting_in(node_scope(node.pk)), pgtrigger.ignore(), connection.cursor() as cursor:
        # Nothing is known yet of tables that fill up in this transaction; what follows joins all of them.
        cursor.execute("SET LOCAL enable_nestloop = off")
        NodeRows(node, people, SIZES[node.slug][1]).fill()
        for event in apps.get_models():
            if issubclass(event, Event) and issubclass(event.pgh_tracked_model, TenantModel):
                remember(event, node)


def filled(slug: str) -> Filled:
    """Return what is known of a filled node."""
    people, codes = SIZES[slug]
    node = Node.objects.select_related("programme").get(slug=slug)
    units = list(node.service_units.order_by("id").values_list("id", flat=True))
    users = {m.role: m.user for m in node.memberships.select_related("user").order_by("-id")}
    return Filled(node, people, codes[0], users[Role.COORDINATOR], users[Role.CASE_OFFICER], units[0])


def found(name: str) -> None:
    """A programme, two nodes, six units each, a coordinator and a case officer."""
    load_reference_data()
    load_kinds()
    partners = [organisation(name=words, kind=kind) for kind, words in NEEDED_KINDS.items()]
    today = clock.today()
    programme = create_programme(
        name=name,
        owner=partners[2],
        partners=partners,
        funder="AMIF",
        method="NAD",
        eu_funded=True,
        starts_on=today - timedelta(days=900),
        ends_on=today + timedelta(days=600),
    )
    for slug, (_people, codes) in SIZES.items():
        node = Node.objects.create(programme=programme, slug=slug, name=f"Nod {slug}")
        for code in codes:
            NodeMunicipality.objects.create(
                programme=programme, node=node, municipality_id=code, valid_from=programme.starts_on
            )
        units = [
            ServiceUnit.objects.create(
                node=node,
                municipality_id=codes[number % 3],
                authority=ServiceUnit.Authority.MUNICIPALITY,
                name=f"Enhet {number} i {slug}",
                contact_name="Kontakt",
                contact_email="kontakt@example.se",
            )
            for number in range(UNITS)
        ]
        for role, unit in ((Role.COORDINATOR, None), (Role.CASE_OFFICER, units[0])):
            user = User.objects.create(email=f"{role}.{slug}@example.se", name=f"{role} {slug}")
            Membership.objects.create(user=user, role=role, programme=programme, node=node, service_unit=unit)
    User.objects.create(email="admin@example.se", name="Admin", is_staff=True, is_superuser=True)
