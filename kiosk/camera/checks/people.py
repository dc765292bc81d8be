"""Is there one person, and only one?

Two detectors must agree on the applicant: the mesh alone invents faces in patterns (measured: in 2
of 25 empty pictures). People in the queue are not a mistake: another face counts when it would be
seen in the portrait, or when it is so large that nobody can tell who is being photographed.
"""

from collections.abc import Sequence

from kiosk.camera.detector import DetectedFace
from kiosk.camera.face import Box, Face
from kiosk.domain.photo import Finding, PhotoProfile, Verdict
from kiosk.domain.reason import Reason

_OF_THE_FACE = "of the face"


def find_own(face: Face, detected: Sequence[DetectedFace]) -> DetectedFace | None:
    """Return the detection of the face that the mesh lies on."""
    x, y = face.box.centre
    return next((other for other in detected if other.box.contains(x, y)), None)


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
    detected: Sequence[DetectedFace], profile: PhotoProfile
) -> tuple[Finding, ...]:
    """Say why the mesh found nobody: several far faces, one that is too far, or nobody at all.

    The mesh sees faces from about a tenth of the frame's height on, the detector much smaller ones.
    """
    if not detected:
        return (Finding(Reason.NO_FACE, Verdict.FAIL),)
    first = detected[0]
    findings = (
        profile.judge(
            Reason.MANY_FACES, "other_face_beside", _largest(detected[1:], first), _OF_THE_FACE
        ),
        profile.judge(Reason.TOO_SMALL, "eye_distance_px", first.eye_distance_px, "px"),
    )
    if any(finding.verdict is Verdict.FAIL for finding in findings):
        return findings
    return (Finding(Reason.NO_FACE, Verdict.FAIL), *findings)


def _largest(others: Sequence[DetectedFace], own: DetectedFace) -> float:
    return max((other.box.height / own.box.height for other in others), default=0.0)
