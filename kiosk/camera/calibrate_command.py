"""`kiosk calibrate`: a camera, or a clip of one, measured and kept."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.camera.calibrate import CalibrationProblem, Measured, measure
from kiosk.camera.calibration_file import CALIBRATIONS, CalibrationFile
from kiosk.camera.choice import camera_of
from kiosk.camera.clip_file import read_clip
from kiosk.camera.inspector import Inspector
from kiosk.camera.source import Frame
from kiosk.domain.photo import PhotoProfile


@dataclass(frozen=True, slots=True)
class CalibrateOptions:
    """Which camera is measured, by which rules, and the folder in which it is kept.

    `replay` is a clip to be measured instead of what the camera shows now.
    """

    source: str
    replay: Path | None
    profile: PhotoProfile
    models: Path
    folder: Path

    @property
    def camera(self) -> str:
        """The name under which the calibration is kept."""
        return camera_of(f"file:{self.replay}" if self.replay else self.source).name


def calibrate(options: CalibrateOptions) -> Measured | CalibrationProblem:
    """Measure, and keep what was measured.

    Raises CameraLostError, PictureError (for a clip), ModelUnreadableError and
    CalibrationUnwritableError.
    """
    frames = read_clip(options.replay) if options.replay else _live(options.source)
    with closing(Inspector(options.profile, options.models)) as inspector, closing(frames):
        answer = measure(frames, inspector, options.profile)
    if isinstance(answer, Measured):
        file = CalibrationFile(options.folder / CALIBRATIONS, options.camera)
        file.keep(answer.calibration)
    return answer


def as_json(camera: str, answer: Measured | CalibrationProblem) -> dict[str, object]:
    """What a program reads: `problem` is null where something was measured and kept."""
    if isinstance(answer, CalibrationProblem):
        return {"camera": camera, "problem": answer.name, "calibration": None, "advice": []}
    return {
        "camera": camera,
        "problem": None,
        "calibration": asdict(answer.calibration),
        "advice": [finding.reason.value for finding in answer.advice],
    }


def _live(source: str) -> Generator[Frame, None, None]:
    """Frames until nobody wants any more; raise CameraLostError."""
    with closing(camera_of(source).open()) as camera:
        while True:
            yield camera.read()
