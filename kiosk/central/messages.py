"""Messages to residents: what is said, and who hands it on.

A centre with an SMS gateway and a mail server gives another `Messenger`; without them, messages
wait in the database for the operator to read. After a day they are shown to nobody, and go when the
next one comes or is asked for.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kiosk.central.configuration import Clock
from kiosk.central.database import Database
from kiosk.central.models import MessageRow, SubmissionRow
from kiosk.domain.submission import CentreState

KEPT_FOR = timedelta(days=1)


class Channel(StrEnum):
    """How a message travels."""

    SMS = "sms"
    EMAIL = "email"


class MessengerError(Exception):
    """The message could not be handed on now. Never names recipient or text."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one resident."""

    submission_id: UUID
    channel: Channel
    recipient: str = field(repr=False)
    text: str = field(repr=False)


class Messenger(Protocol):
    """Whoever hands messages on."""

    def send(self, message: Message) -> None:
        """Hand it on, or raise MessengerError. May take its time: no transaction is open."""


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message that waits for the operator."""

    at: datetime
    message: Message


class MessageBox:
    """The messenger of a centre without gateways."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def send(self, message: Message) -> None:
        """Keep it for the operator, unless the resident has withdrawn meanwhile."""
        now = self._clock()
        with self._database.writing() as session:
            _forget_old(session, now)
            submission = session.get_one(SubmissionRow, message.submission_id)
            if submission.state is CentreState.WITHDRAWN:
                raise MessengerError
            session.add(
                MessageRow(
                    submission_id=message.submission_id,
                    channel=message.channel,
                    recipient=message.recipient,
                    text=message.text,
                    at=now,
                )
            )

    def messages(self) -> tuple[KeptMessage, ...]:
        """Everything that waits, oldest first."""
        with self._database.writing() as session:
            _forget_old(session, self._clock())
            rows = session.scalars(select(MessageRow).order_by(MessageRow.message_id))
            return tuple(
                KeptMessage(
                    row.at,
                    Message(row.submission_id, Channel(row.channel), row.recipient, row.text),
                )
                for row in rows
            )


def _forget_old(session: Session, now: datetime) -> None:
    session.execute(delete(MessageRow).where(MessageRow.at <= now - KEPT_FOR))


def code_text(code: str, lifetime: timedelta) -> str:
    """What a resident reads beside the code, whose language the centre does not know."""
    minutes = round(lifetime.total_seconds() / 60)
    return (
        f"Kode Loket Anda: {code}. Berlaku {minutes} menit."
        " Jangan berikan kode ini kepada siapa pun."
    )
