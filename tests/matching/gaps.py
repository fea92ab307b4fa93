"""Tasks for a gap in what there is, and activities that meet it."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from associations.models import Activity
from associations.states import ActivityState
from matching.models import OutreachContact, OutreachTask
from matching.services import outreach
from matching.services.activities import approve_activity
from nodes.models import InterestArea, Municipality
from tests.factories import ActivityFactory, AssociationFactory
from vida import clock


def area(code: str) -> InterestArea:
    return InterestArea.objects.get(code=code)


def town(code: str | None) -> Municipality | None:
    return Municipality.objects.get(pk=code) if code else None


def opened(here, code="singing", where: str | None = "0184") -> OutreachTask:
    task, _made = outreach.open_task(node=here.node, area=area(code), municipality=town(where), by=here.coordinator)
    return task


def submitted(here, *areas: str, **values) -> Activity:
    """What an association has sent in, and nobody has decided about."""
    undecided = {"association": None, "decided_by": None, "decided_at": None, "state": ActivityState.SUBMITTED}
    starts = clock.today() + timedelta(days=20)
    return ActivityFactory(
        node=here.node, areas=list(areas), first_on=starts, association_name="Solna kör", **undecided | values
    )


def approved(here, *areas: str, **values) -> list[OutreachTask]:
    activity = submitted(here, *areas, **values)
    owner = AssociationFactory(node=here.node)
    return approve_activity(activity=activity, association=owner, by=here.coordinator)[1]


def address(name: str = "outreach", *keys: int, **query: str) -> str:
    return reverse(f"matching:{name}", args=["har", *keys], query=query or None)


def log(here, task, **values) -> OutreachContact:
    told = {"contacted_on": clock.today(), "how": "phone", "answer": "maybe", "next_on": clock.today()}
    association = values.pop("association", None) or AssociationFactory(node=here.node)
    return outreach.log_contact(task=task, association=association, by=here.coordinator, **told | values)
