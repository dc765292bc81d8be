"""How long sending takes, judged from what sending took: never from a wish."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

PESSIMISM: Final = 2.0
"""A line that was shared by nobody this morning is shared by everybody before a batch closes."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One part that arrived: its size, and the seconds from the first byte to the receipt."""

    size_bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Load:
    """What is still to be sent."""

    parts: int = 0
    size_bytes: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(self.parts + other.parts, self.size_bytes + other.size_bytes)


@dataclass(frozen=True, slots=True)
class Pace:
    """What one byte took, and one part, on average over the deliveries that were measured."""

    seconds_per_byte: float
    seconds_per_part: float

    def time_for(self, load: Load) -> timedelta:
        """The longer of both judgements, and that `PESSIMISM` times.

        Small parts cost more by the part than by the byte, big ones the other way round.
        """
        by_size = load.size_bytes * self.seconds_per_byte
        by_count = load.parts * self.seconds_per_part
        return timedelta(seconds=PESSIMISM * max(by_size, by_count))

    def room_in(self, time: timedelta) -> int:
        """How many bytes of one submission surely go in so much time."""
        most = time.total_seconds() / PESSIMISM / self.seconds_per_byte
        return max(0, math.floor(most))


def measured_pace(deliveries: Iterable[Delivery]) -> Pace | None:
    """The pace of these deliveries; None where nothing was measured yet."""
    measured = [each for each in deliveries if each.size_bytes > 0 and each.seconds > 0]
    if not measured:
        return None
    seconds = sum(each.seconds for each in measured)
    size = sum(each.size_bytes for each in measured)
    return Pace(seconds_per_byte=seconds / size, seconds_per_part=seconds / len(measured))
