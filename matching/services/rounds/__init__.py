"""Matching rounds: asked for, worked out by the engine, changed and confirmed by a person (R60, R115)."""

from matching.services.rounds.asking import MOST_CHOSEN, ask, ask_again, ask_everywhere, ask_forecast, discard
from matching.services.rounds.attempting import MOST_ATTEMPTS, begin, fail
from matching.services.rounds.changing import exclude, exclude_all, include, lock, move, unlock
from matching.services.rounds.confirming import confirm, what_stands_in_the_way
from matching.services.rounds.running import finish_everywhere, solve_round
from matching.services.rounds.undoing import Step, decided, put_back

__all__ = [
    "MOST_ATTEMPTS",
    "MOST_CHOSEN",
    "Step",
    "ask",
    "ask_again",
    "ask_everywhere",
    "ask_forecast",
    "begin",
    "confirm",
    "decided",
    "discard",
    "exclude",
    "exclude_all",
    "fail",
    "finish_everywhere",
    "include",
    "lock",
    "move",
    "put_back",
    "solve_round",
    "unlock",
    "what_stands_in_the_way",
]
