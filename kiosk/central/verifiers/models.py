"""The tables of the registers that were loaded into the centre: hashes, and no NIK."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.central.storage.base import NUMBER, Base
from kiosk.central.verifiers.interface import RegisterKind

HASH_BYTES = 16


class UploadState(enum.StrEnum):
    """Whether a file counts."""

    LOADING = "loading"
    """Nobody sees its entries yet."""
    CURRENT = "current"
    REPLACED = "replaced"
    """By a newer one of its kind; its entries are gone, as those of one that failed."""
    FAILED = "failed"


class UploadRow(Base):
    """One file that was loaded. Those of one kind that are current make the register."""

    __tablename__ = "register_uploads"

    upload_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RegisterKind] = mapped_column(index=True)
    state: Mapped[UploadState]
    entries: Mapped[int]
    loaded_at: Mapped[datetime]


class EntryRow(Base):
    """One person in a register. Of several about one NIK the newest holds."""

    __tablename__ = "register_entries"

    entry_id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey(UploadRow.upload_id), index=True)
    nik_hash: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), index=True)
    """Keyed, and another one in every register."""
    kk_hash: Mapped[bytes | None] = mapped_column(LargeBinary(HASH_BYTES))
    """Of NIK and family card together, so that it does not show who lives with whom."""
    birth_date_hash: Mapped[bytes | None] = mapped_column(LargeBinary(HASH_BYTES))
    """Of NIK and birth date; this and the other one are in the population register only."""
    is_blocked: Mapped[bool]
