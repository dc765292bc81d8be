"""Draws the pictures that the pool lacks: every accessory on heads that wear none."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.composites import hats, headgear
from training.composites.bare import draw_decoy, repaint_surroundings
from training.composites.covering import (
    Place,
    covered,
    draw_hair_over_ears,
    draw_hair_over_eyes,
    draw_hand,
    draw_mask,
    draw_negative,
    draw_object,
)
from training.composites.drawn import Drawn, Pixels
from training.composites.glasses import draw_glasses
from training.composites.hats import draw_hat
from training.composites.headgear import draw_headgear, draw_headgear_negative
from training.composites.hijab import HijabStyle, draw_hijab
from training.pool import EAR, EYES, EYEWEAR, HEADWEAR, LOWER, TASKS, UNKNOWN

GLASSES_AT, HEADWEAR_AT, LEFT_AT, RIGHT_AT, LOWER_AT, EYES_AT = range(len(TASKS))

_MOUTH_COVERED: Final = 0.3
_EYE_COVERED: Final = 0.4
_FREE: Final = 0.06
"""Shares of a mouth or an eye: from the first two on it is covered, up to the last it is free."""

SEGMENTS: Final = {
    "bare": 0, "skin": 1, "hair": 2, "hat": 3, "hijab": 4,
    "clothes": 5, "glasses": 6, "ear": 7, "covering": 8,
}  # fmt: skip
"""What each pixel of a picture is: the head's network learns it beside its classes."""
NOT_SEGMENTED: Final = 255


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One picture to learn from."""

    pixels: Pixels
    points: NDArray[np.float32]
    pose: NDArray[np.float32]
    labels: NDArray[np.int8]
    segments: NDArray[np.uint8]
    yaw_deg: float


HALF: Final = 0.5

Rng = np.random.Generator
Step = Callable[[Sample, Rng], Sample]


def wear_glasses(sample: Sample, rng: Rng) -> Sample:
    """Clear glasses three times of four, dark ones else."""
    dark = bool(rng.random() < 0.27)
    drawn = draw_glasses(sample.pixels, sample.points, sample.pose, rng, dark=dark)
    name = "sun" if dark else "clear"
    return _with(sample, drawn, "glasses", {GLASSES_AT: EYEWEAR[name]})


def wear_hijab(sample: Sample, rng: Rng) -> Sample:
    """A hijab; a loose one may leave ears to be seen."""
    drawn = draw_hijab(sample.pixels, sample.points, sample.pose, rng)
    loose = drawn.kind == HijabStyle.LOOSE
    ears = UNKNOWN if loose else EAR["hidden"]
    return _with(
        sample,
        drawn,
        "hijab",
        {HEADWEAR_AT: HEADWEAR["hijab"], LEFT_AT: ears, RIGHT_AT: ears},
    )


def wear_headgear(sample: Sample, rng: Rng) -> Sample:
    """A hat, cap, helmet or peci, by one of two painters; over a hijab it is a hat all the same."""
    painter = draw_hat if rng.random() < HALF else draw_headgear
    drawn = painter(sample.pixels, sample.points, sample.pose, rng)
    name = "peci" if drawn.kind in hats.PECI | headgear.PECI else "hat"
    ears = _ears_under(drawn, sample)
    return _with(sample, drawn, "hat", {HEADWEAR_AT: HEADWEAR[name], **ears})


def cover_lower_face(sample: Sample, rng: Rng) -> Sample:
    """A mask, a hand or a thing before the mouth, or a mask that was pulled down."""
    kind = rng.choice(["mask", "hand", "object"], p=[0.36, 0.44, 0.2])
    if kind == "mask":
        drawn = draw_mask(sample.pixels, sample.points, sample.pose, rng)
    elif kind == "hand":
        place = rng.choice([Place.MOUTH, Place.CHIN, Place.CHEEK], p=[0.4, 0.3, 0.3])
        drawn = draw_hand(sample.pixels, sample.points, sample.pose, rng, place)
    else:
        drawn = draw_object(sample.pixels, sample.points, sample.pose, rng)
    return _with(sample, drawn, "covering", _covered_labels(drawn, sample, str(kind)))


def cover_eyes(sample: Sample, rng: Rng) -> Sample:
    """Hair or a hand before one eye or both."""
    if rng.random() < 0.5:
        drawn = draw_hair_over_eyes(sample.pixels, sample.points, sample.pose, rng)
        return _with(sample, drawn, "hair", _covered_labels(drawn, sample, "hair"))
    place = rng.choice([Place.EYE, Place.EYES, Place.FOREHEAD], p=[0.5, 0.3, 0.2])
    drawn = draw_hand(sample.pixels, sample.points, sample.pose, rng, place)
    return _with(sample, drawn, "covering", _covered_labels(drawn, sample, "hand"))


def cover_ears(sample: Sample, rng: Rng) -> Sample:
    """Long hair over the ears."""
    drawn = draw_hair_over_ears(sample.pixels, sample.points, sample.pose, rng)
    side = drawn.kind.rsplit("-", 1)[1]
    ears = {LEFT_AT: EAR["hidden"], RIGHT_AT: EAR["hidden"]}
    if side != "both":
        del ears[RIGHT_AT if side == "left" else LEFT_AT]
    return _with(sample, drawn, "hair", ears)


def distract(sample: Sample, rng: Rng) -> Sample:
    """Things that must change nothing: make-up, beards, what stands behind the head."""
    choice = rng.random()
    arguments = (sample.pixels, sample.points, sample.pose, rng)
    if choice < 0.35:
        return _with(sample, draw_negative(*arguments), None, {})
    if choice < 0.6:
        return _with(sample, draw_headgear_negative(*arguments), None, {})
    if choice < 0.8:
        drawn = repaint_surroundings(*arguments)
        return _with(sample, drawn, None, {})
    drawn = draw_decoy(*arguments)
    hidden = {LEFT_AT: EAR["hidden"], RIGHT_AT: EAR["hidden"]}
    return _with(sample, drawn, None, hidden if drawn.kind == "long-hair" else {})


RECIPES: Final[tuple[tuple[int, tuple[Step, ...]], ...]] = (
    (1100, (wear_glasses,)),
    (1500, (wear_hijab,)),
    (1900, (wear_headgear,)),
    (1000, (cover_lower_face,)),
    (450, (cover_eyes,)),
    (350, (cover_ears,)),
    (1100, (distract,)),
    (500, (wear_glasses, wear_headgear)),
    (250, (wear_hijab, wear_glasses)),
    (120, (wear_hijab, wear_headgear)),
    (200, (wear_hijab, cover_lower_face)),
    (150, (wear_headgear, cover_lower_face)),
    (100, (wear_glasses, cover_lower_face)),
    (150, (distract, wear_glasses)),
)
"""How many pictures of each kind, and what is drawn on them in turn."""


def wants(recipe: tuple[Step, ...], sample: Sample) -> bool:
    """Whether this head is one to draw these things on."""
    if abs(sample.yaw_deg) > 28 or sample.labels[HEADWEAR_AT] != HEADWEAR["bare"]:
        return False
    if wear_glasses in recipe or cover_eyes in recipe:
        return bool(sample.labels[GLASSES_AT] == EYEWEAR["none"])
    if cover_lower_face in recipe:
        return bool(sample.labels[LOWER_AT] == LOWER["none"])
    if cover_ears in recipe:
        return bool((sample.labels[[LEFT_AT, RIGHT_AT]] == EAR["hidden"]).any())
    return True


def draw(recipe: tuple[Step, ...], sample: Sample, rng: Rng) -> Sample:
    """Draw everything of a recipe on one head."""
    for step in recipe:
        sample = step(sample, rng)
    return sample


def _with(sample: Sample, drawn: Drawn, segment: str | None, changes: dict[int, int]) -> Sample:
    labels = sample.labels.copy()
    for place, value in changes.items():
        labels[place] = value
    segments = sample.segments
    if segment is not None:
        segments = np.where(drawn.alpha > 0.5, np.uint8(SEGMENTS[segment]), segments)
    return replace(sample, pixels=drawn.pixels, labels=labels, segments=segments)


def _ears_under(drawn: Drawn, sample: Sample) -> dict[int, int]:
    """Helmets and hoods hide ears, caps do not: what is half covered nobody can say."""
    answer = {}
    for place, edge, outward in ((LEFT_AT, 234, -6), (RIGHT_AT, 454, 6)):
        x, y = sample.points[edge, :2]
        column = int(np.clip(x + outward, 4, 251))
        row = int(np.clip(y, 12, 240))
        hidden = float(drawn.alpha[row - 12 : row + 12, column - 4 : column + 4].mean())
        if hidden > 0.7:
            answer[place] = EAR["hidden"]
        elif hidden > 0.1:
            answer[place] = UNKNOWN
    return answer


def _covered_labels(drawn: Drawn, sample: Sample, kind: str) -> dict[int, int]:
    """What is hidden counts, not what was meant; but a hand that touches the face always does."""
    share = covered(drawn.alpha, sample.points)
    answer = {}
    if kind == "hand":
        low = any(place in drawn.kind for place in (Place.MOUTH, Place.CHIN, Place.CHEEK))
        answer[LOWER_AT] = LOWER["hand"] if low else UNKNOWN
    elif kind in LOWER:
        answer[LOWER_AT] = _judged(share.mouth, _MOUTH_COVERED, LOWER[kind])
    eye = max(share.left_eye, share.right_eye)
    if eye > _FREE:
        name = "hair" if kind == "hair" else "hand"
        answer[EYES_AT] = _judged(eye, _EYE_COVERED, EYES[name])
    return answer


def _judged(share: float, from_share: float, value: int) -> int:
    if share >= from_share:
        return value
    return 0 if share <= _FREE else UNKNOWN
