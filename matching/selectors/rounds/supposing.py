"""Where somebody could be moved, and what would follow from it if the round were made again (R60)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from associations.models import Activity
from matching import engine
from matching.engine import NOBODY, Assignment, ProblemError
from matching.models import MatchingRound, Proposal
from matching.selectors.round_problem import RoundProblem, round_problem, settings_on
from matching.selectors.rounds.shelves import activities_in
from matching.selectors.rounds.words import rank_words
from matching.selectors.suggestions import Suggestion, Suggestions


@dataclass(frozen=True)
class Places:
    """What suits somebody, best first: where the round has places left, and where it has none; what only a rule stands
    in the way of that a person may set aside; how many activities that suit are newer than the round.
    """

    free: list[Suggestion]
    full: list[Suggestion]
    anyway: list[Suggestion]
    unknown: int


@dataclass(frozen=True)
class Supposition:
    """What would follow from a move: a sentence for each other person who would get something else, the proposals that
    are named in them, who would leave the place (None where one is free), and whether anybody would be left without.
    """

    sentences: tuple[str, ...]
    named: tuple[Proposal, ...]
    gives_way: Proposal | None
    people: int  # who get a place, more or fewer

    @property
    def sum_words(self) -> str:
        """Whether more or fewer get a place."""
        if self.people < 0:
            return _("Någon blir utan plats.")
        return _("En person till får plats.") if self.people > 0 else _("Ingen fler blir utan.")


def places_for(row: MatchingRound, found: Suggestions) -> Places:
    """Where the person could be moved in the round."""
    left = dict(activities_in(row, everything=True).values_list("activity_id", "free"))
    known = [one for one in found.fitting if one.activity.pk in left]
    return Places(
        free=[one for one in known if left[one.activity.pk] > 0],
        full=[one for one in known if left[one.activity.pk] <= 0],
        anyway=[one for one in found.ruled_out if one.can_be_set_aside and one.activity.pk in left],
        unknown=len(found.fitting) - len(known),
    )


def suppose(proposal: Proposal, suggestion: Suggestion, *, on: date) -> Supposition | None:
    """The round made again with this person held in the activity, beside the board as it stands.

    None where it cannot be: the person or the activity is no longer there, or every place is locked.
    """
    row = proposal.round
    settings = settings_on(row.node.programme, on)
    made_again = MatchingRound(node=row.node, chosen_forms=row.chosen_forms, again_of=row, **settings)
    asked = round_problem(made_again)
    person = _row_of(asked.found.forms, proposal.form_id)
    activity = _row_of(asked.found.activity_pks, suggestion.activity.pk)
    if NOBODY in (person, activity):
        return None
    problem = _with_pair(asked, person, activity, suggestion)
    try:
        change = engine.what_if(problem, _board(asked, problem, made_again.order), person, activity)
    except ProblemError:
        return None
    moves = [move for move in change.moves if move.person != person]
    people = change.after.matched - change.before.matched
    return _told(asked, row, moves, activity=activity, people=people)


def _row_of(keys: np.ndarray, key: int) -> int:
    at = np.flatnonzero(keys == key)
    return int(at[0]) if len(at) else NOBODY


def _with_pair(asked: RoundProblem, person: int, activity: int, suggestion: Suggestion) -> engine.Problem:
    """The problem with the pair in it, last, whatever rule is set aside for it."""
    problem = asked.problem
    if np.any((problem.person == person) & (problem.activity == activity)):
        return problem
    added = {"person": person, "activity": activity}
    added |= {"rank": suggestion.pair.level, "travel": suggestion.travel_points}
    return replace(problem, **{name: np.append(getattr(problem, name), value) for name, value in added.items()})


def _board(asked: RoundProblem, problem: engine.Problem, order: str) -> Assignment:
    """The proposals as they stand, as the engine's own record; without proof, since people have been at it."""
    pair = np.full(problem.people, NOBODY, np.int64)
    there = np.flatnonzero(asked.keep[problem.person] == problem.activity)
    pair[problem.person[there]] = there
    activity = np.where(pair == NOBODY, NOBODY, asked.keep)
    return Assignment(activity, pair, order, prices=(), keep=activity, locked=asked.locked)


def _told(
    asked: RoundProblem, row: MatchingRound, moves: Sequence[engine.Move], *, activity: int, people: int
) -> Supposition:
    """The moves as sentences, in the order of the forms."""
    forms = asked.found.forms.tolist()
    rows = Proposal.objects.filter(round=row, form__in=[forms[move.person] for move in moves])
    proposals = {each.form_id: each for each in rows.select_related("participant")}
    pks = asked.found.activity_pks.tolist()
    titles = Activity.objects.in_bulk([pks[move.after] for move in moves if move.after is not None])
    sentences, named, gives_way = [], [], None
    for move in moves:
        other = proposals.get(forms[move.person])
        if other is None:  # has come to the queue since; not on this board
            continue
        if other.activity_id == pks[activity] and not other.locked:
            gives_way = gives_way or other
        if other.participant.protection:
            sentences.append(_("En person med skyddade uppgifter får ett annat förslag."))
            continue
        named.append(other)
        level = _level(asked, move)
        sentences.append(_sentence(other, titles[pks[move.after]].title if move.after is not None else "", level))
    return Supposition(tuple(sentences), tuple(named), gives_way, people)


def _level(asked: RoundProblem, move: engine.Move) -> int | None:
    problem = asked.problem
    after = NOBODY if move.after is None else move.after
    at = np.flatnonzero((problem.person == move.person) & (problem.activity == after))
    return int(problem.rank[at].min()) if len(at) else None


def _sentence(other: Proposal, title: str, level: int | None) -> str:
    words = {"name": other.participant.full_name, "activity": title, "rank": rank_words(level)}
    if not title:
        return _("%(name)s blir utan plats.") % words
    return _("%(name)s får i stället %(activity)s (%(rank)s).") % words
