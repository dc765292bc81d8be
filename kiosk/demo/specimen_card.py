"""An identity card that nobody has: drawn here, labels only, no emblem, and marked SPESIMEN."""

from functools import cache
from typing import Final

import cv2
import numpy as np

from kiosk.camera.source import Pixels

SIZE_PX: Final = (1712, 1080)
"""Width and height: 20 pixels a millimetre."""
_CORNER_PX: Final = 64
_INK: Final = (40, 34, 30)
_LABELS: Final = (
    "Nama", "Tempat/Tgl Lahir", "Jenis Kelamin", "Alamat", "RT/RW", "Kel/Desa", "Kecamatan",
    "Agama", "Status Perkawinan", "Pekerjaan", "Kewarganegaraan", "Berlaku Hingga",
)  # fmt: skip
_PHOTO: Final = (1240, 250, 400, 520)
"""Left, top, width, height."""


@cache
def draw_card() -> Pixels:
    """The front of the card, to its square corners; see `card_mask` for the round ones."""
    card = _paper()
    _write(card, "PROVINSI CONTOH", (540, 90), 2.0, 4)
    _write(card, "KABUPATEN CONTOH", (500, 165), 2.0, 4)
    _write(card, "NIK", (60, 265), 2.2, 5)
    _write(card, ": SPESIMEN 0000", (260, 265), 2.2, 5)
    for row, words in enumerate(_LABELS):
        height = 335 + 62 * row
        _write(card, words, (60, height), 1.35, 1)
        _write(card, ": SPESIMEN", (500, height), 1.35, 1)
    _draw_person(card)
    _write(card, "SPESIMEN", (1250, 850), 1.8, 4)
    card.flags.writeable = False
    return card


@cache
def card_mask() -> Pixels:
    """255 where the card is, 0 outside its round corners; one channel."""
    width, height = SIZE_PX
    mask = np.zeros((height, width), np.uint8)
    inner = (_CORNER_PX, width - _CORNER_PX), (_CORNER_PX, height - _CORNER_PX)
    cv2.rectangle(mask, (_CORNER_PX, 0), (inner[0][1], height - 1), [255], -1)
    cv2.rectangle(mask, (0, _CORNER_PX), (width - 1, inner[1][1]), [255], -1)
    for x in inner[0]:
        for y in inner[1]:
            cv2.circle(mask, (x, y), _CORNER_PX, [255], -1)
    mask.flags.writeable = False
    return mask


def _paper() -> Pixels:
    """Light blue with fine waves, as cards are printed that shall not be copied."""
    width, height = SIZE_PX
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    waves = 6 * np.sin(x / 23 + 3 * np.sin(y / 61)) + 5 * np.sin(y / 17 + 2 * np.sin(x / 83))
    colour = np.array([222.0, 196.0, 158.0])
    return np.asarray(np.clip(waves[..., np.newaxis] + colour, 0, 255), np.uint8)


def _draw_person(card: Pixels) -> None:
    left, top, width, height = _PHOTO
    middle = left + width // 2
    cv2.rectangle(card, (left, top), (left + width, top + height), (150, 70, 40), -1)
    cv2.ellipse(card, (middle, top + height), (180, 170), 0, 180, 360, (90, 90, 96), -1)
    cv2.ellipse(card, (middle, top + 190), (118, 150), 0, 0, 360, (38, 30, 28), -1)
    cv2.ellipse(card, (middle, top + 225), (100, 132), 0, 0, 360, (122, 160, 206), -1)
    for side in (-1, 1):
        cv2.circle(card, (middle + side * 42, top + 205), 12, _INK, -1)
    cv2.ellipse(card, (middle, top + 280), (38, 18), 0, 0, 180, _INK, 5)


def _write(card: Pixels, words: str, at: tuple[int, int], size: float, thickness: int) -> None:
    cv2.putText(card, words, at, cv2.FONT_HERSHEY_DUPLEX, size, _INK, thickness, cv2.LINE_AA)
