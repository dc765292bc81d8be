"""What happened at this counter, chained by hashes so that a changed line is found."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.store.database import Database
from kiosk.store.moments import from_text, to_text

KIOSK = "kiosk"
"""The actor of what the program does by itself."""
_FIRST = "0" * 64


class Event(StrEnum):
    """What the store itself writes down; other rooms may add their own."""

    SUBMISSION_QUEUED = "submission.queued"
    SUBMISSION_DELIVERED = "submission.delivered"
    SUBMISSION_FOUND = "submission.found"
    SUBMISSION_CANCELLED = "submission.cancelled"
    SUBMISSION_EXPIRED = "submission.expired"
    SUBMISSION_ADOPTED = "submission.adopted"
    PHOTO_QUEUED = "photo.queued"
    PATCH_QUEUED = "patch.queued"
    PART_DELIVERED = "part.delivered"
    PART_QUARANTINED = "part.quarantined"
    PART_RELEASED = "part.released"
    PHOTO_SUPERSEDED = "photo.superseded"
    PATCH_SUPERSEDED = "patch.superseded"
    EXCEPTION_GRANTED = "exception.granted"
    EXCEPTION_APPROVED = "exception.approved"
    SLIP_REPRINTED = "slip.reprinted"
    PHONE_SHOWN = "phone.shown"
    DRAFT_EXPIRED = "draft.expired"
    DRAFT_LOCKED = "draft.locked"
    TRACES_DELETED = "traces.deleted"
    OFFICER_ADDED = "officer.added"
    OFFICER_CAME = "officer.came"
    OFFICER_LOCKED = "officer.locked"
    OFFICER_RENAMED = "officer.renamed"
    OFFICER_PROMOTED = "officer.promoted"
    OFFICER_DEMOTED = "officer.demoted"
    OFFICER_RETIRED = "officer.retired"
    PIN_RESET = "officer.pin_reset"
    PIN_CHANGED = "officer.pin_changed"
    RECOVERY_ASKED = "recovery.asked"
    RECOVERY_LOCKED = "recovery.locked"
    RECOVERY_USED = "recovery.used"
    FIGURES_DISAGREE = "figures.disagree"
    SETTINGS_CHANGED = "settings.changed"
    RETENTION_RUN = "retention.run"
    JOURNAL_VERIFIED = "journal.verified"
    JOURNAL_EXPORTED = "journal.exported"
    STICK_WRITTEN = "carrier.written"
    STORE_RESCUED = "store.rescued"
    STORE_FORGOTTEN = "store.copies_forgotten"
    STICK_TAKEN_IN = "carrier.taken_in"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; `subject` is an id, never a name or a number of a person."""

    seq: int
    at: datetime
    event: str
    actor: str
    subject: str


class Journal:
    """Append only. Every entry carries a hash over itself and the one before it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, event: str, actor: str, subject: str, now: datetime) -> None:
        """Write one line, inside the caller's transaction if there is one."""
        with self._database.transaction():
            last = "SELECT hash FROM journal ORDER BY seq DESC LIMIT 1"
            previous = self._database.value(last) or _FIRST
            line = (self._highest_number() + 1, to_text(now), str(event), actor, subject)
            self._database.run(
                "INSERT INTO journal (seq, at, event, actor, subject, hash)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (*line, _chained(previous, line)),
            )

    def verify(self) -> int | None:
        """Number of the first entry that is changed or missing; None when all is whole."""
        previous, expected = _FIRST, 1
        for *line, found in self._database.each(
            "SELECT seq, at, event, actor, subject, hash FROM journal ORDER BY seq"
        ):
            previous = _chained(previous, tuple(line))
            if line[0] != expected or found != previous:
                return expected
            expected += 1
        return expected if self._highest_number() >= expected else None

    def entries(
        self, *, newest: int = 100, of: Sequence[str] = (), actor: str | None = None
    ) -> list[Entry]:
        """The newest lines, oldest first.

        `of`: only events whose name begins with one of these and a dot; `actor`: only theirs.
        """
        rows = self._database.rows(
            "SELECT seq, at, event, actor, subject FROM journal WHERE (?1 = '[]' OR EXISTS"
            " (SELECT 1 FROM json_each(?1) WHERE event GLOB value || '.*'))"
            " AND (?2 IS NULL OR actor = ?2) ORDER BY seq DESC LIMIT ?3",
            (json.dumps(list(of)), actor, newest),
        )
        return [Entry(seq, from_text(at), *rest) for seq, at, *rest in reversed(rows)]

    def tells(self, event: str, subject: str) -> bool:
        """Whether there is such a line."""
        sql = "SELECT 1 FROM journal WHERE event = ? AND subject = ?"
        return self._database.row(sql, (event, subject)) is not None

    def count(self) -> int:
        """How many lines there are."""
        return int(self._database.value("SELECT count(*) FROM journal"))

    def _highest_number(self) -> int:
        """The highest ever given: entries cut off at the end stay missing for ever."""
        sql = "SELECT seq FROM sqlite_sequence WHERE name = 'journal'"
        return self._database.value(sql) or 0


def _chained(previous: str, line: tuple[object, ...]) -> str:
    return hashlib.sha256(json.dumps([previous, *line]).encode()).hexdigest()
