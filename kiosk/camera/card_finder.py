"""Finds the four corners of an identity card (ID-1, 85.6 x 54 mm) in a picture.

Straight lines are looked for, not closed outlines: a hand that holds the card hides a part of its
edge, its corners are round, and what lies behind may be as bright. Every two lines across and two
down that could be the sides of such a card are asked how much of their length has an edge in the
picture, and the best four win. The picture's own border counts as a side, so that a card that
reaches out of the picture is seen as such.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from kiosk.camera.card_lines import EdgeMap, Lines, find_lines
from kiosk.camera.source import Pixels

CARD_MM: Final = (85.6, 54.0)
ASPECT: Final = CARD_MM[0] / CARD_MM[1]
WORK_PX: Final = 480
"""Width of the picture in which lines are looked for."""
_LEAST_WIDTH, _MOST_WIDTH = 0.14, 0.98
"""Of the picture's width."""
_ASPECT_SLACK: Final = 1.28
"""So much a card is out of proportion that is turned away by 30 degrees or seen from near."""
_OPPOSITE_SLACK: Final = 1.22
_CORNER_SHARE: Final = 0.06
"""Of a side at either end: where it is round already."""
_LEAST_SIDE, _LEAST_MEAN = 0.4, 0.7
_LEAST_CUT_SIDE: Final = 0.7
"""A card that is cut off has fewer sides to be known by."""
_CUT_SHARE_LEFT: Final = 0.35
"""Of a card that is cut off so much must be seen, or it is none."""
_MOST_LOOKED_INTO, _MOST_READ = 400, 6
_INSET: Final = 0.03
"""Where the margin of a card is asked for its colour, in heights and widths from its edge."""
_MARGIN_POINTS: Final = 24
_OUTSET: Final = 0.035
_LEAST_PAPER, _LEAST_OTHER = 0.4, 0.45
"""Of each side: fingers hide a part of it, and a part of what lies behind may be as light."""
_CUT_COSTS: Final = 0.3
_LIKE_PAPER, _OTHER_THAN_PAPER = 0.2, 0.12
_READ_PX: Final = 320
_HIGHLIGHT, _LIT_LEVEL, _MOST_GAIN = 95, 170.0, 4.0
_STROKE_PX: Final = 13
_STROKE: Final = 0.06
_STROKES_A_ROW: Final = 0.04
_ROWS_OF_PRINT: Final = 0.35
_PULLED_OUT: Final = (((0, 3), (1, 2)), ((1, 0), (2, 3)), ((3, 0), (2, 1)), ((0, 1), (3, 2)))
"""For a card that is cut off at its upper, right, lower or left side: which corners are missing,
and from which they are pulled out."""
_PORTRAIT: Final = (0.74, 0.27, 0.94, 0.68)
"""Left, top, right and bottom of the portrait on a KTP, of the card's width and height."""
_LEAST_PORTRAIT: Final = 0.6
_FEW: Final = 3
"""Every third row and column tell the colour of the paper as well as all."""

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class FoundCard:
    """Where the card is.

    `corners`: (4, 2) in pixels of the picture, from the upper left clockwise. `is_whole` is false
    where it reaches out of the picture. `support`: how much of its sides was seen, 0 to 1.
    """

    corners: Points
    is_whole: bool
    support: float

    @property
    def width_px(self) -> float:
        """The mean of its two long sides."""
        upper, lower = self.corners[1] - self.corners[0], self.corners[2] - self.corners[3]
        return float(np.linalg.norm(upper) + np.linalg.norm(lower)) / 2


def find_card(pixels: Pixels) -> FoundCard | None:
    """The card in a BGR picture; None where there is none."""
    scale = WORK_PX / pixels.shape[1]
    small = _well_lit(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    across, down = find_lines(small)
    quads = _plausible(across, down, small.shape[1])
    quads, support = _best_supported(quads, _support(quads, EdgeMap(small), across, down))
    if not len(quads):
        return None
    paper, other = _paper_and_surroundings(small, quads.corners)
    other[quads.on_border] = 1.0
    is_cut = quads.borders > 0
    good = (paper.min(axis=1) >= _LEAST_PAPER) & (other.min(axis=1) >= _LEAST_OTHER)
    likely = support.mean(axis=1) + paper.mean(axis=1) + other.mean(axis=1) - _CUT_COSTS * is_cut
    score = np.where(good, likely, -1.0)
    for best in np.argsort(-score)[:_MOST_READ]:
        corners = quads.corners[best] / scale
        on_border = quads.on_border[best]
        is_whole = not on_border.any()
        whole = corners if is_whole else _completed(corners, on_border)
        if score[best] > 0 and _is_laid_out_as_ktp(pixels, whole, on_border):
            return FoundCard(corners, is_whole, float(support[best].mean()))
    return None


def _well_lit(picture: MatLike) -> MatLike:
    """A dark picture with the levels of a light one: it is for others to say that it is dark."""
    highlight = max(float(np.percentile(picture[::4, ::4], _HIGHLIGHT)), 1.0)
    gain = min(_LIT_LEVEL / highlight, _MOST_GAIN)
    return cv2.convertScaleAbs(picture, alpha=gain) if gain > 1.0 else picture


def _best_supported(quads: "_Quads", support: Points) -> "tuple[_Quads, Points]":
    least = np.where(quads.borders > 0, _LEAST_CUT_SIDE, _LEAST_SIDE)
    good = (support.min(axis=1) >= least) & (support.mean(axis=1) >= _LEAST_MEAN)
    quads, support = quads.only(good), support[good]
    order = np.argsort(-support.mean(axis=1))[:_MOST_LOOKED_INTO]
    return quads.only(order), support[order]


def _paper_and_surroundings(picture: MatLike, corners: Points) -> tuple[Points, Points]:
    """Shares of points, (n, 4) both: within each side like the paper, beyond it unlike it."""
    inner = _colours_around(picture, corners, _INSET)
    outer = _colours_around(picture, corners, -_OUTSET)
    paper = np.median(inner, axis=1, keepdims=True)
    level = paper.max(axis=2)
    like, other = (np.abs(colours - paper).max(axis=2) / level for colours in (inner, outer))
    is_other = (other > _OTHER_THAN_PAPER).reshape(len(corners), 4, _MARGIN_POINTS)
    is_like = (like <= _LIKE_PAPER).reshape(len(corners), 4, _MARGIN_POINTS)
    return is_like.mean(axis=2), is_other.mean(axis=2)


def _colours_around(picture: MatLike, corners: Points, inset: float) -> Points:
    """(n, points, 3): the colours so far within the four sides."""
    along = np.linspace(2 * abs(inset), 1 - 2 * abs(inset), _MARGIN_POINTS)
    near, far = np.full_like(along, inset), np.full_like(along, 1 - inset)
    u, v = np.concatenate([along, far, along, near]), np.concatenate([near, along, far, along])
    weights = np.stack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v], axis=1)
    points = np.round(np.einsum("pk,nkc->npc", weights, corners)).astype(np.intp)
    height, width = picture.shape[:2]
    x, y = np.clip(points[..., 0], 0, width - 1), np.clip(points[..., 1], 0, height - 1)
    return np.asarray(picture[y, x].astype(np.float64) + 1.0)


def _is_laid_out_as_ktp(pixels: MatLike, corners: Points, on_border: NDArray[np.bool_]) -> bool:
    """Whether there are lines of dark print on the left of a card, and a portrait on the right.

    What lies on the side that is cut off is not asked for.
    """
    card = _well_lit(rectify(pixels, corners, _READ_PX))
    _, right, _, left = on_border
    return bool((left or _has_print(card)) and (right or _has_portrait(card)))


def _completed(corners: Points, on_border: NDArray[np.bool_]) -> Points:
    """Where the corners of a card are that is cut off at one side."""
    upper_left, upper_right, lower_right, lower_left = corners
    wide = float(np.linalg.norm(upper_right - upper_left + lower_right - lower_left)) / 2
    tall = float(np.linalg.norm(lower_left - upper_left + lower_right - upper_right)) / 2
    side = int(on_border.argmax())
    longer = tall * ASPECT / wide if side % 2 else wide / ASPECT / tall
    whole = corners.copy()
    for corner, kept in _PULLED_OUT[side]:
        whole[corner] = corners[kept] + (corners[corner] - corners[kept]) * longer
    return whole


def _has_print(card: MatLike) -> bool:
    grey = cv2.cvtColor(card, cv2.COLOR_BGR2GRAY)
    strokes = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((1, _STROKE_PX), np.uint8))
    height, width = strokes.shape
    text = strokes[height // 5 : -height // 12, width // 30 : width // 2]
    stroke = _STROKE * float(np.median(grey))
    return float(((text > stroke).mean(axis=1) > _STROKES_A_ROW).mean()) >= _ROWS_OF_PRINT


def _has_portrait(card: MatLike) -> bool:
    """Its ground is red or blue, its person has a face and hair: little of it is like the paper."""
    height, width = card.shape[:2]
    left, top, right, bottom = _PORTRAIT
    portrait = card[
        round(top * height) : round(bottom * height), round(left * width) : round(right * width)
    ]
    paper = np.median(card[::_FEW, ::_FEW].reshape(-1, 3), axis=0)
    off = np.abs(portrait - paper).max(axis=2) / max(float(paper.max()), 1.0)
    return float(np.mean(off > _OTHER_THAN_PAPER)) >= _LEAST_PORTRAIT


def rectify(pixels: MatLike, corners: Points, width: int, margin: float = 0.0) -> MatLike:
    """The card seen from straight before it, `width` pixels wide, with a margin (of its height)."""
    height = width / ASPECT
    edge = margin * height
    square = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) + edge
    place = cv2.getPerspectiveTransform(corners.astype(np.float32), square.astype(np.float32))
    size = (round(width + 2 * edge), round(height + 2 * edge))
    return cv2.warpPerspective(pixels, place, size, flags=cv2.INTER_AREA)


@dataclass(frozen=True, slots=True, eq=False)
class _Quads:
    """Two lines across and two down each.

    `sides`: (n, 4) numbers of the lines: upper, right, lower, left. `corners`: (n, 4, 2).
    `on_border`: (n, 4), which sides are the picture's own.
    """

    sides: NDArray[np.intp]
    corners: Points
    on_border: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.sides)

    @property
    def borders(self) -> NDArray[np.intp]:
        """(n,): how many sides are the picture's own."""
        return np.asarray(self.on_border.sum(axis=1), np.intp)

    def only(self, wanted: "NDArray[np.bool_] | NDArray[np.intp]") -> "_Quads":
        return _Quads(self.sides[wanted], self.corners[wanted], self.on_border[wanted])


def _plausible(across: Lines, down: Lines, picture_width: int) -> _Quads:
    """All that may be such a card, or the part of one that is in the picture."""
    rows, columns = _Pairs.of(across), _Pairs.of(down)
    meet = across.meet(down)
    rows, columns = rows.only(rows.borders <= 1), columns.only(columns.borders <= 1)
    upper, lower = _lengths(meet, rows, columns)
    left, right = (sides.T for sides in _lengths(meet.swapaxes(0, 1), columns, rows))
    wide, tall = (upper + lower) / 2, (left + right) / 2
    borders = rows.borders[:, np.newaxis] + columns.borders
    slack = np.where(borders > 0, 1 / _CUT_SHARE_LEFT, _ASPECT_SLACK)
    off = wide / tall / ASPECT
    row, column = np.nonzero(
        (borders <= 1)
        & _alike(upper, lower)
        & _alike(left, right)
        & (off < slack)
        & (off > 1 / slack)
        & (np.maximum(wide, tall * ASPECT) > _LEAST_WIDTH * picture_width)
        & (wide < _MOST_WIDTH * picture_width)
    )
    u, o = rows.first[row], rows.second[row]
    le, r = columns.first[column], columns.second[column]
    return _Quads(
        np.stack([u, r, o, le], axis=1),
        np.stack([meet[u, le], meet[u, r], meet[o, r], meet[o, le]], axis=1),
        np.stack(
            [across.is_border[u], down.is_border[r], across.is_border[o], down.is_border[le]],
            axis=1,
        ),
    )


def _alike(sides: Points, opposite: Points) -> NDArray[np.bool_]:
    return np.asarray(
        (sides < opposite * _OPPOSITE_SLACK) & (opposite < sides * _OPPOSITE_SLACK), np.bool_
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Every two of some lines: their numbers, and how many of the two are the picture's border."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    borders: NDArray[np.intp]

    @classmethod
    def of(cls, lines: Lines) -> "_Pairs":
        first, second = np.triu_indices(len(lines), 1)
        is_border = lines.is_border.astype(np.intp)
        return cls(first, second, is_border[first] + is_border[second])

    def only(self, wanted: NDArray[np.bool_]) -> "_Pairs":
        return _Pairs(self.first[wanted], self.second[wanted], self.borders[wanted])


def _lengths(meet: Points, pairs: _Pairs, others: _Pairs) -> tuple[Points, Points]:
    """(pairs, others) both: how long the two sides are that lie on a pair, between the others."""
    between = meet[:, others.second] - meet[:, others.first]
    length = np.maximum(np.hypot(between[..., 0], between[..., 1]), 1e-6)
    return length[pairs.first], length[pairs.second]


def _support(quads: _Quads, edges: EdgeMap, across: Lines, down: Lines) -> Points:
    """(n, 4): how much of each side has an edge."""
    support = np.ones((len(quads), 4))
    for places, lines in (((0, 2), across), ((1, 3), down)):
        along = edges.along(lines)
        for place in places:
            start, end = quads.corners[:, place], quads.corners[:, (place + 1) % 4]
            cut = (end - start) * _CORNER_SHARE
            support[:, place] = along.share(quads.sides[:, place], start + cut, end - cut)
    return support
