"""The queue of sealed parts: what is sent next, and what became of each."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kiosk.domain.decision import ReleaseReason
from kiosk.domain.submission import KioskState, move_kiosk
from kiosk.store.database import Database
from kiosk.store.envelopes import EnvelopeFiles
from kiosk.store.journal import KIOSK, Event, Journal
from kiosk.store.moments import from_optional, to_text
from kiosk.store.records import (
    FORM,
    DeliveredPart,
    OutboxItem,
    QueuedPart,
    QueueRow,
    SealedPart,
)
from kiosk.store.submission_rows import to_item, to_queue_row

IS_OPEN = "state IN ('queued', 'uploading', 'quarantined')"
"""Not delivered. Only a statement that says it in these words is answered by the queue's index."""
IS_HELD = f"{IS_OPEN} AND state = 'quarantined'"
BLOCK_BYTES = 4096
"""A deadline is met or missed by blocks: what is nearly too much counts as too much."""
DUE_IN_TIME = """
WITH RECURSIVE size (blocks) AS (
    SELECT min(rest_blocks) FROM sendable
    UNION ALL
    SELECT (SELECT min(rest_blocks) FROM sendable WHERE rest_blocks > blocks)
    FROM size WHERE blocks < ?2
)
SELECT * FROM sendable WHERE sha256 IN (
    SELECT (
        SELECT sha256 FROM sendable WHERE rest_blocks = blocks AND next_try_at <= ?1
        ORDER BY next_try_at LIMIT 1
    )
    FROM size WHERE blocks <= ?2
)
ORDER BY next_try_at LIMIT 1
"""
"""Of the submissions whose whole rest fits: the first of every size, and of those the first."""


class Outbox:
    """Parts by the hash of their envelope.

    Moving a part does nothing that a newer photo has replaced meanwhile, for then it is unknown
    here, or that is delivered already: a receipt may come over the line and on a stick.
    """

    def __init__(self, database: Database, envelopes: EnvelopeFiles, journal: Journal) -> None:
        self._database = database
        self._envelopes = envelopes
        self._journal = journal

    def _add(
        self,
        submission_id: UUID,
        part: QueuedPart,
        now: datetime,
        *,
        waits_for_form: bool = False,
        grant: str | None = None,
    ) -> None:
        """Put one part at the end of the queue, inside the caller's transaction."""
        moment = to_text(now)
        self._database.run(
            "INSERT INTO outbox (submission_id, part, revision, sha256, size_bytes, state,"
            " waits_for_form, queued_at, placed_at, next_try_at, redo_grant)"
            " VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)",
            (
                *(str(submission_id), part.part, part.revision, part.sha256, part.size_bytes),
                *(int(waits_for_form), moment, moment, moment, grant),
            ),
        )
        for event, officer in (
            (Event.EXCEPTION_GRANTED, part.granted_by),
            (Event.EXCEPTION_APPROVED, part.approved_by),
        ):
            if officer is not None:
                self._journal.append(event, officer, str(submission_id), now)

    def next_due(self, now: datetime, rooms: Iterable[int] = ()) -> OutboxItem | None:
        """The part to send next, if any is due: of several, the one that is due for longest.

        `rooms` says for each deadline, the nearest first, how many bytes of one submission can
        still be there in time. What makes the nearest deadline goes before what makes only a later
        one, and that before what makes none. What was put off at a time that is still to come was
        put off by a wrong clock: it is due.
        """
        moment = to_text(now)
        for room in rooms:
            row = self._database.row(DUE_IN_TIME, (moment, room // BLOCK_BYTES))
            if row is not None:
                return to_item(row)
        row = self._database.row(
            "SELECT * FROM sendable WHERE next_try_at <= ? ORDER BY next_try_at LIMIT 1",
            (moment,),
        ) or self._database.row(
            "SELECT * FROM sendable WHERE placed_at > ? ORDER BY placed_at LIMIT 1",
            (moment,),
        )
        return None if row is None else to_item(row)

    def start(self, part: SealedPart, now: datetime) -> None:
        """Sending begins: counts as a try, and puts the part behind all that are due by now."""
        with self._database.transaction():
            if self._move(part.sha256, KioskState.UPLOADING):
                self._database.run(
                    "UPDATE outbox SET attempts = attempts + 1, placed_at = ?2, next_try_at = ?2"
                    " WHERE sha256 = ?1",
                    (part.sha256, to_text(now)),
                )
                self._follow_parts(part.submission_id)

    def mark_delivered(
        self, part: SealedPart, receipt: str, now: datetime, *, seconds: float | None = None
    ) -> None:
        """The centre signed for it (the caller has verified that): the envelope may go.

        `seconds`: how long the line took for it, where it went over the line.
        """
        with self._database.transaction():
            if not self._move(part.sha256, KioskState.SUBMITTED):
                return
            self._database.run(
                "UPDATE outbox SET receipt = ?2, delivered_at = ?3, last_reason = NULL,"
                " redo_grant = NULL, sending_seconds = ?4 WHERE sha256 = ?1",
                (part.sha256, receipt, to_text(now), seconds),
            )
            if part.part == FORM:
                self._database.run(
                    "UPDATE outbox SET waits_for_form = 0 WHERE submission_id = ?",
                    (str(part.submission_id),),
                )
            self._follow_parts(part.submission_id)
            self._note_delivery(part, now)
        self._envelopes.delete(part.sha256)

    def postpone(self, part: SealedPart, until: datetime, reason: str) -> None:
        """It could not be sent now: try again after `until`, behind all that are due before."""
        with self._database.transaction():
            if self._move(part.sha256, KioskState.QUEUED):
                self._database.run(
                    "UPDATE outbox SET next_try_at = ?2, last_reason = ?3 WHERE sha256 = ?1",
                    (part.sha256, to_text(until), reason),
                )
                self._follow_parts(part.submission_id)

    def hurry(self, part: SealedPart, now: datetime) -> None:
        """An officer wants it tried now: due by `now`, and still as often tried as before.

        Only what waits its turn can be hurried; nothing is done to any other part.
        """
        self._database.run(
            "UPDATE outbox SET next_try_at = min(next_try_at, ?2)"
            " WHERE sha256 = ?1 AND state = 'queued'",
            (part.sha256, to_text(now)),
        )

    def quarantine(self, part: SealedPart, reason: str, now: datetime) -> None:
        """The centre refuses it: keep it aside, with the reason, until an officer decides."""
        with self._database.transaction():
            if self._move(part.sha256, KioskState.QUARANTINED):
                self._database.run(
                    "UPDATE outbox SET last_reason = ?2 WHERE sha256 = ?1", (part.sha256, reason)
                )
                self._follow_parts(part.submission_id)
                self._note(Event.PART_QUARANTINED, KIOSK, part, now)

    def release(
        self, part: SealedPart, now: datetime, actor: str, reason: ReleaseReason | None = None
    ) -> None:
        """An officer wants a quarantined part tried again, as if it were new.

        Nothing is done to a part that is not, or no longer, held back.
        """
        with self._database.transaction():
            held = "SELECT 1 FROM outbox WHERE sha256 = ? AND state = 'quarantined'"
            if self._database.row(held, (part.sha256,)) and self._move(
                part.sha256, KioskState.QUEUED
            ):
                self._database.run(
                    "UPDATE outbox SET attempts = 0, placed_at = ?2, next_try_at = ?2"
                    " WHERE sha256 = ?1",
                    (part.sha256, to_text(now)),
                )
                self._follow_parts(part.submission_id)
                self._note(Event.PART_RELEASED, actor, part, now)
                if reason is not None:
                    self._note(reason, actor, part, now)

    def oldest_queued_at(self) -> datetime | None:
        """Since when what waits its turn has waited; None where nothing does."""
        sql = "SELECT min(queued_at) FROM undelivered WHERE state <> 'quarantined'"
        return from_optional(self._database.value(sql))

    def queue_rows(self) -> list[QueueRow]:
        """Every undelivered part, in the order in which they are tried."""
        rows = self._database.rows("SELECT * FROM queue_row ORDER BY next_try_at, waits_for_form")
        return [to_queue_row(row) for row in rows]

    def delivered_parts(self, submission_id: UUID) -> tuple[DeliveredPart, ...]:
        """What the centre has signed for, in the order in which it was delivered."""
        rows = self._database.rows(
            "SELECT part, revision, sha256, receipt FROM outbox"
            " WHERE submission_id = ? AND state = 'submitted' ORDER BY delivered_at",
            (str(submission_id),),
        )
        return tuple(DeliveredPart(*row) for row in rows)

    def recover(self) -> int:
        """After a crash: what was being sent is queued again; returns how many parts."""
        with self._database.transaction():
            rows = self._database.rows(
                "SELECT sha256, submission_id FROM undelivered WHERE state = 'uploading'"
            )
            for sha256, submission_id in rows:
                self._move(sha256, KioskState.QUEUED)
                self._follow_parts(submission_id)
        return len(rows)

    def needed_envelopes(self) -> frozenset[str]:
        """Hashes of the envelopes that are still to be delivered."""
        rows = self._database.rows("SELECT sha256 FROM undelivered")
        return frozenset(sha256 for (sha256,) in rows)

    def _move(self, sha256: str, to: KioskState) -> bool:
        state = self._database.value("SELECT state FROM outbox WHERE sha256 = ?", (sha256,))
        if state in {None, KioskState.SUBMITTED}:
            return False
        self._database.run(
            "UPDATE outbox SET state = ?2 WHERE sha256 = ?1",
            (sha256, move_kiosk(KioskState(state), to)),
        )
        return True

    def _follow_parts(self, submission_id: UUID | str) -> None:
        """The submission stands where that part stands which needs most care.

        Once delivered it stays so, whatever becomes of later photos.
        """
        self._database.run(
            "UPDATE submission SET state = coalesce("
            " (SELECT state FROM undelivered WHERE submission_id = ?1 ORDER BY"
            " CASE state WHEN 'quarantined' THEN 1 WHEN 'uploading' THEN 2 ELSE 3 END LIMIT 1),"
            " 'submitted')"
            " WHERE id = ?1 AND state IN ('queued', 'uploading', 'quarantined')",
            (str(submission_id),),
        )

    def _note_delivery(self, part: SealedPart, now: datetime) -> None:
        completed = self._database.run(
            "UPDATE submission SET delivered_at = ?2"
            " WHERE id = ?1 AND state = 'submitted' AND delivered_at IS NULL",
            (str(part.submission_id), to_text(now)),
        )
        event = Event.SUBMISSION_DELIVERED if completed else Event.PART_DELIVERED
        self._note(event, KIOSK, part, now)

    def _note(
        self, event: Event | ReleaseReason, actor: str, part: SealedPart, now: datetime
    ) -> None:
        self._journal.append(event, actor, str(part.submission_id), now)
