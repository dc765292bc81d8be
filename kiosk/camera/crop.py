"""The portrait that is sent: 3:4, not mirrored, small enough for a village line.

The head is not turned upright by resampling: TILT has already asked for that within a few degrees,
and every pixel stays as the camera saw it.
"""

from typing import Final

import cv2
import numpy as np

from kiosk.camera.face import Box, Face
from kiosk.camera.portrait import WIDTH_OVER_HEIGHT, largest_portrait_px, place_portrait
from kiosk.camera.source import Frame, Pixels

HEAD_SHARE: Final = 0.8
MOST_BYTES: Final = 250_000
TALLEST_PX: Final = 960
_QUALITIES = (94, 90, 85, 80, 70, 60)


def portrait_jpeg(frame: Frame, face: Face | None, *, head_share: float = HEAD_SHARE) -> bytes:
    """Cut out the portrait of a face, or the middle of the frame when there is none.

    Returns a JPEG of at most 250 kB and 960 px height, without any metadata.
    """
    return _encode(_shrink(cut_portrait(frame.pixels, face, head_share=head_share)))


def cut_portrait(pixels: Pixels, face: Face | None, *, head_share: float = HEAD_SHARE) -> Pixels:
    """Return the portrait at the resolution of the frame."""
    height, width = pixels.shape[:2]
    box = _middle_of(width, height)
    if face is not None:
        box = place_portrait(face, width, height, head_share).possible
    left, top = round(box.left), round(box.top)
    return pixels[top : top + round(box.height), left : left + round(box.width)]


def _middle_of(width: int, height: int) -> Box:
    tall = largest_portrait_px(width, height)
    wide = tall * WIDTH_OVER_HEIGHT
    return Box((width - wide) / 2, (height - tall) / 2, wide, tall)


def _shrink(portrait: Pixels) -> Pixels:
    if portrait.shape[0] <= TALLEST_PX:
        return portrait
    size = (round(TALLEST_PX * WIDTH_OVER_HEIGHT), TALLEST_PX)
    return np.asarray(cv2.resize(portrait, size, interpolation=cv2.INTER_AREA), np.uint8)


def _encode(portrait: Pixels) -> bytes:
    jpeg = b""
    for quality in _QUALITIES:
        _, encoded = cv2.imencode(".jpg", portrait, [cv2.IMWRITE_JPEG_QUALITY, quality])
        jpeg = encoded.tobytes()
        if len(jpeg) <= MOST_BYTES:
            break
    return jpeg
