"""What is worn on the head and over the face: small networks of our own, run by OpenCV.

Each looks at its own region of one head crop: upright, the face `FACE_PX` wide, the middle between
the eyes at `EYES_AT`. How they were trained, and how well they see: `docs/model-card.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.face import LEFT_EDGE, RIGHT_EDGE, Face, cut_square
from kiosk.camera.landmarks import ModelUnreadableError
from kiosk.camera.neck import MAYBE_CLOTH
from kiosk.camera.source import Pixels

SIDE_PX: Final = 256
FACE_PX: Final = 96.0
EYES_AT: Final = (128.0, 120.0)

HIJAB_LIKELY: Final = 0.1
HIJAB_WITH_CLOTH: Final = 0.01
"""Probabilities from which on a head may be one with a hijab: alone, and with cloth at the chin."""

Blob = NDArray[np.float32]


class Region(StrEnum):
    """A part of the head crop with a network of its own; the value is the name of its file."""

    EYES = "eyes"
    HEAD = "head"
    LOWER = "lower"
    EAR = "ear"


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the crop, and the size it is given to its network: pixels."""

    left: int
    top: int
    width: int
    height: int
    input_width: int
    input_height: int


WINDOWS: Final[Mapping[Region, Window]] = {
    Region.EYES: Window(56, 76, 144, 96, 144, 96),
    Region.HEAD: Window(16, 0, 224, 224, 128, 128),
    Region.LOWER: Window(72, 124, 112, 96, 112, 96),
    Region.EAR: Window(0, 90, 64, 80, 64, 80),
}
"""Where the networks look. The ear's window follows the edge of the face sideways."""

_EAR_BESIDE_PX: Final = 36
"""From the left side of the ear's window to the edge of the face."""

OUTPUTS: Final[Mapping[Region, Mapping[str, tuple[str, ...]]]] = {
    Region.EYES: {"glasses": ("none", "clear", "dark"), "eyes": ("free", "hair", "hand")},
    Region.HEAD: {"headwear": ("bare", "hijab", "hat", "peci", "other")},
    Region.LOWER: {"lower": ("free", "mask", "hand", "object")},
}
"""The classes of each network's outputs, in their order.

The network of the ears has none: it measures how much of an ear is seen.
"""


@dataclass(frozen=True, slots=True, eq=False)
class HeadCrop:
    """A head turned upright and brought to one size, with room for hat, ears and shoulders."""

    pixels: Pixels
    left_edge_x: float
    right_edge_x: float


def crop_head(pixels: Pixels, face: Face) -> HeadCrop:
    """Cut the head out of its frame; what lies outside repeats the frame's border."""
    scale = FACE_PX / max(face.distance(LEFT_EDGE, RIGHT_EDGE), 1.0)
    eyes = (np.add(face.left_eye, face.right_eye) / 2).astype(np.float64)
    turn = cv2.getRotationMatrix2D((float(eyes[0]), float(eyes[1])), face.roll_deg, scale)
    place = np.asarray(turn, np.float64)
    place[:, 2] += np.array(EYES_AT) - eyes
    edges = face.points[[LEFT_EDGE, RIGHT_EDGE]] @ place[:, :2].T + place[:, 2]
    crop = cut_square(pixels, place, scale, SIDE_PX)
    return HeadCrop(crop, float(edges[0, 0]), float(edges[1, 0]))


def look_at(crop: HeadCrop, region: Region) -> tuple[Pixels, ...]:
    """Cut out what the network of a region sees: one picture, or two ears as if both were left."""
    window = WINDOWS[region]
    if region is not Region.EAR:
        return (_cut(crop.pixels, window, window.left),)
    flipped = np.asarray(cv2.flip(crop.pixels, 1), np.uint8)
    return (
        _cut(crop.pixels, window, ear_window_left(crop, mirrored=False)),
        _cut(flipped, window, ear_window_left(crop, mirrored=True)),
    )


def ear_window_left(crop: HeadCrop, *, mirrored: bool) -> int:
    """Where the window of an ear begins: of the left one, or of the right one in a mirror."""
    edge = SIDE_PX - 1 - crop.right_edge_x if mirrored else crop.left_edge_x
    return min(max(round(edge) - _EAR_BESIDE_PX, 0), SIDE_PX - WINDOWS[Region.EAR].width)


def _cut(pixels: Pixels, window: Window, left: int) -> Pixels:
    part = pixels[window.top : window.top + window.height, left : left + window.width]
    size = (window.input_width, window.input_height)
    if part.shape[1::-1] != size:
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    return part


def to_blob(views: tuple[Pixels, ...]) -> Blob:
    """Bring pictures of one size to (n, 3, height, width), BGR, -1 to 1."""
    stacked = np.stack(views).transpose(0, 3, 1, 2)
    return np.ascontiguousarray(stacked, np.float32) / 127.5 - 1.0


@dataclass(frozen=True, slots=True)
class Appearance:
    """What the networks say of one head: how likely each class of each output is, 0 to 1.

    Keyed by output and class, as `glasses_clear`. Of the ears `ear_left_area` and
    `ear_right_area`: what is seen of them, as a share of a square as wide as the face. Left and
    right as seen in the picture.
    """

    probabilities: Mapping[str, float]
    neck: float
    """How far the colour below the chin is from the skin's: `neck.measure_neck`."""

    @property
    def may_be_hijab(self) -> bool:
        """Whether no ears are asked for: less certainty is enough where there may be cloth."""
        likely = self.of("headwear", "hijab")
        return likely >= HIJAB_LIKELY or (likely >= HIJAB_WITH_CLOTH and self.neck >= MAYBE_CLOTH)

    def of(self, output: str, *classes: str) -> float:
        """How likely an output is one of these classes."""
        return sum(self.probabilities[f"{output}_{name}"] for name in classes)

    @property
    def ear_area(self) -> float:
        """What is seen of both ears, as a share of a square as wide as the face."""
        return self.of("ear", "left_area", "right_area")


class AppearanceNetworks:
    """The networks, read once. Belongs to one thread."""

    def __init__(self, models: Path) -> None:
        """Raise ModelUnreadableError."""
        self._networks = {
            region: read_network(models / f"appearance_{region}.onnx") for region in Region
        }

    def look(self, crop: HeadCrop, region: Region) -> dict[str, float]:
        """The probabilities of one region's outputs."""
        network = self._networks[region]
        network.setInput(to_blob(look_at(crop, region)))
        answer = np.asarray(network.forward(), np.float64)
        if region is Region.EAR:
            left, right = (float(area) for area in answer[:, 0])
            return {"ear_left_area": left, "ear_right_area": right}
        return _named(region, answer[0])


def read_network(model: Path) -> cv2.dnn.Net:
    """Read an ONNX file; raise ModelUnreadableError."""
    try:
        network = cv2.dnn.readNetFromONNX(np.frombuffer(model.read_bytes(), np.uint8))
    except (OSError, cv2.error) as error:
        raise ModelUnreadableError(f"{model}: {error}") from error
    return network


def _named(region: Region, logits: NDArray[np.float64]) -> dict[str, float]:
    named: dict[str, float] = {}
    start = 0
    for output, classes in OUTPUTS[region].items():
        shares = _softmax(logits[start : start + len(classes)])
        named |= {f"{output}_{name}": share for name, share in zip(classes, shares, strict=True)}
        start += len(classes)
    return named


def _softmax(logits: NDArray[np.float64]) -> list[float]:
    powers = np.exp(logits - logits.max())
    return [float(power) for power in powers / powers.sum()]
