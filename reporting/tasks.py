"""What this app does by itself: the files of the reports."""

from celery import Task, shared_task

from reporting.services import files

RETRY_AFTER = 20  # seconds


@shared_task(bind=True, max_retries=files.MOST_TRIES)
def make_file(self: Task, file_id: int) -> None:
    """Makes a report's PDF or workbook and keeps it; tries three times, and then says on the page that it failed."""
    try:
        files.make(file_id=file_id)
    except Exception as error:
        if files.failed(file_id=file_id, error=error):
            raise
        raise self.retry(exc=error, countdown=RETRY_AFTER) from error
