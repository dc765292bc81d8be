"""The recap of an office in full: asked for by one account, made by a worker, taken once.

It holds what residents typed, so only a worker can make it, and at rest it is concealed. It is
there for an hour, for the account that asked, and gone once that has taken it.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from kiosk.central.recaps.recap_file import RecapKind
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.database import Database, hold
from kiosk.central.storage.models import RecapRow, SubmissionRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.domain.submission import CentreState
from kiosk.domain.window import WIB, wib

MOST_ROWS: Final = 20_000
KEPT_FOR: Final = timedelta(hours=1)
MADE_WITHIN: Final = timedelta(days=1)
"""Nobody waits longer for a recap that no worker could make."""
MOST_AT_ONCE: Final = 5
"""Of one account, so that nobody fills the database."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RecapScope:
    """Whose registrations: of one office, received on these days (WIB), the last included."""

    office_id: str
    since: date
    until: date

    def condition(self) -> ColumnElement[bool]:
        """Those who withdrew are not in it: nothing is left of what they typed."""
        return (
            (SubmissionRow.office_id == self.office_id)
            & (SubmissionRow.received_at >= _midnight(self.since))
            & (SubmissionRow.received_at < _midnight(self.until + _DAY))
            & (SubmissionRow.state != CentreState.WITHDRAWN)
        )


@dataclass(frozen=True, slots=True)
class Recap:
    """One that was asked for, as far as it is."""

    recap_id: UUID
    scope: RecapScope
    kind: RecapKind
    asked_at: datetime
    total: int
    done: int
    ready_at: datetime | None
    forget_at: datetime


class RecapError(Exception):
    """It cannot be asked for."""


class TooManyRowsError(RecapError):
    """The period has to be shorter."""


class TooManyRecapsError(RecapError):
    """Those that were asked for have to be taken first."""


class Recaps:
    """Takes orders, and hands out what was made. Makes nothing itself."""

    def __init__(self, database: Database, keys: CentreKeys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    def count(self, scope: RecapScope) -> int:
        """How many rows it would have."""
        with self._database.reading() as session:
            return _count(session, scope)

    def ask(self, account: str, scope: RecapScope, kind: RecapKind, language: str) -> UUID:
        """Have it made; raise RecapError."""
        now = self._clock()
        with self._database.writing() as session:
            hold(session, "recaps", account)
            total = _count(session, scope)
            if total > MOST_ROWS:
                raise TooManyRowsError
            if len(self._of(session, account)) >= MOST_AT_ONCE:
                raise TooManyRecapsError
            row = RecapRow(
                recap_id=uuid4(), account=account, office_id=scope.office_id,
                since=scope.since, until=scope.until, kind=kind, language=language,
                asked_at=now, total=total, done=0, due_at=now, claim=None,
                content=None, ready_at=None, forget_at=now + MADE_WITHIN,
            )  # fmt: skip
            session.add(row)
            return row.recap_id

    def of(self, account: str) -> tuple[Recap, ...]:
        """What this account has asked for and not taken yet, the newest first."""
        with self._database.reading() as session:
            return tuple(_recap(row) for row in self._of(session, account))

    def take(self, account: str, recap_id: UUID) -> tuple[Recap, bytes]:
        """The file, and nothing is left of it here; raise LookupError where there is none."""
        with self._database.writing() as session:
            row = session.get(RecapRow, recap_id, with_for_update=True)
            if row is None or row.account != account or row.forget_at <= self._clock():
                raise LookupError(recap_id)
            if row.content is None:
                raise LookupError(recap_id)
            content = base64.b64decode(self._keys.reveal(row.content))
            recap = _recap(row)
            session.execute(delete(RecapRow).where(RecapRow.recap_id == recap_id))
        self._database.overwrite_deleted()
        return recap, content

    def drop(self, account: str, recap_id: UUID) -> None:
        """Forget it, made or not."""
        mine = (RecapRow.recap_id == recap_id) & (RecapRow.account == account)
        with self._database.writing() as session:
            session.execute(delete(RecapRow).where(mine))
        self._database.overwrite_deleted()

    def _of(self, session: Session, account: str) -> Sequence[RecapRow]:
        mine = (RecapRow.account == account) & (RecapRow.forget_at > self._clock())
        query = select(RecapRow).where(mine)
        return session.scalars(query.order_by(RecapRow.asked_at.desc(), RecapRow.recap_id)).all()


def make_anew(session: Session, submission: SubmissionRow, now: datetime) -> None:
    """Somebody withdraws: what a recap has of them is gone, and it is made again without them."""
    day = wib(submission.received_at).date()
    holding = update(RecapRow).where(
        RecapRow.office_id == submission.office_id, RecapRow.since <= day, RecapRow.until >= day
    )
    session.execute(
        holding.values(content=None, ready_at=None, claim=None, done=0, due_at=now),
        execution_options={"synchronize_session": False},
    )


def scope_of(row: RecapRow) -> RecapScope:
    """What was asked for."""
    return RecapScope(row.office_id, row.since, row.until)


def _recap(row: RecapRow) -> Recap:
    return Recap(
        recap_id=row.recap_id,
        scope=scope_of(row),
        kind=row.kind,
        asked_at=row.asked_at,
        total=row.total,
        done=row.done,
        ready_at=row.ready_at,
        forget_at=row.forget_at,
    )


def _count(session: Session, scope: RecapScope) -> int:
    counted = select(func.count()).select_from(SubmissionRow).where(scope.condition())
    return session.scalar(counted) or 0


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), WIB)
