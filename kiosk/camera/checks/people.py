"""Is there one person, and only one?

Two detectors must agree on the applicant: the mesh alone invents faces in patterns (measured: in 2
of 25 empty pictures). People in the queue are not a mistake: another face counts when it would be
seen in the portrait, or when it is so large that nobody can tell who is being photographed.
"""

from collections.abc import Sequence

from kiosk.camera.checks.framing import OF_THE_PORTRAIT
from kiosk.camera.detector import DetectedFace
from kiosk.camera.face import CROWN_SHARE, Box, Face
from kiosk.camera.portrait import largest_portrait_px
from kiosk.domain.photo import Finding, PhotoProfile, Verdict
from kiosk.domain.reason import Reason

_OF_THE_FACE = "of the face"
_SURE = 0.75
"""Measured: who stands for a photo scores above 0.8, in dim light and out of focus too; a dog 0.72.
Others count from the detector's own limit on: they may turn away or be half hidden."""


def find_own(face: Face, detected: Sequence[DetectedFace]) -> DetectedFace | None:
    """Return the detection of the face that the mesh lies on."""
    x, y = face.box.centre
    sure = (other for other in detected if other.score >= _SURE)
    return next((other for other in sure if other.box.contains(x, y)), None)


def check_people(
    own: DetectedFace, detected: Sequence[DetectedFace], portrait: Box, profile: PhotoProfile
) -> tuple[Finding, ...]:
    """Judge the largest other face by its height, as a share of the applicant's."""
    others = [other for other in detected if other is not own]
    inside = [other for other in others if portrait.contains(*other.box.centre)]
    beside = [other for other in others if other not in inside]
    return (
        Finding(Reason.NO_FACE, Verdict.PASS),
        profile.judge(Reason.MANY_FACES, "other_face_inside", _largest(inside, own), _OF_THE_FACE),
        profile.judge(Reason.MANY_FACES, "other_face_beside", _largest(beside, own), _OF_THE_FACE),
    )


def check_faces_without_mesh(
    detected: Sequence[DetectedFace], size: tuple[int, int], profile: PhotoProfile
) -> tuple[Finding, ...]:
    """Say why the mesh found nobody in a frame of `size` (width, height).

    It sees faces from about a tenth of the frame's height on that do not fill it. The detector sees
    much smaller and larger ones and, unlike the mesh, profiles.
    """
    first = next((face for face in detected if face.score >= _SURE), None)
    if first is None:
        return (Finding(Reason.NO_FACE, Verdict.FAIL),)
    others = [face for face in detected if face is not first]
    findings = (
        profile.judge(
            Reason.MANY_FACES, "other_face_beside", _largest(others, first), _OF_THE_FACE
        ),
        profile.judge(Reason.TOO_SMALL, "eye_distance_px", first.eye_distance_px, "px"),
        profile.judge(Reason.TOO_BIG, "head_share", _head_share(first, size), OF_THE_PORTRAIT),
    )
    if any(finding.verdict is Verdict.FAIL for finding in findings):
        return findings
    unseen = Reason.TURNED if first.shows_its_side else Reason.NO_FACE
    return (Finding(unseen, Verdict.FAIL), *findings)


def _head_share(face: DetectedFace, size: tuple[int, int]) -> float:
    return face.box.height * (1.0 + CROWN_SHARE) / largest_portrait_px(*size)


def _largest(others: Sequence[DetectedFace], own: DetectedFace) -> float:
    return max((other.box.height / own.box.height for other in others), default=0.0)
