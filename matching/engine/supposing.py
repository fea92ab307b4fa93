"""What would follow from giving one person one place: whom it moves, and what it costs on each level (R60)."""

from dataclasses import dataclass, replace

import numpy as np

from .arrays import of_rows
from .figures import Figures, figures
from .problem import NOBODY, Assignment, Problem
from .solving import solve
from .splitting import split


@dataclass(frozen=True)
class Move:
    """A person, by row number, and the activity before and after, None for no place."""

    person: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Change:
    """Everybody who gets another place, the person asked about among them, and the figures before and after."""

    moves: tuple[Move, ...]
    before: Figures
    after: Figures


def what_if(problem: Problem, assignment: Assignment, person: int, activity: int) -> Change:
    """Solve again with the person locked to the activity; everybody else keeps their place where it can be.

    Only the person's part of the problem is solved. Raises ProblemError when the pair is not feasible or the
    activity has no seat left by the locks.
    """
    locked = np.array(assignment.locked)
    locked[person] = activity
    part_of = split(problem).of_person
    reachable = part_of == part_of[person]
    mine = np.flatnonzero(reachable[problem.person])
    part = replace(problem, **{name: getattr(problem, name)[mine] for name in ("person", "activity", "rank", "travel")})
    again = solve(part, keep=assignment, order=assignment.order, locked=np.where(reachable, locked, NOBODY))
    pair = np.where(reachable, of_rows(mine, again.pair, NOBODY), assignment.pair)
    changed = replace(assignment, activity=np.where(reachable, again.activity, assignment.activity), pair=pair)
    moved = np.flatnonzero(changed.activity != assignment.activity)
    moves = (
        Move(row, _place(before), _place(after))
        for row, before, after in zip(
            moved.tolist(), assignment.activity[moved].tolist(), changed.activity[moved].tolist(), strict=True
        )
    )
    return Change(tuple(moves), figures(problem, assignment), figures(problem, changed))


def _place(activity: int) -> int | None:
    return None if activity == NOBODY else activity
