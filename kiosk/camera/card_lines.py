"""Long straight lines in a picture, and how much of a line has an edge under it."""

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

Points = NDArray[np.float64]


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
    for piece in pieces:
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
    """Pieces of one line. The line is that of the longest piece, then fitted to all their ends."""

    def __init__(self, piece: Points, axis: int) -> None:
        self._axis = axis
        self._ends: list[Points] = []
        self.length = 0.0
        self.normal, self.distance = np.zeros(2), 0.0
        self.add(piece)

    def takes(self, piece: Points) -> bool:
        ends = piece.reshape(2, 2)
        if np.abs(ends @ self.normal - self.distance).max() > _SAME_PX:
            return False
        along = ends[1] - ends[0]
        return abs(float(along @ self.normal)) <= float(np.linalg.norm(along)) * _SAME_SIN

    def add(self, piece: Points) -> None:
        ends = piece.reshape(2, 2)
        self._ends.append(ends)
        self.length += float(np.linalg.norm(ends[1] - ends[0]))
        points = np.concatenate(self._ends)
        centre = points.mean(axis=0)
        spread = points - centre
        along = np.linalg.svd(spread, full_matrices=False)[2][0]
        normal = np.array([-along[1], along[0]])
        self.normal = normal if normal[self._axis] >= 0 else -normal
        self.distance = float(centre @ self.normal)


class EdgeMap:
    """The gradient of a BGR picture, of the channel that changes most."""

    def __init__(self, picture: MatLike) -> None:
        calm = cv2.GaussianBlur(picture, (0, 0), 1.0)
        x = cv2.Sobel(calm, cv2.CV_32F, 1, 0) / 4
        y = cv2.Sobel(calm, cv2.CV_32F, 0, 1) / 4
        strength = np.hypot(x, y)
        channel = strength.argmax(axis=2)[..., np.newaxis]
        self._x = np.take_along_axis(x, channel, axis=2)[..., 0]
        self._y = np.take_along_axis(y, channel, axis=2)[..., 0]
        self._strength = np.take_along_axis(strength, channel, axis=2)[..., 0]
        self._least = max(_LEAST_STEP, _EDGE_OVER_NOISE * float(np.median(self._strength)))

    def along(self, lines: Lines) -> "EdgesAlong":
        """Where the edges are along lines."""
        reach = int(np.hypot(*self._strength.shape)) + 1
        normals = lines.normals[:, np.newaxis, np.newaxis]  # line, step, aside, (x, y)
        directions = np.stack([normals[..., 1], -normals[..., 0]], axis=-1)
        steps = np.arange(-reach, reach + 1)[np.newaxis, :, np.newaxis, np.newaxis]
        aside = np.arange(-_REACH_PX, _REACH_PX + 1)[np.newaxis, np.newaxis, :, np.newaxis]
        far = lines.distances[:, np.newaxis, np.newaxis, np.newaxis] + aside
        points = np.round(steps * directions + far * normals).astype(np.int32)
        height, width = self._strength.shape
        x, y = points[..., 0], points[..., 1]
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        place = np.where(inside, y * width + x, 0)
        strength = self._strength.ravel()[place]
        across = self._x.ravel()[place] * normals[..., 0]
        across += self._y.ravel()[place] * normals[..., 1]
        is_edge = inside & (strength >= self._least) & (np.abs(across) >= _AGREES * strength)
        return EdgesAlong(lines, is_edge.any(axis=2).cumsum(axis=1), reach)


@dataclass(frozen=True, slots=True, eq=False)
class EdgesAlong:
    """`counted`: (n, 2 * reach + 1), how many edges were met on a line up to each step of it."""

    lines: Lines
    counted: NDArray[np.intp]
    reach: int

    def share(self, chosen: NDArray[np.intp], start: Points, end: Points) -> Points:
        """(n,): how much of the way from start to end on the chosen line has an edge.

        All of it on the picture's own border.
        """
        normals = self.lines.normals[chosen]
        directions = np.column_stack([normals[:, 1], -normals[:, 0]])
        ends = np.stack([(start * directions).sum(axis=1), (end * directions).sum(axis=1)])
        first, last = np.sort(ends, axis=0)
        steps = np.clip(np.round([first, last]).astype(np.intp) + self.reach, 0, 2 * self.reach)
        met = self.counted[chosen, steps[1]] - self.counted[chosen, steps[0]]
        share = np.minimum(met / np.maximum(last - first, 1.0), 1.0)
        return np.where(self.lines.is_border[chosen], 1.0, share)
