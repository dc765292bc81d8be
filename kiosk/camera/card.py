"""Is the photo of the identity card good enough to be read?

The card is found, brought to one size as seen from straight before it, and measured there: is it
whole, large, sharp, free of glare and light enough. Whose card it is and whether it is a true one
nobody here looks at; the print is not read.
"""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from kiosk.camera.card_finder import FoundCard, find_card, rectify
from kiosk.camera.checks.sharpness import measure_blur
from kiosk.camera.source import Frame, Pixels
from kiosk.domain.photo import CardReport, Finding, PhotoProfile, Verdict
from kiosk.domain.reason import CARD_REASONS, Reason

MOST_BYTES: Final = 300_000
WIDEST_PX, _NARROWEST_PX = 1000, 640
MARGIN: Final = 0.06
"""Of the card's height: what is sent shows that no corner is missing."""
_MEASURED_PX: Final = 320
"""Width at which cards are measured: print that is sharp there can be read."""
_GLARE_LEVEL: Final = 240
_GLARE_SPOT_PX: Final = 5
_PAPER_PERCENTILE: Final = 60
_STEP_PX: Final = 8
_LIGHTEST_PERCENTILE: Final = 98
_QUALITIES: Final = (92, 85, 75, 60, 45)


@dataclass(frozen=True, slots=True, eq=False)
class CardSight:
    """A frame, where the card is in it, and what the checks say about it."""

    frame: Frame
    card: FoundCard | None
    report: CardReport


def card_profile(profile: PhotoProfile) -> PhotoProfile:
    """The rules for the photo of the card, in the shape that guidance and ring know."""
    return replace(profile, blocking=CARD_REASONS, limits=profile.ktp_limits)


def look_at_card(frame: Frame, profile: PhotoProfile) -> CardSight:
    """Find and judge the card; `profile` is one of card_profile()."""
    card = find_card(frame.pixels)
    if card is None:
        return CardSight(frame, None, CardReport(profile.version, _nothing_found(frame, profile)))
    return CardSight(frame, card, CardReport(profile.version, _judge(frame.pixels, card, profile)))


def card_jpeg(sight: CardSight) -> bytes:
    """The card as it is sent: seen from straight before it, with a margin, at most 300 kB.

    The whole frame where no card was found.
    """
    picture: MatLike = sight.frame.pixels
    if sight.card is not None:
        width = min(max(round(sight.card.width_px), _NARROWEST_PX), WIDEST_PX)
        picture = rectify(picture, sight.card.corners, width, MARGIN)
    jpeg = b""
    for quality in _QUALITIES:
        _, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        jpeg = encoded.tobytes()
        if len(jpeg) <= MOST_BYTES:
            break
    return jpeg


def _judge(pixels: Pixels, card: FoundCard, profile: PhotoProfile) -> tuple[Finding, ...]:
    flat = rectify(pixels, card.corners, _MEASURED_PX)
    return (
        Finding(Reason.KTP_UNREADABLE, Verdict.PASS, 1.0, "cards", 0.0),
        profile.judge(Reason.CUT_OFF, "corner_margin", _corner_margin(pixels, card), "of picture"),
        profile.judge(Reason.TOO_SMALL, "card_width_px", card.width_px, "px"),
        profile.judge(Reason.DARK, "paper_light", _paper_light(flat), "of white"),
        profile.judge(Reason.BRIGHT, "glare_share", _glare_share(flat), "of the card"),
        profile.judge(Reason.BLUR, "print_blur", _print_blur(flat), "blur effect"),
    )


def _nothing_found(frame: Frame, profile: PhotoProfile) -> tuple[Finding, ...]:
    """There is no card; where it is too dark to see one, that is said first."""
    missing = Finding(Reason.KTP_UNREADABLE, Verdict.FAIL, 0.0, "cards", 0.0)
    few = frame.pixels[::_STEP_PX, ::_STEP_PX]
    light = float(np.percentile(few, _LIGHTEST_PERCENTILE)) / 255
    dark = profile.judge(Reason.DARK, "paper_light", light, "of white")
    return (dark, missing) if dark.verdict is Verdict.FAIL else (missing,)


def _corner_margin(pixels: Pixels, card: FoundCard) -> float:
    """How far the corner that is nearest to it lies from the picture's edge; 0 beyond it."""
    if not card.is_whole:
        return 0.0
    height, width = pixels.shape[:2]
    beyond = np.array([width, height]) - 1 - card.corners
    nearest = min(float(card.corners.min()), float(beyond.min()))
    return max(0.0, nearest / float(height))


def _paper_light(flat: MatLike) -> float:
    return float(np.percentile(np.asarray(flat).max(axis=2), _PAPER_PERCENTILE)) / 255


def _glare_share(flat: MatLike) -> float:
    """Spots in which a lamp has blown out all three colours; single pixels are no spot."""
    blown = (np.asarray(flat).min(axis=2) >= _GLARE_LEVEL).astype(np.uint8)
    spot = np.ones((_GLARE_SPOT_PX, _GLARE_SPOT_PX), np.uint8)
    return float(np.mean(cv2.morphologyEx(blown, cv2.MORPH_OPEN, spot)))


def _print_blur(flat: MatLike) -> float:
    """The blur effect where the print is: left of the portrait."""
    grey = np.asarray(cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY), np.uint8)
    height, width = grey.shape
    return measure_blur(grey[height // 12 : -height // 12, width // 30 : width * 2 // 3])
