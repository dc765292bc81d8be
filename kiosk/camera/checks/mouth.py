"""Is the mouth closed? A smile is allowed."""

from kiosk.camera.face import Face
from kiosk.domain.photo import Finding, PhotoProfile
from kiosk.domain.reason import Reason


def check_mouth(face: Face, profile: PhotoProfile) -> Finding:
    """Judge how far the jaw is open, 0 to 1."""
    return profile.judge(Reason.MOUTH_OPEN, "jaw_open", face.blendshapes["jawOpen"], "blendshape")
