"""What is taken along on a stick: it stays in the queue until its receipt is here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from kiosk.store.database import Database, Row
from kiosk.store.journal import Event, Journal
from kiosk.store.moments import from_optional, to_text
from kiosk.store.outbox import IS_OPEN
from kiosk.store.records import FORM
from kiosk.store.submissions import SubmissionRepository

_LISTED: Final = (
    "SELECT submission_id, part, revision, sha256, size_bytes, redo_grant, carried_at FROM outbox"
)
_MAY_GO: Final = f"{IS_OPEN} AND state <> 'quarantined'"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One part that the centre does not have yet, as far as is known here."""

    submission_id: UUID
    part: str
    revision: int
    sha256: str
    size_bytes: int
    grant: str | None = field(repr=False)
    carried_at: datetime | None


@dataclass(frozen=True, slots=True)
class CarrierFigures:
    """How it stands with what could be taken along."""

    waiting: int
    size_bytes: int
    carried: int
    """Of those that wait, how many were taken along and have no answer yet."""
    last_carried_at: datetime | None
    """When a stick was last written, be it for the news alone."""


class CarriedParts:
    """The outbox as seen by whoever carries it."""

    def __init__(
        self, database: Database, submissions: SubmissionRepository, journal: Journal
    ) -> None:
        self._database = database
        self._submissions = submissions
        self._journal = journal

    def waiting(self) -> list[Undelivered]:
        """What may be taken along: what never was, forms first, then the longest waiting.

        What an officer has to decide about stays here.
        """
        rows = self._database.rows(
            f"{_LISTED} WHERE {_MAY_GO} ORDER BY carried_at IS NOT NULL, part <> ?, queued_at",
            (FORM,),
        )
        return [_undelivered(row) for row in rows]

    def figures(self) -> CarrierFigures:
        """Counts over the same parts, and when anything was last taken along."""
        counts = "count(*), coalesce(sum(size_bytes), 0), count(carried_at)"
        sql = f"SELECT {counts} FROM outbox WHERE {_MAY_GO}"  # noqa: S608  # constants
        ((waiting, size, carried),) = self._database.rows(sql)
        last = self._database.value(
            "SELECT max(at) FROM journal WHERE event = ?", (Event.STICK_WRITTEN,)
        )
        return CarrierFigures(waiting, size, carried, from_optional(last))

    def set_out(self, parts: Iterable[Undelivered], now: datetime) -> None:
        """These are about to be on a stick: said first, so that no power cut leaves it unsaid."""
        with self._database.transaction():
            for part in parts:
                self._set_carried(part, now)

    def stay(self, parts: Iterable[Undelivered]) -> None:
        """These are not on the stick after all: as before `set_out`."""
        with self._database.transaction():
            for part in parts:
                self._set_carried(part, part.carried_at)

    def note_written(self, file: str, now: datetime, actor: str) -> None:
        """What set out is whole in this file."""
        self._journal.append(Event.STICK_WRITTEN, actor, file, now)

    def note_taken_in(self, file: str, now: datetime, actor: str) -> None:
        """Everything in this file was taken in."""
        self._journal.append(Event.STICK_TAKEN_IN, actor, file, now)

    def close(self, sha256: str, receipt: str, now: datetime) -> bool:
        """The centre signed for it (the caller has verified that); False if nothing waited."""
        part = self._find(sha256, IS_OPEN)
        if part is not None:
            self._submissions.mark_delivered(part, receipt, now)
        return part is not None

    def set_aside(self, sha256: str, reason: str, now: datetime) -> bool:
        """The centre refuses it for good; False if it does not wait here.

        What is being sent over the line meanwhile is left to the answer that comes there. What was
        set aside and released is not set aside again by the same answer.
        """
        part = self._find(sha256, "state = 'queued'")
        if part is None or part.carried_at is None:
            return False
        with self._database.transaction():
            self._submissions.quarantine(part, reason, now)
            self._database.run("UPDATE outbox SET carried_at = NULL WHERE sha256 = ?", (sha256,))
        return True

    def _find(self, sha256: str, condition: str) -> Undelivered | None:
        row = self._database.row(
            f"{_LISTED} WHERE sha256 = ? AND {condition}",
            (sha256,),
        )
        return None if row is None else _undelivered(row)

    def _set_carried(self, part: Undelivered, moment: datetime | None) -> None:
        self._database.run(
            "UPDATE outbox SET carried_at = ?2 WHERE sha256 = ?1",
            (part.sha256, None if moment is None else to_text(moment)),
        )


def _undelivered(row: Row) -> Undelivered:
    key, part, revision, sha256, size_bytes, grant, carried_at = row
    return Undelivered(
        submission_id=UUID(key),
        part=part,
        revision=revision,
        sha256=sha256,
        size_bytes=size_bytes,
        grant=grant,
        carried_at=from_optional(carried_at),
    )
