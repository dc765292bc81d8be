"""The kiosk's clock is years off, or jumps while people work: nothing lost, nothing stuck."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from tests.faults.desk import PassingClock, open_desk
from tests.faults.enumeration import Everywhere, Spoiled, everywhere
from tests.faults.life import Scene, differences, found
from tests.faults.stages import STAGES

JUMPS: Final = {
    "five years ahead": timedelta(days=5 * 365),
    "five years back": timedelta(days=-5 * 365),
    "an hour back": timedelta(hours=-1),
}
_TIMELY: Final = frozenset({"journal"})
"""A photo that was sealed at no time at all is set aside, and another taken: the journal tells."""


class JumpingClock(PassingClock):
    """Right until it is read for the n-th time, and wrong from then on."""

    def __init__(self, ahead: timedelta, at: int, jump: timedelta) -> None:
        super().__init__(ahead)
        self._left, self._jump = at, jump

    @property
    def has_jumped(self) -> bool:
        return self._left <= 0

    def __call__(self) -> datetime:
        self._left -= 1
        return super().__call__() + (self._jump if self.has_jumped else timedelta())


def jump_everywhere(scene: Scene, name: str, folder: Path, step: int = 1) -> Everywhere:
    """Let the clock jump at each of its readings in a stage, and compare."""

    def jumped(number: int) -> Spoiled:
        with scene.set_up(folder / f"clock {number}") as (centre, place):
            clock = JumpingClock(place.ahead, number, JUMPS[name])
            with open_desk(place, clock) as desk:
                STAGES[scene.stage].work(desk)
            problems = differences(scene.ending, found(centre, place), but=_TIMELY)
        label = f"{scene.stage}, clock {name} at its {number}th reading"
        return Spoiled(clock.has_jumped, tuple(f"{label}: {one}" for one in problems))

    return everywhere(jumped, step)
