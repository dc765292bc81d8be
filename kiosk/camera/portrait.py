"""Where the 3:4 portrait lies in a frame."""

from dataclasses import dataclass

from kiosk.camera.face import Box, Face

WIDTH_OVER_HEIGHT = 3 / 4
_ABOVE_SHARE = 0.4
"""Of the room the head leaves free, this part lies above it: shoulders look better than wall."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """The portrait of a face: as the profile wants it, and as the frame allows it."""

    wanted: Box
    possible: Box
    head: Box


def largest_portrait_px(width: int, height: int) -> float:
    """The height of the largest 3:4 portrait that a frame of this size holds."""
    return min(float(height), width / WIDTH_OVER_HEIGHT)


def place_portrait(face: Face, width: int, height: int, head_share: float) -> Portrait:
    """Lay the portrait around the head, then move and shrink it into the frame.

    `head_share` is the height of the head over the height of the portrait.
    """
    head = face.head
    wanted_height = head.height / head_share
    wanted_width = wanted_height * WIDTH_OVER_HEIGHT
    top = head.top - (wanted_height - head.height) * _ABOVE_SHARE
    wanted = Box(head.centre[0] - wanted_width / 2, top, wanted_width, wanted_height)
    return Portrait(wanted, _fit(wanted, width, height), head)


def _fit(wanted: Box, width: int, height: int) -> Box:
    fitted_height = min(wanted.height, largest_portrait_px(width, height))
    fitted_width = fitted_height * WIDTH_OVER_HEIGHT
    x, y = wanted.centre
    left = min(max(x - fitted_width / 2, 0.0), width - fitted_width)
    top = min(max(y - fitted_height / 2, 0.0), height - fitted_height)
    return Box(left, top, fitted_width, fitted_height)
