"""What goes into the store and comes out of it. Personal values are kept out of every repr."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from kiosk.domain.outcome import Outcome
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, KioskState

FORM = "form"
PHOTO = "photo"
PATCH = "patch"


class IdentityKind(StrEnum):
    """By what a second registration is noticed here."""

    NIK = "nik"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class IdentityHash:
    """A keyed hash (HMAC-SHA256, hex): it says "the same person", and nothing else."""

    kind: IdentityKind
    digest: str


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """What the kiosk itself remembers of a registration that it seals."""

    id: UUID
    ticket: str = field(repr=False)
    masked_name: str = field(repr=False)
    phone_tail: str = field(repr=False)
    officer: str | None
    hashes: tuple[IdentityHash, ...]
    made_at: datetime
    photo_exception: str | None = None
    """Why the photo was kept against the check, or none was taken."""


@dataclass(frozen=True, slots=True)
class QueuedPart:
    """One sealed part whose envelope file is already safe on the disk.

    `granted_by` and `approved_by`: who answers for a picture that was kept against the check, or
    for none; the latter where a supervisor was asked. Why stays in the sealed part.
    """

    part: str
    revision: int
    sha256: str
    size_bytes: int
    granted_by: str | None = None
    approved_by: str | None = None


class SealedPart(Protocol):
    """Anything that names one part of one submission and its envelope."""

    @property
    def submission_id(self) -> UUID:
        """Of which submission."""

    @property
    def part(self) -> str:
        """Which part, e.g. FORM or PHOTO."""

    @property
    def revision(self) -> int:
        """1 for the first."""

    @property
    def sha256(self) -> str:
        """Hash of the envelope (hex)."""


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One part that can be sent now."""

    submission_id: UUID
    part: str
    revision: int
    sha256: str
    size_bytes: int
    attempts: int
    queued_at: datetime
    grant: str | None = field(repr=False)
    sealed_by_other: bool = False
    """By another device than this kiosk is now: only the carrier's door takes it."""


@dataclass(frozen=True, slots=True)
class DeliveredPart:
    """One part that the centre has, with the signed receipt (JSON text) that proves it."""

    part: str
    revision: int
    sha256: str
    receipt: str


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One undelivered part, for the officer: where it stands and why it waits."""

    submission_id: UUID
    part: str
    revision: int
    sha256: str
    ticket: str = field(repr=False)
    masked_name: str = field(repr=False)
    state: KioskState
    attempts: int
    queued_at: datetime
    placed_at: datetime
    next_try_at: datetime
    last_reason: str | None
    waits_for_form: bool


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One submission, for the officer's lists."""

    id: UUID
    ticket: str = field(repr=False)
    masked_name: str = field(repr=False)
    phone_tail: str = field(repr=False)
    officer: str | None
    state: KioskState
    centre_state: CentreState | None
    reasons: tuple[Reason, ...]
    fields: tuple[str, ...]
    batch_id: str | None
    decree: str | None
    deadline: datetime | None
    photo_revision: int
    made_here: bool
    made_at: datetime
    delivered_at: datetime | None
    outcome_at: datetime | None
    started_at: datetime | None = None
    photo_exception: str | None = None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One unfinished form, for the officer's list."""

    draft_id: UUID
    ticket: str = field(repr=False)
    masked_name: str | None = field(repr=False)
    step: str
    started_at: datetime
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class VerifiedOutcome:
    """An outcome whose signature was checked, with the exact signed bytes that prove it."""

    outcome: Outcome
    signed: bytes = field(repr=False)
