"""The messages of the local box, masked until somebody asks for one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kiosk.central.messages.messages import Channel
from kiosk.central.messages.models import BoxRow
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.database import Database
from kiosk.central.vault.keys import CentreKeys
from kiosk.domain.email import Email
from kiosk.domain.phone import Phone

ROWS = 50
"""The same as every list of the operators' page has."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message; `text` and `recipient` in full only where they were asked for."""

    message_id: UUID
    submission_id: UUID
    channel: Channel
    at: datetime
    recipient: str = field(repr=False)
    text: str = field(default="", repr=False)


class OutgoingBox:
    """Reads what waits there."""

    def __init__(self, database: Database, keys: CentreKeys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    def masked(self, page: int) -> Sequence[Outgoing]:
        """The newest first, without what is said in them."""
        query = self._kept().order_by(BoxRow.at.desc(), BoxRow.message_id)
        with self._database.reading() as session:
            rows = session.scalars(query.offset(ROWS * (page - 1)).limit(ROWS + 1)).all()
        return [self._outgoing(row) for row in rows]

    def has(self, message_id: UUID) -> bool:
        """Whether it is still there."""
        with self._database.reading() as session:
            return self._find(session, message_id) is not None

    def whole(self, message_id: UUID) -> Outgoing:
        """One message as the resident gets it; raise LookupError once it is gone."""
        with self._database.reading() as session:
            row = self._find(session, message_id)
        if row is None:
            raise LookupError(message_id)
        return Outgoing(
            row.message_id,
            row.submission_id,
            Channel(row.channel),
            row.at,
            self._keys.reveal(row.recipient),
            self._keys.reveal(row.text),
        )

    def _outgoing(self, row: BoxRow) -> Outgoing:
        channel = Channel(row.channel)
        recipient = self._keys.reveal(row.recipient)
        masked = Phone(recipient).masked if channel is Channel.SMS else Email(recipient).masked
        return Outgoing(row.message_id, row.submission_id, channel, row.at, masked)

    def _find(self, session: Session, message_id: UUID) -> BoxRow | None:
        return session.scalars(self._kept().where(BoxRow.message_id == message_id)).one_or_none()

    def _kept(self) -> Select[BoxRow]:
        return select(BoxRow).where(BoxRow.forget_at > self._clock())
