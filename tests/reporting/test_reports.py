"""The quarter's report: who sees what, how it is frozen, and files that never change."""

import json
import os
import subprocess
import sys
from datetime import date
from hashlib import sha256
from io import BytesIO

import page
import pytest
from django.urls import reverse
from pdfminer.high_level import extract_text

from nodes.actors import Actor
from nodes.models import Programme
from nodes.roles import Role
from nodes.tenancy import acting_in, without_people
from reporting.documents.report import as_pdf, as_workbook, report_for
from reporting.models import NodeReport, ProgressReport
from reporting.selectors.reports import report_of
from reporting.services import node_reports, reports
from reporting.services.reports import Refused
from tests.factories import UserFactory
from tests.reporting.conftest import TODAY
from tests.reporting.world import IN_QUARTER, QUARTER, World
from vida.calendar import Quarter
from vida.states import NotAllowed, RoleNotAllowed

pytestmark = pytest.mark.django_db

LIST = "reporting:reports"
NOW = Quarter(2026, 4)


def actor(role):
    return Actor(UserFactory(), frozenset({role}))


@pytest.fixture
def in_programme(world):
    """Inside the process lead's scope: the nodes, and not one person."""
    with acting_in(without_people(*(node.pk for node in world.nodes.values()))):
        yield world


def page_of(quarter, name="report"):
    return reverse(f"reporting:{name}", args=[quarter])


@pytest.mark.parametrize("role", [Role.PROCESS_LEAD, Role.STEERING_MEMBER])
def test_quarters_are_listed_with_their_due_days(client, signed_in, world, role):
    signed_in(role, world.node("vast"))
    answer = client.get(reverse(LIST)).content.decode()
    assert "Kvartal 4 2026" in answer
    assert "2026-10-31" in answer
    assert "Kvartal 1 2027" not in answer


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.OBSERVER])
def test_others_of_the_programme_see_no_report(client, signed_in, world, role):
    signed_in(role, world.node("vast"))
    assert client.get(page_of(QUARTER)).status_code == 403


def test_those_who_read_cannot_freeze_or_write(client, signed_in, world):
    signed_in(Role.STEERING_MEMBER, world.node("vast"))
    assert client.get(page_of(QUARTER, "freeze")).status_code == 403
    assert client.post(page_of(QUARTER, "summary"), {"summary": "x"}).status_code == 403


def test_a_quarter_outside_the_programme_is_not_there(client, signed_in, world):
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    assert client.get(page_of(Quarter(2025, 4))).status_code == 404
    assert client.get(page_of(Quarter(2027, 1))).status_code == 404


def test_the_steering_group_sees_no_small_figure(client, signed_in, world):
    for _each in range(3):
        world.supported("vast")
    signed_in(Role.STEERING_MEMBER, world.node("vast"))
    answer = client.get(page_of(QUARTER)).content.decode()
    assert ">dolt<" in answer
    assert ">3<" not in answer


def test_the_process_lead_sees_it_and_no_name(client, signed_in, world):
    for _each in range(3):
        world.supported("vast", given_name="Hemligaste", family_name="Personen")
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    answer = client.get(page_of(QUARTER)).content.decode()
    assert ">3<" in answer
    assert ">dolt<" not in answer
    assert "Hemligaste" not in answer


def test_freezing_asks_first_and_holds_for_good(client, signed_in, world):
    world.supported("vast")
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    asked = client.get(page_of(QUARTER, "freeze"))
    assert "Det här händer" in asked.content.decode()
    assert not ProgressReport.objects.filter(state="frozen").exists()
    assert client.post(page_of(QUARTER, "freeze")).status_code == 302
    world.supported("vast")
    answer = client.get(page_of(QUARTER)).content.decode()
    assert "Rapporten är fryst" in answer
    assert ProgressReport.objects.get().figures["cells"]["supported/all/period/all/all"] == 1
    assert client.post(page_of(QUARTER, "summary"), {"summary": "Efteråt"}).status_code == 409
    assert ProgressReport.objects.get().summary == ""


@pytest.mark.parametrize(("today", "allowed"), [(date(2026, 9, 30), False), (date(2026, 10, 1), True)])
def test_only_a_quarter_that_has_ended_is_frozen(in_programme, settings, today, allowed):
    settings.CLOCK_DAYS_AHEAD += (today - TODAY).days
    lead = actor(Role.PROCESS_LEAD)
    if allowed:
        assert reports.freeze(programme=in_programme.programme, quarter=QUARTER, by=lead).figures
        return
    with pytest.raises(Refused, match="pågår"):
        reports.freeze(programme=in_programme.programme, quarter=QUARTER, by=lead)


def test_freezing_a_running_quarter_answers_with_a_sentence(client, signed_in, world):
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    answer = client.post(page_of(NOW, "freeze"))
    assert answer.status_code == 409
    assert "Kvartalet pågår till och med" in answer.content.decode()


def test_freezing_twice_changes_nothing(in_programme):
    lead = actor(Role.PROCESS_LEAD)
    first = reports.freeze(programme=in_programme.programme, quarter=QUARTER, by=lead)
    assert reports.freeze(programme=in_programme.programme, quarter=QUARTER, by=lead).frozen_at == first.frozen_at
    with pytest.raises(NotAllowed):
        reports.freeze(programme=in_programme.programme, quarter=QUARTER, by=actor(Role.PROCESS_LEAD))


def test_nobody_but_the_process_lead_freezes(in_programme):
    with pytest.raises(RoleNotAllowed):
        reports.freeze(programme=in_programme.programme, quarter=QUARTER, by=actor(Role.PROJECT_MANAGER))


def files(world, *, shared):
    report = report_for(world.programme, QUARTER, report_of(world.programme, QUARTER), shared=shared)
    return as_pdf(report), as_workbook(report)


@pytest.mark.parametrize("shared", [False, True])
def test_a_frozen_quarter_gives_the_same_bytes_always(in_programme, shared):
    world = in_programme
    for _each in range(6):
        world.supported("vast")
    lead = actor(Role.PROCESS_LEAD)
    reports.write_summary(programme=world.programme, quarter=QUARTER, summary="Ett gott kvartal.", by=lead)
    reports.freeze(programme=world.programme, quarter=QUARTER, by=lead)
    first = files(world, shared=shared)
    world.supported("norr")
    Programme.objects.filter(pk=world.programme.pk).update(name="Nytt namn", funder="Ny finansiär")
    world.programme.refresh_from_db()
    assert files(world, shared=shared) == first


IN_ANOTHER_PROCESS = """
import django, json, sys
from datetime import datetime
from hashlib import sha256
django.setup()
from reporting.documents.report import as_pdf, as_workbook, report_for
from reporting.models import ProgressReport
from vida.calendar import Quarter
stored = json.load(sys.stdin)
row = ProgressReport(state="frozen", figures=stored["figures"], frozen_at=datetime.fromisoformat(stored["frozen_at"]))
report = report_for(None, Quarter(2026, 3), row, shared=False)
print(sha256(as_pdf(report)).hexdigest(), sha256(as_workbook(report)).hexdigest())
"""


def test_another_process_gives_the_same_bytes(in_programme):
    in_programme.supported("vast")
    row = reports.freeze(programme=in_programme.programme, quarter=QUARTER, by=actor(Role.PROCESS_LEAD))
    stored = json.dumps({"figures": row.figures, "frozen_at": row.frozen_at.isoformat()})
    made = [
        subprocess.run(
            [sys.executable, "-c", IN_ANOTHER_PROCESS],
            input=stored,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "vida.settings"},
        ).stdout.split()
        for seed in ("1", "2")
    ]
    here = [sha256(made).hexdigest() for made in files(in_programme, shared=False)]
    assert made == [here, here]


def test_a_frozen_report_holds_no_personal_data(in_programme):
    world = in_programme
    world.supported(
        "vast",
        given_name="Hemligaste",
        family_name="Personen",
        identity_kind="personal",
        identity_number="199002289800",
        identity_index="c" * 64,
        phone="+46701740605",
        email="hemlig@example.se",
        date_of_birth=date(1990, 2, 28),
    )
    row = reports.freeze(programme=world.programme, quarter=QUARTER, by=actor(Role.PROCESS_LEAD))
    text = json.dumps(row.figures, ensure_ascii=False)
    for secret in ("Hemligaste", "Personen", "199002289800", "c" * 64, "1740605", "hemlig@", "1990-02-28", "Karin"):
        assert secret not in text


def test_the_pdf_is_valid_and_says_who_pays(in_programme):
    in_programme.supported("vast")
    pdf, _sheet = files(in_programme, shared=True)
    found = page.validate_pdf_bytes(pdf)
    assert [(fault.rule_id, fault.message) for fault in found.failures] == []
    text = " ".join(extract_text(BytesIO(pdf)).split())
    assert "Medfinansieras av Europeiska unionen" in text
    assert "O.2.3 Deltagare som fått stöd" in text
    assert "ej frågad" in text


def test_a_programme_without_eu_money_carries_no_mark(in_programme):
    Programme.objects.update(eu_funded=False)
    in_programme.programme.refresh_from_db()
    pdf, _sheet = files(in_programme, shared=False)
    assert "Europeiska unionen" not in extract_text(BytesIO(pdf))


@pytest.mark.parametrize("text", ["19900228-9800", "900228-9800", "199002289800", "Ring 9002289800.", "900228 9800"])
def test_words_with_an_identity_number_are_refused_and_kept(client, signed_in, world, text):
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    answer = client.post(page_of(QUARTER, "summary"), {"summary": text})
    assert answer.status_code == 422
    assert "liknar ett personnummer" in answer.content.decode()
    assert text in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "status"), [("", 302), ("x" * 4000, 302), ("x" * 4001, 422), ("a\x00b", 422), ("سلام 🎉", 302)]
)
def test_the_summary_takes_what_people_write(client, signed_in, world, text, status):
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    assert client.post(page_of(QUARTER, "summary"), {"summary": text}).status_code == status


def test_a_nodes_words_are_submitted_returned_and_accepted(in_programme):
    node, manager, lead = in_programme.node("vast"), actor(Role.PROJECT_MANAGER), actor(Role.PROCESS_LEAD)
    row = node_reports.write(node=node, quarter=QUARTER, note="Vi började.", by=manager)
    assert row.state == "draft"
    row = node_reports.submit(node=node, quarter=QUARTER, note="Vi började bra.", by=manager)
    assert node_reports.submit(node=node, quarter=QUARTER, note="Vi började bra.", by=manager).pk == row.pk
    with pytest.raises(NotAllowed):
        node_reports.write(node=node, quarter=QUARTER, note="Nytt", by=manager)
    with pytest.raises(Refused, match="Skriv vad"):
        node_reports.send_back(row=row, comment=" ", by=lead)
    row = node_reports.send_back(row=row, comment="Säg mer om mars.", by=lead)
    assert (row.state, row.decision_comment) == ("returned", "Säg mer om mars.")
    row = node_reports.submit(node=node, quarter=QUARTER, note="Mer om mars.", by=manager)
    row = node_reports.accept(row=row, by=lead)
    assert row.state == "accepted"
    reports.freeze(programme=in_programme.programme, quarter=QUARTER, by=lead)
    with pytest.raises(Refused, match="fryst"):
        node_reports.send_back(row=row, comment="För sent", by=lead)
    assert report_of(in_programme.programme, QUARTER).figures["notes"][0]["note"] == "Mer om mars."


def test_a_coordinator_writes_and_does_not_submit(in_programme):
    node, coordinator = in_programme.node("vast"), actor(Role.COORDINATOR)
    node_reports.write(node=node, quarter=QUARTER, note="Utkast", by=coordinator)
    with pytest.raises(RoleNotAllowed):
        node_reports.submit(node=node, quarter=QUARTER, note="Utkast", by=coordinator)


def test_the_process_lead_accepts_and_returns_on_the_page(client, signed_in, world):
    lead = signed_in(Role.PROCESS_LEAD, world.node("vast"))
    with world.acting("vast"):
        row = node_reports.submit(
            node=world.node("vast"), quarter=QUARTER, note="Det gick bra.", by=actor(Role.PROJECT_MANAGER)
        )
    answer = client.get(page_of(QUARTER)).content.decode()
    assert "Det gick bra." in answer
    empty = client.post(reverse("reporting:return_note", args=[row.pk]), {"comment": ""})
    assert empty.status_code == 422
    assert client.post(reverse("reporting:return_note", args=[row.pk]), {"comment": "Mer!"}).status_code == 302
    assert client.post(reverse("reporting:accept_note", args=[row.pk])).status_code == 409, "it has gone back"
    with world.acting("vast"):
        assert NodeReport.objects.get().decided_by == lead


def test_another_programmes_words_are_not_there(client, signed_in, world):
    other = World("annan")
    with other.acting("annan"):
        row = node_reports.submit(
            node=other.node("annan"), quarter=QUARTER, note="Annat", by=actor(Role.PROJECT_MANAGER)
        )
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    assert client.post(reverse("reporting:accept_note", args=[row.pk])).status_code == 404


def test_the_report_costs_the_same_for_one_and_many(client, signed_in, world, django_assert_max_num_queries):
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    client.get(page_of(QUARTER))
    with django_assert_max_num_queries(60) as few:
        client.get(page_of(QUARTER))
    for _each in range(3):
        world.supported("norr", on=IN_QUARTER)
    with django_assert_max_num_queries(60) as many:
        client.get(page_of(QUARTER))
    assert len(few) == len(many)
