"""Does a mask, a hand, hair or a thing cover the face?"""

from kiosk.camera.appearance import Appearance
from kiosk.domain.photo import Cue, Finding, PhotoProfile
from kiosk.domain.reason import Reason


def check_mask(appearance: Appearance, profile: PhotoProfile) -> Finding:
    """Judge how likely mouth and nose are under a mask."""
    return profile.judge(Reason.MASK, "mask", appearance.of("lower", "mask"), "probability")


def check_covering(appearance: Appearance, profile: PhotoProfile) -> Finding:
    """Judge how likely a hand, a thing or hair hides the mouth or an eye."""
    likely = {
        Cue.HAIR: appearance.of("eyes", "hair"),
        Cue.HAND: max(appearance.of("eyes", "hand"), appearance.of("lower", "hand")),
        None: appearance.of("lower", "object"),
    }
    cue = max(likely, key=lambda what: likely[what])
    hidden = max(appearance.of("eyes", "hair", "hand"), appearance.of("lower", "hand", "object"))
    return profile.judge(Reason.OCCLUDED, "occluded", hidden, "probability", cue=cue)
