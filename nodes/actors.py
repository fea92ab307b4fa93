"""Who does something: a user with the roles of the place, the system itself, or whoever holds a link."""

from __future__ import annotations

from dataclasses import dataclass

from nodes.models import User
from vida.states import PUBLIC, SYSTEM


@dataclass(frozen=True)
class Actor:
    """What services take as `by`: they ask the state table with the roles and write the user into the row."""

    user: User | None
    roles: frozenset[str]


THE_SYSTEM = Actor(None, frozenset({SYSTEM}))
LINK_HOLDER = Actor(None, frozenset({PUBLIC}))
