"""One frame in, one report out: the order of the photo checks."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.camera.appearance import Appearance, AppearanceNetworks, Region, crop_head
from kiosk.camera.checks.appearance import appearance_not_checked, check_appearance
from kiosk.camera.checks.background import check_background
from kiosk.camera.checks.eyes import check_eyes
from kiosk.camera.checks.framing import check_framing
from kiosk.camera.checks.light import check_blinded, check_light
from kiosk.camera.checks.mouth import check_mouth
from kiosk.camera.checks.people import check_faces_without_mesh, check_people, find_own
from kiosk.camera.checks.pose import check_pose
from kiosk.camera.checks.shadow import check_shadow
from kiosk.camera.checks.sharpness import check_sharpness
from kiosk.camera.detector import DetectedFace, FaceDetector
from kiosk.camera.face import Face, align, build_face
from kiosk.camera.landmarks import LandmarkFinder
from kiosk.camera.neck import measure_neck
from kiosk.camera.portrait import place_portrait
from kiosk.camera.shading import ShadingNetwork
from kiosk.camera.source import Frame
from kiosk.camera.turns import Sight, Turns
from kiosk.domain.photo import Finding, PhotoProfile, PhotoReport, Verdict

LANDMARK_MODEL: Final = "face_landmarker.task"
DETECTOR_MODEL: Final = "face_detection_yunet_2023mar.onnx"
LOOK_ROUND_SECONDS: Final = 0.3
"""People come and go slowly: they are counted a few times a second, not in every frame."""


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
        self._still = still
        self._detector = FaceDetector(models / DETECTOR_MODEL)
        self._networks = AppearanceNetworks(models)
        self._shading = ShadingNetwork(models)
        self._seen: dict[str, float] = {}
        self._detected: tuple[DetectedFace, ...] = ()
        self._detected_at = -math.inf
        self._neck = 0.0
        self._turns = Turns((self._look_behind, self._look_at_head))
        # last: it is the only one that has to be closed, were another unreadable
        self._finder = LandmarkFinder(models / LANDMARK_MODEL, still=still)

    def inspect(self, frame: Frame) -> Inspection:
        """Find the face and judge it; live, some answers are up to 0.3 s old."""
        landmarks = self._finder.find(frame.pixels, round(frame.taken_at * 1000))
        face = build_face(landmarks) if landmarks else None
        if self._still:
            self._forget()
            face = face or self._look_closer(frame)
        return self._inspect(frame, face)

    def recheck(self, seen: Inspection) -> Inspection:
        """Judge the picture to be kept once more, with every check made on this very frame."""
        self._forget()
        return self._inspect(seen.frame, seen.face)

    def close(self) -> None:
        """Free the models."""
        self._finder.close()

    def _forget(self) -> None:
        self._detected_at = -math.inf
        self._turns.forget()

    def _inspect(self, frame: Frame, face: Face | None) -> Inspection:
        own = self._look_round(frame, face)
        if face is None or own is None:
            self._turns.forget()
            height, width = frame.pixels.shape[:2]
            findings = (
                *check_faces_without_mesh(self._detected, (width, height), self._profile),
                *check_blinded(frame.pixels, self._profile),
                *appearance_not_checked(),
            )
            return Inspection(frame, None, self._report(*findings))
        return Inspection(frame, face, self._report(*self._judge(frame, face, own)))

    def _look_closer(self, frame: Frame) -> Face | None:
        """A single picture has no next frame: look again where a face is, unless it is too far."""
        self._look_round(frame, None)
        far = self._profile.limits["eye_distance_px"]
        near = (f for f in self._detected if far.judge(f.eye_distance_px) is not Verdict.FAIL)
        first = next(near, None)
        landmarks = self._finder.find_near(frame.pixels, first.box) if first else None
        return build_face(landmarks) if landmarks else None

    def _look_round(self, frame: Frame, face: Face | None) -> DetectedFace | None:
        """Return the detection of this face; look again when it is not where it was."""
        due = not 0 <= frame.taken_at - self._detected_at < LOOK_ROUND_SECONDS
        own = find_own(face, self._detected) if face and not due else None
        if due or (face and own is None):
            self._detected = self._detector.detect(frame.pixels)
            self._detected_at = frame.taken_at
            own = find_own(face, self._detected) if face else None
        return own

    def _judge(self, frame: Frame, face: Face, own: DetectedFace) -> tuple[Finding, ...]:
        profile = self._profile
        height, width = frame.pixels.shape[:2]
        portrait = place_portrait(face, width, height, profile.head_share)
        aligned = align(frame.pixels, face)
        sharpness = check_sharpness(aligned, profile)
        return (
            *check_people(own, self._detected, portrait.possible, profile),
            *check_framing(face, portrait, (width, height), profile),
            *check_pose(face, profile),
            *check_light(frame.pixels, aligned, profile),
            *self._turns.look(Sight(frame, face, aligned)),
            sharpness,
            check_eyes(face, aligned, sharpness, profile),
            check_mouth(face, profile),
            *check_appearance(Appearance(self._seen, self._neck), face, profile),
        )

    def _look_behind(self, sight: Sight) -> tuple[Finding, ...]:
        return (check_background(sight.frame.pixels, sight.face, self._profile),)

    def _look_at_head(self, sight: Sight) -> tuple[Finding, ...]:
        """Renew what the networks see on a head, then look for shadows where nothing darkens it.

        What is worn is judged in every frame, by what was seen last.
        """
        head = crop_head(sight.frame.pixels, sight.face)
        for region in Region:
            self._seen |= self._networks.look(head, region)
        self._neck = measure_neck(sight.frame.pixels, sight.face)
        shading = self._shading.look(head)
        face, aligned = sight.face, sight.aligned
        return (check_shadow(face, aligned, shading, self._seen, self._profile),)

    def _report(self, *findings: Finding) -> PhotoReport:
        return PhotoReport(self._profile.version, findings)
