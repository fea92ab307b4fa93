"""Activities move by events only: every state × event × role, through the services."""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import product

import pytest
from django.db import transaction

from associations.models import Activity, ActivityRegistration
from associations.selectors.activities import offerable
from associations.services import activities, guests
from associations.services.activities import CannotApprove, ReasonMissing
from associations.services.seats import NoSeatLeft, give_back_seat, take_seat
from associations.states import ACTIVITY, ActivityState
from nodes.actors import LINK_HOLDER, Actor
from nodes.roles import Role
from tests.associations.conftest import link_in, mails
from tests.factories import ActivityFactory, AssociationFactory, UserFactory, neighbour_of
from vida import clock
from vida.states import SYSTEM, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here(inside):
    """Each test acts in the node."""


@pytest.fixture
def association(node):
    return AssociationFactory(node=node)


@pytest.fixture
def coordinator():
    return Actor(UserFactory(), frozenset({Role.COORDINATOR}))


def in_state(association, state, **values):
    """An activity in any state, with what the database demands of it."""
    if state == ActivityState.CANCELLED:
        values |= {"cancelled_at": clock.now(), "cancelled_by": UserFactory()}
    values.setdefault("contact_email", "bjorn@example.se")
    return ActivityFactory(association=association, state=state, **values)


SERVICES = {
    "approve": lambda row, by: activities.approve(activity=row, association=row.association, by=by),
    "return": lambda row, by: activities.send_back(activity=row, comment="När börjar ni?", by=by),
    "refuse": lambda row, by: activities.refuse(activity=row, reason="Den ligger utanför noden.", by=by),
    "cancel": lambda row, by: activities.cancel(activity=row, reason="Hallen är stängd.", by=by),
    "lapse": lambda row, by: activities.lapse(activity=row, by=by),
    "confirm": lambda row, by: activities.confirm_term(activity=row, by=by),
    "start": lambda row, by: activities.start(activity=row, by=by),
    "end": lambda row, by: activities.end(activity=row, by=by),
    "open_places": lambda row, by: guests.open_places(
        activity=row,
        to_node=neighbour_of(row.node),
        seats=1,
        reason="Nära hem.",
        by=by,
    ),
}


def actors():
    """Somebody in each role, whoever holds the association's link, and the system on somebody's word."""
    by_role = {role.value: Actor(UserFactory(), frozenset({role})) for role in Role}
    return by_role | {"public": LINK_HOLDER, "system": Actor(UserFactory(), frozenset({SYSTEM}))}


@contextmanager
def undone():
    """What happens inside has not happened afterwards: one activity serves every event and role."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def test_every_event_has_its_service():
    by_the_association = {"draft", "submit"}  # tests/associations/test_public_form.py and test_drafts.py
    assert set(SERVICES) | by_the_association == set(ACTIVITY.all_events)


@pytest.mark.parametrize("state", ActivityState.values)
def test_an_event_happens_where_the_table_says_and_nowhere_else(association, state):
    pk = in_state(association, state).pk
    for event, (role, by) in product(SERVICES, actors().items()):
        with undone():
            row = Activity.objects.select_related("association").get(pk=pk)
            try:
                wanted = ACTIVITY.to(event, state, *by.roles)
            except NotAllowed:
                with pytest.raises(NotAllowed):
                    SERVICES[event](row, by)
                wanted = state
                assert mails() == [], f"{event} by {role}"
            else:
                SERVICES[event](row, by)
            row.refresh_from_db()
            assert row.state == wanted, f"{event} by {role}"


@pytest.mark.parametrize("event", ["approve", "return", "refuse", "cancel"])
def test_the_same_person_doing_it_twice_changes_nothing(association, coordinator, event):
    row = in_state(association, "approved" if event == "cancel" else "submitted")
    for _time in range(2):
        SERVICES[event](row, coordinator)
    assert len(mails()) == 1
    with pytest.raises(NotAllowed):
        SERVICES[event](row, Actor(UserFactory(), frozenset({Role.COORDINATOR})))


def test_approving_makes_the_occasions_at_the_same_wall_time_and_skips_holidays(association, coordinator):
    row = in_state(
        association,
        "submitted",
        first_on=date(2027, 3, 9),
        weekday=1,
        starts_at=time(18, 0),
        minutes=90,
        occasions_planned=6,
        last_on=date(2027, 4, 13),
    )
    Activity.objects.filter(pk=row.pk).update(first_on=date(2027, 3, 4), weekday=3)  # Thursdays: no holiday
    Activity.objects.filter(pk=row.pk).update(first_on=date(2027, 3, 1), weekday=0)  # Mondays: annandag påsk 29 March
    row = activities.approve(activity=row, association=association, by=coordinator)
    occasions = list(row.occasions.all())
    assert [clock.local(each.starts_at).date().isoformat() for each in occasions] == [
        "2027-03-01",
        "2027-03-08",
        "2027-03-15",
        "2027-03-22",
        "2027-04-05",
        "2027-04-12",
    ]
    assert {clock.local(each.starts_at).time() for each in occasions} == {time(18, 0)}
    assert {each.ends_at - each.starts_at for each in occasions} == {timedelta(minutes=90)}
    assert [each.note for each in occasions] == ["", "", "", "", "Ingen träff 29 mars: annandag påsk.", ""]
    assert row.last_on == date(2027, 4, 12)
    assert (row.decided_by, row.association) == (coordinator.user, association)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"occasions_planned": 4}, "Fyra tillfällen"),
        ({"minutes": 59}, "59 minuter"),
        ({"introduction": ""}, "Berätta hur ni tar emot"),
        ({"promotes_network": False}, "Välj minst ett av språk, hälsa och nätverk."),
        ({"contact_phone": "", "contact_email": ""}, "telefonnummer eller en e-postadress"),
    ],
)
def test_what_the_framework_lacks_cannot_be_approved(association, coordinator, changes, sentence):
    row = in_state(association, "submitted", **changes)
    with pytest.raises(CannotApprove, match=sentence):
        activities.approve(activity=row, association=association, by=coordinator)
    row.refresh_from_db()
    assert row.state == "submitted"
    assert not row.occasions.exists()


def test_what_is_over_cannot_be_approved(association, coordinator):
    last = clock.today() - timedelta(days=1)
    row = in_state(association, "submitted", first_on=last - timedelta(weeks=7), last_on=last)
    with pytest.raises(CannotApprove, match="Alla tillfällen har redan varit"):
        activities.approve(activity=row, association=association, by=coordinator)


@pytest.mark.parametrize("event", ["return", "refuse", "cancel"])
def test_the_association_is_owed_a_reason(association, coordinator, event):
    row = in_state(association, "approved" if event == "cancel" else "submitted")
    service = {
        "return": lambda: activities.send_back(activity=row, comment=" ", by=coordinator),
        "refuse": lambda: activities.refuse(activity=row, reason="\n", by=coordinator),
        "cancel": lambda: activities.cancel(activity=row, reason="", by=coordinator),
    }[event]
    with pytest.raises(ReasonMissing, match="Skriv en mening till föreningen"):
        service()


@pytest.mark.parametrize(
    ("event", "subject", "words"),
    [
        ("approve", "Godkänd: Fotboll", "är nu godkänd som VIDA-aktivitet"),
        ("return", "En fråga om er anmälan: Fotboll", "När börjar ni?"),
        ("refuse", "Besked om er anmälan: Fotboll", "Den ligger utanför noden."),
        ("cancel", "Inställd: Fotboll", "Hallen är stängd."),
    ],
)
def test_the_contact_person_gets_a_mail(association, coordinator, event, subject, words):
    row = in_state(association, "approved" if event == "cancel" else "submitted", title="Fotboll")
    SERVICES[event](row, coordinator)
    (mail,) = mails()
    assert (mail.to, mail.subject) == ("bjorn@example.se", subject)
    assert words in mail.body
    assert "beställ" not in mail.body.lower()
    assert "vast@example.se" in mail.body


def test_without_an_address_no_mail_is_written(association, coordinator):
    SERVICES["approve"](in_state(association, "submitted", contact_email=""), coordinator)
    assert mails() == []


def test_a_returned_activity_can_be_changed_and_sent_again(client, association, coordinator, typed):
    row = in_state(association, "submitted", title="Fotboll")
    activities.send_back(activity=row, comment="När börjar ni?", by=coordinator)
    link = link_in(mails()[-1].body)
    assert "Fotboll" in client.get(link).content.decode()
    page = client.post(link, follow=True).content.decode()
    assert "När börjar ni?" in page
    assert 'value="Fotboll"' in page
    client.post("/anmal-aktivitet/vast/", {**typed, "title": "Fotboll på tisdagar", "action": "send"})
    client.post(link_in(mails()[-1].body), {"action": "confirm"})
    row.refresh_from_db()
    assert (row.state, row.title) == ("submitted", "Fotboll på tisdagar")
    assert Activity.objects.count() == 1
    assert ActivityRegistration.objects.get().activity == row


def test_cancelling_leaves_the_occasions_that_have_been(association, coordinator):
    row = in_state(association, "running")
    for number, days in enumerate((-7, 7), start=1):
        starts = clock.now() + timedelta(days=days)
        row.occasions.create(node=row.node, number=number, starts_at=starts, ends_at=starts + timedelta(hours=1))
    row = activities.cancel(activity=row, reason="Hallen är stängd.", by=coordinator)
    assert (row.cancelled_by, row.cancel_reason) == (coordinator.user, "Hallen är stängd.")
    assert [bool(each.cancelled_at) for each in row.occasions.all()] == [False, True]


def test_dates_start_and_end_activities_once(association):
    today = clock.today()
    ahead = in_state(association, "approved", first_on=today + timedelta(days=1))
    begins = in_state(association, "approved", first_on=today)
    last_day = in_state(association, "running", first_on=today - timedelta(weeks=7), last_on=today)
    over = in_state(association, "running", first_on=today - timedelta(weeks=8), last_on=today - timedelta(days=1))
    assert activities.follow_dates(on=today) == 2
    assert activities.follow_dates(on=today) == 0
    states = dict(Activity.objects.values_list("pk", "state"))
    assert [states[each.pk] for each in (ahead, begins, last_day, over)] == ["approved", "running", "running", "ended"]


def test_places_never_fall_below_zero(association):
    row = in_state(association, "approved", seats=1)
    take_seat(activity_id=row.pk)
    with pytest.raises(NoSeatLeft, match="Aktiviteten är full"):
        take_seat(activity_id=row.pk)
    for _time in range(2):
        give_back_seat(activity_id=row.pk)
    row.refresh_from_db()
    assert row.seats_taken == 0


def test_offerable_is_open_free_and_ahead(association, django_assert_num_queries):
    today = clock.today()
    good = in_state(association, "approved", last_on=today + timedelta(weeks=9))
    in_state(association, "approved", seats=1, seats_taken=1)
    in_state(association, "submitted")
    in_state(association, "running", first_on=today - timedelta(weeks=9), last_on=today - timedelta(days=1))
    last = in_state(association, "running", first_on=today - timedelta(weeks=9), last_on=today)
    with django_assert_num_queries(2):
        found = {row.pk: [each.area.code for each in row.interests.all()] for row in offerable(today).order_by("id")}
    assert found == {good.pk: ["football"], last.pk: ["football"]}


def test_the_history_says_who_and_when(client, association, node, signed_in):
    user = signed_in(Role.COORDINATOR, node)
    row = in_state(association, "submitted", association_name="Solna Bollklubb")
    client.post(f"/vast/aktiviteter/{row.pk}/granska/", {"association": association.pk, "other": ""})
    page = client.get(f"/vast/aktiviteter/{row.pk}/").content.decode()
    assert "Godkänd" in page
    assert user.name in page
    assert isinstance(row.created_at, datetime)
