"""What happens by the clock: every line of the schedule names a task that exists, has a queue that is served, and can
run twice."""

import inspect

import pytest
from celery.schedules import crontab, schedule

from vida.celery import SCHEDULE, app
from vida.embedded.demo import QUEUES

app.loader.import_default_modules()


@pytest.mark.parametrize("line", sorted(SCHEDULE))
def test_a_line_names_a_task_that_needs_nothing(line):
    task = app.tasks[SCHEDULE[line]["task"]]
    assert not [p for p in inspect.signature(task.run).parameters.values() if p.default is p.empty]
    assert isinstance(SCHEDULE[line]["schedule"], (int, float, crontab, schedule))


def test_every_task_of_ours_goes_to_a_queue_that_a_worker_takes():
    served = set(QUEUES.split(","))
    ours = [name for name in app.tasks if not name.startswith("celery.")]
    assert ours
    for name in ours:
        route = app.amqp.router.route({}, name)
        assert route["queue"].name in served, name


@pytest.mark.django_db
@pytest.mark.parametrize("line", sorted(SCHEDULE))
def test_a_task_may_run_twice_with_nothing_to_do(line):
    task = app.tasks[SCHEDULE[line]["task"]]
    task.run()
    task.run()
