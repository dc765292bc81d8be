"""What the operators' page is built on, in one place for the centre to hold."""

from dataclasses import dataclass
from typing import Self

from kiosk.central.configuration import Clock
from kiosk.central.database import Database
from kiosk.central.desk.accounts import Accounts
from kiosk.central.desk.audit import Audit
from kiosk.central.desk.sessions import Sessions


@dataclass(frozen=True, slots=True)
class DeskServices:
    """Accounts, log-ins and the record of what was done."""

    accounts: Accounts
    sessions: Sessions
    audit: Audit

    @classmethod
    def of(cls, database: Database, clock: Clock) -> Self:
        """All of one centre."""
        return cls(
            accounts=Accounts(database, clock),
            sessions=Sessions(database, clock),
            audit=Audit(database, clock),
        )
