"""A node's activities kept between the requests of a process; each request reads anew what has changed since.

Only what nobody can take back is kept: a transaction that has itself changed activities of the node keeps nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Final

import numpy as np

from associations.selectors.changes import Changes, changes_since
from matching.engine import ProblemError, Supply, supply_of
from matching.selectors.problems.areas import Areas
from matching.selectors.problems.supply import Ids, activities_of, needed_languages
from nodes.models import Node
from nodes.tenancy import current_scope

MOST_ROWS: Final = 300_000  # activities of all nodes together in one process, about 180 octets each


@dataclass(frozen=True, eq=False)
class Kept:
    """The activities of a node on a day in the order of their ids, as they were before the transactions from `upto` on.

    `areas` and `languages` tell what their bits stand for.
    """

    on: date
    upto: int
    areas: Areas
    languages: Sequence[str]
    ids: Ids
    supply: Supply


_kept: dict[int, Kept] = {}  # by node; what was asked for last stands last
_lock = Lock()


def activities_kept(node: Node, areas: Areas, *, on: date, spoken: Sequence[str]) -> Kept:
    """What the node offers as it is now, with bits for the languages `spoken` at least.

    Raises PermissionError outside the node's scope.
    """
    scope = current_scope()
    if scope is None or (scope.nodes is not None and node.pk not in scope.nodes):
        raise PermissionError(f"To read the activities of {node}, act in it.")
    before = _kept.get(node.pk)
    if before and (before.on != on or before.areas != areas):
        before = None
    changes = changes_since(node.pk, before.upto if before else None)
    now = _renewed(before, node, changes) if before else None
    if now is None:
        try:
            now = _read(node, areas, needed_languages(node, on=on), on, changes.upto)
        except ProblemError:  # more languages than bits: this person's alone, for this request alone
            return _read(node, areas, spoken, on, changes.upto)
    if not changes.own:
        _keep(node, now)
    return now


def _read(node: Node, areas: Areas, languages: Sequence[str], on: date, upto: int) -> Kept:
    ids, rows = activities_of(node, areas, languages, on=on)
    return Kept(on, upto, areas, languages, ids, supply_of(rows))


def _renewed(before: Kept, node: Node, changes: Changes) -> Kept | None:
    """The same with what has changed; None where that asks for a language without a bit."""
    only = changes.activities
    if not only:
        return replace(before, upto=changes.upto)
    if not set(needed_languages(node, on=before.on, only=only)) <= set(before.languages):
        return None
    ids, rows = activities_of(node, before.areas, before.languages, on=before.on, only=only)
    stay = ~np.isin(before.ids, only)
    if np.array_equal(before.ids[~stay], ids):  # as when a place is offered
        supply = before.supply.replaced(np.flatnonzero(~stay), supply_of(rows))
        return replace(before, upto=changes.upto, supply=supply)
    left = before.ids[stay]
    place = np.searchsorted(left, ids)
    supply = before.supply.changed(stay, place, supply_of(rows))
    return replace(before, upto=changes.upto, ids=np.insert(left, place, ids), supply=supply)


def _keep(node: Node, now: Kept) -> None:
    with _lock:
        _kept.pop(node.pk, None)
        _kept[node.pk] = now
        while len(_kept) > 1 and sum(len(each.ids) for each in _kept.values()) > MOST_ROWS:
            del _kept[next(iter(_kept))]
