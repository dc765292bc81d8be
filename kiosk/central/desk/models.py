"""The tables of the operators' page: who may log in, who has, and what they did."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.central.storage.base import NUMBER, Base, keep_forever
from kiosk.central.storage.models import OfficeRow, SubmissionRow

NAME_LENGTH = 40


class Role(enum.StrEnum):
    """What an account is for."""

    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    OFFICE = "office"
    """Sees what belongs to its own office, and nothing else."""
    AUDITOR = "auditor"
    """Reads, and changes nothing."""


class AccountRow(Base):
    """Somebody who works here. Never deleted, since acts bear its name."""

    __tablename__ = "desk_accounts"

    name: Mapped[str] = mapped_column(String(NAME_LENGTH), primary_key=True)
    role: Mapped[Role]
    office_id: Mapped[str | None] = mapped_column(ForeignKey(OfficeRow.office_id))
    """Set for the role of an office, and for no other."""
    password: Mapped[str]
    """An argon2id hash, with its parameters, in the PHC format."""
    one_time_until: Mapped[datetime | None]
    """Until when the first password may be used; None once its owner has chosen another."""
    closed_at: Mapped[datetime | None]


class DeskSessionRow(Base):
    """One log-in, as the hash of its secret."""

    __tablename__ = "desk_sessions"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey(AccountRow.name), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class LogInTryRow(Base):
    """One try to log in that did not succeed, kept only as long as it counts."""

    __tablename__ = "desk_log_in_tries"

    try_id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(NAME_LENGTH), index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class PhotoViewRow(Base):
    """One opening of a photo for one pair of eyes: asked for, opened by a worker, soon deleted."""

    __tablename__ = "desk_photo_views"

    view_id: Mapped[UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey(SubmissionRow.submission_id), index=True)
    account: Mapped[str] = mapped_column(ForeignKey(AccountRow.name))
    ends_at: Mapped[datetime] = mapped_column(index=True)
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """When a worker takes it up; None once it is open."""
    content: Mapped[bytes | None]
    """What is to be seen, concealed."""


class AuditRow(Base):
    """One act of one account. Never changed, never deleted."""

    __tablename__ = "desk_audit"
    __table_args__ = (Index("ix_desk_audit_account", "account", "deed", "at"),)

    audit_id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    account: Mapped[str] = mapped_column(String(NAME_LENGTH))
    """Empty for a log-in under a name that nobody has: who knows what was typed there."""
    deed: Mapped[str] = mapped_column(String(48), index=True)
    subject: Mapped[str] = mapped_column(String(128))
    """The id of what was acted on. Never personal data."""
    detail: Mapped[str]
    has_failed: Mapped[bool]


keep_forever(Base.metadata.tables[AuditRow.__tablename__])
