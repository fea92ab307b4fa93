"""What the tests of Idag share: its address and page, and people who wait."""

from datetime import timedelta

from django.urls import reverse

from matching.services import rounds
from nodes.models import InterestArea
from tests.matching.conftest import waive
from tests.reporting.conftest import TODAY


def url(world, slug="vast"):
    return reverse("reporting:today", args=[slug])


def read(client, world, slug="vast"):
    answer = client.get(url(world, slug))
    assert answer.status_code == 200
    return answer.content.decode()


def waiting(world, days_left, slug="vast", **fields):
    """Somebody who has so many days left."""
    person = world.person(slug, **fields)
    return world.form(person, TODAY - timedelta(days=14 - days_left))


def forecast(world, slug="vast"):
    """What would come of it today, worked out."""
    with world.acting(slug):
        rounds.solve_round(pk=rounds.ask_forecast(node=world.node(slug)).pk)


def wishing(world, *areas, days_left=3, **fields):
    """Somebody with a waiver who waits for this."""
    form = waiting(world, days_left, **fields)
    with world.acting("vast"):
        waive(form.participant)
        form.choices.all().delete()
        for rank, code in enumerate(areas, start=1):
            area = InterestArea.objects.get(code=code)
            person = {"node": form.node, "service_unit": form.service_unit, "participant": form.participant}
            form.choices.create(**person, rank=rank, area=area)
    return form
