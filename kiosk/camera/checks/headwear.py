"""Does the person wear a hat, cap or helmet?

A hijab that shows the whole face is no hat. Whether a peci is one is for the profile to say. What
is neither (turban, head band, head-phones) is left to the officer.
"""

from dataclasses import replace
from typing import Final

from kiosk.camera.appearance import SURELY_CLOTH, Appearance
from kiosk.domain.photo import Finding, PeciRule, PhotoProfile, Verdict
from kiosk.domain.reason import Reason

_LEAST: Final = 0.2
"""Of what is most likely neither, nothing is said about hats."""
_UNDER_CLOTH: Final = 0.49
"""Where cloth closes around the chin, a hat is never more than a doubt: it may be a hijab."""


def check_headwear(appearance: Appearance, profile: PhotoProfile) -> Finding:
    """Judge how likely there is a head cover that the profile refuses."""
    refused = ("hat", "peci") if profile.peci is PeciRule.REFUSED else ("hat",)
    worn, other = appearance.of("headwear", *refused), appearance.of("headwear", "other")
    share = worn / max(1.0 - other, _LEAST)
    if appearance.may_be_hijab and appearance.neck >= SURELY_CLOTH:
        share *= _UNDER_CLOTH
    finding = profile.judge(Reason.HEADWEAR, "headwear", share, "probability")
    doubtful = other + worn >= profile.limits["headwear"].unsure
    if finding.verdict is Verdict.PASS and doubtful:
        return replace(finding, verdict=Verdict.UNSURE)
    return finding
