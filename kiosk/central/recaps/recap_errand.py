"""Makes the recaps that were asked for: opens every form of an office, a few at a time."""

import base64
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from kiosk.central.blobs.store import BlobStoreDownError
from kiosk.central.recaps.recap_file import RecapKind, recap_file
from kiosk.central.recaps.recap_rows import heads, row_of
from kiosk.central.recaps.recaps import KEPT_FOR, RecapScope, scope_of
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import PartRow, RecapRow, SubmissionRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.central.vault.opening import OpenedForm, Opener, Unusable
from kiosk.sync.protocol import Part

LEASE: Final = timedelta(minutes=5)
"""Renewed with every piece: a worker that died is followed by another after that."""
RETRY_AFTER: Final = timedelta(minutes=1)
ROWS_AT_ONCE: Final = 100
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Claimed:
    recap_id: UUID
    claim: UUID
    scope: RecapScope
    kind: RecapKind
    language: str


class RecapErrand:
    """Makes one recap after the other, and forgets those that nobody took."""

    def __init__(self, database: Database, keys: CentreKeys, clock: Clock, opener: Opener) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._opener = opener

    def run_once(self) -> bool:
        """Make one; False where none is due."""
        if not self._is_due():
            return False
        self._forget()
        claimed = self._claim()
        if claimed is None:
            return False
        try:
            self._make(claimed)
        except BlobStoreDownError:
            _log.warning("recap %s waits: the envelopes are not to be had", claimed.recap_id)
            self._write(claimed, due_at=self._clock() + RETRY_AFTER, claim=None, done=0)
        return True

    def _is_due(self) -> bool:
        now = self._clock()
        due = or_(RecapRow.due_at <= now, RecapRow.forget_at <= now)
        with self._database.reading() as session:
            return session.scalar(select(RecapRow.recap_id).where(due).limit(1)) is not None

    def _forget(self) -> None:
        over = RecapRow.forget_at <= self._clock()
        with self._database.writing() as session:
            forgotten = session.scalars(delete(RecapRow).where(over).returning(RecapRow.recap_id))
            is_any = forgotten.first() is not None
        if is_any:
            self._database.overwrite_deleted()

    def _claim(self) -> _Claimed | None:
        now = self._clock()
        with self._database.writing() as session:
            due = select(RecapRow).where(RecapRow.due_at <= now).order_by(RecapRow.due_at)
            row = session.scalars(due.limit(1).with_for_update(skip_locked=True)).one_or_none()
            if row is None:
                return None
            row.claim, row.due_at, row.done = uuid4(), now + LEASE, 0
            return _Claimed(row.recap_id, row.claim, scope_of(row), row.kind, row.language)

    def _make(self, claimed: _Claimed) -> None:
        rows: list[list[str]] = []
        for piece in self._pieces(claimed):
            rows.extend(piece)
            if not self._write(claimed, done=len(rows), due_at=self._clock() + LEASE):
                return
        content = recap_file(claimed.kind, heads(claimed.language), rows)
        now = self._clock()
        self._write(
            claimed,
            content=self._keys.conceal(base64.b64encode(content).decode()),
            total=len(rows), done=len(rows),
            due_at=None, claim=None, ready_at=now, forget_at=now + KEPT_FOR,
        )  # fmt: skip

    def _pieces(self, claimed: _Claimed) -> Iterator[list[list[str]]]:
        ids = self._ids(claimed.scope)
        for start in range(0, len(ids), ROWS_AT_ONCE):
            with self._database.reading() as session:
                yield list(self._rows(session, claimed, ids[start : start + ROWS_AT_ONCE]))

    def _ids(self, scope: RecapScope) -> Sequence[UUID]:
        query = select(SubmissionRow.submission_id).where(scope.condition())
        ordered = query.order_by(SubmissionRow.received_at, SubmissionRow.submission_id)
        with self._database.reading() as session:
            return session.scalars(ordered).all()

    def _rows(
        self, session: Session, claimed: _Claimed, ids: Sequence[UUID]
    ) -> Iterator[list[str]]:
        """Without those who have withdrawn meanwhile."""
        found = select(SubmissionRow).where(
            SubmissionRow.submission_id.in_(ids), claimed.scope.condition()
        )
        by_id = {row.submission_id: row for row in session.scalars(found)}
        for one in ids:
            if one in by_id:
                opened = self._open(session, by_id[one])
                yield row_of(by_id[one], opened, claimed.language)

    def _open(self, session: Session, submission: SubmissionRow) -> OpenedForm | Unusable:
        form = session.get(PartRow, (submission.submission_id, Part.FORM, 1))
        return Unusable(()) if form is None else self._opener.form(session, submission)

    def _write(self, claimed: _Claimed, **values: object) -> bool:
        """Whether the recap is still wanted, and ours."""
        with self._database.writing() as session:
            row = session.get(RecapRow, claimed.recap_id, with_for_update=True)
            if row is None or row.claim != claimed.claim:
                return False
            for name, value in values.items():
                setattr(row, name, value)
            return True
