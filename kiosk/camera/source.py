"""Where frames come from. Real cameras and replays look alike from here on."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""A BGR picture, height x width x 3."""


class CameraLostError(Exception):
    """The camera went away or gives no pictures: try to open it again."""


class CameraMissingError(CameraLostError):
    """No camera of that name, number or address is there."""


class CameraBusyError(CameraLostError):
    """Another program holds the camera, or this user may not open it."""


class CameraUnfitError(CameraLostError):
    """The camera works, but no photo can be made with it: too small, or without colours."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture. Nobody writes to `pixels` once it is in a Frame.

    `taken_at` is in seconds of `time.monotonic`; `number` counts from the opening of the source.
    """

    number: int
    taken_at: float
    pixels: Pixels


class FrameSource(Protocol):
    """A camera that is open."""

    def read(self) -> Frame:
        """Wait for the next frame; raise CameraLostError when there is none."""
        ...

    def close(self) -> None:
        """Let go of the device. May be called twice."""
        ...
