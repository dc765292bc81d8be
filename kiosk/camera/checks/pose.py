"""Is the head upright, and does the person look straight into the camera?

Roll comes from the eye line (measured: within 0.3 degrees), yaw and pitch from the pose matrix.
Measures taken from the points alone (nose between the edges of the face or the corners of the eyes,
widths of both eyes, depths) follow the matrix within 1 to 2 degrees and separate no better. Limits
are in degrees, never on a 0-100 score: ISO/IEC 29794-5 gives 98 of 100 at 8 degrees.
"""

from kiosk.camera.face import Face
from kiosk.domain.photo import Cue, Finding, PhotoProfile
from kiosk.domain.reason import Reason


def check_pose(face: Face, profile: PhotoProfile) -> tuple[Finding, ...]:
    """Judge roll, yaw and pitch; pitch counts from the profile's zero, and says which way."""
    pitch = face.pitch_deg - profile.pitch_zero_deg
    chin = Cue.CHIN_UP if pitch > 0 else Cue.CHIN_DOWN
    return (
        profile.judge(Reason.TILT, "roll_deg", abs(face.roll_deg), "deg"),
        profile.judge(Reason.TURNED, "yaw_deg", abs(face.yaw_deg), "deg"),
        profile.judge(Reason.TURNED, "pitch_deg", abs(pitch), "deg", cue=chin),
    )
