"""How often an identity card is found, and how often something else is taken for one."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from kiosk.camera.card import CardSight, card_profile, look_at_card
from kiosk.camera.profile import load_profile
from kiosk.domain.reason import Reason
from tests.benchmarks.figure import Figure, median_ms
from tests.camera.card_scenes import CardScene, corners_of, empty, photograph
from tests.camera.pictures import frame_of

PICTURES = 100
NEAR_PX = 12
"""So far a corner may lie beside the true one: less than the margin that is sent with the card."""
_PROFILE = card_profile(load_profile("2020"))
_METHOD = f"{PICTURES} drawn pictures of 1280x720"


def run() -> Iterator[Figure]:
    """Look at a few hundred pictures of a drawn card in rooms full of rectangles."""
    random = np.random.default_rng(20)
    well = [_scene(random, number) for number in range(PICTURES)]
    sights = [_look(scene) for scene in well]
    right = [_is_right(sight, scene) for sight, scene in zip(sights, well, strict=True)]
    wrong = [
        s.card is not None and s.card.is_whole and not r for s, r in zip(sights, right, strict=True)
    ]
    taken = [not _PROFILE.blocks(sight.report) for sight in sights]
    method = f"{_METHOD}, held well, 300 to 560 pixels wide, most in a hand"
    yield _share("found to its corners", right, method)
    yield _share("found, but elsewhere", wrong, method)
    yield _share("taken by one picture", taken, method)
    rooms = [look_at_card(frame_of(empty(9000 + n)), _PROFILE) for n in range(PICTURES)]
    seen = [sight.card is not None and sight.card.is_whole for sight in rooms]
    yield _share("whole card seen where none is", seen, f"{_METHOD} without a card", "0")
    yield from _spoilt(well)
    frames = [photograph(scene) for scene in well[:8]]
    yield Figure(
        "looking at one picture",
        median_ms(lambda n: look_at_card(frame_of(frames[n % 8]), _PROFILE), times=40, warm_up=5),
        "ms",
        "median of 40 pictures",
    )


def _spoilt(well: list[CardScene]) -> Iterator[Figure]:
    cut = [
        replace(scene, at=((0.05, 0.95)[n % 2], scene.at[1]), fingers=False)
        for n, scene in enumerate(well)
    ]
    spoilt = {
        "cut off": ([_look(s) for s in cut], Reason.CUT_OFF),
        "too far away": ([_look(replace(s, width_px=240.0)) for s in well], Reason.TOO_SMALL),
        "out of focus": (
            [_look(replace(s, width_px=440.0, blur_sigma=2.6)) for s in well],
            Reason.BLUR,
        ),
        "glare": ([_look(replace(s, glare=0.3)) for s in well], Reason.BRIGHT),
        "too dark": ([_look(replace(s, light=0.25)) for s in well], Reason.DARK),
    }
    for name, (sights, reason) in spoilt.items():
        blocked = [_PROFILE.blocks(sight.report) for sight in sights]
        yield _share(f"{name}: stopped", [bool(each) for each in blocked], _METHOD)
        yield _share(f"{name}: by its own name", [reason in each for each in blocked], _METHOD)


def _scene(random: np.random.Generator, number: int) -> CardScene:
    return CardScene(
        seed=7000 + number,
        width_px=float(random.uniform(300, 560)),
        at=(float(random.uniform(0.38, 0.62)), float(random.uniform(0.36, 0.52))),
        turned_deg=(float(random.uniform(-18, 18)), float(random.uniform(-18, 18))),
        roll_deg=float(random.uniform(-10, 10)),
        blur_sigma=float(random.uniform(0.5, 1.0)),
        light=float(random.uniform(0.6, 1.0)),
        fingers=bool(random.random() < 0.8),
    )


def _look(scene: CardScene) -> CardSight:
    return look_at_card(frame_of(photograph(scene)), _PROFILE)


def _is_right(sight: CardSight, scene: CardScene) -> bool:
    if sight.card is None or not sight.card.is_whole:
        return False
    return float(np.abs(sight.card.corners - corners_of(scene)).max()) <= NEAR_PX


def _share(name: str, answers: list[bool], method: str, aim: str = "") -> Figure:
    return Figure(name, 100 * sum(answers) / len(answers), "%", method, aim)
