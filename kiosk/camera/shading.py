"""How the light falls on a face: a small network of our own, run by OpenCV.

It sees the head crop brought to one brightness, so that neither the exposure nor the colour of the
skin tells it anything: only how the light changes over the face does. How it was trained, and how
well it sees: `docs/model-card.md`.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.appearance import HeadCrop, read_network
from kiosk.camera.source import Pixels

NETWORK: Final = "shading.onnx"
INPUT_PX: Final = 72
_LEFT, _TOP, _SIDE_PX = 56, 66, 144
"""The part of the head crop that is seen: face, hair and the edge of a hat."""
_BRIGHT_PERCENTILE: Final = 90
_BRIGHT: Final = 1.0
_BRIGHTEST: Final = 1.6
_MIDDLE: Final = 0.6
_DARKEST: Final = 12.0
"""A face of black pixels is not brought to more than this."""
_LUMA: Final = np.array([0.114, 0.587, 0.299], np.float32)


class Light(StrEnum):
    """How it falls, in the order of the network's answers."""

    EVEN = "even"
    SIDE = "side"
    CAST = "cast"
    TOP = "top"


@dataclass(frozen=True, slots=True)
class Shading:
    """How likely the light falls in each way, 0 to 1, in sum 1."""

    even: float
    side: float
    cast: float
    top: float

    @property
    def log_odds(self) -> float:
        """That the light is not even: 0 where nobody knows."""
        return float(np.log((1.0 - self.even + 1e-6) / (self.even + 1e-6)))


class ShadingNetwork:
    """The network, read once. Belongs to one thread."""

    def __init__(self, models: Path) -> None:
        """Raise ModelUnreadableError."""
        self._network = read_network(models / NETWORK)

    def look(self, crop: HeadCrop) -> Shading:
        """Ask about a head and its mirror image: shadows know no left and right."""
        seen = to_input(part_of(crop.pixels))
        self._network.setInput(np.stack([seen, seen[:, :, ::-1]]))
        logits = np.asarray(self._network.forward(), np.float64).mean(axis=0)
        powers = np.exp(logits - logits.max())
        even, side, cast, top = (float(share) for share in powers / powers.sum())
        return Shading(even, side, cast, top)


def part_of(crop: Pixels) -> Pixels:
    """Cut out of a head crop what the network sees."""
    return crop[_TOP : _TOP + _SIDE_PX, _LEFT : _LEFT + _SIDE_PX]


def to_input(part: Pixels) -> NDArray[np.float32]:
    """Bring a part to (3, 72, 72), BGR, the bright places of the face to one level."""
    small = cv2.resize(part, (INPUT_PX, INPUT_PX), interpolation=cv2.INTER_AREA).astype(np.float32)
    bright = float(np.percentile((small @ _LUMA)[_FACE], _BRIGHT_PERCENTILE))
    even = np.minimum(small * (_BRIGHT / max(bright, _DARKEST)), _BRIGHTEST) - _MIDDLE
    return np.ascontiguousarray(even.transpose(2, 0, 1), np.float32)


def _face_mask() -> NDArray[np.bool_]:
    mask = np.zeros((INPUT_PX, INPUT_PX), np.uint8)
    cv2.ellipse(mask, (INPUT_PX // 2, INPUT_PX // 2), (20, 27), 0, 0, 360, 1, cv2.FILLED)
    return np.asarray(mask == 1, np.bool_)


_FACE: Final = _face_mask()
