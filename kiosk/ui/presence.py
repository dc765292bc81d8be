"""How long a form may stay on screen: by touches, by the clock, and by who is before the camera.

No Qt here. The numbers and why: docs/decisions/0009-who-is-still-there.md
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.config import SessionSettings

ANSWER_HOLDS_SECONDS: Final = 3
"""A slow computer looks for faces less than once a second; an older answer is none."""


class Standing(StrEnum):
    """What becomes of the form."""

    OPEN = "open"
    WARNED = "warned"
    """Nobody has touched anything for long."""
    COVERED = "covered"
    """Whoever was before the camera is gone."""
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Moment:
    """How it stands now, and in how many seconds the form is put away if nothing happens.

    `is_urgent`: the time has come to warn by sound, too.
    """

    standing: Standing
    seconds_left: int
    is_urgent: bool


class SessionClock:
    """Counts the seconds of one resident's session.

    Only a touch begins everything anew. A face holds the time still, but for a limited time after
    the last touch: the next in the queue has one too. A face that was never seen is not missed:
    a camera that looks past somebody in a wheelchair must not cover the form.
    """

    def __init__(self, settings: SessionSettings) -> None:
        self._settings = settings
        self.restart()

    def restart(self) -> None:
        """Somebody else is here."""
        self._knows_face = False
        self.touch()

    def touch(self) -> None:
        """Somebody touched or typed something."""
        self._untouched = 0
        self._stay()

    def see_face(self) -> None:
        """Somebody stands before the camera."""
        self._knows_face = True
        self.let_think()

    def let_think(self) -> None:
        """Nobody can touch anything now: the time is held, as long as a face would hold it."""
        if self._untouched <= self._settings.face_extends_seconds:
            self._stay()

    def count_second(self, face: bool | None) -> Moment:  # noqa: FBT001 - one of three answers
        """Another second without a touch; `face` is None where no camera can tell."""
        self._idle += 1
        self._untouched += 1
        if face:
            self.see_face()
        self._count_absence(face)
        return self._moment()

    def _stay(self) -> None:
        self._idle = 0
        self._away = 0

    def _count_absence(self, face: bool | None) -> None:  # noqa: FBT001
        """What is covered stays so until a touch or a face that still counts."""
        is_missed = self._knows_face and face is False
        if is_missed or self._is_covered:
            self._away += 1
        else:
            self._away = 0

    @property
    def _is_covered(self) -> bool:
        return self._away >= self._settings.away_seconds

    def _moment(self) -> Moment:
        settings = self._settings
        left = settings.idle_seconds + settings.warning_seconds - self._idle
        if self._is_covered:
            left = min(left, settings.away_seconds + settings.covered_seconds - self._away)
        is_urgent = left <= settings.warning_seconds
        if left <= 0:
            standing = Standing.EXPIRED
        elif self._is_covered:
            standing = Standing.COVERED
        else:
            standing = Standing.WARNED if is_urgent else Standing.OPEN
        return Moment(standing, left, is_urgent)


class LastAnswer:
    """What the camera said last, while it is not too old."""

    def __init__(self) -> None:
        self._answer: bool | None = None
        self._age = 0

    def forget(self) -> None:
        """It was about somebody else, or the camera is off."""
        self._answer = None

    def count_second(self, heard: bool | None) -> bool | None:  # noqa: FBT001
        """What holds in this second; `heard` is what is new, or None."""
        if heard is not None:
            self._answer, self._age = heard, 0
        elif self._age < ANSWER_HOLDS_SECONDS:
            self._age += 1
        else:
            self._answer = None
        return self._answer
