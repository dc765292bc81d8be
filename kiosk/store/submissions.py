"""Submissions: sealed registrations, from the queue to the centre's answers."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kiosk.domain.decision import CancelReason
from kiosk.domain.submission import CentreState, KioskState, move_kiosk
from kiosk.store.database import Database
from kiosk.store.envelopes import EnvelopeFiles
from kiosk.store.journal import KIOSK, Event, Journal
from kiosk.store.moments import to_text
from kiosk.store.outbox import IS_HELD, Outbox
from kiosk.store.outcomes import OutcomeLog
from kiosk.store.records import (
    FORM,
    PATCH,
    PHOTO,
    IdentityHash,
    IdentityKind,
    NewSubmission,
    QueuedPart,
    SubmissionRow,
    VerifiedOutcome,
)
from kiosk.store.submission_rows import to_submission

RESIDENT = "resident"
"""The actor where no officer helped."""


class CancelProblem(StrEnum):
    """Why a submission cannot be cancelled here. The value is the key of the sentence."""

    UNKNOWN = "store.cancel.unknown"
    BEING_SENT = "store.cancel.being_sent"
    DELIVERED = "store.cancel.delivered"
    CARRIED = "store.cancel.carried"


class SubmissionRepository(Outbox):
    """The outbox, and the submissions that its parts belong to."""

    def __init__(
        self, database: Database, envelopes: EnvelopeFiles, journal: Journal, lookup_key: bytes
    ) -> None:
        super().__init__(database, envelopes, journal)
        self._outcomes = OutcomeLog(database)
        self._lookup_key = lookup_key

    def queue(
        self, new: NewSubmission, parts: Sequence[QueuedPart], now: datetime, draft_id: UUID
    ) -> None:
        """Queue a registration and forget its draft: one transaction, all or nothing."""
        photo_revision = max((part.revision for part in parts if part.part == PHOTO), default=0)
        has_form = any(part.part == FORM for part in parts)
        with self._database.transaction():
            self._insert(new, photo_revision, made_here=True)
            self._database.run(
                "UPDATE submission SET photo_exception = ?3,"
                " started_at = (SELECT started_at FROM draft WHERE id = ?2) WHERE id = ?1",
                (str(new.id), str(draft_id), new.photo_exception),
            )
            for part in parts:
                self._add(new.id, part, now, waits_for_form=has_form and part.part != FORM)
            for known in new.hashes:
                self._database.run(
                    "INSERT INTO identity_hash VALUES (?, ?, ?)",
                    (known.kind, known.digest, str(new.id)),
                )
            self._database.run("DELETE FROM draft WHERE id = ?", (str(draft_id),))
            actor = new.officer or RESIDENT
            self._journal.append(Event.SUBMISSION_QUEUED, actor, str(new.id), now)
        self._database.empty_wal()

    def queue_photo(
        self,
        submission_id: UUID,
        part: QueuedPart,
        grant: str,
        now: datetime,
        *,
        ticket: str = "",
        masked_name: str = "",
    ) -> None:
        """Queue a redone photo with the grant that allows it.

        It takes the place of a photo of the same revision, be it delivered: a centre asks for that
        again where it has lost it. `ticket` and `masked_name` are kept for somebody who was
        registered at another kiosk.
        """
        stranger = NewSubmission(submission_id, ticket, masked_name, "", None, (), now)
        with self._database.transaction():
            replaced = self._put_in_place(stranger, part, grant, now)
            self._database.run(
                "UPDATE submission SET photo_revision = max(photo_revision, ?2) WHERE id = ?1",
                (str(submission_id), part.revision),
            )
            self._journal.append(Event.PHOTO_QUEUED, KIOSK, str(submission_id), now)
        self._delete_envelopes(replaced)

    def queue_patch(
        self,
        submission_id: UUID,
        part: QueuedPart,
        grant: str,
        now: datetime,
        *,
        ticket: str = "",
        masked_name: str = "",
    ) -> None:
        """Queue a correction, as a redone photo is queued."""
        stranger = NewSubmission(submission_id, ticket, masked_name, "", None, (), now)
        with self._database.transaction():
            replaced = self._put_in_place(stranger, part, grant, now)
            self._journal.append(Event.PATCH_QUEUED, KIOSK, str(submission_id), now)
        self._delete_envelopes(replaced)

    def cancel(
        self, submission_id: UUID, now: datetime, actor: str, reason: CancelReason | None = None
    ) -> CancelProblem | None:
        """Give up a submission of which the centre has nothing yet."""
        row = self.find(submission_id)
        if row is None:
            return CancelProblem.UNKNOWN
        if row.state is KioskState.UPLOADING or self._has_unanswered_part(submission_id):
            return CancelProblem.BEING_SENT
        if row.state is KioskState.SUBMITTED or self._has_delivered_part(submission_id):
            return CancelProblem.DELIVERED
        if self._is_on_a_stick(submission_id):
            return CancelProblem.CARRIED
        if row.state is not KioskState.CANCELLED:
            with self._database.transaction():
                if reason is not None:
                    self._journal.append(reason, actor, str(submission_id), now)
                cancelled = self._take_out(row, KioskState.CANCELLED, now, actor)
            self._delete_envelopes(cancelled)
        return None

    def expire_unsent(self, now: datetime, days: int) -> int:
        """Give up what could not be sent for `days`; returns how many submissions.

        Not what is on a stick, nor what was tried without an answer: the centre may have it.
        """
        made_before = to_text(now - timedelta(days=days))
        rows = self._select(
            "SELECT * FROM submission_row WHERE state IN ('queued', 'quarantined') AND made_at < ?"
            " AND NOT EXISTS (SELECT 1 FROM unanswered WHERE submission_id = id)"
            " AND NOT EXISTS (SELECT 1 FROM outbox"
            " WHERE submission_id = id AND (outbox.state = 'submitted' OR carried_at IS NOT NULL))",
            made_before,
        )
        for row in rows:
            self._delete_envelopes(self._take_out(row, KioskState.EXPIRED, now, KIOSK))
        return len(rows)

    def find(self, submission_id: UUID) -> SubmissionRow | None:
        """One submission; None if it is unknown at this kiosk."""
        found = self._select("SELECT * FROM submission_row WHERE id = ?", str(submission_id))
        return found[0] if found else None

    def waits_here(self, ticket: str) -> bool:
        """Whether a registration made here with this ticket is still to be delivered."""
        sql = (
            "SELECT 1 FROM submission WHERE ticket = ? AND ticket <> '' AND made_here = 1"
            " AND state IN ('queued', 'uploading', 'quarantined')"
        )
        return self._database.row(sql, (ticket,)) is not None

    def apply_outcomes(
        self, outcomes: Sequence[VerifiedOutcome], cursor: int, now: datetime
    ) -> int:
        """Apply a page of verified outcomes with its cursor; returns how many were new.

        A redone photo or a correction that was set aside goes once the centre asks for none any
        more: another one came in its place, perhaps at another kiosk, or nobody needs it now. Of
        whoever has withdrawn nothing personal stays, not even a sealed part that was to be sent.
        """
        with self._database.transaction():
            applied = self._outcomes.apply(outcomes, cursor, now)
            for verified in outcomes:
                self._find_given_up(verified.outcome.submission_id, now)
            superseded = self._drop_superseded(now)
            withdrawn = self._withdrawn_with_traces()
            unsent = [row for key in withdrawn for row in self._forget_withdrawn(key, now)]
        self._delete_envelopes([*superseded, *unsent])
        if withdrawn:
            self._database.empty_wal()
        return applied

    def drop_superseded(self, now: datetime) -> None:
        """Drop what was set aside and is not asked for any more, as the news has said before."""
        with self._database.transaction():
            superseded = self._drop_superseded(now)
        self._delete_envelopes(superseded)

    def cursor(self) -> int:
        """Up to which number the centre's outcomes are applied."""
        return self._outcomes.cursor()

    def hash_of(self, kind: IdentityKind, value: str) -> IdentityHash:
        """The keyed hash of a NIK, phone number or e-mail in its canonical form."""
        message = f"{kind}:{value}".encode()
        return IdentityHash(kind, hmac.new(self._lookup_key, message, hashlib.sha256).hexdigest())

    def used_before(self, hashes: Iterable[IdentityHash]) -> tuple[IdentityKind, ...]:
        """Which of them belong to a live submission of this kiosk already."""
        return tuple(
            known.kind
            for known in hashes
            if self._database.row(
                "SELECT 1 FROM identity_hash JOIN submission ON id = submission_id"
                " WHERE kind = ? AND digest = ? AND state NOT IN ('cancelled', 'expired')",
                (known.kind, known.digest),
            )
        )

    def delete_traces(self, now: datetime, days: int) -> int:
        """Forget keyed hashes and phone tails of what ended `days` ago; returns of how many.

        What the centre signed before then says the same, and goes as well.
        """
        ended_before = to_text(now - timedelta(days=days))
        with self._database.transaction():
            ended = self._database.rows(
                "SELECT id FROM submission WHERE state IN ('submitted', 'cancelled', 'expired')"
                " AND (phone_tail <> '' OR EXISTS"
                " (SELECT 1 FROM identity_hash WHERE submission_id = id))"
                " AND coalesce(delivered_at, made_at) < ?",
                (ended_before,),
            )
            for (key,) in ended:
                self._forget_traces(key, now)
            self._database.run(
                "UPDATE outcome SET signed = x'' WHERE applied_at < ? AND signed <> x''",
                (ended_before,),
            )
        return len(ended)

    def _select(self, sql: str, *values: str) -> list[SubmissionRow]:
        return [to_submission(row) for row in self._database.rows(sql, values)]

    def _insert(self, new: NewSubmission, photo_revision: int, *, made_here: bool) -> None:
        state = KioskState.QUEUED if made_here else KioskState.SUBMITTED
        self._database.run(
            "INSERT INTO submission (id, ticket, masked_name, phone_tail, officer, state,"
            " photo_revision, made_here, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(str(new.id), new.ticket, new.masked_name, new.phone_tail, new.officer, state),
                *(photo_revision, int(made_here), to_text(new.made_at)),
            ),
        )

    def _is_on_a_stick(self, submission_id: UUID) -> bool:
        """Whether the centre may have got it by hand already, or may still get it."""
        sql = (
            "SELECT 1 FROM outbox WHERE submission_id = ? AND carried_at IS NOT NULL"
            " AND state IN ('queued', 'uploading', 'quarantined')"
        )
        return self._database.row(sql, (str(submission_id),)) is not None

    def _has_unanswered_part(self, submission_id: UUID) -> bool:
        """Whether one was tried and not refused: nobody knows then if the centre has it."""
        sql = "SELECT 1 FROM unanswered WHERE submission_id = ?"
        return self._database.row(sql, (str(submission_id),)) is not None

    def _has_delivered_part(self, submission_id: UUID) -> bool:
        sql = "SELECT 1 FROM outbox WHERE submission_id = ? AND state = 'submitted'"
        return self._database.row(sql, (str(submission_id),)) is not None

    def _take_out(
        self, row: SubmissionRow, to: KioskState, now: datetime, actor: str
    ) -> list[tuple[str, ...]]:
        """Take all parts out of the queue; there is no way back. Returns their hashes."""
        event = {
            KioskState.CANCELLED: Event.SUBMISSION_CANCELLED,
            KioskState.EXPIRED: Event.SUBMISSION_EXPIRED,
        }[to]
        with self._database.transaction():
            self._database.run(
                "UPDATE submission SET state = ?2 WHERE id = ?1",
                (str(row.id), move_kiosk(row.state, to)),
            )
            ended = self._database.rows(
                "UPDATE outbox SET state = ?2, redo_grant = NULL WHERE submission_id = ?1"
                " RETURNING sha256",
                (str(row.id), to),
            )
            self._journal.append(event, actor, str(row.id), now)
        return ended

    def _put_in_place(
        self, stranger: NewSubmission, part: QueuedPart, grant: str, now: datetime
    ) -> list[tuple[str, ...]]:
        """Queue what was asked for again, inside the caller's transaction.

        Returns the hash that it replaces. `stranger` is kept where the submission is unknown here.
        """
        if self.find(stranger.id) is None:
            photo_revision = part.revision if part.part == PHOTO else 0
            self._insert(stranger, photo_revision, made_here=False)
        replaced = self._database.rows(
            "DELETE FROM outbox WHERE submission_id = ? AND part = ? AND revision = ?"
            " RETURNING sha256",
            (str(stranger.id), part.part, part.revision),
        )
        self._add(stranger.id, part, now, grant=grant)
        self._follow_parts(stranger.id)
        return replaced

    def _find_given_up(self, submission_id: UUID, now: datetime) -> None:
        """What the centre speaks of it has: its answer was lost, and the kiosk gave it up.

        No move of the kiosk leads there; the centre always wins.
        """
        row = self.find(submission_id)
        if row is not None and row.state in {KioskState.CANCELLED, KioskState.EXPIRED}:
            self._database.run(
                "UPDATE submission SET state = 'submitted', delivered_at = ?2 WHERE id = ?1",
                (str(row.id), to_text(now)),
            )
            self._journal.append(Event.SUBMISSION_FOUND, KIOSK, str(row.id), now)

    def _drop_superseded(self, now: datetime) -> list[tuple[str, ...]]:
        """Only what was set aside: what is still on its way, the centre itself has to refuse."""
        dropped = self._database.rows(
            f"DELETE FROM outbox WHERE {IS_HELD} AND (part = ?1 AND revision > 1"  # noqa: S608
            " AND (SELECT centre_state FROM submission WHERE id = submission_id) <> ?2"
            " OR part = ?3"
            " AND (SELECT centre_state FROM submission WHERE id = submission_id) <> ?4)"
            " RETURNING sha256, submission_id, part",
            (PHOTO, CentreState.PHOTO_REJECTED, PATCH, CentreState.ACTION_NEEDED),
        )
        for _, key, part in dropped:
            self._follow_parts(key)
            event = Event.PHOTO_SUPERSEDED if part == PHOTO else Event.PATCH_SUPERSEDED
            self._journal.append(event, KIOSK, key, now)
        return [(sha256,) for sha256, *_ in dropped]

    def _withdrawn_with_traces(self) -> list[str]:
        rows = self._database.rows(
            "SELECT id FROM submission WHERE centre_state = ? AND (masked_name <> ''"
            " OR (made_here = 0 AND ticket <> '')"
            " OR EXISTS (SELECT 1 FROM undelivered WHERE submission_id = id))",
            (CentreState.WITHDRAWN,),
        )
        return [key for (key,) in rows]

    def _forget_withdrawn(self, key: str, now: datetime) -> list[tuple[str, ...]]:
        """Returns the hashes of what was not delivered: the centre takes none of it any more."""
        unsent = self._database.rows(
            "DELETE FROM outbox WHERE submission_id = ?"
            " AND state IN ('queued', 'uploading', 'quarantined') RETURNING sha256",
            (key,),
        )
        self._follow_parts(key)
        self._database.run("UPDATE submission SET masked_name = '' WHERE id = ?", (key,))
        self._database.run("UPDATE outcome SET signed = x'' WHERE submission_id = ?", (key,))
        self._database.run(
            "UPDATE submission SET ticket = '' WHERE id = ? AND made_here = 0", (key,)
        )
        self._forget_traces(key, now)
        return unsent

    def _forget_traces(self, key: str, now: datetime) -> None:
        self._database.run("DELETE FROM identity_hash WHERE submission_id = ?", (key,))
        self._database.run(
            "UPDATE submission SET phone_tail = '', photo_exception = NULL WHERE id = ?", (key,)
        )
        self._journal.append(Event.TRACES_DELETED, KIOSK, key, now)

    def _delete_envelopes(self, rows: Iterable[tuple[str, ...]]) -> None:
        for (sha256,) in rows:
            self._envelopes.delete(sha256)
