"""25,000 kiosks that all wake at 08:00:00: when they knock, and when the last of them is served.

Clocks are simulated; the centre's turns and the kiosks' pace are the real ones. A request that is
told to come later costs the centre next to nothing, one that brings a part costs its whole share.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from kiosk.central.intake.slots import Slots
from kiosk.central.settings.configuration import AccessLimits, demo_configuration
from kiosk.central.web.problems import RefusedError
from kiosk.sync.backoff import DEFAULT_PACE, retry_delay
from tests.benchmarks.figure import Figure
from tests.central.fixed_settings import FixedSettings

KIOSKS: Final = 25_000
PER_SECOND: Final = 50
"""What the centre of this benchmark takes in."""
EIGHT: Final = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""08:00 in Banyuwangi."""
_NO_CHANCE: Final = 1.0
_A_MINUTE: Final = 60
_SECOND: Final = timedelta(seconds=1)
Wait = Callable[[datetime, UUID], timedelta | None]
"""What the centre answers at a moment to a kiosk: None, or how long it is to stay away."""


@dataclass(frozen=True, slots=True)
class Morning:
    """Who knocked when, counted in whole seconds from 08:00:00, and who was served when."""

    knocks: Counter[int]
    served: Counter[int]

    @property
    def requests(self) -> int:
        """All knocks together."""
        return self.knocks.total()

    @property
    def peak_after_a_minute(self) -> int:
        """The most in one second, once the first rush is over."""
        return max((n for second, n in self.knocks.items() if second >= _A_MINUTE), default=0)

    def seconds_until(self, share: float) -> int:
        """When that share of the kiosks had been served."""
        done = 0
        for second in sorted(self.served):
            done += self.served[second]
            if done >= share * KIOSKS:
                return second
        raise AssertionError("some were never served")


def run() -> Iterator[Figure]:
    """Without anything, with the kiosks' jitter alone, and with turns given by the centre."""
    for name, turns, chance in (
        ("no turns, no jitter", _first_come, lambda _: _NO_CHANCE),
        ("jitter alone", _first_come, Random.random),
        ("turns and jitter", _by_turn, Random.random),
    ):
        morning = _play(turns(), chance)
        said = f"{KIOSKS} kiosks, {PER_SECOND} parts a second; {_curve(morning)}"
        yield Figure(f"{name}: requests a part", morning.requests / KIOSKS, "", said)
        peak = float(morning.peak_after_a_minute)
        yield Figure(f"{name}: peak after a minute", peak, "/s", "the most knocks in one second")
        for share in (0.5, 0.99, 1.0):
            seconds = float(morning.seconds_until(share))
            ideal = f"{KIOSKS * share / PER_SECOND:.0f} s were possible"
            yield Figure(f"{name}: {share:.0%} served after", seconds, "s", ideal)


def _play(ask: Wait, chance: Callable[[Random], float]) -> Morning:
    random = Random(2020)  # noqa: S311 - repeatable on purpose
    due = [(EIGHT, number, 0) for number in range(KIOSKS)]
    morning = Morning(Counter(), Counter())
    while due:
        now, number, attempts = heapq.heappop(due)
        second = int((now - EIGHT) / _SECOND)
        morning.knocks[second] += 1
        wait = ask(now, UUID(int=number))
        if wait is None:
            morning.served[second] += 1
            continue
        spread = retry_delay(attempts, jitter=chance(random), pace=DEFAULT_PACE)
        heapq.heappush(due, (now + wait + spread, number, attempts + 1))
    return morning


def _first_come() -> Wait:
    """So many in each second; everybody else hears only that it is busy."""
    taken: Counter[datetime] = Counter()

    def ask(now: datetime, _kiosk: UUID) -> timedelta | None:
        second = now.replace(microsecond=0)
        taken[second] += 1
        return None if taken[second] <= PER_SECOND else timedelta()

    return ask


def _by_turn() -> Wait:
    limits = AccessLimits(intake_per_second=PER_SECOND)
    settings = FixedSettings(replace(demo_configuration(), limits=limits))
    moment = EIGHT
    slots = Slots(lambda: moment, settings)

    def ask(now: datetime, kiosk: UUID) -> timedelta | None:
        nonlocal moment
        moment = now
        try:
            slots.admit(kiosk)
        except RefusedError as error:
            return error.refusal.retry_after
        return None

    return ask


def _curve(morning: Morning) -> str:
    """Knocks by the minute, as far as they differ from nothing."""
    minutes: Counter[int] = Counter()
    for second, knocks in morning.knocks.items():
        minutes[second // _A_MINUTE] += knocks
    first = ", ".join(str(minutes[minute]) for minute in range(12))
    return f"requests in each of the first 12 minutes: {first}"
