"""The programme, its partners and its three nodes."""

from datetime import date, timedelta
from typing import Final

from nodes.models import Node, NodeMunicipality, Programme, ProgrammeTerms
from nodes.services.programmes import create_programme, load_kinds, organisation
from vida.calendar import Quarter

NODES: Final = {  # slug: name, mail, telephone, municipalities (R3)
    "stockholm": ("Nod Stockholm", "vida.stockholm@demo.example.se", "+46846500410", ("0180",)),
    "vast": ("Nod väst", "vida.vast@demo.example.se", "+46846500420", ("0125", "0184", "0183")),
    "nordost": (
        "Nod nordost",
        "vida.nordost@demo.example.se",
        "+46846500430",
        ("0162", "0188", "0160", "0187", "0117"),
    ),
}
PARTNERS: Final = (
    ("Arbetsförmedlingen", "employment_service"),
    ("Stockholms stad", "municipality"),
    ("Solna stad", "municipality"),
    ("Sundbybergs stad", "municipality"),
    ("Ekerö kommun", "municipality"),
    ("Danderyds kommun", "municipality"),
    ("Norrtälje kommun", "municipality"),
    ("Täby kommun", "municipality"),
    ("Vaxholms stad", "municipality"),
    ("Österåkers kommun", "municipality"),
    ("Granbarrets föreningsråd", "civil_society"),
)
DAYS_BEFORE, DAYS_AFTER = 760, 700  # the first participants were asked 720 days ago


def programme(today: date) -> Programme:
    """Return VIDA, with terms that were changed once: the warning came on day 12 in the first year."""
    load_kinds()
    starts_on = Quarter.containing(today - timedelta(days=DAYS_BEFORE)).first_day
    made = create_programme(
        name="VIDA",
        owner=organisation(name="Länsstyrelsen i Stockholms län", kind="county_board"),
        partners=[organisation(name=name, kind=kind) for name, kind in PARTNERS],
        funder="AMIF",
        method="NAD",
        eu_funded=True,
        registry_number="851-1234-2024",
        starts_on=starts_on,
        ends_on=Quarter.containing(today + timedelta(days=DAYS_AFTER)).last_day,
        terms={"warn_after_days": 12},
    )
    ProgrammeTerms.objects.create(programme=made, valid_from=starts_on + timedelta(days=365))
    return made


def nodes(owner: Programme) -> dict[str, Node]:
    """Return the nodes by their slug; their municipalities belong to them from the programme's first day."""
    made = {
        slug: Node(programme=owner, slug=slug, name=name, email=email, phone=phone)
        for slug, (name, email, phone, _codes) in NODES.items()
    }
    Node.objects.bulk_create(made.values())
    NodeMunicipality.objects.bulk_create(
        NodeMunicipality(programme=owner, node=made[slug], municipality_id=code, valid_from=owner.starts_on)
        for slug, (_name, _email, _phone, codes) in NODES.items()
        for code in codes
    )
    return made
