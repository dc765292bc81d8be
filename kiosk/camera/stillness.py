"""Does the head hold still? Somebody who talks, nods or turns passes through good frames."""

from dataclasses import dataclass
from typing import Final

from kiosk.camera.face import Face

SPAN_SECONDS: Final = 0.2
"""Positions this far apart are compared: from one frame to the next there is only noise."""
MOVES_FROM: Final = 0.6
"""Eye distances a second, about 4 cm: in a thirtieth of a second the face moves 2 % of that
distance, which blurs the lashes. People who sit still were measured at up to 0.35."""
TURNS_FROM_DEG: Final = 25.0
"""A second. People who sit still were measured at up to 15, people who turn at 30 to 80."""


@dataclass(frozen=True, slots=True)
class _Place:
    at: float
    middle: tuple[float, float]
    angles: tuple[float, float, float]


class Stillness:
    """Compares each face with the one a moment before. Pure: time is a parameter, in seconds."""

    def __init__(self) -> None:
        self._places: list[_Place] = []

    def is_still(self, face: Face | None, now: float) -> bool:
        """Take the newest face; return whether it hardly moved; nobody does not move."""
        if face is None:
            self.reset()
            return True
        middle = tuple((a + b) / 2 for a, b in zip(face.left_eye, face.right_eye, strict=True))
        place = _Place(now, (middle[0], middle[1]), (face.roll_deg, face.yaw_deg, face.pitch_deg))
        self._places = [p for p in self._places if now - p.at <= SPAN_SECONDS]
        self._places.append(place)
        return not _moves(self._places[0], place, face.eye_distance_px)

    def reset(self) -> None:
        """Begin anew."""
        self._places = []


def _moves(before: _Place, after: _Place, eye_distance_px: float) -> bool:
    seconds = max(after.at - before.at, SPAN_SECONDS)
    moved = max(abs(a - b) for a, b in zip(after.middle, before.middle, strict=True))
    turned = max(abs(a - b) for a, b in zip(after.angles, before.angles, strict=True))
    return moved > MOVES_FROM * eye_distance_px * seconds or turned > TURNS_FROM_DEG * seconds
