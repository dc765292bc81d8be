"""The tables. Envelopes stay sealed; what had to be read from them is masked or a keyed hash."""

import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.central.recaps.recap_file import RecapKind
from kiosk.central.storage.base import NUMBER, Base, Layer, keep_forever
from kiosk.domain.batch import BatchState
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import Part


class OfficeRow(Base):
    """A village or district office."""

    __tablename__ = "offices"

    office_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    village: Mapped[str | None]


class DeviceRow(Base):
    """An enrolled kiosk."""

    __tablename__ = "devices"

    device_id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey(OfficeRow.office_id), index=True)
    public_key: Mapped[bytes]
    kiosk_version: Mapped[str]
    enrolled_at: Mapped[datetime]
    renewed_at: Mapped[datetime | None]
    """`made_at` of the last renewal: an older or equal one is a replay."""
    revoked_at: Mapped[datetime | None]
    heartbeat: Mapped[str | None]
    """The last one, as JSON."""
    answer: Mapped[str | None]
    """The `HeartbeatAnswer` that it was given, as JSON."""
    heard_at: Mapped[datetime | None]
    is_troubled: Mapped[bool] = mapped_column(default=False)
    """Its last word tells of something that somebody has to look after."""


class EnrolmentCodeRow(Base):
    """A one-time code, as its hash."""

    __tablename__ = "enrolment_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey(OfficeRow.office_id))
    expires_at: Mapped[datetime]
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey(DeviceRow.device_id))
    """The device that it made; None as long as nobody has used it."""


class TokenRow(Base):
    """A bearer token, as its hash."""

    __tablename__ = "tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey(DeviceRow.device_id), index=True)
    expires_at: Mapped[datetime]


class ConfigRow(Base):
    """One published configuration bundle."""

    __tablename__ = "configurations"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content_sha256: Mapped[str] = mapped_column(String(64))
    """Of the bundle without its sequence and time: tells whether anything changed."""
    signed: Mapped[str]


class SettingsRow(Base):
    """One version of the settings, as it was written. Never changed, never deleted."""

    __tablename__ = "settings"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    author: Mapped[str]
    at: Mapped[datetime]
    text: Mapped[str]


class MassMove(enum.StrEnum):
    """What a batch does to many people at once: they are moved on little by little.

    In alphabetical order: nobody is readmitted before everybody else has been told.
    """

    ANNOUNCE = "announce"
    """It is decided: everybody in the draw is told."""
    GATHER = "gather"
    """It has closed: who joined waits for the selection."""
    READMIT = "readmit"
    """It has opened: who was not selected before may join."""


class BatchRow(Base):
    """One selection round, and how its people were chosen."""

    __tablename__ = "batches"

    batch_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    quota: Mapped[int]
    state: Mapped[BatchState]
    decree: Mapped[str | None]
    seed: Mapped[str | None]
    calls_for: Mapped[MassMove | None] = mapped_column(index=True)
    """What has still to happen to people because of what happened to the batch."""
    called_by: Mapped[str | None]
    """Who let it happen, as the history has it."""
    moved: Mapped[int]
    """To so many it has happened; in the draw, to so many places."""


class SubmissionRow(Base):
    """Where one registration stands. Changed only together with an event."""

    __tablename__ = "submissions"
    __table_args__ = (
        Index("ix_submissions_way", "received_at", "office_id", "step", "state"),
        Index("ix_submissions_list", "state", "received_at"),
        Index("ix_submissions_office", "office_id", "received_at"),
        Index(
            "ix_submissions_waits_for",
            "waits_for",
            sqlite_where=text("waits_for IS NOT NULL"),
            postgresql_where=text("waits_for IS NOT NULL"),
        ),
    )

    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey(OfficeRow.office_id))
    device_id: Mapped[UUID] = mapped_column(ForeignKey(DeviceRow.device_id), index=True)
    state: Mapped[CentreState]
    reasons: Mapped[list[str]]
    fields: Mapped[list[str]]
    received_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    photo_revision: Mapped[int]
    """The newest that has arrived; 0 before the first."""
    masked_name: Mapped[str | None]
    person: Mapped[bytes | None]
    """Who it is to the office: a `PersonHint`, concealed, since a ticket opens doors."""
    contact: Mapped[bytes | None]
    """Where the resident is reached: a `ContactHint`, concealed; renewed by every correction."""
    lookup_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    """Keyed hash of ticket and birth date; set when the form has been opened and is sound."""
    nik_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    batch_id: Mapped[str | None] = mapped_column(ForeignKey(BatchRow.batch_id), index=True)
    decree: Mapped[str | None]
    deadline: Mapped[datetime | None]
    """Until when the resident has to act in this state, where that has an end."""
    awaits_card: Mapped[bool]
    """The form says that the photo of a KTP comes as well."""
    awaits_photo: Mapped[bool]
    """False where the form says that no photo will come."""
    join_consent_version: Mapped[str | None]
    join_consented_at: Mapped[str | None]
    """As the kiosk's clock had it."""
    kk_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    nik_lookup_hash: Mapped[str | None] = mapped_column(String(64))
    """Keyed hash of ticket and the birth date in the NIK, for when the other one is asked for."""
    test_right: Mapped[int | None]
    """Of the newest sitting of the test; None before the first."""
    test_scored: Mapped[int | None]
    """So many questions had a right answer; 0 where nobody can say."""
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """When a worker takes it up next; None where somebody else has to act."""
    attempts: Mapped[int]
    """How often it was tried in vain, one after the other, to have it verified."""
    waits_for: Mapped[str | None] = mapped_column(String(32))
    """Whoever did not answer when it was tried last: `pipeline.waiting`."""
    step: Mapped[int]
    """How far it has ever come: `pipeline.steps`. What is corrected later takes none away."""
    claim: Mapped[UUID | None]
    """The worker that waits for a verification, if any: one that comes too late changes nothing."""


class DrawRow(Base):
    """One place in the draw of a batch; the first `quota` are accepted."""

    __tablename__ = "draws"

    batch_id: Mapped[str] = mapped_column(ForeignKey(BatchRow.batch_id), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """From 0."""
    submission_id: Mapped[UUID] = mapped_column(ForeignKey(SubmissionRow.submission_id), index=True)


class PartRow(Base):
    """One received part and the very receipt that was given for it."""

    __tablename__ = "parts"
    __table_args__ = (Index("ix_parts_of_device", "device_id", "received_at"),)

    submission_id: Mapped[UUID] = mapped_column(
        ForeignKey(SubmissionRow.submission_id), primary_key=True
    )
    part: Mapped[Part] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    device_id: Mapped[UUID] = mapped_column(ForeignKey(DeviceRow.device_id))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    """Of the envelope, in bytes."""
    received_at: Mapped[datetime]
    receipt: Mapped[str]
    """The signed receipt as it was sent, byte for byte."""


class EnvelopeRow(Base):
    """An envelope that is in the store, or is being erased there. Whoever has its row decides."""

    __tablename__ = "envelopes"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    submission_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(SubmissionRow.submission_id), index=True
    )
    """None: in the store without ever having been receipted."""
    doomed_at: Mapped[datetime | None] = mapped_column(index=True)
    """Since when it is to be erased."""


class BlobRow(Base):
    """The sealed bytes of an envelope, where the database is their store."""

    __tablename__ = "blobs"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes]
    at: Mapped[datetime]


class BlobPlaceRow(Base):
    """Where envelopes are: written to the first place, looked for in all. None: in the database."""

    __tablename__ = "blob_places"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    address: Mapped[str]


class LayerRow(Base):
    """One verification that a submission is through with. A new photo does not undo the others."""

    __tablename__ = "layers"
    __table_args__ = (Index("ix_layers_passed", "layer", "at", "office_id"),)

    submission_id: Mapped[UUID] = mapped_column(
        ForeignKey(SubmissionRow.submission_id), primary_key=True
    )
    layer: Mapped[Layer] = mapped_column(primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey(OfficeRow.office_id))
    """The submission's, which never changes: so that an index alone is enough to count."""
    result: Mapped[str]
    at: Mapped[datetime]


class Verdict(enum.StrEnum):
    """What became of a correction."""

    TAKEN = "taken"
    REFUSED = "refused"


class CorrectionRow(Base):
    """One question for a correction; only those that were taken count."""

    __tablename__ = "corrections"

    submission_id: Mapped[UUID] = mapped_column(
        ForeignKey(SubmissionRow.submission_id), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fields: Mapped[list[str]]
    asked_at: Mapped[datetime]
    verdict: Mapped[Verdict | None]
    """None as long as it is waited for."""
    lookup_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    """Keyed hash of ticket and the birth date in the NIK, where the other one may be wrong."""


class EventRow(Base):
    """One thing that happened to a submission. Never changed, never deleted."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_moves", "to_state", "at", "from_state", "office_id"),)

    event_id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey(SubmissionRow.submission_id), index=True)
    office_id: Mapped[str] = mapped_column(ForeignKey(OfficeRow.office_id))
    """As with a verification that was passed."""
    at: Mapped[datetime]
    actor: Mapped[str]
    from_state: Mapped[CentreState | None]
    to_state: Mapped[CentreState]
    """The same as `from_state` where nothing moved."""
    reasons: Mapped[list[str]]
    text: Mapped[str]


class OutcomeRow(Base):
    """One outcome. `seq` grows over all offices."""

    __tablename__ = "outcomes"

    seq: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    office_id: Mapped[str] = mapped_column(ForeignKey(OfficeRow.office_id), index=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey(SubmissionRow.submission_id))
    message: Mapped[str]
    """An `OutcomeMessage` without `person`; whoever asks is told who it is as long as we know."""


class CounterRow(Base):
    """A number that only grows and has no gaps.

    Its row stays locked until the commit, so numbers become visible in their order.
    """

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int] = mapped_column(NUMBER)


class RecapRow(Base):
    """A recap of an office that somebody has asked for, and has not taken yet."""

    __tablename__ = "recaps"

    recap_id: Mapped[UUID] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(64), index=True)
    office_id: Mapped[str] = mapped_column(ForeignKey(OfficeRow.office_id))
    since: Mapped[date]
    until: Mapped[date]
    kind: Mapped[RecapKind]
    language: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime]
    total: Mapped[int]
    """Rows."""
    done: Mapped[int]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """When a worker makes it; None once it is made."""
    claim: Mapped[UUID | None]
    content: Mapped[bytes | None]
    """The file, concealed."""
    ready_at: Mapped[datetime | None]
    forget_at: Mapped[datetime] = mapped_column(index=True)


keep_forever(Base.metadata.tables[EventRow.__tablename__])
keep_forever(Base.metadata.tables[SettingsRow.__tablename__])
