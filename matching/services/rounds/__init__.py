"""Matching rounds: asked for, worked out by the engine, changed and confirmed by a person (R60, R115)."""

from matching.services.rounds.asking import ask, ask_again, ask_everywhere, ask_forecast, discard
from matching.services.rounds.changing import exclude, include, lock, move, unlock
from matching.services.rounds.confirming import confirm, what_stands_in_the_way
from matching.services.rounds.running import fail, finish_everywhere, solve_round

__all__ = [
    "ask",
    "ask_again",
    "ask_everywhere",
    "ask_forecast",
    "confirm",
    "discard",
    "exclude",
    "fail",
    "finish_everywhere",
    "include",
    "lock",
    "move",
    "solve_round",
    "unlock",
    "what_stands_in_the_way",
]
