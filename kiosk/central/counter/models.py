"""The tables of what residents do at a counter: authority, and what counts against a limit."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.central.storage.base import NUMBER, Base
from kiosk.central.storage.models import BatchRow, DeviceRow, SubmissionRow
from kiosk.sync.protocol import Redoable


class GrantRow(Base):
    """A single-use authority, as its hash."""

    __tablename__ = "grants"

    grant_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey(SubmissionRow.submission_id))
    device_id: Mapped[UUID] = mapped_column(ForeignKey(DeviceRow.device_id))
    action: Mapped[Redoable]
    revision: Mapped[int | None]
    batch_id: Mapped[str | None] = mapped_column(ForeignKey(BatchRow.batch_id))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class LookupRow(Base):
    """One ticket look-up, kept only as long as it counts against a limit."""

    __tablename__ = "lookups"

    lookup_id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey(DeviceRow.device_id), index=True)
    ticket_hash: Mapped[str] = mapped_column(String(64), index=True)
    found: Mapped[bool]
    at: Mapped[datetime]


class ContactRow(Base):
    """A phone number that a kiosk asked for, kept only as long as it counts against a limit."""

    __tablename__ = "contacts"

    contact_id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey(DeviceRow.device_id), index=True)
    at: Mapped[datetime]
