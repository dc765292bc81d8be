"""What a benchmark answers, and how times are taken."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number: what it is, how it was measured, and what to aim for."""

    name: str
    value: float
    unit: str
    method: str
    aim: str = ""


def median_ms(work: Callable[[int], object], *, times: int = 150, warm_up: int = 15) -> float:
    """The middle of many runs in milliseconds; `work` gets the number of the run."""
    for number in range(warm_up):
        work(number)
    return median(_timed_ms(work, warm_up + number) for number in range(times))


def _timed_ms(work: Callable[[int], object], number: int) -> float:
    began = time.perf_counter()
    work(number)
    return (time.perf_counter() - began) * 1000
