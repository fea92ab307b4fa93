"""What a node has does not exist for another one."""

import pytest

from associations.models import Activity
from nodes.roles import Role
from nodes.tenancy import acting_in, without_people
from tests.associations.conftest import submitted
from tests.factories import ActivityFactory, NodeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def test_another_nodes_user_finds_nothing(client, signed_in, node, association):
    row = submitted(node)
    approved = ActivityFactory(association=association)
    contact = association.contacts.create(node=node, name="Åsa", email="asa@example.se")
    other = NodeFactory(slug="dar", municipalities=["0180"])
    signed_in(Role.COORDINATOR, other)
    paths = [
        "aktiviteter/", "aktiviteter/lista.xlsx", "aktiviteter/ny/", f"aktiviteter/{row.pk}/",
        f"aktiviteter/{row.pk}/granska/", f"aktiviteter/{row.pk}/atersand/", f"aktiviteter/{row.pk}/avsla/",
        f"aktiviteter/{approved.pk}/", "foreningar/", "foreningar/lista.xlsx", "foreningar/ny/",
        f"foreningar/{association.pk}/", f"foreningar/{association.pk}/andra/", f"foreningar/{association.pk}/kontakt/",
        f"foreningar/{association.pk}/kontakt/{contact.pk}/",
    ]  # fmt: skip
    for path in paths:
        assert client.get(f"/vast/{path}").status_code == 404, path
        assert client.post(f"/vast/{path}").status_code == 404, path
        if any(char.isdigit() for char in path):  # in the own node what another one has does not exist either
            assert client.get(f"/dar/{path}").status_code == 404, path
            assert client.post(f"/dar/{path}", {"reason": "x", "association": "new"}).status_code == 404, path
    assert client.post(f"/dar/foreningar/{association.pk}/kontakt/{contact.pk}/ta-bort/").status_code == 404
    assert not client.get("/dar/aktiviteter/").context["table"].rows
    with acting_in(without_people(node.pk)):
        assert Activity.objects.filter(state="submitted").count() == 1
