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


def find_own(face: Face, detected: Sequence[DetectedFace]) -> DetectedFace | None:
    """Return the detection of the face that the mesh lies on."""
    x, y = face.box.centre
    return next((other for other in detected if other.box.contains(x, y)), None)


def no_face() -> Finding:
    """The finding for an empty picture."""
    return Finding(Reason.NO_FACE, Verdict.FAIL, 0.0, "faces", 0.0)


def check_people(
    own: DetectedFace, detected: Sequence[DetectedFace], portrait: Box, profile: PhotoProfile
) -> tuple[Finding, ...]:
    """Judge the largest other face by its height, as a share of the applicant's."""
    others = [other for other in detected if other is not own]
    inside = [o for o in others if portrait.contains(*o.box.centre)]
    beside = [o for o in others if o not in inside]
    return (
        Finding(Reason.NO_FACE, Verdict.PASS, 1.0, "faces", 0.0),
        profile.judge(Reason.MANY_FACES, "other_face_inside", _largest(inside, own), "of the face"),
        profile.judge(Reason.MANY_FACES, "other_face_beside", _largest(beside, own), "of the face"),
    )


def _largest(others: Sequence[DetectedFace], own: DetectedFace) -> float:
    return max((other.box.height / own.box.height for other in others), default=0.0)
