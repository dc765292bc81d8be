"""Is somebody before the kiosk? Nothing but yes or no leaves this module."""

from pathlib import Path
from typing import Final

from kiosk.camera.detector import FaceDetector
from kiosk.camera.inspector import DETECTOR_MODEL
from kiosk.camera.source import Frame

NEAR_SHARE: Final = 1 / 6
"""Height of a near face in the picture. A webcam of the usual width sees it so at 1.5 metres; the
next in the queue stands farther off."""
PAUSE_SECONDS: Final = 0.5


class PresenceWatch:
    """Asks the face finder alone, no network. Belongs to one thread."""

    def __init__(self, models: Path) -> None:
        """Raise ModelUnreadableError."""
        self._detector = FaceDetector(models / DETECTOR_MODEL)

    def is_somebody_there(self, frame: Frame) -> bool:
        """Whether a near face is in the picture."""
        near = frame.pixels.shape[0] * NEAR_SHARE
        return any(face.box.height >= near for face in self._detector.detect(frame.pixels))
