"""What the operators' page is built on, in one place for the centre to hold."""

from dataclasses import dataclass
from typing import Self

from kiosk.central.desk.accounts import Accounts
from kiosk.central.desk.audit import Audit
from kiosk.central.desk.outgoing_box import OutgoingBox
from kiosk.central.desk.photo_views import PhotoViews
from kiosk.central.desk.sessions import Sessions
from kiosk.central.recaps.recaps import Recaps
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.database import Database
from kiosk.central.vault.keys import CentreKeys


@dataclass(frozen=True, slots=True)
class DeskServices:
    """Accounts, log-ins, the record of what was done, and what is handed out once."""

    accounts: Accounts
    sessions: Sessions
    audit: Audit
    photo_views: PhotoViews
    recaps: Recaps
    outgoing: OutgoingBox

    @classmethod
    def of(cls, database: Database, clock: Clock, keys: CentreKeys) -> Self:
        """All of one centre."""
        return cls(
            accounts=Accounts(database, clock),
            sessions=Sessions(database, clock),
            audit=Audit(database, clock),
            photo_views=PhotoViews(database, clock, keys),
            recaps=Recaps(database, keys, clock),
            outgoing=OutgoingBox(database, keys, clock),
        )
