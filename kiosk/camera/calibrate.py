"""How one camera sees somebody who sits straight on the resident's chair.

A camera above the screen sees every face a little from above, and a wide lens bends what is off its
middle. What counts as looking straight is therefore measured once a camera and seat, and replaces
the profile's zero of the pitch. Distance, place and light are not compensated: for them the officer
is told what to move.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from enum import StrEnum
from statistics import median
from typing import Final

from kiosk.camera.face import Face
from kiosk.camera.inspection import FrameInspector
from kiosk.camera.inspector import Inspection
from kiosk.camera.lasting import MOST_URGENT_FIRST
from kiosk.camera.source import Frame
from kiosk.camera.stillness import Stillness
from kiosk.domain.photo import Finding, PhotoProfile, PhotoReport, Verdict
from kiosk.domain.reason import Reason

SECONDS: Final = 3.0
"""How long the person has to sit straight."""
PATIENCE_SECONDS: Final = 20.0
"""So long it is waited for somebody who does."""
GAP_SECONDS: Final = 0.5
"""A face that is lost for a moment is still the same person."""
MOST_PITCH_DEG: Final = 15.0
"""From the profile's zero. Beyond it the picture itself would be from above or below."""
MOST_YAW_DEG: Final = 12.0
_MOST_DRIFT_DEG: Final = 8.0
_MOVABLE: Final = frozenset(
    {
        Reason.TOO_SMALL,
        Reason.TOO_BIG,
        Reason.CUT_OFF,
        Reason.OFF_CENTRE,
        Reason.LOW_RESOLUTION,
        Reason.TILT,
        Reason.DARK,
        Reason.BRIGHT,
        Reason.SHADOW,
    }
)
"""What an officer mends with chair, camera and lamp, once and for all residents."""


class CalibrationProblem(StrEnum):
    """Why nothing was measured; the value is the key of its sentence."""

    NOBODY = "calibrate.nobody"
    SEVERAL = "calibrate.several"
    RESTLESS = "calibrate.restless"
    SIDEWAYS = "calibrate.sideways"
    STEEP = "calibrate.steep"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Medians of somebody who sat straight: degrees, pixels, and shares of the frame's size."""

    pitch_deg: float
    yaw_deg: float
    roll_deg: float
    eye_distance_px: float
    head_x: float
    head_y: float


@dataclass(frozen=True, slots=True)
class Measured:
    """A calibration, and what should be moved before it is kept, the most urgent first."""

    calibration: Calibration
    advice: tuple[Finding, ...]


def calibrated(profile: PhotoProfile, calibration: Calibration | None) -> PhotoProfile:
    """The profile with this camera's zero of the pitch, where it is a plausible one."""
    if calibration is None or _is_steep(calibration.pitch_deg, profile):
        return profile
    return replace(profile, pitch_zero_deg=calibration.pitch_deg)


def measure(
    frames: Iterable[Frame], inspector: FrameInspector, profile: PhotoProfile
) -> Measured | CalibrationProblem:
    """Watch frames until somebody sat straight, patience is over, or there are no more."""
    calibrator = Calibrator(profile)
    for frame in frames:
        answer = calibrator.offer(inspector.inspect(frame))
        if answer is not None:
            return answer
    return calibrator.problem


@dataclass(frozen=True, slots=True)
class _Sample:
    at: float
    values: Calibration
    movable: tuple[Finding, ...]


class Calibrator:
    """Waits until somebody sits straight for SECONDS. Time comes with the frames.

    `problem` is what was in the way the last time; `progress` how much of SECONDS is over, 0 to 1.
    """

    def __init__(self, profile: PhotoProfile) -> None:
        self.problem = CalibrationProblem.NOBODY
        self.progress = 0.0
        self._profile = profile
        self._stillness = Stillness()
        self._samples: list[_Sample] = []
        self._began_at: float | None = None

    def offer(self, inspection: Inspection) -> Measured | CalibrationProblem | None:
        """Take the newest inspection; None while it has to be waited."""
        now = inspection.frame.taken_at
        if self._began_at is None:
            self._began_at = now
        self._watch(inspection, now)
        seconds = now - self._samples[0].at if self._samples else 0.0
        self.progress = min(1.0, seconds / SECONDS)
        if seconds >= SECONDS:
            return self._measure()
        return self.problem if now - self._began_at >= PATIENCE_SECONDS else None

    def _watch(self, inspection: Inspection, now: float) -> None:
        face = inspection.face
        several = Reason.MANY_FACES in inspection.report.failed(frozenset(Reason))
        if face is None or several:
            self.problem = CalibrationProblem.SEVERAL if several else CalibrationProblem.NOBODY
            if self._samples and now - self._samples[-1].at > GAP_SECONDS:
                self._samples = []
            return
        sample = _Sample(now, _values_of(inspection, face), _movable_in(inspection.report))
        self.problem = CalibrationProblem.RESTLESS  # until it was long enough
        if not self._stillness.is_still(face, now) or self._has_drifted(sample):
            self._samples = []
        self._samples.append(sample)

    def _has_drifted(self, sample: _Sample) -> bool:
        """Slowly, so that no two frames show it."""
        now = sample.values
        before = (earlier.values for earlier in self._samples)
        return any(
            max(abs(now.pitch_deg - then.pitch_deg), abs(now.yaw_deg - then.yaw_deg))
            > _MOST_DRIFT_DEG
            for then in before
        )

    def _measure(self) -> Measured | CalibrationProblem:
        values = [astuple(sample.values) for sample in self._samples]
        calibration = Calibration(
            *(round(median(column), 3) for column in zip(*values, strict=True))
        )
        if abs(calibration.yaw_deg) > MOST_YAW_DEG:
            return CalibrationProblem.SIDEWAYS
        if _is_steep(calibration.pitch_deg, self._profile):
            return CalibrationProblem.STEEP
        return Measured(calibration, self._advice())

    def _advice(self) -> tuple[Finding, ...]:
        """What was not well most of the time."""
        seen = {f.key: f for sample in self._samples for f in sample.movable}
        count = Counter(key for s in self._samples for key in {f.key for f in s.movable})
        often = [f for key, f in seen.items() if count[key] > len(self._samples) / 2]
        return tuple(sorted(often, key=lambda f: MOST_URGENT_FIRST.index(f.reason)))


def _values_of(inspection: Inspection, face: Face) -> Calibration:
    height, width = inspection.frame.pixels.shape[:2]
    x, y = face.head.centre
    return Calibration(
        face.pitch_deg, face.yaw_deg, face.roll_deg, face.eye_distance_px, x / width, y / height
    )


def _movable_in(report: PhotoReport) -> tuple[Finding, ...]:
    doubtful = {Verdict.FAIL, Verdict.UNSURE}
    return tuple(f for f in report.findings if f.reason in _MOVABLE and f.verdict in doubtful)


def _is_steep(pitch_deg: float, profile: PhotoProfile) -> bool:
    return abs(pitch_deg - profile.pitch_zero_deg) > MOST_PITCH_DEG
