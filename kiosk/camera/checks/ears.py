"""Can the ears be seen?

Asked of bare heads that look straight into the camera. A hijab covers the ears, and that is right;
under a hat, or on a turned head, nobody can say. What counts is how much of the ears is seen, as a
share of a square as wide as the face: a lobe below the hair is not an ear that can be recognised.
"""

from typing import Final

from kiosk.camera.appearance import Appearance
from kiosk.camera.face import Face
from kiosk.domain.photo import Finding, PhotoProfile, Verdict
from kiosk.domain.reason import Reason

MOST_YAW_DEG: Final = 15.0
_MOST_LIKELY: Final = 0.5


def check_ears(appearance: Appearance, face: Face, profile: PhotoProfile) -> Finding:
    """Judge how much is seen of both ears together."""
    if appearance.may_be_hijab:
        return Finding(Reason.EARS_HIDDEN, Verdict.PASS)
    if appearance.of("headwear", "bare") < _MOST_LIKELY or abs(face.yaw_deg) > MOST_YAW_DEG:
        return Finding(Reason.EARS_HIDDEN, Verdict.SKIPPED)
    return profile.judge(Reason.EARS_HIDDEN, "ear_area", appearance.ear_area, "of the face")
