"""The front door, health, the settings and the logs."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction

from nodes import audit
from nodes.models import ProgrammeTerms, ReadLog, ServiceUnit
from nodes.policies import POLICIES, Policy, Where
from nodes.roles import Role
from nodes.selectors.terms import terms_on
from nodes.tables.logs import PLACES
from nodes.tasks import BEAT_KEY, beat_tick, worker_heartbeat
from nodes.tenancy import acting_in, node_scope
from tests.factories import NodeFactory, ProgrammeFactory, member
from tests.test_access import PATTERNS
from vida import clock

pytestmark = pytest.mark.django_db
PERSONS = {name for name, policy in POLICIES.items() if policy.shows_person}


def test_health_tells_of_all_four(client):
    beat_tick()
    worker_heartbeat()
    answer = client.get("/health/").json()
    assert answer["status"] == answer["database"] == answer["queue"] == "ok"
    assert answer["worker"]["status"] == answer["beat"]["status"] == "ok"
    cache.set(BEAT_KEY, (clock.now() - timedelta(minutes=3)).isoformat())
    assert client.get("/health/").json()["beat"]["status"] == "silent"


@pytest.mark.parametrize(
    ("role", "place"), [(Role.COORDINATOR, "/vast/"), (Role.CASE_OFFICER, "/vast/"), (Role.PROCESS_LEAD, "/program/")]
)
def test_the_front_door_leads_to_the_own_place(client, signed_in, role, place):
    signed_in(role, NodeFactory(slug="vast"))
    assert client.get("/")["Location"] == place


def test_the_demonstrations_log_in_is_shut_without_its_setting(client, settings):
    user = member(Role.COORDINATOR, node=NodeFactory())
    user.email = "c@demo.example.se"
    user.save()
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.post(f"/demo/{user.pk}/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_demonstrations_log_in_lets_in_its_own_invented_people_only(client, settings):
    settings.DEMO = True
    node = NodeFactory(slug="vast")
    invented, real = member(Role.COORDINATOR, node=node), member(Role.COORDINATOR, node=node)
    invented.email = "c@demo.example.se"
    invented.save()
    assert "Logga in som" in client.get("/demo/").content.decode()
    assert client.post(f"/demo/{real.pk}/").status_code == 404
    assert client.post(f"/demo/{invented.pk}/").status_code == 302
    assert client.session["_auth_user_id"] == str(invented.pk)


def test_staff_must_have_a_second_factor_where_it_is_demanded(client, signed_in, settings):
    settings.MFA_REQUIRED = True
    signed_in(Role.COORDINATOR, NodeFactory(slug="vast"))
    assert client.get("/vast/installningar/")["Location"] == "/konto/2fa/"


def test_a_unit_is_added_and_a_wrong_one_keeps_what_was_typed(client, signed_in):
    node = NodeFactory(slug="vast")
    signed_in(Role.COORDINATOR, node)
    url = "/vast/installningar/enheter/ny/"
    wrong = {"name": "Vuxenenheten", "authority": "municipality", "contact_name": "Karin", "active": "on"}
    answer = client.post(url, wrong)
    assert answer.status_code == 422
    assert "Vuxenenheten" in answer.content.decode()
    right = wrong | {"municipality": "0184", "contact_phone": "08-465 004 05"}
    assert client.post(url, right).status_code == 302
    unit = ServiceUnit.objects.get(name="Vuxenenheten")
    assert unit.can_refer
    assert unit.contact_phone == "+4684650" + "0405"
    assert client.post(url, right).status_code == 422, "the name is taken"


@pytest.mark.parametrize(
    ("contact", "mail", "phone", "active", "can"),
    [
        ("Karin", "k@example.se", "", True, True),
        ("Karin", "", "+46846500405", True, True),
        ("Karin", "", "", True, False),
        ("", "k@example.se", "", True, False),
        ("Karin", "k@example.se", "", False, False),
    ],
)
def test_a_unit_without_a_contact_cannot_refer(contact, mail, phone, active, can):
    unit = ServiceUnit(contact_name=contact, contact_email=mail, contact_phone=phone, active=active)
    assert unit.can_refer is can


def test_terms_hold_from_their_day():
    programme = ProgrammeFactory()
    day = clock.today()
    ProgrammeTerms.objects.create(programme=programme, valid_from=day, offer_days=21)
    assert terms_on(programme, day - timedelta(days=1)).offer_days == 14
    assert terms_on(programme, day).offer_days == 21
    assert terms_on(programme, programme.starts_on - timedelta(days=9)).offer_days == 14


def test_the_process_lead_sets_new_terms_and_never_rewrites_the_past(client, signed_in):
    node = NodeFactory()
    signed_in(Role.PROCESS_LEAD, node)
    page = client.get("/program/installningar/")
    values = {name: field.value() for name, field in ((f.name, f) for f in page.context["form"])}
    values |= {"third_country_only": "on", "target": 500}
    past = client.post("/program/installningar/", values | {"valid_from": clock.today() - timedelta(days=1)})
    assert past.status_code == 422
    assert client.post("/program/installningar/", values | {"valid_from": clock.today()}).status_code == 302
    assert terms_on(node.programme, clock.today()).target == 500
    assert terms_on(node.programme, clock.today() - timedelta(days=1)).target == 450


def test_the_read_log_cannot_be_rewritten():
    node = NodeFactory()
    with acting_in(node_scope(node.pk)):
        user = member(Role.COORDINATOR, node=node)
        audit.log_read(node_id=node.pk, user_id=user.pk, participant_ids=[7, 7], where="test", why="sida")
        assert ReadLog.objects.count() == 1
        for change in (ReadLog.objects.all().delete, lambda: ReadLog.objects.update(why="x")):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_a_page_that_shows_a_person_and_logs_nothing_fails(rf):
    request = rf.get("/")
    request.resolver_match = type("Match", (), {"view_name": "test"})
    with pytest.raises(audit.UnloggedRead), audit.reading(request, Policy(Where.NODE, shows_person=True)):
        pass
    with audit.reading(request, Policy(Where.NODE)):
        pass


def test_the_read_log_page_takes_the_same_queries_for_one_and_three(client, signed_in, django_assert_num_queries):
    node = NodeFactory(slug="vast")
    user = signed_in(Role.COORDINATOR, node)
    counts = []
    for ids in ([1], [2, 3]):
        with acting_in(node_scope(node.pk)):
            audit.log_read(node_id=node.pk, user_id=user.pk, participant_ids=ids, where="test", why="sida")
        with django_assert_num_queries(14 if not counts else counts[0], exact=False) as captured:
            client.get("/vast/installningar/lasningar/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_every_policy_of_a_node_names_a_role():
    assert all(policy.roles for policy in POLICIES.values() if policy.where in (Where.NODE, Where.PROGRAMME))


@pytest.fixture
def log(signed_in):
    """Two people who have seen two participants, today and ten days ago; the one who asks is the first."""
    node = NodeFactory(slug="vast")
    first, second = signed_in(Role.COORDINATOR, node), member(Role.COORDINATOR, node=node)
    with acting_in(node_scope(node.pk)):
        for user, participant, ago in ((first, 7, 0), (second, 7, 10), (second, 8, 0)):
            ReadLog.objects.create(
                node=node, user=user, participant_id=participant, where="test", why="page",
                at=clock.now() - timedelta(days=ago),
            )  # fmt: skip
    return first, second


def shown_in_the_log(client, **query):
    page = client.get("/vast/installningar/lasningar/", query)
    assert page.status_code == 200
    return {(row.record.user_id, row.record.participant_id) for row in page.context["table"].page.object_list}


def test_the_read_log_is_narrowed_by_who_whom_and_when(client, log):
    first, second = log
    everything = {(first.pk, 7), (second.pk, 7), (second.pk, 8)}
    today, before = clock.today().isoformat(), (clock.today() - timedelta(days=10)).isoformat()
    assert shown_in_the_log(client) == everything
    assert shown_in_the_log(client, deltagare="7") == {(first.pk, 7), (second.pk, 7)}
    assert shown_in_the_log(client, vem=second.pk) == {(second.pk, 7), (second.pk, 8)}
    assert shown_in_the_log(client, fran=today) == {(first.pk, 7), (second.pk, 8)}
    assert shown_in_the_log(client, till=before) == {(second.pk, 7)}
    assert shown_in_the_log(client, fran=before, till=before, vem=first.pk) == set()


def test_the_read_log_speaks_in_words(client, log):
    with acting_in(node_scope(log[0].memberships.get().node_id)):
        for where, why in (
            ("matching:offer", "list"),
            ("participants:export", "export: Möte"),
            ("x:y", "Ringer om <b>"),
        ):
            audit.log_read(
                node_id=log[0].memberships.get().node_id, user_id=log[0].pk, participant_ids=[9], where=where, why=why
            )
    page = client.get("/vast/installningar/lasningar/", {"deltagare": "9"}).content.decode()
    cells = re.findall(r"<td[^>]*>\s*(.*?)\s*</td>", page, re.DOTALL)
    assert any(cell.startswith("Erbjudanden <span") for cell in cells)
    assert "Lista" in cells
    assert "Uttag: <bdi>Möte</bdi>" in cells
    assert "<bdi>Ringer om &lt;b&gt;</bdi>" in cells


def test_every_page_that_shows_a_person_has_words_in_the_read_log():
    shows = [name for name, pattern in PATTERNS.items() if getattr(pattern.callback, "action", "") in PERSONS]
    assert shows
    assert [name for name in shows if not any(name.startswith(start) for start in PLACES)] == []


@pytest.mark.parametrize("name", ["deltagare", "vem", "fran", "till"])
@pytest.mark.parametrize("typed", ["²", "٣x", "9" * 30, "-1", "\x00", "x", "0001-01-01", "😀", "NaN", "1e5000"])
def test_nonsense_narrows_the_read_log_in_no_way(name, typed, client, log):
    assert len(shown_in_the_log(client, **{name: typed})) == 3


@pytest.fixture
def new_terms(client, signed_in):
    """Send terms that hold, with changes; the answer."""
    node = NodeFactory()
    signed_in(Role.PROCESS_LEAD, node)
    form = client.get("/program/installningar/").context["form"]
    values = {each.name: each.value() for each in form} | {"third_country_only": "on"}
    return lambda **changes: client.post("/program/installningar/", values | changes)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"offer_days": "366"}, ["offer_days"]),
        ({"offer_days": "fjorton"}, ["offer_days"]),
        ({"offer_days": "10"}, ["warn_after_days"]),
        ({"warn_after_days": "0"}, ["warn_after_days"]),
        ({"reply_days": "0"}, ["reply_days"]),
        ({"max_age": "640"}, ["max_age"]),
        ({"max_age": "19"}, ["max_age"]),
        ({"compensation_cap": "15000000"}, ["compensation_cap"]),
        ({"target": "-1"}, ["target"]),
        ({"matching_order": "\x00"}, ["matching_order"]),
        ({"valid_from": ""}, ["valid_from"]),
        ({"valid_from": "9999-12-31"}, ["valid_from"]),
        ({"valid_from": "0202-01-01"}, ["valid_from"]),
    ],
)
def test_a_slip_in_the_terms_is_caught_at_its_field(changes, wrong, new_terms):
    answer = new_terms(**changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == wrong
    assert ProgrammeTerms.objects.count() == 1


def test_terms_may_begin_on_the_programmes_last_day_and_not_after_it(new_terms):
    last = ProgrammeFactory._meta.model.objects.get().ends_on
    assert new_terms(valid_from=(last + timedelta(days=1)).isoformat()).status_code == 422
    assert new_terms(valid_from=last.isoformat()).status_code == 302


@pytest.mark.parametrize("typed", ["0001-01-01", "08-123", "112", "😀", "1" * 300])
def test_a_wrong_telephone_number_stands_as_it_was_typed(typed, client, signed_in):
    signed_in(Role.COORDINATOR, NodeFactory(slug="vast"))
    answer = client.post("/vast/installningar/", {"email": "vast@example.se", "phone": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "url"),
    [
        (Role.COORDINATOR, "/vast/installningar/enheter/ny/"),
        (Role.COORDINATOR, "/vast/installningar/medarbetare/"),
        (Role.PROCESS_LEAD, "/program/medarbetare/"),
    ],
)
def test_a_choice_begins_with_words_and_a_name_reads_its_own_way(role, url, client, signed_in):
    user = signed_in(role, NodeFactory(slug="vast"))
    user.name = "محمد"
    user.save()
    page = client.get(url).content.decode()
    assert "----" not in page
    assert ("medarbetare" not in url) or "<strong><bdi>محمد</bdi></strong>" in page
