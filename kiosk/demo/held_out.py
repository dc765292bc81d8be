"""What is held out to the sample camera: a slip with its QR code, or a specimen of a card."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import cv2
import numpy as np
import segno

from kiosk.camera.source import Pixels
from kiosk.demo.specimen_card import card_mask, draw_card

_SLIP_PX: Final = (420, 560)
_CODE_PX: Final = 210
_SLIP_LINES: Final = 6
_GLARE: Final = 400.0
_SKIN: Final = (122, 160, 206)


def hold_out(room: Pixels, name: str, code: str) -> Pixels:
    """The room with one thing of HELD_OUT before it; `code` is what the slip's QR code says."""
    return HELD_OUT[name](room, code)


def _hold_slip(room: Pixels, code: str) -> Pixels:
    width, height = _SLIP_PX
    slip = np.full((height, width, 3), 248, np.uint8)
    matrix = segno.make(code, error="m", micro=False).matrix
    squares = np.array([[0 if dark else 248 for dark in row] for row in matrix], np.uint8)
    qr = cv2.resize(squares, (_CODE_PX, _CODE_PX), interpolation=cv2.INTER_NEAREST)
    left, top = (width - _CODE_PX) // 2, 150
    slip[top : top + _CODE_PX, left : left + _CODE_PX] = qr[..., np.newaxis]
    for line in range(_SLIP_LINES):
        row = top + _CODE_PX + 40 + 26 * line
        cv2.line(slip, (50, row), (width - 50 - 40 * (line % 3), row), (120, 120, 120), 6)
    whole = np.full((height, width), 255, np.uint8)
    return _lay_on(room, slip, whole, width_px=width, turn_deg=-4.0)


def _hold_card(room: Pixels, _: str, *, width_px: int, glare: bool) -> Pixels:
    card = draw_card().astype(np.float32)
    if glare:
        spot = np.zeros(card.shape[:2], np.float32)
        cv2.ellipse(spot, (760, 560), (330, 190), -20.0, 0, 360, [_GLARE], -1)
        card = card + cv2.GaussianBlur(spot, (0, 0), 30.0)[..., np.newaxis]
    picture = np.asarray(np.clip(card, 0, 255), np.uint8)
    return _lay_on(room, picture, card_mask(), width_px=width_px, turn_deg=2.0)


HELD_OUT: Final[Mapping[str, Callable[[Pixels, str], Pixels]]] = {
    "slip": _hold_slip,
    "card": partial(_hold_card, width_px=440, glare=False),
    "card_far": partial(_hold_card, width_px=240, glare=False),
    "card_glare": partial(_hold_card, width_px=440, glare=True),
}


def _lay_on(room: Pixels, thing: Pixels, mask: Pixels, *, width_px: int, turn_deg: float) -> Pixels:
    """The thing before the middle of the room, held by a thumb at its lower edge."""
    height, width = room.shape[:2]
    tall, wide = thing.shape[:2]
    place = cv2.getRotationMatrix2D((wide / 2, tall / 2), turn_deg, width_px / wide)
    place[:, 2] += (width / 2 - wide / 2, height * 0.46 - tall / 2)
    seen = cv2.warpAffine(thing, place, (width, height), flags=cv2.INTER_AREA)
    share = cv2.warpAffine(mask, place, (width, height), flags=cv2.INTER_AREA)[..., np.newaxis]
    held = seen * (share / 255.0) + room * (1 - share / 255.0)
    picture = np.ascontiguousarray(held, np.uint8)
    low = round(height * 0.46 + tall * width_px / wide / 2)
    thumb, wrist = (width // 2 + 60, low - 24), (width // 2 + 110, height + 60)
    cv2.line(picture, thumb, wrist, _SKIN, 52, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.6), np.uint8)
