"""The accounts of the operators' page, and how somebody logs in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from threading import BoundedSemaphore

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from kiosk.central.desk.audit import Deed
from kiosk.central.desk.models import (
    NAME_LENGTH,
    AccountRow,
    AuditRow,
    DeskSessionRow,
    LogInTryRow,
    PhotoViewRow,
    Role,
)
from kiosk.central.desk.passwords import (
    LONGEST,
    PasswordProblem,
    fits,
    hashed,
    one_time_password,
    problem_of,
)
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import OfficeRow, RecapRow

ONE_TIME_FOR = timedelta(days=1)
TRIES_COUNT_FOR = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 5
TRIES_PER_ADDRESS = 30
HASHES_AT_ONCE = 2
"""Each takes 19 MiB: a flood of log-ins waits in line instead of taking all memory."""
LINE = 8
"""So many may wait there. More would take the threads that kiosks are answered by."""
KNOWN_FOR = timedelta(days=90)
"""After a log-in, its address belongs to the account."""
_NAME = re.compile(rf"[a-z][a-z0-9._-]{{1,{NAME_LENGTH - 1}}}")


class LogInProblem(StrEnum):
    """Why somebody is not let in; each has its words under `problem.<value>`."""

    WRONG = "log_in_wrong"
    TOO_OFTEN = "log_in_too_often"
    CROWDED = "log_in_crowded"


@dataclass(frozen=True, slots=True)
class LogInRefusal:
    """Somebody is not let in."""

    problem: LogInProblem
    is_news: bool = True
    """False where the record says already that they try: a flood is not to fill it."""


class AccountError(ValueError):
    """Such an account cannot be; the message says why."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works here."""

    name: str
    role: Role
    office_id: str | None


@dataclass(frozen=True, slots=True, repr=False)
class PasswordChange:
    """What somebody typed to have another password, and where."""

    old: str
    new: str
    again: str
    address: str


class Accounts:
    """Who may log in."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._hashing = BoundedSemaphore(HASHES_AT_ONCE)
        self._line = BoundedSemaphore(LINE)

    def issue(self, name: str, role: Role, office_id: str | None = None) -> str:
        """Make the account, or give its owner a new start; return the one-time password.

        Raises AccountError for a name that cannot be and for an office that is not there.
        """
        if not _NAME.fullmatch(name):
            raise AccountError("a name has small letters, digits and . _ - only, a letter first")
        if (role is Role.OFFICE) != (office_id is not None):
            raise AccountError("an office is named for the role of an office, and for no other")
        password = one_time_password()
        kept = hashed(password)
        with self._database.writing() as session:
            if office_id is not None and session.get(OfficeRow, office_id) is None:
                raise AccountError(f"there is no office {office_id}: add it first")
            row = AccountRow(
                name=name,
                role=role,
                office_id=office_id,
                password=kept,
                one_time_until=self._clock() + ONE_TIME_FOR,
                closed_at=None,
            )
            session.merge(row)
            _forget(session, name)
            _take_back(session, name)
        return password

    def close(self, name: str) -> None:
        """Let this account in no more; raise LookupError for one that is not there."""
        with self._database.writing() as session:
            row = session.get(AccountRow, name)
            if row is None:
                raise LookupError(name)
            row.closed_at = self._clock()
            _forget(session, name)
            _take_back(session, name)

    def accounts(self) -> tuple[Account, ...]:
        """Everybody who may log in."""
        query = select(AccountRow).where(AccountRow.closed_at.is_(None)).order_by(AccountRow.name)
        with self._database.reading() as session:
            return tuple(
                Account(row.name, row.role, row.office_id) for row in session.scalars(query)
            )

    def log_in(self, name: str, password: str, address: str) -> Account | LogInRefusal:
        """Whose password this is. Tries count before they are judged, also side by side.

        An account that is not there answers as slowly as one that is.
        """
        with self._in_line() as has_room:
            if not has_room:
                return LogInRefusal(LogInProblem.CROWDED, is_news=False)
            return self._judge(_as_kept(name), password, address)

    def name_of(self, name: str) -> str:
        """The name as its account has it; empty where nobody has it, since it may be anything."""
        with self._database.reading() as session:
            row = session.get(AccountRow, _as_kept(name))
            return "" if row is None else row.name

    def change_password(self, name: str, change: PasswordChange) -> PasswordProblem | None:
        """Take a password that its owner has chosen; every log-in of the account ends.

        Wrong tries count as they do at the log-in: a browser left open is no way to find it out.
        """
        new = change.new
        problem = PasswordProblem.NOT_REPEATED if new != change.again else problem_of(new, name)
        if problem is not None:
            return problem
        with self._in_line() as has_room:
            return self._change(name, change) if has_room else PasswordProblem.CROWDED

    def _change(self, name: str, change: PasswordChange) -> PasswordProblem | None:
        old, new = change.old, change.new
        if self._tries_over(name, change.address) >= 0:
            return PasswordProblem.TOO_OFTEN
        with self._database.reading() as session:
            kept = session.get_one(AccountRow, name).password
        if not self._fits(old, kept):
            return PasswordProblem.WRONG
        if old == new:
            return PasswordProblem.SAME_AS_BEFORE
        fresh = hashed(new)
        with self._database.writing() as session:
            row = session.get_one(AccountRow, name)
            row.password, row.one_time_until = fresh, None
            _forget(session, name)
        return None

    def _judge(self, name: str, password: str, address: str) -> Account | LogInRefusal:
        over = self._tries_over(name, address)
        if over >= 0:
            return LogInRefusal(LogInProblem.TOO_OFTEN, is_news=over == 0)
        with self._database.reading() as session:
            row = session.get(AccountRow, name)
        if not self._fits(password, _nobodys() if row is None else row.password):
            return LogInRefusal(LogInProblem.WRONG)
        if row is None or not self._is_open(row):
            return LogInRefusal(LogInProblem.WRONG)
        with self._database.writing() as session:
            session.execute(delete(LogInTryRow).where(LogInTryRow.account == name))
        return Account(row.name, row.role, row.office_id)

    @contextmanager
    def _in_line(self) -> Iterator[bool]:
        """Whether there was room in the line."""
        has_room = self._line.acquire(blocking=False)
        try:
            yield has_room
        finally:
            if has_room:
                self._line.release()

    def _fits(self, password: str, kept: str) -> bool:
        with self._hashing:
            return fits(password[: LONGEST + 1], kept)

    def _is_open(self, row: AccountRow) -> bool:
        is_too_old = row.one_time_until is not None and row.one_time_until <= self._clock()
        return row.closed_at is None and not is_too_old

    def _tries_over(self, name: str, address: str) -> int:
        """Counts one try; says by how many it is beyond what may be tried, negative where not.

        At an address that belongs to the account only what is tried there counts: others cannot
        lock its owner out. The first try too many is kept as well, so that the next is known to be
        no news.
        """
        now = self._clock()
        with self._database.writing() as session:
            _forget_old_tries(session, now)
            at_address = LogInTryRow.address == address
            of_account = LogInTryRow.account == name
            if _is_known(session, name, address, now):
                of_account &= at_address
            by_account = _tries(session, of_account) - TRIES_PER_ACCOUNT
            over = max(by_account, _tries(session, at_address) - TRIES_PER_ADDRESS)
            if over <= 0:
                session.add(LogInTryRow(account=name, address=address, at=now))
        return over


@cache
def _nobodys() -> str:
    """Compared with where there is no such account, so that it takes as long."""
    return hashed(one_time_password())


def _as_kept(name: str) -> str:
    return name.replace("\0", "").strip().casefold()[:NAME_LENGTH]


def _is_known(session: Session, name: str, address: str, now: datetime) -> bool:
    """Whether somebody logged in to this account from there, not long ago."""
    log_ins = select(AuditRow.audit_id).where(
        AuditRow.account == name,
        AuditRow.deed == Deed.LOG_IN,
        AuditRow.at > now - KNOWN_FOR,
        AuditRow.subject == address,
    )
    return session.scalars(log_ins.limit(1)).first() is not None


def _tries(session: Session, whose: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(LogInTryRow).where(whose)
    return session.scalars(query).one()


def _forget_old_tries(session: Session, now: datetime) -> None:
    session.execute(delete(LogInTryRow).where(LogInTryRow.at <= now - TRIES_COUNT_FOR))


def _forget(session: Session, name: str) -> None:
    """End every log-in of the account, and forgive its tries."""
    session.execute(delete(DeskSessionRow).where(DeskSessionRow.account == name))
    session.execute(delete(LogInTryRow).where(LogInTryRow.account == name))


def _take_back(session: Session, name: str) -> None:
    """What was opened for the account is not for whoever has it next."""
    for opened in (RecapRow, PhotoViewRow):
        session.execute(delete(opened).where(opened.account == name))
