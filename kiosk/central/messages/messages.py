"""Messages to residents: what is said, and what whoever hands them on may answer.

Nothing here knows how: see `gateways`. When and how often is for the queue: see `outbox`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from kiosk.central.storage.base import Layer
from kiosk.domain.window import wib


class Channel(StrEnum):
    """How a message travels."""

    SMS = "sms"
    EMAIL = "email"


CHANNEL_OF: Final[Mapping[Layer, Channel]] = {
    Layer.OTP: Channel.SMS,
    Layer.EMAIL: Channel.EMAIL,
}
"""The verifications that are done by a message."""


class MessengerError(Exception):
    """This message could not be handed on now; a later try may succeed.

    No error of a messenger names recipient, text or secret.
    """


class GatewayDownError(MessengerError):
    """Nothing can be handed on now, whoever it is for."""

    def __init__(self, what: str, retry_after: timedelta | None = None) -> None:
        """`what` happened, for the log; `retry_after` as the gateway asked for."""
        super().__init__(what)
        self.retry_after = retry_after


class UndeliverableError(MessengerError):
    """This recipient gets nothing, now or later."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one resident."""

    message_id: UUID
    """The same in every try, so that a gateway may know it again."""
    submission_id: UUID
    channel: Channel
    recipient: str = field(repr=False)
    text: str = field(repr=False)


class Messenger(Protocol):
    """Whoever hands messages on; used by several threads at once."""

    def send(self, message: Message) -> None:
        """Hand it on, or raise MessengerError. May take its time: no transaction is open."""


TEST_TEXT: Final = "Pesan percobaan dari Loket. Tidak perlu dibalas."
"""What an operator sends to see whether a gateway works."""
_PLEDGE = "Jangan berikan kode ini kepada siapa pun."


def sms_text(code: str, until: datetime) -> str:
    """What a resident reads on the phone: in one SMS of 160 signs, without any link."""
    return f"Kode Loket Anda: {code}. Berlaku sampai pukul {wib(until):%H.%M} WIB. {_PLEDGE}"


def mail_text(code: str, until: datetime, link: str) -> str:
    """What a resident reads in the mailbox, whose language the centre does not know."""
    return (
        "Halo,\n\n"
        "terima kasih sudah mendaftar Kartu Prakerja lewat Loket.\n"
        "Buka tautan ini, lalu tekan tombolnya:\n\n"
        f"{link}\n\n"
        "Atau sebutkan kode ini di loket.\n"
        f"Kode Loket Anda: {code}\n"
        f"Berlaku sampai {wib(until):%d-%m-%Y} pukul {wib(until):%H.%M} WIB.\n\n"
        f"{_PLEDGE}\n"
        "Anda tidak mendaftar? Abaikan e-mail ini.\n"
    )
