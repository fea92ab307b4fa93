"""Who may open what: every address against every role, from a table of this file's own.

An address that is missing here fails, and so does one that lets in somebody the table does not name.
"""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nodes.policies import POLICIES, Where
from nodes.roles import Role
from tests.factories import NodeFactory, ServiceUnitFactory, member

pytestmark = pytest.mark.django_db

C, H = Role.COORDINATOR, Role.CASE_OFFICER
PM, PG = Role.PROJECT_MANAGER, Role.PROJECT_GROUP_MEMBER
PL, SG, FF, OB = Role.PROCESS_LEAD, Role.STEERING_MEMBER, Role.RESEARCHER, Role.OBSERVER
ANYBODY = "anybody"

# who, and the addresses that they and nobody else may open
MATRIX = [
    (
        ANYBODY,
        """
        about accessibility_statement cookies set_language choose_theme gallery address_stays
        nodes:home nodes:demo nodes:demo_login nodes:session nodes:invitation nodes:health
        associations:register associations:autosave associations:areas associations:sent associations:start_over
        associations:resume associations:confirm
        """,
    ),
    (
        {C, H, PM, PG},
        """
        reporting:today reporting:today_group
        associations:activities associations:activities_export associations:activity
        associations:associations associations:associations_export associations:association
        """,
    ),
    (
        {C, PM},
        """
        nodes:settings nodes:unit nodes:unit_new
        nodes:node_members nodes:node_member_end nodes:node_invitation_withdraw
        reporting:node_note
        matching:forecast
        """,
    ),
    ({C, PM, PG}, "reporting:node_figures reporting:node_needs reporting:node_needs_sheet reporting:node_equity"),
    (
        {C},
        """
        nodes:read_log nodes:read_log_export nodes:outbox nodes:outbox_export nodes:outbox_again
        placements:attendance placements:attendance_pdf
        reporting:equity_people reporting:participant_register
        associations:activity_draft associations:send_back associations:refuse
        matching:approve_activity matching:cancel_activity
        matching:forecast_make matching:forecast_progress
        matching:outreach matching:outreach_export matching:outreach_new matching:outreach_task
        matching:outreach_change matching:outreach_contact matching:outreach_contact_remove
        matching:outreach_drop matching:outreach_reopen
        associations:guest_places associations:guest_places_back
        matching:rounds matching:round_new matching:rounds_compared
        matching:round matching:round_activities matching:round_progress matching:round_again matching:round_discard
        matching:round_undo matching:round_confirm matching:round_leave_out
        matching:round_person matching:round_lock matching:round_unlock matching:round_exclude matching:round_include
        associations:association_add associations:association_change
        associations:contact_add associations:contact_change associations:contact_remove
        associations:register_imports associations:register_report associations:register_progress
        associations:register_row associations:register_row_resolve
        """,
    ),
    (
        {C, H},
        """
        placements:plan_entry placements:end
        matching:index matching:suggestions matching:forecast_people matching:participant matching:participant_withdraw
        matching:waiting_export matching:offers_export
        matching:offers matching:offer matching:sheet matching:give
        matching:accept matching:decline matching:withdraw matching:undo matching:ask_again matching:more_time
        matching:meeting matching:meeting_everybody matching:meeting_papers matching:guest
        matching:calls matching:give_many
        participants:list participants:export participants:doubles participants:register participants:register_preview
        participants:change participants:protect participants:open_protected participants:protected
        participants:take_back participants:waiver participants:waiver_withdraw
        participants:form_register participants:form_close participants:form_areas participants:form_pick
        participants:meetings participants:meetings_export participants:meeting participants:meeting_new
        participants:meeting_change
        """,
    ),
    (
        {PL, SG, FF, OB},
        "reporting:programme reporting:programme_needs reporting:programme_needs_sheet reporting:programme_equity",
    ),
    (
        {PL, SG},
        """
        reporting:reports reporting:report reporting:report_pdf reporting:report_sheet
        reporting:report_file reporting:report_file_progress
        """,
    ),
    (
        {PL},
        """
        nodes:programme_settings nodes:programme_members nodes:programme_member_end
        nodes:programme_invitation_withdraw
        matching:programme_rounds matching:programme_round matching:programme_round_progress
        reporting:summary reporting:freeze reporting:accept_note reporting:return_note
        reporting:budget reporting:budget_add reporting:budget_line reporting:budget_delete reporting:outcomes
        """,
    ),
]
EXPECTED = {name: roles for roles, names in MATRIX for name in names.split()}
OTHERS_OWN = (
    "account",
    "admin",
    "mfa",
    "socialaccount",
    "openid_connect",
)  # allauth and Django's admin guard their own
POST_ONLY = 405


def own_patterns(resolver=None, namespace=""):
    """Every pattern of ours with its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace not in OTHERS_OWN and "konto" not in str(entry.pattern):
                yield from own_patterns(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry


PATTERNS = dict(own_patterns())


def arguments(pattern):
    """Something for each part of the address: the node `har`, and numbers and words that nothing has."""
    made = {}
    for name, converter in pattern.pattern.converters.items():
        made[name] = "har" if name == "node" else 999_999_999 if "Int" in type(converter).__name__ else "2026-Q1"
    return made


def test_every_address_is_in_the_matrix():
    assert set(PATTERNS) == set(EXPECTED)


def test_every_view_of_a_node_or_a_programme_names_its_action():
    unguarded = {name for name, pattern in PATTERNS.items() if not hasattr(pattern.callback, "action")}
    assert unguarded <= {"set_language", "choose_theme", "gallery"}


def test_every_action_has_a_page():
    used = {getattr(pattern.callback, "action", None) for pattern in PATTERNS.values()}
    assert set(POLICIES) <= used


@pytest.fixture
def users():
    node = NodeFactory(slug="har")
    unit = ServiceUnitFactory(node=node)
    stranger = member(Role.COORDINATOR, node=NodeFactory(slug="dar"))
    return {role: member(role, node=node, unit=unit) for role in Role} | {"stranger": stranger}


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_who_may_open(name, users, client):
    pattern = PATTERNS[name]
    url = reverse(name, kwargs=arguments(pattern))
    allowed = EXPECTED[name]
    action = getattr(pattern.callback, "action", None)
    for who, user in users.items():
        client.force_login(user)
        status = _answer(client, url).status_code
        if allowed == ANYBODY:
            assert status != 403 or name == "nodes:home", who
        elif who == "stranger":
            assert status in ({404} if POLICIES[action].where is Where.NODE else {404, 403}), who
        elif who in allowed:
            assert status != 403, who
        else:
            assert status == (404 if _has_no_place(who, action) else 403), who
    client.logout()
    if allowed != ANYBODY:
        assert "/konto/login/" in _answer(client, url)["Location"]


def _answer(client, url):
    """What a GET gets; where only a POST is taken, what a POST gets."""
    answer = client.get(url)
    return client.post(url) if answer.status_code == POST_ONLY else answer


def _has_no_place(role, action):
    """A node's people have nothing to do with the programme's own pages: these do not exist for them."""
    return POLICIES[action].where is Where.PROGRAMME and role in (C, H, PM, PG)
