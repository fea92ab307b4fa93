"""The quarter's report as files: asked for by a reader, made by a task, kept in the storage.

A file is made for each kind of reader (with and without small numbers) of the frozen report, once and for good, or of
the draft, anew whenever somebody asks. What is asked for stays written down until it is made or has failed for good.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from celery import current_app
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from nodes.actors import Actor
from nodes.models import Programme
from nodes.tenancy import acting_in, without_people
from reporting.documents.report import as_pdf, as_workbook, report_for
from reporting.models import ReportFile
from reporting.selectors.files import is_frozen
from reporting.selectors.reports import report_of
from reporting.states import REPORT_FILE, FileState
from vida import clock
from vida.calendar import Quarter
from vida.states import START, SYSTEM

MOST_TRIES = 3
LOST_AFTER = timedelta(minutes=10)  # the queue may lose a message; then a reader may ask again


@transaction.atomic
def ask(*, programme: Programme, quarter: Quarter, kind: str, shared: bool, by: Actor) -> ReportFile:
    """Let the file be made. One that is under way, or made of the frozen report, is left as it is.

    NotAllowed for roles that may not.
    """
    frozen = is_frozen(programme, quarter)
    of = {"programme": programme, "year": quarter.year, "quarter": quarter.number, "kind": kind, "shared": shared}
    new = {"state": REPORT_FILE.to("ask", START, *by.roles), "asked_at": clock.now(), "asked_by": by.person}
    row, created = ReportFile.objects.get_or_create(**of, frozen=frozen, defaults=new)
    if not created:
        row = ReportFile.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if not _may_be_made_again(row):
            return row
        row.state = REPORT_FILE.to("ask", row.state, *by.roles)
        row.asked_at, row.asked_by, row.tries, row.made_at, row.last_error = clock.now(), by.person, 0, None, ""
        row.save()
    transaction.on_commit(lambda: _wake_worker(row.pk), robust=True)
    return row


def _wake_worker(pk: int) -> None:
    current_app.send_task("reporting.tasks.make_file", [pk])  # by name: tasks are above services


def _may_be_made_again(row: ReportFile) -> bool:
    if row.state in (FileState.WAITING, FileState.MAKING):
        return is_lost(row)
    return (
        row.state == FileState.FAILED or not row.frozen or not default_storage.exists(row.file.name or row.storage_name)
    )


def is_lost(row: ReportFile) -> bool:
    """Whether a file has been under way for so long that it will hardly come."""
    return row.state in (FileState.WAITING, FileState.MAKING) and row.asked_at < clock.now() - LOST_AFTER


def make(*, file_id: int) -> None:
    """Make the file and keep it. Running it again, late or twice at once, changes nothing.

    Raises whatever the making raises; `failed` says what then becomes of the file.
    """
    row = _begin(file_id)
    if row is None:
        return
    nodes = row.programme.nodes.order_by("id").values_list("id", flat=True)
    with acting_in(without_people(*nodes)):
        report = report_of(row.programme, row.of_quarter)
        made = report_for(row.programme, row.of_quarter, report, shared=row.shared)
    content = as_pdf(made) if row.kind == ReportFile.Kind.PDF else as_workbook(made)
    _finish(file_id, content)


@transaction.atomic
def failed(*, file_id: int, error: Exception) -> bool:
    """Write down that a try failed; whether that was the last one, and the file has failed."""
    row = _under_way(file_id)
    if row is None:
        return True
    row.last_error = type(error).__name__
    last = row.tries >= MOST_TRIES
    row.state = REPORT_FILE.to("fail" if last else "begin", row.state, SYSTEM)
    row.save(update_fields=["state", "last_error"])
    return last


def ask_for_all(*, programme: Programme, quarter: Quarter, by: Actor) -> None:
    """Let every file of a report that has just been frozen be made; what was made of the draft goes."""
    drafts = ReportFile.objects.filter(programme=programme, year=quarter.year, quarter=quarter.number, frozen=False)
    for name in drafts.exclude(file="").order_by("pk").values_list("file", flat=True):
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
    drafts.delete()
    for kind in ReportFile.Kind.values:
        for shared in (False, True):
            ask(programme=programme, quarter=quarter, kind=kind, shared=shared, by=by)


@transaction.atomic
def _begin(file_id: int) -> ReportFile | None:
    """The file, now in the making; None where it is made, has failed or is gone."""
    row = _under_way(file_id)
    if row is None:
        return None
    row.state = REPORT_FILE.to("begin", row.state, SYSTEM)
    row.tries += 1
    row.save(update_fields=["state", "tries"])
    return row


@transaction.atomic
def _finish(file_id: int, content: bytes) -> None:
    """Keep the file, unless another run was quicker. A name is used again: nothing lies about that no row knows."""
    row = _under_way(file_id)
    if row is None:
        return
    default_storage.delete(row.storage_name)
    row.file.name = default_storage.save(row.storage_name, ContentFile(content))
    row.state, row.made_at = REPORT_FILE.to("finish", row.state, SYSTEM), clock.now()
    row.last_error = ""
    row.save(update_fields=["state", "file", "made_at", "last_error"])


def _under_way(file_id: int) -> ReportFile | None:
    """The file, locked; None where nobody waits for it."""
    rows = ReportFile.objects.select_for_update(of=("self",)).select_related("programme")
    return rows.filter(pk=file_id, state__in=(FileState.WAITING, FileState.MAKING)).first()
