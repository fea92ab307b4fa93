"""The caretaker's admin, and what a programme must have to be founded."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from nodes import admin
from nodes.models import Node, NodeMunicipality, Organisation, OrganisationKind, Programme
from nodes.services.programmes import NEEDED_KINDS, KindMissing, UnknownKind, create_programme, load_kinds, organisation
from nodes.tenancy import TenantModel
from tests.factories import NodeFactory, ProgrammeFactory, UserFactory
from vida import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def four():
    load_kinds()
    return [organisation(name=name, kind=kind) for kind, name in NEEDED_KINDS.items()]


def found(owner, partners):
    today = clock.today()
    return create_programme(
        name="VIDA",
        owner=owner,
        partners=partners,
        funder="AMIF",
        method="NAD",
        starts_on=today,
        ends_on=today.replace(year=today.year + 2),
        terms={"target": 300},
    )


def test_a_programme_with_the_four_kinds_is_founded_with_its_terms(four):
    programme = found(four[2], four)
    assert set(programme.partners.all()) == set(four)
    assert [(each.valid_from, each.target, each.offer_days) for each in programme.terms.all()] == [
        (clock.today(), 300, 14)
    ]


@pytest.mark.parametrize("left_out", range(4))
def test_a_programme_without_one_of_the_kinds_is_not(four, left_out):
    missing = four.pop(left_out)
    with pytest.raises(KindMissing, match=missing.kind.name):
        found(four[0], four)
    assert not Programme.objects.exists()


def test_a_fifth_kind_is_refused_until_it_stands_in_the_code_list(four):
    with pytest.raises(UnknownKind, match="museum"):
        organisation(name="Museet", kind="museum")
    OrganisationKind.objects.create(code="museum", name="Museum")
    assert found(four[2], [*four, organisation(name="Museet", kind="museum")]).partners.count() == 5


def test_only_a_superuser_opens_the_admin(client):
    url = reverse("admin:index")
    assert "/konto/login/" in client.get(url, follow=True).redirect_chain[-1][0]
    client.force_login(UserFactory(is_staff=True))
    assert client.get(url, follow=True).status_code == 403
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert client.get(url).status_code == 200


def test_a_second_factor_is_demanded_where_the_product_demands_it(client, settings):
    settings.MFA_REQUIRED = True
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert client.get(reverse("admin:index"), follow=True).redirect_chain[-1][0] == reverse("mfa_index")


def test_no_tenants_row_can_be_opened_there():
    assert not [model for model in admin.site._registry if issubclass(model, TenantModel)]


def test_every_list_and_form_opens(client, four):
    found(four[2], four)
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert client.get(reverse(f"{name}_changelist")).status_code == 200
        assert client.get(reverse(f"{name}_add")).status_code == 200


def test_the_admins_form_refuses_partners_of_three_kinds(client, four):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    today = clock.today()
    form = {
        "name": "VIDA",
        "owner": four[2].pk,
        "funder": "AMIF",
        "method": "NAD",
        "starts_on": today,
        "ends_on": today.replace(year=today.year + 1),
        "partner_set-TOTAL_FORMS": 3,
        "partner_set-INITIAL_FORMS": 0,
        **{f"partner_set-{index}-organisation": each.pk for index, each in enumerate(four[:3])},
        "terms-TOTAL_FORMS": 1,
        "terms-INITIAL_FORMS": 0,
        "terms-0-valid_from": today,
        **{
            f"terms-0-{name}": value
            for name, value in {
                "offer_days": 14, "warn_after_days": 10, "target": 450, "min_age": 20, "max_age": 64,
                "compensation_cap": 1500, "reply_days": 7, "horizon_days": 90, "matching_order": "default",
            }.items()
        },
    }  # fmt: skip
    answer = client.post(reverse("admin:nodes_programme_add"), form)
    assert "Civilsamhälle" in answer.content.decode()
    assert not Programme.objects.exists()
    form |= {"partner_set-TOTAL_FORMS": 4, "partner_set-3-organisation": four[3].pk}
    assert client.post(reverse("admin:nodes_programme_add"), form).status_code == 302
    assert Programme.objects.get().partners.count() == Organisation.objects.count() == 4


@pytest.fixture
def new_node(client):
    """Send the form of a second node of a programme, whose first one has Solna since a year ago; the answer."""
    programme = NodeFactory(slug="vast", municipalities=["0184"]).programme
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    form = {
        "programme": programme.pk,
        "slug": "syd",
        "name": "Nod syd",
        "node_municipalities-TOTAL_FORMS": 1,
        "node_municipalities-INITIAL_FORMS": 0,
        "node_municipalities-0-programme": programme.pk,
        "node_municipalities-0-municipality": "0136",
        "node_municipalities-0-valid_from": clock.today(),
    }
    return lambda **changes: client.post(
        reverse("admin:nodes_node_add"), form | {f"node_municipalities-0-{name}": to for name, to in changes.items()}
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"municipality": "0184"}, "Kommunen hör redan till en nod i programmet vid den tiden."),
        ({"municipality": "9999"}, "Välj ett giltigt alternativ."),
        ({"valid_to": "2020-01-01"}, "Sista dagen ligger före första dagen."),
    ],
)
def test_a_municipality_that_cannot_be_in_a_node_is_refused_in_words(new_node, changes, sentence):
    answer = new_node(**changes)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Node.objects.count() == 1


def test_a_nodes_municipality_belongs_to_the_nodes_own_programme(new_node):
    """Else it could be in two nodes of one programme at once (R3)."""
    answer = new_node(municipality="0184", programme=ProgrammeFactory().pk)
    assert "Välj nodens eget program." in answer.content.decode()
    assert Node.objects.count() == 1


def test_a_municipality_moves_from_one_node_to_the_next_on_a_day(new_node):
    NodeMunicipality.objects.update(valid_to=clock.today())
    assert new_node(municipality="0184").status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        NodeMunicipality.objects.filter(node__slug="vast").update(valid_to=None)
