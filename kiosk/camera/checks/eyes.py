"""Are both eyes open?"""

from kiosk.camera.face import Face
from kiosk.domain.photo import Finding, PhotoProfile
from kiosk.domain.reason import Reason


def check_eyes(face: Face, profile: PhotoProfile) -> Finding:
    """Judge the eye that is more open, 0 (open) to 1: one eye alone often only squints."""
    blink = min(face.blendshapes["eyeBlinkLeft"], face.blendshapes["eyeBlinkRight"])
    return profile.judge(Reason.EYES_CLOSED, "eye_blink", blink, "blendshape")
