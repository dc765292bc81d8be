"""Does the person wear a hat, cap or helmet?

A hijab that shows the whole face is no hat. Whether a peci is one is for the profile to say. What
is neither (turban, head band, head-phones) is left to the officer.
"""

from dataclasses import replace
from typing import Final

from kiosk.camera.appearance import Appearance
from kiosk.camera.neck import SURELY_CLOTH
from kiosk.domain.photo import Finding, PeciRule, PhotoProfile, Verdict
from kiosk.domain.reason import Reason

_LEAST: Final = 0.2
"""Of what is most likely neither, nothing is said about hats."""


def check_headwear(appearance: Appearance, profile: PhotoProfile) -> Finding:
    """Judge how likely there is a head cover that the profile refuses."""
    refused = ("hat", "peci") if profile.peci is PeciRule.REFUSED else ("hat",)
    worn, other = appearance.of("headwear", *refused), appearance.of("headwear", "other")
    share = worn / max(1.0 - other, _LEAST)
    finding = profile.judge(Reason.HEADWEAR, "headwear", share, "probability")
    if _is_doubtful(finding, appearance, worn + other, profile):
        return replace(finding, verdict=Verdict.UNSURE)
    return finding


def _is_doubtful(
    finding: Finding, appearance: Appearance, covered: float, profile: PhotoProfile
) -> bool:
    """A cover that may be none of ours, or a hat that may be a hijab closed around the chin."""
    if finding.verdict is Verdict.FAIL:
        return appearance.may_be_hijab and appearance.neck >= SURELY_CLOTH
    return covered >= profile.limits["headwear"].unsure
