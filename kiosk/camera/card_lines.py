"""Long straight lines in a picture, and how much of a line has an edge under it."""

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

_SHORTEST: Final = 0.035
"""Of the picture's width: shorter pieces of line are not asked."""
_STEEPEST_DEG: Final = 30.0
_MOST_LINES: Final = 22
_MOST_PIECES: Final = 160
_SAME_PX: Final = 3.0
_SAME_SIN: Final = float(np.sin(np.radians(3.0)))
_REACH_PX: Final = 2
"""How far beside a line its edge may lie."""
_AGREES: Final = 0.85
"""Cosine between the picture's gradient and the line's normal."""
_EDGE_OVER_NOISE: Final = 4.0
_LEAST_STEP: Final = 12.0
_NOISE_STEP: Final = 3
"""Every third row and column tell the noise as well as all."""

Points = NDArray[np.float64]
_Levels = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Lines `normal * point = distance`, sorted from the upper left on.

    `normals`: (n, 2) of length 1, pointing down or right. `is_border`: the picture's own edges.
    """

    normals: Points
    distances: Points
    is_border: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.distances)

    @property
    def directions(self) -> Points:
        """(n, 2) of length 1: to the right or up."""
        return np.column_stack([self.normals[:, 1], -self.normals[:, 0]])

    def meet(self, others: "Lines") -> Points:
        """(len(self), len(others), 2): where every line meets every other."""
        a, b = self.normals[:, np.newaxis], others.normals[np.newaxis]
        cross = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
        d, e = self.distances[:, np.newaxis], others.distances[np.newaxis]
        x = (d * b[..., 1] - e * a[..., 1]) / cross
        y = (e * a[..., 0] - d * b[..., 0]) / cross
        return np.stack([x, y], axis=-1)


def find_lines(picture: MatLike) -> tuple[Lines, Lines]:
    """The longest lines across and down a BGR picture, with the picture's border among them."""
    height, width = picture.shape[:2]
    pieces = _pieces(picture, _SHORTEST * width)
    along = np.abs(pieces[:, 2:] - pieces[:, :2])
    steep = np.tan(np.radians(_STEEPEST_DEG))
    across = pieces[along[:, 1] <= along[:, 0] * steep]
    down = pieces[along[:, 0] <= along[:, 1] * steep]
    return _joined(across, axis=1, size=(width, height)), _joined(
        down, axis=0, size=(width, height)
    )


def _pieces(picture: MatLike, shortest: float) -> Points:
    """(n, 4) pieces of line: in brightness, and in colour where brightness shows none."""
    lab = cv2.cvtColor(picture, cv2.COLOR_BGR2LAB)
    colour = cv2.convertScaleAbs(lab[..., 2], alpha=2.0, beta=-128.0)
    finder = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD)
    planes = (np.ascontiguousarray(lab[..., 0]), colour)
    found: list[MatLike | None] = [finder.detect(plane)[0] for plane in planes]
    pieces = [piece.reshape(-1, 4) for piece in found if piece is not None]
    every = np.concatenate(pieces).astype(np.float64) if pieces else np.empty((0, 4))
    lengths = np.hypot(every[:, 2] - every[:, 0], every[:, 3] - every[:, 1])
    long = np.argsort(-lengths)[:_MOST_PIECES]
    return np.asarray(every[long][lengths[long] >= shortest])


def _joined(pieces: Points, axis: int, size: tuple[int, int]) -> Lines:
    """Pieces of the same line made one; the longest lines, sorted along `axis` (0 x, 1 y)."""
    groups: list[_Group] = []
    for piece in pieces.tolist():
        near = next((group for group in groups if group.takes(piece)), None)
        if near is None:
            groups.append(_Group(piece, axis))
        else:
            near.add(piece)
    groups.sort(key=lambda group: -group.length)
    kept = groups[:_MOST_LINES]
    unit = np.eye(2)[axis]
    normals = np.array([*(group.normal for group in kept), unit, unit])
    distances = np.array([*(group.distance for group in kept), 0.0, size[axis] - 1.0])
    middle = np.array(size) / 2
    order = np.argsort(distances - normals @ (middle * (1 - unit)))
    border = np.arange(len(distances)) >= len(kept)
    return Lines(normals[order], distances[order], border[order])


class _Group:
    """Pieces of one line. The line is that of the longest piece, then fitted to all their ends.

    Plain numbers: arrays of two would spend most of their time on being arrays.
    """

    def __init__(self, piece: list[float], axis: int) -> None:
        self._axis = axis
        self._ends = 0
        self._sum = (0.0, 0.0)
        self._squares = (0.0, 0.0, 0.0)
        self.length = 0.0
        self.normal, self.distance = (0.0, 0.0), 0.0
        self.add(piece)

    def takes(self, piece: list[float]) -> bool:
        x1, y1, x2, y2 = piece
        nx, ny = self.normal
        one, other = x1 * nx + y1 * ny, x2 * nx + y2 * ny
        if max(abs(one - self.distance), abs(other - self.distance)) > _SAME_PX:
            return False
        return abs(other - one) <= math.hypot(x2 - x1, y2 - y1) * _SAME_SIN

    def add(self, piece: list[float]) -> None:
        x1, y1, x2, y2 = piece
        self._ends += 2
        self.length += math.hypot(x2 - x1, y2 - y1)
        (x, y), (xx, xy, yy) = self._sum, self._squares
        self._sum = x, y = x + x1 + x2, y + y1 + y2
        self._squares = xx, xy, yy = (
            xx + x1 * x1 + x2 * x2,
            xy + x1 * y1 + x2 * y2,
            yy + y1 * y1 + y2 * y2,
        )
        spread_x, spread_y = xx - x * x / self._ends, yy - y * y / self._ends
        along = math.atan2(2 * (xy - x * y / self._ends), spread_x - spread_y) / 2
        normal = (-math.sin(along), math.cos(along))
        if normal[self._axis] < 0:
            normal = (-normal[0], -normal[1])
        self.normal = normal
        self.distance = (x * normal[0] + y * normal[1]) / self._ends


class EdgeMap:
    """Where the edges of a BGR picture are, and which way they face.

    Asked is the channel that changes most.
    """

    def __init__(self, picture: MatLike) -> None:
        planes = cv2.split(cv2.GaussianBlur(picture, (0, 0), 1.0))
        x, y, strength = _gradient(planes[0])
        for plane in planes[1:]:
            other_x, other_y, other = _gradient(plane)
            more = other > strength
            for kept, better in ((x, other_x), (y, other_y), (strength, other)):
                np.copyto(kept, better, where=more)
        noise = float(np.median(strength[::_NOISE_STEP, ::_NOISE_STEP]))
        least = max(_LEAST_STEP, _EDGE_OVER_NOISE * noise)
        self._height, self._width = strength.shape
        self._facing_x, self._facing_y = (_facing(plane, strength, least) for plane in (x, y))

    def along(self, lines: Lines) -> "EdgesAlong":
        """Where the edges are along lines."""
        first, last = self._reach(lines)
        steps = np.arange(first, last + 1, dtype=np.float32)
        aside = np.arange(-_REACH_PX, _REACH_PX + 1)[:, np.newaxis]
        far = (lines.distances + aside).astype(np.float32)[..., np.newaxis]  # aside, line, step
        normal_x, normal_y = lines.normals.astype(np.float32).T[..., np.newaxis]
        x = np.rint(steps * normal_y + far * normal_x).astype(np.int32)
        y = np.rint(far * normal_y - steps * normal_x).astype(np.int32)
        inside = (x >= 0) & (x < self._width) & (y >= 0) & (y < self._height)
        place = np.where(inside, y * self._width + x, -1)
        facing = self._facing_x[place] * normal_x + self._facing_y[place] * normal_y
        met = (np.abs(facing) >= _AGREES).any(axis=0)
        return EdgesAlong(lines, met.cumsum(axis=1), first)

    def _reach(self, lines: Lines) -> tuple[int, int]:
        """The first and the last step at which any of the lines may be in the picture."""
        right, bottom = self._width, self._height
        corners = np.array([[0, 0], [right, 0], [right, bottom], [0, bottom]], np.float64)
        steps = corners @ lines.directions.T
        return int(steps.min()) - 2, int(steps.max()) + 2


def _gradient(plane: MatLike) -> tuple[_Levels, _Levels, _Levels]:
    """In x and in y, and its length: levels from pixel to pixel."""
    x = np.asarray(cv2.Sobel(plane, cv2.CV_32F, 1, 0, scale=1 / 4), np.float32)
    y = np.asarray(cv2.Sobel(plane, cv2.CV_32F, 0, 1, scale=1 / 4), np.float32)
    return x, y, np.asarray(cv2.magnitude(x, y), np.float32)


def _facing(plane: _Levels, strength: _Levels, least: float) -> _Levels:
    """(pixels + 1,): the share of the gradient in one direction; 0 where no edge is.

    The last stands for all that lies beyond the picture.
    """
    share = np.where(strength >= least, plane / np.maximum(strength, least), 0.0)
    return np.append(share, np.float32(0.0)).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class EdgesAlong:
    """`counted`: (n, steps), how many edges were met on a line up to each step from the first on.

    A step is a pixel along the line's direction.
    """

    lines: Lines
    counted: NDArray[np.intp]
    first: int

    def share(self, chosen: NDArray[np.intp], start: Points, end: Points) -> Points:
        """(n,): how much of the way from start to end on the chosen line has an edge.

        All of it on the picture's own border.
        """
        directions = self.lines.directions[chosen]
        ends = np.stack([(start * directions).sum(axis=1), (end * directions).sum(axis=1)])
        first, last = np.sort(ends, axis=0)
        steps = np.round([first, last]).astype(np.intp) - self.first
        steps = np.clip(steps, 0, self.counted.shape[1] - 1)
        met = self.counted[chosen, steps[1]] - self.counted[chosen, steps[0]]
        share = np.minimum(met / np.maximum(last - first, 1.0), 1.0)
        return np.where(self.lines.is_border[chosen], 1.0, share)
