"""Something is spoiled at the first place, at the second, and so on until there is none left."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count, islice
from typing import Final

AT_A_TIME: Final = 2


@dataclass(frozen=True, slots=True)
class Spoiled:
    """One run: whether there was such a place at all, and what does not hold afterwards."""

    happened: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Everywhere:
    """All runs: how many places there were, and what does not hold."""

    places: int
    problems: tuple[str, ...]


def everywhere(spoil: Callable[[int], Spoiled], step: int = 1) -> Everywhere:
    """Spoil a run at its first place, and at every `step`-th after it, until one goes through."""
    places, problems = 0, list[str]()
    for run in _runs(spoil, step):
        problems += run.problems
        if not run.happened:
            break
        places += 1
    return Everywhere(places, tuple(problems))


def _runs(spoil: Callable[[int], Spoiled], step: int) -> Iterator[Spoiled]:
    """In their order, some of them at a time."""
    numbers = count(1, step)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        while True:
            yield from pool.map(spoil, islice(numbers, AT_A_TIME))
