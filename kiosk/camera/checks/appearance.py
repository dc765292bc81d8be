"""Everything that is judged by what the networks see on the head and over the face."""

from typing import Final

from kiosk.camera.appearance import Appearance
from kiosk.camera.checks.covering import check_covering, check_mask
from kiosk.camera.checks.ears import check_ears
from kiosk.camera.checks.glasses import check_glasses
from kiosk.camera.checks.headwear import check_headwear
from kiosk.camera.face import Face
from kiosk.domain.photo import Finding, PhotoProfile, Verdict
from kiosk.domain.reason import Reason

NEEDS_A_FACE: Final = (
    Reason.GLASSES,
    Reason.HEADWEAR,
    Reason.EARS_HIDDEN,
    Reason.MASK,
    Reason.OCCLUDED,
)


def check_appearance(
    appearance: Appearance, face: Face, profile: PhotoProfile
) -> tuple[Finding, ...]:
    """Judge glasses, headwear, ears, mask and whatever else hides the face."""
    return (
        check_glasses(appearance, profile),
        check_headwear(appearance, profile),
        check_ears(appearance, face, profile),
        check_mask(appearance, profile),
        check_covering(appearance, profile),
    )


def appearance_not_checked() -> tuple[Finding, ...]:
    """Without a face, one SKIPPED finding a cause: it never counts as a pass."""
    return tuple(Finding(reason, Verdict.SKIPPED) for reason in NEEDS_A_FACE)
