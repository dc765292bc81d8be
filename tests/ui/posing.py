"""A camera before which an invented person does what the test says, and time runs fast."""

from pathlib import Path
from threading import Event

import cv2
import numpy as np

from kiosk.camera.calibration_file import CalibrationFile
from kiosk.camera.inspector import Inspector
from kiosk.camera.loop import CameraLoop
from kiosk.camera.profile import load_profile
from kiosk.camera.source import CameraLostError, Frame, Pixels
from kiosk.camera.watch import REPLAY, Patience
from kiosk.ui.camera_desk import CameraDesk

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "resources" / "models"
FACE = ROOT / "tests" / "data" / "faces" / "P006.jpg"
SECONDS_A_FRAME = 0.1
PATIENCE = Patience(frozen_seconds=REPLAY.frozen_seconds, reopen_seconds=0.05)


def standing(roll_deg: float = 0.0) -> Pixels:
    """The person in the middle of a 1280x720 picture, the head tilted by so much."""
    portrait = cv2.imread(str(FACE))
    assert portrait is not None
    face = cv2.resize(portrait, (720, 720), interpolation=cv2.INTER_AREA)
    turn = cv2.getRotationMatrix2D((360, 330), roll_deg, 0.85)
    turned = cv2.warpAffine(face, turn, (720, 720), borderMode=cv2.BORDER_REPLICATE)
    room = cv2.copyMakeBorder(turned, 0, 0, 280, 280, cv2.BORDER_REPLICATE)
    return np.asarray(room, np.uint8)


def marked_on_the_left() -> Pixels:
    """The person, with a red stripe at the left edge of the portrait."""
    picture = standing().copy()
    picture[470:570, 495:515] = (0, 0, 255)  # below the ears: they have to be seen
    return picture


NOT_CALIBRATED = CalibrationFile(ROOT / "there is no such folder" / "cameras.json", "camera")


class Poser:
    """Opens cameras that all show the pose of the moment; `None` is an unplugged camera."""

    def __init__(self, pose: Pixels | None) -> None:
        self.pose = pose
        self.open_cameras = 0
        self.opened = 0
        self._frames = 0

    def open(self) -> "_PosingCamera":
        if self.pose is None:
            raise CameraLostError("unplugged")
        self.open_cameras += 1
        self.opened += 1
        return _PosingCamera(self)

    def next_frame(self) -> Frame:
        if self.pose is None:
            raise CameraLostError("unplugged")
        self._frames += 1
        return Frame(self._frames, self._frames * SECONDS_A_FRAME, self.pose)


class _PosingCamera:
    def __init__(self, poser: Poser) -> None:
        self._poser = poser
        self._closed = Event()

    def read(self) -> Frame:
        if self._closed.wait(0.01):
            raise CameraLostError("closed")
        return self._poser.next_frame()

    def close(self) -> None:
        if not self._closed.is_set():
            self._closed.set()
            self._poser.open_cameras -= 1


def desk_before(
    poser: Poser, calibration: CalibrationFile = NOT_CALIBRATED, *, is_sample: bool = False
) -> CameraDesk:
    """Real camera and inspection threads behind a scripted camera."""
    return CameraDesk(
        CameraLoop(poser.open, PATIENCE),
        lambda profile: Inspector(profile, MODELS),
        load_profile,
        calibration,
        is_sample=is_sample,
    )
