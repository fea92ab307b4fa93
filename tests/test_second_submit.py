"""A form that is sent twice adds one thing: at the same moment by an impatient hand, or once more a little later."""

import pytest

from associations.models import Activity, ActivityRegistration, Association, ContactPerson
from nodes.models import Invitation, OutboxMessage, ServiceUnit
from nodes.roles import Role
from nodes.tenancy import acting_everywhere, acting_in, node_scope
from participants.models import InformationMeeting, InterestForm, Participant
from tests.atonce import at_once
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    InterestFormFactory,
    NodeFactory,
    ServiceUnitFactory,
    member,
)
from tests.participants.pages import filled
from vida import clock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fresh_limits")]


@pytest.fixture
def node():
    return NodeFactory(slug="vast", municipalities=["0184", "0183"])


@pytest.fixture
def coordinator(node):
    return member(Role.COORDINATOR, node=node)


@pytest.fixture
def there(node):
    """Act in the node, for making and reading rows."""
    return lambda: acting_in(node_scope(node.pk))


def twice_at_once(user, url, sent):
    """The statuses of the two answers, the lower first."""
    return sorted(answer.status_code for answer in at_once([(user, url, sent)] * 2))


def once_more(client, user, url, sent):
    client.force_login(user)
    return client.post(url, sent).status_code


def test_a_unit(client, node, coordinator):
    url, sent = "/vast/installningar/enheter/ny/", {"name": "Vuxenenheten", "authority": "employment_service"}
    assert twice_at_once(coordinator, url, sent) == [302, 422]
    assert once_more(client, coordinator, url, sent) == 422
    assert ServiceUnit.objects.count() == 1


def test_an_invitation(client, node, coordinator):
    url = "/vast/installningar/medarbetare/"
    sent = {"name": "Hanna", "email": "Hanna@example.se", "role": Role.PROJECT_GROUP_MEMBER}
    assert twice_at_once(coordinator, url, sent) == [302, 422]
    assert once_more(client, coordinator, url, sent) == 422
    with acting_everywhere("test"):
        assert (Invitation.objects.count(), OutboxMessage.objects.count()) == (1, 1)
    Invitation.objects.update(withdrawn_at=clock.now())
    assert once_more(client, coordinator, url, sent) == 302


def test_an_association_with_a_number(client, coordinator, there):
    url = "/vast/foreningar/ny/"
    sent = {"name": "Solna BK", "kind": "association", "status": "active", "organisation_number": "802002-4280"}
    assert twice_at_once(coordinator, url, sent) == [302, 422]
    assert once_more(client, coordinator, url, {**sent, "anyway": "on"}) == 422
    with there():
        assert Association.objects.count() == 1


def test_an_association_without_a_number(client, coordinator, there):
    url, sent = "/vast/foreningar/ny/", {"name": "Solna BK", "kind": "association", "status": "active"}
    assert twice_at_once(coordinator, url, sent) == [302, 422]
    assert once_more(client, coordinator, url, sent) == 422
    assert once_more(client, coordinator, url, {**sent, "anyway": "on"}) == 302
    with there():
        assert Association.objects.count() == 2


def test_a_contact_person(client, node, coordinator, there):
    with there():
        association = AssociationFactory(node=node)
    url, sent = f"/vast/foreningar/{association.pk}/kontakt/", {"name": "Björn", "email": "bjorn@example.se"}
    assert twice_at_once(coordinator, url, sent) == [302, 302]
    assert once_more(client, coordinator, url, sent) == 302
    with there():
        assert ContactPerson.objects.count() == 1
    assert once_more(client, coordinator, url, {**sent, "name": "Bo"}) == 302
    with there():
        assert ContactPerson.objects.count() == 2


def test_a_person(client, node, coordinator, there):
    unit = ServiceUnitFactory(node=node)
    assert twice_at_once(coordinator, "/vast/deltagare/ny/", filled(unit)) == [302, 422]
    assert once_more(client, coordinator, "/vast/deltagare/ny/", filled(unit)) == 422
    with there():
        assert Participant.objects.count() == 1


def test_closing_a_form(client, node, coordinator, there):
    with there():
        form = InterestFormFactory(participant__service_unit=ServiceUnitFactory(node=node))
    url, sent = f"/vast/deltagare/{form.participant_id}/intresse/avsluta/", {"reason": "har fått arbete"}
    assert twice_at_once(coordinator, url, sent) == [302, 302]
    assert once_more(client, coordinator, url, sent) == 302
    assert once_more(client, member(Role.COORDINATOR, node=node), url, sent) == 422
    assert client.get(url).status_code == 404
    with there():
        assert InterestForm.objects.get().closed_by == coordinator


def test_a_meeting(client, coordinator, there):
    url = "/vast/moten/nytt/"
    sent = {"title": "Informationsmöte", "held_on": clock.today().isoformat(), "starts_at": "13.00"}
    assert twice_at_once(coordinator, url, sent) == [302, 302]
    assert once_more(client, coordinator, url, sent) == 302
    with there():
        assert InformationMeeting.objects.count() == 1
    assert once_more(client, coordinator, url, {**sent, "starts_at": "15.00"}) == 302
    with there():
        assert InformationMeeting.objects.count() == 2


def test_a_draft(client, coordinator, there, typed):
    assert twice_at_once(coordinator, "/vast/aktiviteter/ny/", typed) == [302, 302]
    assert once_more(client, coordinator, "/vast/aktiviteter/ny/", typed) == 302
    with there():
        assert (Activity.objects.count(), ActivityRegistration.objects.count()) == (1, 1)
        assert OutboxMessage.objects.count() == 1


def test_the_public_form_before_its_first_answer_has_come(client, there, typed):
    url, sent = "/anmal-aktivitet/vast/", {**typed, "action": "send"}
    NodeFactory(slug="nord")
    assert twice_at_once(None, url, sent) == [302, 302]
    client.cookies.clear()
    assert client.post(url, sent).url == f"{url}skickad/"
    with there():
        assert (ActivityRegistration.objects.count(), OutboxMessage.objects.count()) == (1, 1)
    client.post(url, {**sent, "title": "Något annat"})
    with there():
        assert ActivityRegistration.objects.count() == 2


def test_approving_for_a_new_association(coordinator, node, there):
    with there():
        row = ActivityFactory(
            association=AssociationFactory(node=node), state="submitted", association_name="Nya Kören", title="Kör"
        )
    assert twice_at_once(coordinator, f"/vast/aktiviteter/{row.pk}/granska/", {"association": "new"}) == [302, 302]
    with there():
        assert Association.objects.filter(name="Nya Kören").count() == 1
