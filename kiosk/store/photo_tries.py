"""What photos were taken again for: one line a try, and nothing that tells whose."""

import json
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.reason import Reason
from kiosk.store.database import Database
from kiosk.store.moments import to_text


@dataclass(frozen=True, slots=True)
class PhotoTry:
    """One photo that was taken and shown.

    Attributes:
        sitting: the same for all tries of one person, and drawn by lot.
        causes: what was against it; `kept` says whether it was used.
    """

    sitting: str
    officer: str | None
    causes: tuple[Reason, ...]
    kept: bool


class PhotoTryLog:
    """Writes tries down; `FigureRepository` counts them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, photo: PhotoTry, now: datetime) -> None:
        """Write one down."""
        self._database.run(
            "INSERT INTO photo_try (sitting, at, officer, causes, kept) VALUES (?, ?, ?, ?, ?)",
            (
                *(photo.sitting, to_text(now), photo.officer),
                *(json.dumps(photo.causes), int(photo.kept)),
            ),
        )
