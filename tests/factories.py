"""Test data with sensible defaults. Tenant rows must be made inside `acting_in(…)`."""

from __future__ import annotations

from datetime import date, time, timedelta

import factory
from factory.django import DjangoModelFactory as _DjangoModelFactory

from associations.models import Activity, Association
from associations.states import ActivityState
from matching.models import Offer
from nodes.models import (
    InterestArea,
    Membership,
    Municipality,
    Node,
    NodeMunicipality,
    Organisation,
    OrganisationKind,
    Programme,
    ProgrammeTerms,
    ServiceUnit,
    User,
)
from nodes.roles import LEVEL, Level, Role
from participants.models import InterestChoice, InterestForm, Participant
from vida import clock
from vida.text import fold, sort_key


class DjangoModelFactory(_DjangoModelFactory):
    """Ours save once."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True


class OrganisationKindFactory(DjangoModelFactory):
    class Meta:
        model = OrganisationKind
        django_get_or_create = ["code"]

    code = "county_board"
    name = "Länsstyrelse"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Länsstyrelsen {n}")
    kind = factory.SubFactory(OrganisationKindFactory)


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    name = factory.Sequence(lambda n: f"VIDA {n}")
    owner = factory.SubFactory(OrganisationFactory)
    funder = "AMIF"
    method = "NAD"
    eu_funded = True
    starts_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=365))
    ends_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=730))

    @factory.post_generation
    def terms(self, create, extracted, **kwargs):
        if create:
            ProgrammeTerms.objects.create(programme=self, valid_from=self.starts_on, **kwargs)


class NodeFactory(DjangoModelFactory):
    """A node; `municipalities=["0184"]` are those that belong to it."""

    class Meta:
        model = Node

    programme = factory.SubFactory(ProgrammeFactory)
    slug = factory.Sequence(lambda n: f"nod{n}")
    name = factory.LazyAttribute(lambda o: f"Nod {o.slug}")

    @factory.post_generation
    def municipalities(self, create, extracted, **kwargs):
        for code in extracted or ["0184"]:
            NodeMunicipality.objects.create(
                programme=self.programme, node=self, municipality_id=code, valid_from=self.programme.starts_on
            )


def neighbour_of(node: Node, municipality_id: str = "0160", **values) -> Node:
    """Another node of the same programme, with a municipality of its own."""
    return NodeFactory(programme=node.programme, municipalities=[municipality_id], **values)


class ServiceUnitFactory(DjangoModelFactory):
    class Meta:
        model = ServiceUnit

    node = factory.SubFactory(NodeFactory)
    municipality_id = "0184"
    authority = ServiceUnit.Authority.MUNICIPALITY
    name = factory.Sequence(lambda n: f"Integrationsenheten {n}")
    contact_name = "Karin Öst"
    contact_email = "karin.ost@example.se"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.se")
    name = factory.Sequence(lambda n: f"Åsa Ström {n}")


def member(role: Role, *, node: Node, unit: ServiceUnit | None = None, user: User | None = None) -> User:
    """A user with `role` in the node, its programme or one of its units."""
    level = LEVEL[role]
    user = user or UserFactory()
    Membership.objects.create(
        user=user,
        role=role,
        programme=node.programme,
        node=None if level is Level.PROGRAMME else node,
        service_unit=(unit or ServiceUnitFactory(node=node)) if level is Level.SERVICE_UNIT else None,
    )
    return user


class ParticipantFactory(DjangoModelFactory):
    """Give `service_unit=`; the node follows from it."""

    class Meta:
        model = Participant

    service_unit = factory.SubFactory(ServiceUnitFactory)
    node = factory.SelfAttribute("service_unit.node")
    given_name = factory.Sequence(lambda n: f"Amina{n}")
    family_name = "Hassan"
    sort_key = factory.LazyAttribute(lambda o: sort_key(f"{o.family_name} {o.given_name}"))
    search_key = factory.LazyAttribute(lambda o: fold(f"{o.given_name} {o.family_name}"))
    date_of_birth = date(1990, 2, 28)
    sex = Participant.Sex.WOMAN
    municipality_id = "0184"
    citizenships = ["SY"]
    permit_class = Participant.PermitClass.REFUGEE
    permit_permanent = True
    permit_from = date(2024, 1, 1)
    registered_at = factory.LazyFunction(clock.now)
    registered_by = factory.SubFactory(UserFactory)


class InterestFormFactory(DjangoModelFactory):
    """Give `participant=`; `areas=["football", …]` are the ranked choices."""

    class Meta:
        model = InterestForm
        exclude = ["days"]

    days = 14
    participant = factory.SubFactory(ParticipantFactory)
    node = factory.SelfAttribute("participant.node")
    service_unit = factory.SelfAttribute("participant.service_unit")
    asked_on = factory.LazyFunction(clock.today)
    due_on = factory.LazyAttribute(lambda o: o.asked_on + timedelta(days=o.days))
    registered_at = factory.LazyFunction(clock.now)
    registered_by = factory.SelfAttribute("participant.registered_by")

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        for rank, code in enumerate(extracted or ["football"], start=1):
            InterestChoice.objects.create(
                node=self.node,
                service_unit=self.service_unit,
                participant=self.participant,
                form=self,
                rank=rank,
                area=InterestArea.objects.get(code=code),
            )


class AssociationFactory(DjangoModelFactory):
    class Meta:
        model = Association

    node = factory.SubFactory(NodeFactory)
    name = factory.Sequence(lambda n: f"Solna Bollklubb {n}")
    sort_key = factory.LazyAttribute(lambda o: sort_key(o.name))
    search_key = factory.LazyAttribute(lambda o: fold(o.name))
    municipality_id = "0184"
    email = "info@example.se"


class ActivityFactory(DjangoModelFactory):
    """An approved weekly activity that starts in a week; `areas=["football"]`."""

    class Meta:
        model = Activity

    association = factory.SubFactory(AssociationFactory)
    node = factory.SelfAttribute("association.node")
    state = ActivityState.APPROVED
    title = factory.Sequence(lambda n: f"Fotboll för alla {n}")
    sort_key = factory.LazyAttribute(lambda o: sort_key(o.title))
    search_key = factory.LazyAttribute(lambda o: fold(o.title))
    description = "Vi spelar för att det är roligt. Ingen vana krävs."
    first_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=7))
    weekday = factory.LazyAttribute(lambda o: o.first_on.weekday())
    starts_at = time(18, 0)
    minutes = 90
    occasions_planned = 8
    last_on = factory.LazyAttribute(lambda o: o.first_on + timedelta(weeks=o.occasions_planned - 1))
    place = "Solna bollhall"
    postcode = "16956"
    municipality_id = "0184"
    seats = 10
    contact_name = "Björn Berg"
    contact_phone = "+46701740605"
    introduction = "Vi möter dig vid ingången och visar runt."
    theory_rules = "Vi berättar om reglerna på planen och bredvid den."
    theory_organisation = "Styrelsen berättar hur en förening fungerar."
    continuing = "Du kan bli medlem för 200 kronor om året."
    can_continue = within_operation = unbound = True
    promotes_network = True
    submitted_at = factory.LazyFunction(clock.now)
    decided_at = factory.LazyFunction(clock.now)
    decided_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        for code in extracted or ["football"]:
            self.interests.create(node=self.node, area=InterestArea.objects.get(code=code))


class OfferFactory(DjangoModelFactory):
    """An open offer; give `form=` and `activity=` of one node. The form's state is not moved: that is the service's."""

    class Meta:
        model = Offer

    form = factory.SubFactory(InterestFormFactory)
    activity = factory.SubFactory(ActivityFactory)
    node = factory.SelfAttribute("form.node")
    service_unit = factory.SelfAttribute("form.service_unit")
    participant = factory.SelfAttribute("form.participant")
    round = factory.SelfAttribute("form.round")
    asked_on = factory.SelfAttribute("form.asked_on")
    rank = 1
    given_at = factory.LazyFunction(clock.now)
    given_on = factory.LazyFunction(clock.today)
    given_by = factory.SelfAttribute("participant.registered_by")
    channel = Offer.Channel.PHONE
    reply_by = factory.LazyFunction(lambda: clock.today() + timedelta(days=7))


def municipality(code: str) -> Municipality:
    """A real municipality, by its code."""
    return Municipality.objects.get(code=code)
