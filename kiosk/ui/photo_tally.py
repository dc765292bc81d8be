"""Counts what photos are taken again for, and keeps nothing that tells whose they were."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject

from kiosk.domain.reason import Reason
from kiosk.store.errors import StoreError
from kiosk.store.photo_tries import PhotoTry
from kiosk.store.worker import StoreThread
from kiosk.ui.background import Background

HELD_UP: Final = timedelta(seconds=5)
"""A cause that was said for so long before the shot held somebody up, though it was mended."""
_LONGEST_GAP: Final = timedelta(seconds=1)
"""Between two frames; what is longer was a camera that had gone, not a cause."""


@dataclass(frozen=True, slots=True)
class Sitter:
    """Who is before the camera, and the officer who helps."""

    person: UUID
    officer: str | None


@dataclass(frozen=True, slots=True)
class JudgedPhoto:
    """A photo that was taken and shown: what was against it, and whether it was used."""

    sitter: Sitter
    causes: frozenset[Reason]
    kept: bool


class Delays:
    """For how long each cause was said during one attempt."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._spent: dict[Reason, timedelta] = {}
        self._said: Reason | None = None
        self._said_at: datetime | None = None

    def hear(self, reason: Reason | None, now: datetime) -> None:
        """Take what is said from `now` on."""
        if self._said is not None and self._said_at is not None:
            passed = min(now - self._said_at, _LONGEST_GAP)
            self._spent[self._said] = self._spent.get(self._said, timedelta()) + passed
        self._said, self._said_at = reason, now

    @property
    def causes(self) -> frozenset[Reason]:
        """What held somebody up; not that nobody sat there yet."""
        long = {reason for reason, spent in self._spent.items() if spent >= HELD_UP}
        return frozenset(long - {Reason.NO_FACE})


class PhotoTally(QObject):
    """Writes down judged photos, those of one person under one number drawn by lot.

    It is a statistic: where the disk takes none, the photo goes on all the same.
    """

    def __init__(
        self,
        store: StoreThread,
        clock: Callable[[], datetime],
        entropy: Callable[[int], bytes],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._clock, self._entropy = store, clock, entropy
        self._background = Background(self)
        self._person: UUID | None = None
        self._sitting = ""

    def count(self, photo: JudgedPhoto) -> None:
        """Write one down."""
        if photo.sitter.person != self._person:
            self._person, self._sitting = photo.sitter.person, self._entropy(8).hex()
        made = PhotoTry(self._sitting, photo.sitter.officer, ordered(photo.causes), photo.kept)
        now = self._clock()
        writing = self._store.submit(lambda store: store.photo_tries.add(made, now))
        self._background.watch(writing, lambda _: None, _let_pass)


def ordered(causes: Iterable[Reason]) -> tuple[Reason, ...]:
    """In the order of the list of reasons."""
    return tuple(sorted(causes, key=list(Reason).index))


def _let_pass(error: Exception) -> None:
    if not isinstance(error, StoreError):
        raise error
