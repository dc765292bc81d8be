"""The accounts of the operators' page, and how somebody logs in."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from threading import BoundedSemaphore

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from kiosk.central.desk.models import (
    NAME_LENGTH,
    AccountRow,
    DeskSessionRow,
    LogInTryRow,
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
from kiosk.central.storage.models import OfficeRow

ONE_TIME_FOR = timedelta(days=1)
TRIES_COUNT_FOR = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 5
TRIES_PER_ADDRESS = 30
HASHES_AT_ONCE = 2
"""Each takes 19 MiB: a flood of log-ins waits in line instead of taking all memory."""
_NAME = re.compile(rf"[a-z][a-z0-9._-]{{1,{NAME_LENGTH - 1}}}")


class LogInProblem(StrEnum):
    """Why somebody is not let in; each has its words under `problem.<value>`."""

    WRONG = "log_in_wrong"
    TOO_OFTEN = "log_in_too_often"


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
        return password

    def close(self, name: str) -> None:
        """Let this account in no more; raise LookupError for one that is not there."""
        with self._database.writing() as session:
            row = session.get(AccountRow, name)
            if row is None:
                raise LookupError(name)
            row.closed_at = self._clock()
            _forget(session, name)

    def accounts(self) -> tuple[Account, ...]:
        """Everybody who may log in."""
        query = select(AccountRow).where(AccountRow.closed_at.is_(None)).order_by(AccountRow.name)
        with self._database.reading() as session:
            return tuple(
                Account(row.name, row.role, row.office_id) for row in session.scalars(query)
            )

    def log_in(self, name: str, password: str, address: str) -> Account | LogInProblem:
        """Whose password this is. Tries count before they are judged, also side by side.

        An account that is not there answers as slowly as one that is.
        """
        name = _as_kept(name)
        if not self._may_try(name, address):
            return LogInProblem.TOO_OFTEN
        with self._database.reading() as session:
            row = session.get(AccountRow, name)
        if not self._fits(password, _nobodys() if row is None else row.password):
            return LogInProblem.WRONG
        if row is None or not self._is_open(row):
            return LogInProblem.WRONG
        with self._database.writing() as session:
            session.execute(delete(LogInTryRow).where(LogInTryRow.account == name))
        return Account(row.name, row.role, row.office_id)

    def name_of(self, name: str) -> str:
        """The name as its account has it; empty where nobody has it, since it may be anything."""
        with self._database.reading() as session:
            row = session.get(AccountRow, _as_kept(name))
            return "" if row is None else row.name

    def change_password(self, name: str, change: PasswordChange) -> PasswordProblem | None:
        """Take a password that its owner has chosen; every log-in of the account ends.

        Wrong tries count as they do at the log-in: a browser left open is no way to find it out.
        """
        old, new = change.old, change.new
        problem = PasswordProblem.NOT_REPEATED if new != change.again else problem_of(new, name)
        if problem is not None:
            return problem
        if not self._may_try(name, change.address):
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

    def _fits(self, password: str, kept: str) -> bool:
        with self._hashing:
            return fits(password[: LONGEST + 1], kept)

    def _is_open(self, row: AccountRow) -> bool:
        is_too_old = row.one_time_until is not None and row.one_time_until <= self._clock()
        return row.closed_at is None and not is_too_old

    def _may_try(self, name: str, address: str) -> bool:
        now = self._clock()
        with self._database.writing() as session:
            _forget_old_tries(session, now)
            by_name = _tries(session, LogInTryRow.account == name)
            by_address = _tries(session, LogInTryRow.address == address)
            if by_name >= TRIES_PER_ACCOUNT or by_address >= TRIES_PER_ADDRESS:
                return False
            session.add(LogInTryRow(account=name, address=address, at=now))
        return True


@cache
def _nobodys() -> str:
    """Compared with where there is no such account, so that it takes as long."""
    return hashed(one_time_password())


def _as_kept(name: str) -> str:
    return name.strip().casefold()[:NAME_LENGTH]


def _tries(session: Session, whose: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(LogInTryRow).where(whose)
    return session.scalars(query).one()


def _forget_old_tries(session: Session, now: datetime) -> None:
    session.execute(delete(LogInTryRow).where(LogInTryRow.at <= now - TRIES_COUNT_FOR))


def _forget(session: Session, name: str) -> None:
    """End every log-in of the account, and forgive its tries."""
    session.execute(delete(DeskSessionRow).where(DeskSessionRow.account == name))
    session.execute(delete(LogInTryRow).where(LogInTryRow.account == name))
