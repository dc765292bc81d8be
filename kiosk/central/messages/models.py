"""The tables of what goes to residents' phones and mailboxes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.central.storage.base import Base, Layer
from kiosk.central.storage.models import SubmissionRow


class CodeRow(Base):
    """The newest one-time code of one verification, as its keyed hash, and what counts so far."""

    __tablename__ = "codes"

    submission_id: Mapped[UUID] = mapped_column(
        ForeignKey(SubmissionRow.submission_id), primary_key=True
    )
    layer: Mapped[Layer] = mapped_column(primary_key=True)
    code_hash: Mapped[str | None] = mapped_column(String(64))
    codes: Mapped[int]
    """Those that were asked for, since counting began."""
    sent_at: Mapped[datetime | None]
    """When one was asked for last."""
    expires_at: Mapped[datetime | None]
    wrong_tries: Mapped[int]
    tried_at: Mapped[datetime | None]
    lock_outs: Mapped[int]
    """For wrong tries, since the address was new."""


class MessageRow(Base):
    """A message with a code on its way; then, by mail, what a bounce is recognised by."""

    __tablename__ = "messages"

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    """Known to nobody but us and the mail servers on its way."""
    submission_id: Mapped[UUID] = mapped_column(ForeignKey(SubmissionRow.submission_id), index=True)
    layer: Mapped[Layer]
    address_version: Mapped[int]
    """The number of the newest correction of the address that it is for; 0 before the first."""
    code_hash: Mapped[str] = mapped_column(String(64))
    is_asked: Mapped[bool]
    """The resident asked for it, so that its code counts."""
    text: Mapped[bytes | None]
    """Concealed; None once it has been handed on."""
    queued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """Of no use to anybody afterwards, so it is tried no longer."""
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """When a worker takes it up next; None once it has been handed on."""
    attempts: Mapped[int]
    claim: Mapped[UUID | None]
    """The worker that has it in hand, if any: one that comes too late changes nothing."""
    forget_at: Mapped[datetime] = mapped_column(index=True)


class BoxRow(Base):
    """A message that the operator may read, since no gateway hands it on. Concealed."""

    __tablename__ = "box"

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey(SubmissionRow.submission_id), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    recipient: Mapped[bytes]
    text: Mapped[bytes]
    at: Mapped[datetime]
    forget_at: Mapped[datetime] = mapped_column(index=True)


class LinkRow(Base):
    """A link that confirms a mailbox, as the hash of its secret."""

    __tablename__ = "links"

    link_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey(SubmissionRow.submission_id), index=True)
    address_version: Mapped[int]
    """As of a message."""
    expires_at: Mapped[datetime]
    forget_at: Mapped[datetime] = mapped_column(index=True)
    """Until then whoever follows it is told what became of it."""


class GatewayRow(Base):
    """A channel whose gateway failed: until when nobody tries it again."""

    __tablename__ = "gateways"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    down_until: Mapped[datetime]
