"""One attempt at a photo: what to say now, and when the picture is taken. No Qt, no clock.

All times are those of the frames, in seconds.
"""

from dataclasses import dataclass
from typing import Final

from kiosk.camera.guidance import Guidance, Guide
from kiosk.camera.inspector import Inspection
from kiosk.camera.shutter import Shutter
from kiosk.domain.photo import PhotoProfile

PATIENCE_SECONDS: Final = 20.0
"""After this long the resident may press the button."""


@dataclass(frozen=True, slots=True, eq=False)
class PhotoMoment:
    """What one inspected frame leads to.

    `progress` is how full the hold-still ring is; `picture` is set when the shutter fired.
    """

    guidance: Guidance
    progress: float
    picture: Inspection | None
    may_press: bool


class PhotoSession:
    """Guidance and shutter of one attempt."""

    def __init__(self, profile: PhotoProfile) -> None:
        self.profile = profile
        self._guide = Guide(profile)
        self._shutter = Shutter(profile)
        self._began_at: float | None = None

    def offer(self, inspection: Inspection) -> PhotoMoment:
        """Take the newest inspection."""
        now = inspection.frame.taken_at
        if self._began_at is None:
            self._began_at = now
        guidance = self._guide.update(inspection.report, now)
        shutter = self._shutter.offer(inspection, now)
        may_press = now - self._began_at >= PATIENCE_SECONDS
        return PhotoMoment(guidance, shutter.progress, shutter.picture, may_press)

    def press(self) -> Inspection | None:
        """The best frame of the last second, for the button; None before the first."""
        return self._shutter.now()

    def interrupt(self) -> None:
        """The camera went away: what was seen before it does not count any more."""
        self._guide.reset()
        self._shutter.reset()
