"""States as data: one table says what may happen to a thing, from where, to where and by whom.

The same table guards the service, offers the buttons, draws the diagram in the docs and is walked by the test over
every state × event × role.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = str | Promise

START = ""  # the state of what does not exist yet: an event from here creates it
SYSTEM = "system"  # the pseudo role of beat and other jobs
PUBLIC = "public"  # the pseudo role of whoever holds a link: an association, a participant


class NotAllowed(Exception):
    """The event cannot happen now; `str()` is a sentence for the person who tried."""

    def __init__(self, event: Words, state: Words) -> None:
        super().__init__(event, state)
        self.event, self.state = event, state

    def __str__(self) -> str:
        return _("”%(event)s” går inte att göra när läget är ”%(state)s”. Ladda om sidan och se vad som går nu.") % {
            "event": self.event,
            "state": self.state,
        }


class RoleNotAllowed(NotAllowed):
    """The event could happen now, but not by this role."""

    def __str__(self) -> str:
        return _("”%(event)s” får inte göras i din roll. Be någon som har rätt roll att göra det.") % {
            "event": self.event,
        }


@dataclass(frozen=True)
class Transition:
    """One row: `event` leads from any of `sources` to `target` and may be done by `roles`; `label` is the button."""

    event: str
    sources: Collection[str]
    target: str
    roles: Collection[str]
    label: Words = field(default="", compare=False)


class StateTable:
    """The transitions of one kind of thing.

    `labels` names the states in words (`dict(OfferState.choices)`); where given it must name every state of the table
    and no other. One event may have several rows, but from one state it leads to one place: else ValueError.
    """

    def __init__(self, name: str, *transitions: Transition, labels: Mapping[str, Words] | None = None) -> None:
        self.name = name
        self.transitions = transitions
        self._by_event_and_state: dict[tuple[str, str], Transition] = {}
        for row in transitions:
            for source in row.sources:
                if (row.event, source) in self._by_event_and_state:
                    raise ValueError(f"{name}: {row.event} from {source or 'the start'} stands twice")
                self._by_event_and_state[row.event, source] = row
        named = [state for row in transitions for state in (*row.sources, row.target) if state != START]
        self.states: tuple[str, ...] = tuple(dict.fromkeys(named))
        self.roles: tuple[str, ...] = tuple(dict.fromkeys(role for row in transitions for role in row.roles))
        self.all_events: tuple[str, ...] = tuple(dict.fromkeys(row.event for row in transitions))
        self._labels = dict(labels or {state: state for state in self.states})
        if set(self._labels) != set(self.states):
            raise ValueError(f"{name}: labels and states differ: {set(self._labels) ^ set(self.states)}")

    def to(self, event: str, state: str, *roles: str) -> str:
        """The state that `event` leads to from `state`, done by somebody with any of `roles`.

        Raises NotAllowed when the event is not possible from the state, RoleNotAllowed when none of the roles may.
        """
        row = self._by_event_and_state.get((event, state))
        if row is None:
            raise NotAllowed(self.label(event), self._labels.get(state, state))
        if not set(roles) & set(row.roles):
            raise RoleNotAllowed(self.label(event), self._labels.get(state, state))
        return row.target

    def events(self, state: str, *roles: str) -> tuple[str, ...]:
        """The events that any of `roles` may do from `state`, in the table's order: the buttons to show."""
        return tuple(dict.fromkeys(row.event for row in self._rows_from(state) if set(roles) & set(row.roles)))

    def holds(self, event: str, state: str) -> bool:
        """True when `event` has already led to `state` and cannot happen again from there.

        A service that sees this, and the same person, returns the row unchanged: a double click is no error.
        """
        if (event, state) in self._by_event_and_state:
            return False
        return any(row.event == event and row.target == state for row in self.transitions)

    def label(self, event: str) -> Words:
        """The event in words, as on its button; the event's name where the table gives no words."""
        return next((row.label for row in self.transitions if row.event == event and row.label), event)

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for the docs."""
        lines = ["stateDiagram-v2"]
        for row in self.transitions:
            for source in row.sources:
                lines.append(f"    {source or '[*]'} --> {row.target}: {row.event} ({', '.join(row.roles)})")
        return "\n".join(lines) + "\n"

    def _rows_from(self, state: str) -> Iterator[Transition]:
        return (row for row in self.transitions if state in row.sources)
