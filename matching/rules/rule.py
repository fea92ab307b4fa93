"""What a rule is, and the question that is put to all of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise

from matching.rules.facts import Pair


@dataclass(frozen=True)
class Rule:
    """One rule. `why_not` answers with the sentence that says what stands in the way, or "" where nothing does.

    A firm rule holds whoever decides; the others a person may set aside, knowing them ("Erbjud ändå"). A rule about the
    person stands in the way of every activity alike, and has its remedy on the person's page. Where a rule needs a
    reason, whoever sets it aside says why (R83).
    """

    code: str  # the engine's name for it, where the engine has it
    requirement: str
    name: str | Promise
    why_not: Callable[[Pair], str]
    firm: bool = False
    about_person: bool = False
    needs_reason: bool = False


@dataclass(frozen=True)
class Obstacle:
    """A rule that stands in the way of a pair, and the sentence that says so."""

    rule: Rule
    sentence: str


def obstacles(pair: Pair, rules: Collection[Rule]) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of the pair, in the rules' order; empty when it fits."""
    return tuple(Obstacle(rule, sentence) for rule in rules if (sentence := rule.why_not(pair)))
