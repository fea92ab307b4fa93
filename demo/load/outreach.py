"""A forecast of each node, and the search for what is missing: one that goes on, and one that has borne fruit."""

from datetime import date, timedelta
from typing import Final

from associations.models import Activity, Association
from associations.selectors.likely_in import likely_in
from associations.states import ActivityState
from demo.load.days import after, at, working_day
from matching.models import OutreachContact, OutreachTask
from matching.selectors.forecast import forecast_now, gaps_of, left_without
from matching.selectors.outreach import waiting_for
from matching.services import rounds
from matching.states import OutreachState
from nodes.models import InterestArea, Municipality, Node, User

BEGAN, ASKED, NEXT = -20, -12, -1  # days from today: the next step is overdue
MET_BEGAN = -60
ELSE: Final = {"stockholm": ("dance", "0180"), "vast": ("music", "0184"), "nordost": ("boating", "0160")}
ANSWERS: Final = (
    ("phone", "maybe", "Styrelsen tar upp det på nästa möte."),
    ("mail", "none", ""),
)


def create_outreach(node: Node, today: date, coordinator: User) -> None:
    """Work out the forecast, and create the tasks with whom they were put to."""
    rounds.solve_round(pk=rounds.ask_forecast(node=node).pk)
    _going_on(node, today, coordinator)
    _met(node, today, coordinator)


def _going_on(node: Node, today: date, coordinator: User) -> None:
    area, municipality = _looked_for(node)
    task = OutreachTask.objects.create(
        node=node,
        area=area,
        municipality=municipality,
        waiting_then=waiting_for(area, municipality),
        note="Helst en vardagskväll.",
        responsible=coordinator,
        next_on=working_day(after(today, NEXT)),
        opened_at=at(working_day(after(today, BEGAN)), 10, 5),
        opened_by=coordinator,
    )
    asked_on = working_day(after(today, ASKED))
    for one, (how, answer, note) in zip(likely_in(area, municipality), ANSWERS, strict=False):
        _contact(task, one.association, asked_on, how=how, answer=answer, note=note)


def _looked_for(node: Node) -> tuple[InterestArea, Municipality]:
    """The least of what the forecast says is missing, so that the most is left to be clicked on; else what may be."""
    made = forecast_now().made
    if made and (gaps := gaps_of(list(left_without(made)))):
        return gaps[-1].area, gaps[-1].municipality
    code, place = ELSE[node.slug]
    return InterestArea.objects.get(code=code), Municipality.objects.get(pk=place)


def _met(node: Node, today: date, coordinator: User) -> None:
    """The search that ended with an activity which people can be offered now."""
    activity = Activity.objects.filter(node=node, state=ActivityState.APPROVED, association__isnull=False)
    found = activity.prefetch_related("areas").order_by("-first_on", "id").first()
    if found is None:
        return
    decided_at = found.decided_at
    assert decided_at  # noqa: S101 - only a draft has none
    task = OutreachTask.objects.create(
        node=node,
        area=found.areas.order_by("position").first(),
        municipality=found.municipality,
        waiting_then=4,
        responsible=coordinator,
        next_on=decided_at.date(),
        opened_at=at(working_day(after(today, MET_BEGAN)), 9, 30),
        opened_by=coordinator,
    )
    asked_on = working_day(decided_at.date() - timedelta(days=10))
    _contact(task, found.association, asked_on, how="phone", answer="will", note="De har plats för några till.")
    task.state, task.activity, task.next_on = OutreachState.MET, found, None
    task.ended_at, task.ended_by = decided_at, coordinator
    task.save()


def _contact(task: OutreachTask, association: Association, day: date, *, how: str, answer: str, note: str) -> None:
    OutreachContact.objects.create(
        node_id=task.node_id,
        task=task,
        association=association,
        contacted_on=day,
        how=how,
        answer=answer,
        note=note,
        recorded_at=at(day, 14, 20),
        recorded_by=task.responsible,
    )
