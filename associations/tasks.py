"""What this app does by itself: ids in, open the tenant, call a service."""

from datetime import timedelta

from celery import shared_task

from associations.models import RegisterImport
from associations.services import register, registrations
from nodes.tenancy import acting_everywhere, acting_in, without_people
from vida import clock

DRAFTS_KEPT = timedelta(days=90)


@shared_task
def read_register(node_id: int, import_id: int) -> int:
    """Decides on every row of a register that waits, batch by batch, so that the page can show how far it has come."""
    scope, read = without_people(node_id), 0
    while True:
        with acting_in(scope):
            found = RegisterImport.objects.select_related("node").filter(pk=import_id).first()
            done = register.read_on(register_import=found) if found else 0
        if not done:
            return read
        read += done


@shared_task
def clear_old_drafts() -> int:
    """Deletes drafts of the public form that nobody has touched for 90 days; returns how many."""
    with acting_everywhere("clear_old_drafts"):
        return registrations.clear_old_drafts(before=clock.now() - DRAFTS_KEPT)
