"""Draws on a picture what the checks saw: outline, points, roll, ears, light and sharpness."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.face import LEFT_EDGE, OVAL, RIGHT_EDGE, SIDE_PX, AlignedFace, Box, Face, align
from kiosk.camera.inspector import Inspection
from kiosk.camera.source import Pixels
from kiosk.domain.photo import Finding, Verdict
from kiosk.domain.reason import Reason

LONGEST_PX: Final = 720
_JPEG_QUALITY = 84
_WORST_FIRST = (Verdict.FAIL, Verdict.UNSURE, Verdict.PASS, Verdict.SKIPPED)
_EAR_WIDTH, _EAR_HEIGHT = 0.2, 0.36
"""Of the height of the face: about what an ear takes, with some air."""

_LIGHT_PX, _STOPS = 9.0, 0.9
_DARK = 12.0
"""Added before the logarithm, so that the noise of black is no difference of light."""
_DARKER, _LIGHTER = (196, 110, 30), (40, 140, 240)
_DETAIL_PX, _AGAIN_PX, _TILE_PX = 0.8, 9, 9.0
_SHARP, _BLURRED = (96, 170, 60), (168, 70, 150)
_SHARP_LOSS, _BLURRED_LOSS = 0.5, 0.22
"""How much of its edges a sharp and a blurred place loses when it is blurred again."""
_EDGE_OVER_SKIN, _FAINTEST_EDGE, _ENOUGH_EDGES = 3.0, 1.0, 0.25
"""Smooth skin has nothing to judge: an edge is three times the median, a place needs several."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPicture:
    """A picture small enough for a page, what to draw over it, and two close-ups, as JPEG and SVG.

    The close-ups show the upright face under a map of its light and of its sharpness; there is none
    without a face.
    """

    width: int
    height: int
    jpeg: bytes
    overlay: str
    light: bytes | None
    sharpness: bytes | None


def draw_inspection(inspection: Inspection) -> DrawnPicture:
    """Reduce the picture and draw its findings."""
    pixels, face = inspection.frame.pixels, inspection.face
    scale = min(1.0, LONGEST_PX / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = small.shape[:2]
    jpeg = _jpeg(np.asarray(small, np.uint8))
    if face is None:
        return DrawnPicture(width, height, jpeg, "", None, None)
    aligned = align(pixels, face)
    overlay = "".join(_overlay(face, scale, inspection.report.findings))
    light, sharpness = _jpeg(draw_light(aligned)), _jpeg(draw_sharpness(aligned))
    return DrawnPicture(width, height, jpeg, overlay, light, sharpness)


def draw_light(face: AlignedFace) -> Pixels:
    """Colour the face by how its smoothed light differs from its median, in stops."""
    inside = _oval_mask(face)
    level = np.log2(face.grey.astype(np.float32) + _DARK)
    light = _smooth(level, inside, _LIGHT_PX)
    stops = (light - np.median(light[inside > 0])) / _STOPS
    return _tint(face, stops, (_DARKER, _LIGHTER), inside * np.minimum(1.0, np.abs(stops)))


def draw_sharpness(face: AlignedFace) -> Pixels:
    """Colour the face where it has edges: by how much of them another blur takes away."""
    calm = cv2.GaussianBlur(face.grey.astype(np.float32), (0, 0), _DETAIL_PX)
    again = cv2.blur(calm, (_AGAIN_PX, _AGAIN_PX))
    before, after = _gradient(calm), _gradient(again)
    inside = _oval_mask(face)
    level = _EDGE_OVER_SKIN * float(np.median(before[inside > 0]))
    edges = np.asarray(before > max(level, _FAINTEST_EDGE), np.float32)
    total = cv2.GaussianBlur(before * edges, (0, 0), _TILE_PX)
    lost = cv2.GaussianBlur(np.maximum(before - after, 0) * edges, (0, 0), _TILE_PX)
    share = lost / np.maximum(total, 1e-3)
    middle = (_SHARP_LOSS + _BLURRED_LOSS) / 2
    sharp = (share - middle) / ((_SHARP_LOSS - _BLURRED_LOSS) / 2)
    judged = np.minimum(1.0, cv2.GaussianBlur(edges, (0, 0), _TILE_PX) / _ENOUGH_EDGES)
    weight = np.asarray(judged * inside, np.float32)
    return _tint(face, np.asarray(sharp, np.float32), (_BLURRED, _SHARP), weight)


def worst_verdict(findings: tuple[Finding, ...], *reasons: Reason) -> Verdict:
    """The worst verdict on some causes; SKIPPED where nobody looked."""
    verdicts = {finding.verdict for finding in findings if finding.reason in reasons}
    return min(verdicts or {Verdict.SKIPPED}, key=_WORST_FIRST.index)


def _overlay(face: Face, scale: float, findings: tuple[Finding, ...]) -> Iterator[str]:
    """SVG in the pixels of the reduced picture, the largest shape first."""
    points = face.points * scale
    outline = " ".join(f"{x:.0f},{y:.0f}" for x, y in points[list(OVAL)])
    placed = worst_verdict(findings, Reason.OFF_CENTRE, Reason.CUT_OFF, Reason.TOO_BIG)
    yield f'<polygon class="outline {placed}" points="{escape(outline)}"/>'
    dots = "".join(f"M{x:.0f} {y:.0f}h0" for x, y in points)
    yield f'<path class="dots" d="{dots}"/>'
    for ear in _ears(face):
        verdict = worst_verdict(findings, Reason.EARS_HIDDEN)
        yield (
            f'<rect class="ear {verdict}" x="{ear.left * scale:.0f}" y="{ear.top * scale:.0f}"'
            f' width="{ear.width * scale:.0f}" height="{ear.height * scale:.0f}" rx="6"/>'
        )
    yield from _roll(face, scale, worst_verdict(findings, Reason.TILT))


def _ears(face: Face) -> Iterator[Box]:
    width, height = _EAR_WIDTH * face.height_px, _EAR_HEIGHT * face.height_px
    for edge, share in ((LEFT_EDGE, 0.8), (RIGHT_EDGE, 0.2)):
        x, y = (float(value) for value in face.points[edge])
        yield Box(x - share * width, y - 0.4 * height, width, height)


def _roll(face: Face, scale: float, verdict: Verdict) -> Iterator[str]:
    left, right = np.array(face.left_eye) * scale, np.array(face.right_eye) * scale
    middle, reach = (left + right) / 2, (right - left) * 1.15
    (x1, y1), (x2, y2) = middle - reach, middle + reach
    span = float(np.linalg.norm(reach))
    x, y = float(middle[0]), float(middle[1])
    yield f'<path class="level" d="M{x - span:.0f} {y:.0f}H{x + span:.0f}"/>'
    yield f'<path class="roll {verdict}" d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>'
    label = f'<text class="roll" font-size="{span / 5:.0f}" x="{x:.0f}" y="{y - span / 2:.0f}">'
    yield f"{label}{face.roll_deg:+.0f}°</text>"


def _oval_mask(face: AlignedFace) -> NDArray[np.float32]:
    mask = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    outline = cv2.convexHull(face.points[list(OVAL)].round().astype(np.int32))
    cv2.fillConvexPoly(mask, outline, 1)
    return np.asarray(mask, np.float32)


def _smooth(
    values: NDArray[np.float32], inside: NDArray[np.float32], sigma: float
) -> NDArray[np.float32]:
    """Average over the neighbours that belong to the face."""
    total = cv2.GaussianBlur(values * inside, (0, 0), sigma)
    count = cv2.GaussianBlur(inside, (0, 0), sigma)
    return np.asarray(total / np.maximum(count, 1e-3), np.float32)


def _gradient(grey: NDArray[np.float32] | cv2.typing.MatLike) -> NDArray[np.float32]:
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=1 / 8)
    return np.asarray(cv2.magnitude(across, down), np.float32)


def _tint(
    face: AlignedFace,
    value: NDArray[np.float32],
    colours: tuple[tuple[int, int, int], tuple[int, int, int]],
    weight: NDArray[np.float32],
) -> Pixels:
    """Lay the first colour over the grey face where `value` is -1, the second where it is 1."""
    share = np.clip((value + 1) / 2, 0, 1)[..., None]
    colour = (1 - share) * np.array(colours[0]) + share * np.array(colours[1])
    cover = 0.75 * cv2.GaussianBlur(weight, (0, 0), 2.0)[..., None]
    grey = face.grey[..., None].astype(np.float32)
    return np.asarray((1 - cover) * grey + cover * colour, np.uint8)


def _jpeg(pixels: Pixels) -> bytes:
    return cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1].tobytes()
