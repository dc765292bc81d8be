"""The local box: messages wait in the database for the operator, where no gateway hands them on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from kiosk.central.messages.messages import Channel, Message, UndeliverableError
from kiosk.central.messages.models import BoxRow
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.domain.submission import CentreState

KEPT_FOR: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message that waits for the operator."""

    at: datetime
    message: Message


class Box:
    """The messenger of a centre without gateways. Recipients and texts are concealed."""

    def __init__(self, database: Database, keys: CentreKeys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    def send(self, message: Message) -> None:
        """Keep it, once, unless the resident has withdrawn meanwhile."""
        now = self._clock()
        with self._database.writing() as session:
            submission = session.get_one(SubmissionRow, message.submission_id)
            if submission.state is CentreState.WITHDRAWN:
                raise UndeliverableError("the resident has withdrawn")
            session.merge(
                BoxRow(
                    message_id=message.message_id,
                    submission_id=message.submission_id,
                    channel=message.channel,
                    recipient=self._keys.conceal(message.recipient),
                    text=self._keys.conceal(message.text),
                    at=now,
                    forget_at=now + KEPT_FOR,
                )
            )

    def messages(self) -> tuple[KeptMessage, ...]:
        """Everything that waits, oldest first."""
        kept = select(BoxRow).where(BoxRow.forget_at > self._clock())
        with self._database.reading() as session:
            rows = session.scalars(kept.order_by(BoxRow.at, BoxRow.message_id)).all()
        return tuple(self._revealed(row) for row in rows)

    def _revealed(self, row: BoxRow) -> KeptMessage:
        recipient, text = self._keys.reveal(row.recipient), self._keys.reveal(row.text)
        channel = Channel(row.channel)
        return KeptMessage(
            row.at, Message(row.message_id, row.submission_id, channel, recipient, text)
        )
