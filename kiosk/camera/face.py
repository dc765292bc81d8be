"""The geometry of one face, from its landmarks.

Left and right are the sides of the picture, not of the person. Angles are in degrees, 0 for
somebody who looks straight into the camera. Point numbers are those of the MediaPipe face mesh.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.source import Pixels

Points = NDArray[np.float32]
"""n x 2 positions in pixels, x to the right, y down."""

FOREHEAD, CHIN, LEFT_EDGE, RIGHT_EDGE = 10, 152, 234, 454
LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS = (33, 133), (362, 263)
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
"""The outline of the face, hair line to chin, clockwise from the top."""

CROWN_SHARE = 0.3
"""From the highest mesh point to the top of the head, in heights of the mesh: 1.3 is a head."""


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """What the landmarker says about the face it found.

    `points` holds the 478 mesh points; `blendshapes` 52 expressions by name, 0..1; `pose` the 4x4
    matrix that turns the canonical face into this one (x right, y up, z towards the camera).
    """

    points: Points
    blendshapes: Mapping[str, float]
    pose: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in pixels; it may reach over the edge of the picture."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.top + self.height

    @property
    def centre(self) -> tuple[float, float]:
        """The x and y of its middle."""
        return self.left + self.width / 2, self.top + self.height / 2

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face in one frame.

    `roll_deg` is positive clockwise as seen, `yaw_deg` when turned to the right of the picture,
    `pitch_deg` when looking down, measured from the zero of the landmarker, not of the profile.
    """

    points: Points
    blendshapes: Mapping[str, float]
    box: Box
    left_eye: tuple[float, float]
    right_eye: tuple[float, float]
    roll_deg: float
    yaw_deg: float
    pitch_deg: float

    @property
    def oval(self) -> Points:
        """The outline of the face, clockwise from the top."""
        return self.points[list(OVAL)]

    @property
    def eye_distance_px(self) -> float:
        """Between the middles of the eyes."""
        return math.dist(self.left_eye, self.right_eye)

    @property
    def height_px(self) -> float:
        """From hair line to chin, along the face."""
        return self.distance(FOREHEAD, CHIN)

    @property
    def head(self) -> Box:
        """The head with hair and ears, as far as a face mesh can tell."""
        height = self.height_px * (1.0 + CROWN_SHARE)
        width = 0.78 * height
        middle = (self.left_eye[0] + self.right_eye[0]) / 2
        middle = (middle + self.box.centre[0]) / 2
        return Box(middle - width / 2, self.box.bottom - height, width, height)

    def distance(self, one: int, other: int) -> float:
        """Between two mesh points, in pixels."""
        return float(np.linalg.norm(self.points[one] - self.points[other]))


def build_face(landmarks: Landmarks) -> Face:
    """Measure the face that these landmarks describe."""
    points = landmarks.points
    low, high = points.min(axis=0), points.max(axis=0)
    left_eye = _middle(points, LEFT_EYE_CORNERS)
    right_eye = _middle(points, RIGHT_EYE_CORNERS)
    yaw, pitch = _yaw_and_pitch(landmarks.pose)
    return Face(
        points=points,
        blendshapes=landmarks.blendshapes,
        box=Box(float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])),
        left_eye=left_eye,
        right_eye=right_eye,
        roll_deg=math.degrees(math.atan2(right_eye[1] - left_eye[1], right_eye[0] - left_eye[0])),
        yaw_deg=yaw,
        pitch_deg=pitch,
    )


def _middle(points: Points, corners: tuple[int, int]) -> tuple[float, float]:
    x, y = points[list(corners)].mean(axis=0)
    return float(x), float(y)


def _yaw_and_pitch(pose: NDArray[np.float32]) -> tuple[float, float]:
    """Euler angles of the rotation, in the order roll, yaw, pitch."""
    down = math.hypot(float(pose[0, 0]), float(pose[1, 0]))
    yaw = math.degrees(math.atan2(-float(pose[2, 0]), down))
    pitch = math.degrees(math.atan2(float(pose[2, 1]), float(pose[2, 2])))
    return yaw, pitch


@dataclass(frozen=True, slots=True, eq=False)
class AlignedFace:
    """The face turned upright and brought to one size, so that measures can be compared.

    A square of `SIDE_PX`; the face is `FACE_PX` from hair line to chin, in the middle.
    `scale` is aligned pixels per pixel of the frame.
    """

    pixels: Pixels
    grey: NDArray[np.uint8]
    points: Points
    scale: float


SIDE_PX = 256
FACE_PX = 200
_SHRINK_BELOW = 0.6
_MARGIN_PX = 4
"""Beyond what a square looks at, in its own pixels: the border of what is averaged is not seen."""


def align(pixels: Pixels, face: Face) -> AlignedFace:
    """Cut the face out of its frame, upright and at the fixed size."""
    scale = FACE_PX / face.height_px
    middle = face.points[[FOREHEAD, CHIN]].mean(axis=0)
    place = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), face.roll_deg, scale)
    place[:, 2] += SIDE_PX / 2 - middle
    aligned = cut_square(pixels, np.asarray(place, np.float64), scale, SIDE_PX)
    grey = np.asarray(cv2.cvtColor(aligned, cv2.COLOR_BGR2GRAY), np.uint8)
    return AlignedFace(aligned, grey, _moved(face, middle, scale), scale)


def cut_square(pixels: Pixels, place: NDArray[np.float64], scale: float, side_px: int) -> Pixels:
    """Cut a square out of a picture; what lies outside repeats the picture's border.

    `place` is the 2x3 matrix from picture to square, `scale` how much it enlarges. What is much
    larger is averaged down first: sampling alone would alias, and let it look too sharp.
    """
    if scale <= _SHRINK_BELOW:
        right, bottom = _reach(place, side_px) + _MARGIN_PX / scale
        seen = pixels[: max(1, round(bottom)), : max(1, round(right))]
        pixels = np.asarray(
            cv2.resize(seen, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )
        place = place * np.array([1 / scale, 1 / scale, 1.0])
    square = cv2.warpAffine(
        pixels, place, (side_px, side_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(square, np.uint8)


def _reach(place: NDArray[np.float64], side_px: int) -> NDArray[np.float64]:
    """How far right and down in the picture a square looks.

    To leave out what lies left of it and above as well would shift the grid that is averaged over.
    """
    corners = np.array([[0, 0], [side_px, 0], [side_px, side_px], [0, side_px]], np.float64)
    back = np.linalg.inv(place[:, :2])
    return np.asarray(((corners - place[:, 2]) @ back.T).max(axis=0), np.float64)


def _moved(face: Face, middle: Points, scale: float) -> Points:
    angle = math.radians(face.roll_deg)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    moved = (face.points - middle) @ turn.T * scale + SIDE_PX / 2
    return np.asarray(moved, np.float32)
