"""Does the person wear glasses, clear or dark?

The network on the eye strip knows three classes; both kinds of glasses are refused, and the advice
differs.
"""

from kiosk.camera.appearance import Appearance
from kiosk.domain.photo import Cue, Finding, PhotoProfile
from kiosk.domain.reason import Reason


def check_glasses(appearance: Appearance, profile: PhotoProfile) -> Finding:
    """Judge how likely there are glasses of any kind."""
    clear, dark = appearance.of("glasses", "clear"), appearance.of("glasses", "dark")
    cue = Cue.SUNGLASSES if dark > clear else None
    return profile.judge(Reason.GLASSES, "glasses", clear + dark, "probability", cue=cue)
