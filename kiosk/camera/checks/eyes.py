"""Are both eyes open?"""

from kiosk.camera.face import Face
from kiosk.domain.photo import Finding, PhotoProfile
from kiosk.domain.reason import Reason


def check_eyes(face: Face, profile: PhotoProfile) -> Finding:
    """Judge the mean of both eyes' blink, 0 (open) to 1: a smile may narrow them."""
    shapes = face.blendshapes
    blink = (shapes["eyeBlinkLeft"] + shapes["eyeBlinkRight"]) / 2
    return profile.judge(Reason.EYES_CLOSED, "eye_blink", blink, "blendshape")
