"""Share work among processes. What they read is inherited by forking, so that it is neither sent nor copied."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

Result = TypeVar("Result")
_work: list[Callable[[int], Any]] = []  # of a process made by `each`


def each(work: Callable[[int], Result], count: int, workers: int) -> Iterator[Result]:
    """Yield the results for 0, 1, 2… in that order; one worker means this very process. Errors are passed on."""
    if workers < 2 or count < 2:
        yield from map(work, range(count))
        return
    with ProcessPoolExecutor(min(workers, count), get_context("fork"), _work.append, (work,)) as pool:
        yield from pool.map(_do, range(count))


def _do(number: int) -> Any:
    return _work[0](number)
