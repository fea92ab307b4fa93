"""What stands in the way of an offer, and what a person may set aside all the same, with a reason where one is owed."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from matching.rules import Obstacle
from matching.selectors.suggestions import Suggestion
from participants.services.refusals import Refusal


class RuleInTheWay(Refusal):
    """A rule stands in the way of the offer; `obstacles` are all of them, `may_set_aside` whether a person may decide
    otherwise, `needs_reason` whether that has to be explained.
    """

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        words = "; ".join(obstacle.sentence for obstacle in obstacles)
        super().__init__(_("Det här står i vägen: %(obstacles)s.") % {"obstacles": words}, "activity")
        self.obstacles = tuple(obstacles)
        self.needs_reason = any(obstacle.rule.needs_reason for obstacle in obstacles)
        self.may_set_aside = not any(obstacle.rule.firm for obstacle in obstacles)


def check_obstacles(pair: Suggestion, *, anyway: bool, reason: str) -> None:
    """RuleInTheWay for what the person who chooses has not set aside, or may not; Refusal at `aside_reason` where a
    rule is set aside that needs a reason, and none is given (R83).
    """
    if pair.obstacles and not (anyway and pair.can_be_set_aside):
        raise RuleInTheWay(pair.obstacles)
    if pair.needs_reason and not reason.strip():
        raise Refusal(_("Skriv varför personen erbjuds något i en annan nod."), "aside_reason")
