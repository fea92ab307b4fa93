"""The report's files: asked for once, made by a task that may run twice, kept, and given to those who may have them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from nodes.actors import Actor
from nodes.roles import Role
from nodes.tenancy import acting_in, without_people
from reporting.documents.report import as_pdf, as_workbook, report_for
from reporting.models import ProgressReport, ReportFile
from reporting.selectors.reports import report_of
from reporting.services import files, reports
from reporting.states import REPORT_FILE, FileState
from reporting.tasks import make_file
from tests.factories import UserFactory
from tests.reporting.world import QUARTER, World
from vida import clock
from vida.states import NotAllowed

pytestmark = pytest.mark.django_db

KINDS = ReportFile.Kind.values
SHARED = {Role.PROCESS_LEAD: False, Role.STEERING_MEMBER: True}


def actor(role=Role.PROCESS_LEAD):
    return Actor(UserFactory(), frozenset({role}))


def page_of(kind="xlsx", name="report_file", quarter=QUARTER):
    return reverse(f"reporting:{name}", args=[quarter, kind])


def file_of(kind="xlsx"):
    return reverse("reporting:report_pdf" if kind == "pdf" else "reporting:report_sheet", args=[QUARTER])


def ask(world, kind="xlsx", role=Role.PROCESS_LEAD):
    return files.ask(programme=world.programme, quarter=QUARTER, kind=kind, shared=SHARED[role], by=actor(role))


def freeze(world):
    with acting_in(without_people(*(node.pk for node in world.nodes.values()))):
        return reports.freeze(programme=world.programme, quarter=QUARTER, by=actor())


def make_all(kind="xlsx"):
    """What a worker would do, with one kind only: a PDF takes its time."""
    waiting = ReportFile.objects.filter(state=FileState.WAITING, kind=kind).order_by("pk")
    for pk in waiting.values_list("pk", flat=True):
        make_file.apply([pk], throw=True)


def words(answer):
    return " ".join(answer.content.decode().split())


# --- from question to file


@pytest.mark.parametrize(
    ("kind", "role"), [("pdf", Role.STEERING_MEMBER), ("xlsx", Role.STEERING_MEMBER), ("xlsx", Role.PROCESS_LEAD)]
)
def test_a_draft_is_asked_for_made_and_fetched(client, signed_in, world, kind, role):
    signed_in(role, world.node("vast"))
    assert "Filen är inte gjord än" in words(client.get(page_of(kind)))
    assert client.get(file_of(kind))["Location"] == page_of(kind)
    assert client.post(page_of(kind))["Location"] == page_of(kind)
    waiting = words(client.get(page_of(kind)))
    assert "Väntar på sin tur. Du kan lämna sidan" in waiting
    assert f'hx-get="{page_of(kind, "report_file_progress")}"' in waiting
    make_all(kind)
    done = words(client.get(page_of(kind, "report_file_progress")))
    assert "Filen är klar" in done
    assert "hx-get" not in done
    assert "Siffrorna kan ha ändrats sedan dess" in done
    answer = client.get(file_of(kind))
    assert answer["Content-Disposition"] == f'attachment; filename="vida-rapport-2026-Q3.{kind}"'
    assert answer.content.startswith(b"%PDF" if kind == "pdf" else b"PK")


def test_while_it_is_made_the_page_says_so(client, signed_in, world):
    row = ask(world)
    ReportFile.objects.filter(pk=row.pk).update(state=FileState.MAKING)
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    answer = words(client.get(page_of()))
    assert "Filen görs." in answer
    assert 'value="50"' in answer
    assert client.get(file_of())["Location"] == page_of()


def test_asking_twice_wakes_the_worker_once(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as first:
        row = ask(world)
    with django_capture_on_commit_callbacks() as second:
        assert ask(world).pk == row.pk
    assert (len(first), len(second)) == (1, 0)


@pytest.mark.parametrize(("minutes", "again"), [(9, False), (11, True)])
@pytest.mark.parametrize("state", [FileState.WAITING, FileState.MAKING])
def test_what_the_queue_lost_can_be_asked_for_again(
    client, signed_in, world, django_capture_on_commit_callbacks, minutes, again, state
):
    row = ask(world)
    ReportFile.objects.update(state=state, asked_at=clock.now() - timedelta(minutes=minutes))
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    assert ("Filen dröjer" in words(client.get(page_of()))) is again
    with django_capture_on_commit_callbacks() as woken:
        ask(world)
    assert len(woken) == again
    files.make(file_id=row.pk)
    row.refresh_from_db()
    assert row.state == FileState.READY


def test_a_new_draft_has_the_new_figures(client, signed_in, world):
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    counted = []
    for _each in range(2):
        world.supported("vast")
        client.post(page_of("xlsx"))
        make_all()
        book = load_workbook(BytesIO(client.get(file_of("xlsx")).content))
        rows = [tuple(cell.value for cell in row) for row in book["O.2.3 Deltagare som fått stöd"]]
        counted += [row[3] for row in rows if row[:3] == ("Per nod", "Vast", "Perioden")]
    assert counted == [1, 2]
    assert ReportFile.objects.count() == 1


# --- the frozen report


def test_freezing_asks_for_every_file_and_throws_the_draft_away(world, django_capture_on_commit_callbacks):
    draft = ask(world)
    make_all()
    draft.refresh_from_db()
    assert default_storage.exists(draft.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        freeze(world)
    rows = ReportFile.objects.order_by("kind", "shared").values_list("kind", "shared", "frozen", "state")
    assert list(rows) == [(kind, shared, True, "waiting") for kind in KINDS for shared in (False, True)]
    assert not default_storage.exists(draft.file.name)


def test_the_same_frozen_quarter_gives_the_same_bytes(client, signed_in, world):
    for _each in range(3):
        world.supported("vast")
    freeze(world)
    report = report_for(world.programme, QUARTER, report_of(world.programme, QUARTER), shared=False)
    expected = {"pdf": as_pdf(report), "xlsx": as_workbook(report)}
    ReportFile.objects.filter(shared=True).delete()
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    for kind in KINDS:
        make_all(kind)
        row = ReportFile.objects.get(kind=kind)
        assert client.get(file_of(kind)).content == expected[kind]
        world.supported("norr")
        assert client.post(page_of(kind))["Location"] == file_of(kind), "it is there already"
        make_file.apply([row.pk], throw=True)
        assert client.get(file_of(kind)).content == expected[kind]
        assert ReportFile.objects.get(kind=kind).made_at == row.made_at, "nothing was made anew"


def test_a_lost_storage_is_filled_again_with_the_same_bytes(client, signed_in, world):
    freeze(world)
    make_all()
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    first = client.get(file_of()).content
    default_storage.delete(ReportFile.objects.get(kind="xlsx", shared=False).file.name)
    assert client.get(file_of())["Location"] == page_of()
    assert "Filen är inte gjord än" in words(client.get(page_of()))
    client.post(page_of())
    make_all()
    assert client.get(file_of()).content == first


def test_small_numbers_are_in_the_process_leads_file_only(client, signed_in, world):
    for _each in range(3):
        world.supported("vast", given_name="Hemligaste")
    freeze(world)
    make_all()
    for role, value in ((Role.PROCESS_LEAD, 3), (Role.STEERING_MEMBER, "dolt")):
        signed_in(role, world.node("vast"))
        book = load_workbook(BytesIO(client.get(file_of("xlsx")).content))
        rows = [tuple(cell.value for cell in row) for sheet in book for row in sheet]
        assert ("Per nod", "Vast", "Perioden", value) in rows
        assert "Hemligaste" not in str(rows)


def test_the_names_in_the_storage_name_nobody(world):
    freeze(world)
    names = {row.storage_name for row in ReportFile.objects.order_by("pk")}
    begins = f"rapporter/{world.programme.pk}/2026-Q3-fryst"
    assert names == {f"{begins}-{whose}.{kind}" for whose in ("hel", "delad") for kind in KINDS}
    make_all()
    row = ReportFile.objects.get(kind="xlsx", shared=True)
    assert row.file.name == row.storage_name


# --- when it goes wrong


def test_three_tries_and_then_it_says_so(client, signed_in, world):
    freeze(world)
    ProgressReport.objects.update(figures={"version": 99})  # of a later version of the product: it cannot be read
    row = ReportFile.objects.get(kind="xlsx", shared=False)
    assert make_file.apply([row.pk]).state == "FAILURE"
    row.refresh_from_db()
    assert (row.state, row.tries, row.last_error) == (FileState.FAILED, files.MOST_TRIES, "ValueError")
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    answer = words(client.get(page_of()))
    assert "Filen gick inte att göra" in answer
    assert "Försök igen" in answer
    client.post(page_of())
    row.refresh_from_db()
    assert (row.state, row.tries, row.last_error) == (FileState.WAITING, 0, "")


def test_a_worker_that_died_in_the_middle_is_followed_by_another(world):
    row = ask(world)
    ReportFile.objects.update(state=FileState.MAKING, tries=1)
    make_file.apply([row.pk], throw=True)
    row.refresh_from_db()
    assert (row.state, row.tries) == (FileState.READY, 2)


def test_a_file_that_is_gone_is_no_error(world):
    row = ask(world)
    ReportFile.objects.all().delete()
    make_file.apply([row.pk], throw=True)


def test_a_ready_file_without_a_file_cannot_be_stored(world):
    ask(world)
    for wrong in (
        {"state": "ready", "made_at": clock.now()},
        {"state": "ready", "file": "x"},
        {"made_at": clock.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReportFile.objects.update(**wrong)


# --- who may


@pytest.mark.parametrize("role", [role for role in Role if role not in SHARED])
def test_nobody_else_asks(world, role):
    with pytest.raises(NotAllowed):
        files.ask(programme=world.programme, quarter=QUARTER, kind="pdf", shared=True, by=actor(role))
    assert not ReportFile.objects.exists()


def test_every_event_has_its_service():
    assert set(REPORT_FILE.all_events) == {"ask", "begin", "finish", "fail"}


@pytest.mark.parametrize("name", ["report_file", "report_file_progress"])
def test_what_is_no_file_is_not_there(client, signed_in, world, name):
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    assert client.get(page_of("docx", name)).status_code == 404
    assert client.get(page_of("pdf", name, quarter="2025-Q4")).status_code == 404


def test_another_programmes_file_is_not_there(client, signed_in, world):
    other = World("annan")
    freeze(other)
    make_all()
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    assert client.get(file_of())["Location"] == page_of()
    assert "Filen är inte gjord än" in words(client.get(page_of()))
