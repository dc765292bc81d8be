"""One frame in, one report out: the order of the photo checks."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.camera.checks.appearance import appearance_not_checked
from kiosk.camera.checks.eyes import check_eyes
from kiosk.camera.checks.framing import check_framing
from kiosk.camera.checks.light import check_light
from kiosk.camera.checks.mouth import check_mouth
from kiosk.camera.checks.people import check_faces_without_mesh, check_people, find_own
from kiosk.camera.checks.pose import check_pose
from kiosk.camera.checks.shadow import check_shadow
from kiosk.camera.checks.sharpness import check_sharpness
from kiosk.camera.detector import DetectedFace, FaceDetector
from kiosk.camera.face import Face, align, build_face
from kiosk.camera.landmarks import LandmarkFinder
from kiosk.camera.portrait import place_portrait
from kiosk.camera.source import Frame
from kiosk.domain.photo import Finding, PhotoProfile, PhotoReport

LANDMARK_MODEL = "face_landmarker.task"
DETECTOR_MODEL = "face_detection_yunet_2023mar.onnx"


@dataclass(frozen=True, slots=True, eq=False)
class Inspection:
    """A frame, the face in it, and what the checks say about them."""

    frame: Frame
    face: Face | None
    report: PhotoReport


class Inspector:
    """Owns the models. Belongs to one thread; must be closed."""

    def __init__(self, profile: PhotoProfile, models: Path, *, still: bool = False) -> None:
        """Load the models of a folder; raise ModelUnreadableError.

        `still` is for single pictures that have nothing to do with each other.
        """
        self._profile = profile
        self._detector = FaceDetector(models / DETECTOR_MODEL)
        self._finder = LandmarkFinder(models / LANDMARK_MODEL, still=still)

    def inspect(self, frame: Frame) -> Inspection:
        """Find the face and judge it."""
        landmarks = self._finder.find(frame.pixels, round(frame.taken_at * 1000))
        detected = self._detector.detect(frame.pixels)
        face = build_face(landmarks) if landmarks else None
        own = find_own(face, detected) if face else None
        if face is None or own is None:
            return Inspection(
                frame, None, self._report(*check_faces_without_mesh(detected, self._profile))
            )
        return Inspection(frame, face, self._report(*self._judge(frame, face, own, detected)))

    def close(self) -> None:
        """Free the models."""
        self._finder.close()

    def _judge(
        self, frame: Frame, face: Face, own: DetectedFace, detected: tuple[DetectedFace, ...]
    ) -> tuple[Finding, ...]:
        profile = self._profile
        height, width = frame.pixels.shape[:2]
        portrait = place_portrait(face, width, height, profile.head_share)
        aligned = align(frame.pixels, face)
        return (
            *check_people(own, detected, portrait.possible, profile),
            *check_framing(face, portrait, (width, height), profile),
            *check_pose(face, profile),
            *check_light(aligned, profile),
            check_shadow(aligned, profile),
            check_sharpness(aligned, profile),
            check_eyes(face, profile),
            check_mouth(face, profile),
        )

    def _report(self, *findings: Finding) -> PhotoReport:
        return PhotoReport(self._profile.version, (*findings, *appearance_not_checked()))
