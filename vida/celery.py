"""The queue: Celery on Valkey. Tasks live in each app's `tasks.py`; what runs by the clock stands in `SCHEDULE`."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vida.settings")

app = Celery("vida")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# One line for each thing that happens by itself. Every task is safe to run twice, late or on two machines.
SCHEDULE = {
    "beat leaves a trace for /health/": {"task": "nodes.tasks.beat_tick", "schedule": 15.0},
    "what waits in the outbox is sent": {"task": "nodes.tasks.send_outbox", "schedule": 60.0},
    "addresses of old messages are forgotten": {
        "task": "nodes.tasks.forget_messages",
        "schedule": crontab(minute="40", hour="3"),
    },
    "forms near or past their day are flagged": {
        "task": "matching.tasks.flag_forms",
        "schedule": crontab(minute="*/15"),
    },
    "offers without an answer are flagged": {"task": "matching.tasks.flag_offers", "schedule": crontab(minute="*/15")},
    "activities begin and end by their dates": {
        "task": "matching.tasks.follow_dates",
        "schedule": crontab(minute="5", hour="*"),
    },
    "rounds that were lost are worked out again": {"task": "matching.tasks.resume_rounds", "schedule": 60.0},
    "who will wait too long is worked out": {"task": "matching.tasks.forecast", "schedule": crontab(minute="10")},
    "old drafts are cleared away": {
        "task": "associations.tasks.clear_old_drafts",
        "schedule": crontab(minute="20", hour="3"),
    },
}
app.conf.beat_schedule = SCHEDULE


@setup_logging.connect
def keep_logging(**_told: object) -> None:
    """Leave the log as the settings have it (`vida.logs`): Celery sets up its own where nobody listens to this."""
