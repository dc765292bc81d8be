"""Is the head upright, and does the person look straight into the camera?

Roll comes from the eye line (measured: within 0.3 degrees), yaw and pitch from the pose matrix.
Limits are in degrees, never on a 0-100 score: ISO/IEC 29794-5 gives 98 of 100 at 8 degrees.
"""

from kiosk.camera.face import Face
from kiosk.domain.photo import Finding, PhotoProfile
from kiosk.domain.reason import Reason


def check_pose(face: Face, profile: PhotoProfile) -> tuple[Finding, ...]:
    """Judge roll, yaw and pitch; pitch counts from the profile's zero."""
    pitch = face.pitch_deg - profile.pitch_zero_deg
    return (
        profile.judge(Reason.TILT, "roll_deg", abs(face.roll_deg), "deg"),
        profile.judge(Reason.TURNED, "yaw_deg", abs(face.yaw_deg), "deg"),
        profile.judge(Reason.TURNED, "pitch_deg", abs(pitch), "deg"),
    )
