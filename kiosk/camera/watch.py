"""Is the camera still showing the world?"""

from dataclasses import dataclass
from typing import Final

from kiosk.camera.source import CameraLostError, Frame

_STEP_PX: Final = 8
BLACK_BELOW: Final = 16
"""The brightest of the looked-at pixels, 0..255: even a dark room has a brighter one."""


class CameraFrozenError(CameraLostError):
    """The camera repeats one picture."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait before a camera counts as hanging, stalled, frozen or covered.

    `close_seconds` is how long it may take to let go before its thread is left behind.
    """

    open_seconds: float = 20.0
    stalled_seconds: float = 3.0
    frozen_seconds: float = 5.0
    black_seconds: float = 1.5
    reopen_seconds: float = 2.0
    close_seconds: float = 2.0

    @property
    def may_stand_still(self) -> bool:
        """Whether a picture that repeats is no trouble."""
        return self.frozen_seconds == float("inf")


REPLAY = Patience(frozen_seconds=float("inf"))
"""For pictures that may stand still."""


class PictureWatch:
    """Compares each frame with the one before. Time comes with the frames."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._seen = b""
        self._same_since = 0.0
        self._light_at: float | None = None

    def is_black(self, frame: Frame) -> bool:
        """Whether the lens is covered; raise CameraFrozenError when the picture stands still.

        A sensor's noise makes every live picture differ a little from the last one.
        """
        sample = frame.pixels[::_STEP_PX, ::_STEP_PX]
        if self._light_at is None or sample.max() >= BLACK_BELOW:
            self._light_at = frame.taken_at
        dark_seconds = frame.taken_at - self._light_at
        seen = sample.tobytes()
        if seen != self._seen or dark_seconds > 0:
            self._seen, self._same_since = seen, frame.taken_at
        if frame.taken_at - self._same_since >= self._patience.frozen_seconds:
            raise CameraFrozenError("the camera repeats one picture")
        return dark_seconds >= self._patience.black_seconds
