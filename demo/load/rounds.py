"""A matching round that waits to be gone through, with something that a person has decided about it already."""

from datetime import date

from demo.load.days import after, at
from matching.models import MatchingRound
from matching.services import rounds
from nodes.actors import Actor
from nodes.models import Node, User
from nodes.roles import Role
from participants.models import InterestForm

HOUR = 15  # in the afternoon of the day before


def create_round(node: Node, today: date, coordinator: User) -> None:
    """Match everybody who waits, as the coordinator did yesterday, and lock a place; nothing where nobody waits."""
    if not InterestForm.objects.waiting().exists():
        return
    by = Actor(coordinator, frozenset({Role.COORDINATOR}))
    made = rounds.ask(node=node, by=by)
    rounds.solve_round(pk=made.pk)
    day = after(today, -1)
    MatchingRound.objects.filter(pk=made.pk).update(
        asked_at=at(day, HOUR, 30), proposed_at=at(day, HOUR, 31), reckoned_on=day
    )
    placed = made.proposals.filter(activity__isnull=False, participant__protection="").order_by(
        "form__due_on", "form_id"
    )
    if first := placed.first():
        rounds.lock(proposal=first, by=by)
