"""Is there enough light, on the face and in the room, and not too much?

Absolute brightness of skin is the known trap: ISO/IEC 29794-5 `LuminanceMean` scores all equally
lit Black sitters below 50, 12 % of the White. So nothing here is an average of skin. Skin of any
colour has highlights in good light, and loses no detail in white; and a camera that had light
enough has filled its range somewhere in the picture. Behind whom a window shines, the surroundings
are far brighter than any place of the face: the remedy is another than in a dark room.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.face import OVAL, SIDE_PX, AlignedFace
from kiosk.camera.source import Pixels
from kiosk.domain.photo import Cue, Finding, PhotoProfile, Verdict
from kiosk.domain.reason import Reason

CLIPPED: Final = 230
"""Below the 247 of ISO/IEC 29794-5: the soft shoulder of a webcam's curve loses the skin before."""
HIGHLIGHT_SHARE: Final = 0.98
BACKLIT_TIMES: Final = 2.0
"""Levels of the brightest tenth of the picture over those of the face. Of the pictures in good
light 99 in 100 stay below, dark skin before a white wall included."""
_BRIGHT_SHARE: Final = 0.9
_MEAN_WEIGHT: Final = 0.5
_EDGE_PX: Final = 7
_FACE_STEP: Final = 2
_PICTURE_ROWS: Final = 100
"""About so many rows of the picture are looked at, and of the face 128."""

_Levels = NDArray[np.float64]
"""(256,): how much of a place has each level of luma, in sum 1."""


def check_light(pixels: Pixels, face: AlignedFace, profile: PhotoProfile) -> tuple[Finding, ...]:
    """Judge the room's light, the highlights of the face, and what of it is lost in white."""
    picture, skin = _levels_of_picture(pixels), _levels_of_face(face)
    highlight, clipped = _level_at(skin, HIGHLIGHT_SHARE), float(skin[CLIPPED:].sum())
    cue = _backlight(picture, skin)
    return (
        profile.judge(Reason.DARK, "room_light", _room_light(picture), "of white"),
        profile.judge(Reason.DARK, "highlight", highlight, "of white", cue=cue),
        profile.judge(Reason.BRIGHT, "clipped_share", clipped, "of the face"),
    )


def check_blinded(pixels: Pixels, profile: PhotoProfile) -> tuple[Finding, ...]:
    """Say why nobody is to be seen, where the whole picture is black or white; else nothing."""
    judged = check_room(pixels, profile)
    return tuple(finding for finding in judged if finding.verdict is Verdict.FAIL)


def check_room(pixels: Pixels, profile: PhotoProfile) -> tuple[Finding, ...]:
    """Judge the light of the place, whether anybody sits there or not."""
    picture = _levels_of_picture(pixels)
    white = float(picture[CLIPPED:].sum())
    return (
        profile.judge(Reason.DARK, "room_light", _room_light(picture), "of white"),
        profile.judge(Reason.BRIGHT, "white_share", white, "of the picture"),
    )


def _room_light(picture: _Levels) -> float:
    """How much of its range the camera could fill: the brightest parts, and half the mean."""
    mean = float(picture @ np.arange(256)) / 255
    return _level_at(picture, HIGHLIGHT_SHARE) + _MEAN_WEIGHT * mean


def _backlight(picture: _Levels, skin: _Levels) -> Cue | None:
    around, face = _level_at(picture, _BRIGHT_SHARE), _level_at(skin, _BRIGHT_SHARE)
    return Cue.BACKLIGHT if around >= BACKLIT_TIMES * face else None


def _level_at(levels: _Levels, share: float) -> float:
    """The level, 0..1, below which this share lies."""
    return float(np.searchsorted(levels.cumsum(), share)) / 255


def _levels_of_picture(pixels: Pixels) -> _Levels:
    step = max(1, min(pixels.shape[:2]) // _PICTURE_ROWS)
    rows = np.asarray(cv2.cvtColor(pixels[::step], cv2.COLOR_BGR2GRAY), np.uint8)
    return _levels(np.ascontiguousarray(rows[:, ::step]), None)


def _levels_of_face(face: AlignedFace) -> _Levels:
    """Hair at the edge does not count."""
    side = SIDE_PX // _FACE_STEP
    mask = np.zeros((side, side), np.uint8)
    oval = (face.points[list(OVAL)] / _FACE_STEP).round().astype(np.int32)
    cv2.fillConvexPoly(mask, oval, 255)
    mask = np.asarray(cv2.erode(mask, np.ones((_EDGE_PX, _EDGE_PX), np.uint8)), np.uint8)
    return _levels(np.ascontiguousarray(face.grey[::_FACE_STEP, ::_FACE_STEP]), mask)


def _levels(grey: NDArray[np.uint8], mask: NDArray[np.uint8] | None) -> _Levels:
    counts = cv2.calcHist([grey], [0], mask, [256], [0, 256]).ravel().astype(np.float64)
    return np.asarray(counts / max(1.0, counts.sum()), np.float64)
