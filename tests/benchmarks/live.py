"""How soon the right sentence and the picture come, measured on scripts before the camera."""

from collections.abc import Iterator
from functools import partial

from kiosk.camera.profile import load_profile
from tests.benchmarks.figure import Figure
from tests.camera.acted import GOOD, Act, absent, act, bad, captures, good, reactions, restless
from tests.camera.pictures import NAMES

RATES = (30, 15, 8)
"""Frames a second: a webcam in good light, one in poor light, and a slow computer."""
_SCRIPT: tuple[Act, ...] = (
    absent(1.6),
    bad("TOO_SMALL", 1.8),
    bad("TILT", 1.8),
    bad("DARK", 1.8),
    good(2.5),
    bad("BLUR", 1.8),
    bad("BRIGHT", 1.8),
    restless(2.5),
    bad("SHADOW", 1.8),
    good(2.5),
)


def run() -> Iterator[Figure]:
    """Let every invented person act the script at every rate."""
    play = partial(act, _SCRIPT, profile=load_profile())
    heard = [play(person=name, frames_a_second=rate) for name in NAMES for rate in RATES]
    answers = [seconds for each in heard for _, seconds in reactions(_SCRIPT, each)]
    pictures = [seconds for each in heard for seconds in captures(_SCRIPT, each)]
    wrong = [truth for each in heard for _, truth in each.taken if truth != GOOD]
    method = (
        f"{len(NAMES)} invented people, {len(_SCRIPT)} scenes each, "
        f"{', '.join(map(str, RATES))} frames a second of invented time"
    )
    in_time = sum(seconds <= 0.7 for seconds in answers) / len(answers)
    yield Figure("right sentence, median", _middle(answers), "s", method)
    yield Figure("right sentence, slowest", max(answers), "s", method, "< 0.7")
    yield Figure("right sentence within 0.7 s", 100 * in_time, "%", method, "100")
    yield Figure("picture after good begins, median", _middle(pictures), "s", method)
    yield Figure("picture after good begins, slowest", max(pictures), "s", method, "< 2")
    yield Figure("pictures of a bad or restless scene", len(wrong), "pictures", method, "0")


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
