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

    @property
    def person(self) -> User:
        """The user, for what only a person can do; ValueError for the system and for whoever holds a link."""
        if self.user is None:
            msg = "this is done by a person, not by the system or a link"
            raise ValueError(msg)
        return self.user

    @property
    def through_the_system(self) -> Actor:
        """The same user's word, carried out by the system where the user has no role: in another node."""
        return Actor(self.user, frozenset({SYSTEM}))


THE_SYSTEM = Actor(None, frozenset({SYSTEM}))
LINK_HOLDER = Actor(None, frozenset({PUBLIC}))
