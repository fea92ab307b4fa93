"""One pass of least-cost flow: by our own solver where it is there, else by a general one, several times as slow.

Which of them it is changes no answer: both are exact, the passes leave one best assignment, and the certificate, which
trusts neither, is demanded of both.
"""

from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from . import native
from .face import Face
from .orders import Cost

SOLVERS = ("native", "general")


class SolverError(RuntimeError):
    """The solver did not answer with an optimum."""


def cheapest(face: Face, of_pair: Cost, of_none: Cost, solver: str | None = None) -> NDArray[np.intp]:
    """For each person the position in the face of the chosen pair, NOBODY for none.

    `solver` is one of SOLVERS, by default the first that this machine has. Raises SolverError where nothing is
    feasible.
    """
    name = solver or ("native" if native.LIBRARY.exists() else "general")
    chosen: NDArray[np.intp] | None = import_module(f".{name}", __package__).flow(face, of_pair, of_none)
    if chosen is None:
        raise SolverError(f"The solver {name!r} found no assignment that keeps what earlier passes settled.")
    return chosen
