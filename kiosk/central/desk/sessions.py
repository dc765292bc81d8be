"""Who is logged in. A session's secret is only in the browser; the database has its hash."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from kiosk.central.desk.accounts import Account
from kiosk.central.desk.models import AccountRow, DeskSessionRow, Role
from kiosk.central.devices.tokens import new_secret, secret_hash
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.database import Database

IDLE_FOR = timedelta(minutes=30)
AT_MOST = timedelta(hours=10)
"""One working day: nobody stays logged in over night."""
_SEEN_EVERY = timedelta(minutes=1)
"""A page is no reason to write, unless the last one is that long ago."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is logged in."""

    account: str
    role: Role
    office_id: str | None
    """The only office that is shown; None where all are."""
    must_choose_password: bool
    csrf: str = field(repr=False)

    def is_one_of(self, roles: frozenset[Role]) -> bool:
        """Whether this is a page for them."""
        return self.role in roles

    def sees(self, office_id: str) -> bool:
        """Whether what belongs to this office is shown."""
        return self.office_id is None or self.office_id == office_id

    def has_sent(self, csrf: str) -> bool:
        """Whether a form came from a page that we made for this very session."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())


class Sessions:
    """Begins, finds and ends log-ins."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(self, account: Account) -> str:
        """A new secret for every log-in: one that was there before is worth nothing."""
        now, secret = self._clock(), new_secret()
        with self._database.writing() as session:
            _forget_old(session, now)
            session.add(
                DeskSessionRow(
                    secret_hash=secret_hash(secret),
                    account=account.name,
                    began_at=now,
                    seen_at=now,
                )
            )
        return secret

    def find(self, secret: str) -> Visitor | None:
        """Who this is, unless it was too long ago."""
        now = self._clock()
        query = (
            select(DeskSessionRow, AccountRow)
            .join(AccountRow, AccountRow.name == DeskSessionRow.account)
            .where(
                DeskSessionRow.secret_hash == secret_hash(secret),
                DeskSessionRow.seen_at > now - IDLE_FOR,
                DeskSessionRow.began_at > now - AT_MOST,
                AccountRow.closed_at.is_(None),
            )
        )
        with self._database.reading() as session:
            found = session.execute(query).one_or_none()
        if found is None:
            return None
        row, account = found
        if row.seen_at <= now - _SEEN_EVERY:
            self._see(row.secret_hash, now)
        return Visitor(
            account=account.name,
            role=account.role,
            office_id=account.office_id,
            must_choose_password=account.one_time_until is not None,
            csrf=_csrf(secret),
        )

    def end(self, secret: str) -> None:
        """Log out."""
        with self._database.writing() as session:
            session.execute(
                delete(DeskSessionRow).where(DeskSessionRow.secret_hash == secret_hash(secret))
            )

    def _see(self, hashed: str, now: datetime) -> None:
        with self._database.writing() as session:
            row = session.get(DeskSessionRow, hashed)
            if row is not None:
                row.seen_at = now


def _forget_old(session: Session, now: datetime) -> None:
    is_over = or_(
        DeskSessionRow.seen_at <= now - IDLE_FOR, DeskSessionRow.began_at <= now - AT_MOST
    )
    session.execute(delete(DeskSessionRow).where(is_over))


def _csrf(secret: str) -> str:
    """Known to our own pages only, and to be derived from nothing that the database holds."""
    return hashlib.sha256(f"desk form {secret}".encode()).hexdigest()
