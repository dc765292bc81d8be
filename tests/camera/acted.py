"""Somebody before the webcam who acts a script: frames in invented time, and the truth about them.

Made from the invented portraits by moving, tilting, dimming, lighting and blurring them, with the
noise of a sensor that differs from frame to frame.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kiosk.camera.guidance import Guide, Instruction
from kiosk.camera.inspector import Inspection, Inspector
from kiosk.camera.shutter import Shutter
from kiosk.camera.source import Frame, Pixels
from kiosk.domain.photo import PhotoProfile
from tests.camera.pictures import (
    HEIGHT,
    MODELS,
    NOISE_SIGMA,
    WIDTH,
    blur,
    dim,
    empty_room,
    light_from_the_left,
    stand,
)

NOISES = 5
GOOD = "good"
MOVES = "moves"
"""Nothing is wrong in any frame, but nobody holds still."""

Draw = Callable[[str, float], Pixels]
"""A person and the seconds since the scene began to a picture."""


@dataclass(frozen=True, slots=True)
class Act:
    """What is before the camera for a while; `truth` is a reason code, GOOD or MOVES."""

    truth: str
    seconds: float
    draw: Draw


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said and taken while a script was acted: (seconds, key) and (seconds, truth)."""

    said: tuple[tuple[float, str], ...]
    taken: tuple[tuple[float, str], ...]


def act(script: tuple[Act, ...], person: str, profile: PhotoProfile, frames_a_second: int) -> Heard:
    """Inspect, guide and take pictures as the kiosk does; the next act begins after the last."""
    inspector = Inspector(profile, MODELS)
    guide, shutter = Guide(profile), Shutter(profile)
    said: list[tuple[float, str]] = []
    taken: list[tuple[float, str]] = []
    truth_of: dict[int, str] = {}
    try:
        for frame, truth in _frames(script, person, frames_a_second):
            truth_of[frame.number] = truth
            seen = inspector.inspect(frame)
            key = guide.update(seen.report, frame.taken_at).key
            if not said or said[-1][1] != key:
                said.append((frame.taken_at, key))
            picture = _kept(shutter.offer(seen, frame.taken_at).picture, inspector, profile)
            if picture is not None:
                taken.append((frame.taken_at, truth_of[picture.frame.number]))
    finally:
        inspector.close()
    return Heard(tuple(said), tuple(taken))


def _kept(
    picture: Inspection | None, inspector: Inspector, profile: PhotoProfile
) -> Inspection | None:
    """As on the photo page: what took itself is judged once more."""
    if picture is None or profile.blocks(inspector.recheck(picture).report):
        return None
    return picture


def beginnings(script: tuple[Act, ...]) -> list[tuple[float, float, Act]]:
    """From when to when each act lasts."""
    ends = np.cumsum([0.0] + [each.seconds for each in script])
    return [(float(a), float(b), each) for (a, b), each in zip(pairwise(ends), script, strict=True)]


def reactions(script: tuple[Act, ...], heard: Heard) -> list[tuple[str, float]]:
    """For each act the seconds until its sentence is on screen (0: it is already)."""
    found = []
    for begins, ends, each in beginnings(script):
        if each.truth == MOVES:
            continue
        wanted = Instruction.HOLD_STILL.value if each.truth == GOOD else f"reason.{each.truth}"
        on_screen = [key for at, key in heard.said if at <= begins][-1:]
        if on_screen and _is(on_screen[0], wanted):
            found.append((each.truth, 0.0))
            continue
        told = [at - begins for at, key in heard.said if begins <= at < ends and _is(key, wanted)]
        found.append((each.truth, told[0] if told else float("inf")))
    return found


def _is(key: str, wanted: str) -> bool:
    """Whatever the cue."""
    return key == wanted or key.startswith(f"{wanted}.")


def captures(script: tuple[Act, ...], heard: Heard) -> list[float]:
    """For each good act the seconds until a picture is taken."""
    found = []
    for begins, ends, each in beginnings(script):
        if each.truth == GOOD:
            taken = [at - begins for at, _ in heard.taken if begins <= at < ends]
            found.append(taken[0] if taken else float("inf"))
    return found


def _frames(
    script: tuple[Act, ...], person: str, frames_a_second: int
) -> Iterator[tuple[Frame, str]]:
    number = 0
    for begins, ends, each in beginnings(script):
        while (now := number / frames_a_second) < ends - 1e-9:
            noise = _noises()[number % NOISES]
            pixels = np.clip(each.draw(person, now - begins).astype(np.int16) + noise, 0, 255)
            yield Frame(number, now, pixels.astype(np.uint8)), each.truth
            number += 1


@cache
def _noises() -> tuple[NDArray[np.int16], ...]:
    random = np.random.default_rng(22)
    return tuple(
        random.normal(0.0, NOISE_SIGMA, (HEIGHT, WIDTH, 3)).astype(np.int16) for _ in range(NOISES)
    )


@cache
def _drawn(make: Callable[[str], Pixels], person: str) -> Pixels:
    return make(person)


def _still(make: Callable[[str], Pixels]) -> Draw:
    return lambda person, _: _drawn(make, person)


def _moved(person: str, seconds: float, *, reach_px: float, a_second: float) -> Pixels:
    """Shifted from side to side, so many times a second."""
    shift = round(reach_px * float(np.sin(2 * np.pi * a_second * seconds)))
    return np.roll(_drawn(stand, person), shift, axis=1)


def absent(seconds: float) -> Act:
    """An empty chair."""
    return Act("NO_FACE", seconds, _still(lambda _: empty_room()))


def good(seconds: float) -> Act:
    """Somebody who stands well, and breathes."""
    return Act(GOOD, seconds, partial(_moved, reach_px=2.0, a_second=0.3))


def restless(seconds: float) -> Act:
    """Somebody who sways from side to side, well before the camera all the time."""
    return Act(MOVES, seconds, partial(_moved, reach_px=70.0, a_second=0.8))


def bad(truth: str, seconds: float) -> Act:
    """Something is wrong all the time."""
    return Act(truth, seconds, _still(_WRONG[truth]))


def at_times(truth: str, seconds: float, *, every: float, wrong_seconds: float) -> Act:
    """Good, but for a moment again and again."""

    def draw(person: str, now: float) -> Pixels:
        is_wrong = now % every >= every - wrong_seconds
        return _drawn(_WRONG[truth] if is_wrong else stand, person)

    return Act(GOOD, seconds, draw)


_WRONG: dict[str, Callable[[str], Pixels]] = {
    "TILT": lambda person: stand(person, roll_deg=20.0),
    "TOO_SMALL": lambda person: stand(person, portrait_px=190),
    "DARK": lambda person: dim(stand(person), 0.22),
    "BRIGHT": lambda person: dim(stand(person), 2.6),
    "SHADOW": lambda person: light_from_the_left(stand(person), 0.3),
    "BLUR": lambda person: blur(stand(person), 5.0),
}
