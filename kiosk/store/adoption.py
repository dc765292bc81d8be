"""Sealed envelopes that the database knows nothing of: taken in by what stands on them in the open.

They are what is left of a registration when the database or its key is lost. The centre can still
open them; what the kiosk itself knew of the person (ticket, masked name) is gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kiosk.store.errors import EnvelopeUnreadableError
from kiosk.store.journal import KIOSK, Event
from kiosk.store.moments import from_text, to_text
from kiosk.store.open_header import OpenHeader
from kiosk.store.outbox import IS_OPEN, Outbox
from kiosk.store.records import FORM, PATCH, PHOTO
from kiosk.store.submission_rows import json_list

UNCLEAR: Final = "rescue.unclear"
"""Why a part is held back of which only the centre can tell whether it has it."""


@dataclass(frozen=True, slots=True)
class SealedName:
    """One part by its name and its hash."""

    submission_id: UUID
    part: str
    revision: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Found:
    """One whole envelope that no row names."""

    sha256: str
    size_bytes: int
    header: OpenHeader

    @property
    def was_made_here(self) -> bool:
        """Whether it belongs to a first sending, which is made where the person registers."""
        return self.header.revision == 1 and self.header.part != PATCH


class Adoption(Outbox):
    """Tells what was cut short from what was lost, and brings what was lost back to the queue."""

    def remove_what_was_cut_short(self) -> int:
        """Remove envelopes of no use: their form is a draft still, or they were closed before.

        Whatever else no row names stays: it may be all that is left of somebody.
        """
        self._envelopes.remove_unfinished()
        useless = [
            sha256
            for sha256, header in self._orphans().items()
            if header is not None and (self._knows(header) or self._has_draft(header))
        ]
        for sha256 in useless:
            self._envelopes.delete(sha256)
        return len(useless)

    def adopt(self, own_device: UUID | None, now: datetime, *, also_of_known: bool = False) -> int:
        """Queue what lies sealed here and is in no row; returns of how many submissions.

        What another device sealed than `own_device`, which this kiosk is now, is marked so.
        `also_of_known`: also what belongs to a submission that has a row, which is only so where
        other rows were lost.
        """
        adopted: set[UUID] = set()
        with self._database.transaction():
            for found in self._found(also_of_known=also_of_known):
                if self._is_wanted(found.header):
                    self._queue(found, own_device, now)
                    adopted.add(found.header.submission)
            for submission_id in sorted(adopted):
                self._follow(submission_id, now)
        return len(adopted)

    def follow_parts(self) -> None:
        """Let every submission that is not settled stand where its parts stand."""
        unsettled = self._database.rows(
            "SELECT DISTINCT id FROM submission JOIN outbox ON submission_id = id"
            " WHERE submission.state IN ('queued', 'uploading', 'quarantined')"
        )
        for (key,) in unsettled:
            self._follow_parts(key)

    def hold_what_is_gone(self, now: datetime) -> None:
        """Hold back what is said to wait and has no file.

        It was closed after the backup that still tells of it, or its file is lost: who can tell is
        the centre.
        """
        self.recover()
        rows = self._database.rows(
            "SELECT sha256, submission_id, part, revision FROM undelivered"
            " WHERE sha256 NOT IN (SELECT value FROM json_each(?))",
            (json_list(self._envelopes.stored()),),
        )
        for sha256, key, part, revision in rows:
            was_held = self._database.run(
                "UPDATE outbox SET last_reason = ?2 WHERE sha256 = ?1 AND state = 'quarantined'",
                (sha256, UNCLEAR),
            )
            if not was_held:
                self.quarantine(SealedName(UUID(key), part, revision, sha256), UNCLEAR, now)

    def close_what_the_centre_has(self, now: datetime) -> None:
        """What it has begun to work on came whole: then nothing of that is unclear any more.

        What it asked for later is not: that goes when the centre asks for it no more.
        """
        rows = self._database.rows(
            "SELECT sha256, submission_id, part, revision FROM undelivered"
            " WHERE last_reason = ?1 AND part <> 'patch' AND revision = 1"
            " AND EXISTS (SELECT 1 FROM submission"
            " WHERE id = submission_id AND centre_state <> 'submitted')",
            (UNCLEAR,),
        )
        for sha256, key, part, revision in rows:
            self.mark_delivered(SealedName(UUID(key), part, revision, sha256), "", now)

    def note_made(self, key: str) -> None:
        """Write down what the journal does not tell of: when a registration was made here."""
        made_at = self._database.value(
            "SELECT made_at FROM submission WHERE id = ? AND made_here = 1", (key,)
        )
        if made_at is not None and not self._journal.tells(Event.SUBMISSION_QUEUED, key):
            self._journal.append(Event.SUBMISSION_QUEUED, KIOSK, key, from_text(made_at))

    def _orphans(self) -> Mapping[str, OpenHeader | None]:
        unnamed = self._envelopes.stored() - self.needed_envelopes()
        return {sha256: self._envelopes.header(sha256) for sha256 in unnamed}

    def _found(self, *, also_of_known: bool) -> list[Found]:
        """The whole ones: forms first, and of two with the same name the one that was made last."""
        found = []
        for sha256, header in self._orphans().items():
            if header is None or self._has_draft(header):
                continue
            if self._knows(header) and not also_of_known:
                continue
            try:
                found.append(Found(sha256, self._envelopes.size_of(sha256), header))
            except EnvelopeUnreadableError:
                continue
        found.sort(key=lambda each: each.header.made_at, reverse=True)
        return sorted(found, key=lambda each: each.header.part != FORM)

    def _is_wanted(self, header: OpenHeader) -> bool:
        """Whether nobody has given the submission up, and nothing of this name is here.

        A row that a copy brought back may name a file in whose place this one has come.
        """
        key = str(header.submission)
        given_up = "SELECT 1 FROM submission WHERE id = ? AND state IN ('cancelled', 'expired')"
        if self._database.row(given_up, (key,)) is not None:
            return False
        same = self._database.row(
            f"SELECT sha256, {IS_OPEN} FROM outbox"  # noqa: S608  # constant
            " WHERE submission_id = ? AND part = ? AND revision = ?",
            (key, header.part, header.revision),
        )
        if same is None:
            return True
        sha256, is_open = same
        return bool(is_open) and sha256 not in self._envelopes.stored()

    def _queue(self, found: Found, own_device: UUID | None, now: datetime) -> None:
        header, moment = found.header, to_text(now)
        key, made_at = str(header.submission), to_text(header.made_at)
        self._database.run(
            "INSERT INTO submission (id, ticket, masked_name, phone_tail, state, made_here,"
            " made_at) VALUES (?1, '', '', '', iif(?2, 'queued', 'submitted'), ?2, ?3)"
            " ON CONFLICT (id) DO NOTHING",
            (key, int(found.was_made_here), made_at),
        )
        self._database.run(
            "INSERT INTO outbox (submission_id, part, revision, sha256, size_bytes, state,"
            " waits_for_form, queued_at, placed_at, next_try_at, foreign_device)"
            " VALUES (?1, ?2, ?3, ?4, ?5, 'queued', EXISTS (SELECT 1 FROM undelivered"
            " WHERE submission_id = ?1 AND part = 'form'), ?6, ?7, ?7, ?8)"
            " ON CONFLICT (submission_id, part, revision) DO UPDATE SET"
            " sha256 = ?4, size_bytes = ?5, state = 'queued',"
            " foreign_device = ?8, last_reason = NULL, carried_at = NULL",
            (
                *(key, header.part, header.revision, found.sha256, found.size_bytes),
                *(made_at, moment, int(header.device != own_device)),
            ),
        )
        if header.part == PHOTO:
            self._database.run(
                "UPDATE submission SET photo_revision = max(photo_revision, ?2) WHERE id = ?1",
                (key, header.revision),
            )

    def _follow(self, submission_id: UUID, now: datetime) -> None:
        """Say in state and journal that it waits and, where that is not told, that it was made."""
        key = str(submission_id)
        self._follow_parts(key)
        self.note_made(key)
        self._journal.append(Event.SUBMISSION_ADOPTED, KIOSK, key, now)

    def _knows(self, header: OpenHeader) -> bool:
        known = "SELECT 1 FROM submission WHERE id = ?"
        return self._database.row(known, (str(header.submission),)) is not None

    def _has_draft(self, header: OpenHeader) -> bool:
        kept = "SELECT 1 FROM draft WHERE id = ?"
        return self._database.row(kept, (str(header.submission),)) is not None
