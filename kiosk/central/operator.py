"""What the people at the centre do, as a Python interface."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.central.centre import Centre
from kiosk.central.devices.enrolment import Device
from kiosk.central.devices.provisioning import NewProvisioning, ProvisionOrder
from kiosk.central.gateways.box import KeptMessage
from kiosk.central.pipeline.history import OPERATOR, HistoryEvent, events_of
from kiosk.central.storage.models import PartRow, SubmissionRow
from kiosk.domain.batch import BatchState
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import Reason
from kiosk.domain.recovery import Challenge, RecoveryCode
from kiosk.domain.submission import CentreState
from kiosk.domain.window import wib
from kiosk.sync.protocol import Batch, Part

CODE_MINUTES = 60


@dataclass(frozen=True, slots=True)
class SubmissionRecord:
    """What the centre holds about one submission, without personal data."""

    submission_id: UUID
    office_id: str
    state: CentreState
    reasons: tuple[Reason, ...]
    fields: tuple[str, ...]
    photo_revisions: tuple[int, ...]
    has_card: bool
    batch_id: str | None
    decree: str | None
    events: tuple[HistoryEvent, ...]


class Operator:
    """Acts at once and for good; every act is an event."""

    def __init__(self, centre: Centre, name: str = "") -> None:
        """`name`: whose acts these are in the history; without one, the centre's people's."""
        self._centre = centre
        self._actor = f"{OPERATOR} {name}".rstrip()

    def new_office(self, office_id: str, name: str, village: str | None = None) -> None:
        """Add an office; `village` is its dotted code."""
        self._centre.enrolments.new_office(office_id, name, village)

    def new_code(self, office_id: str, valid_minutes: int = CODE_MINUTES) -> str:
        """A one-time code to enrol one kiosk of this office."""
        return self._centre.enrolments.new_code(office_id, timedelta(minutes=valid_minutes))

    def new_provisioning(self, office_id: str, order: ProvisionOrder) -> NewProvisioning:
        """A signed file that enrols one kiosk of this office and sets it up."""
        return self._centre.enrolments.new_provisioning(office_id, order)

    def recovery_code(
        self, office_id: str, challenge: Challenge, day: date | None = None
    ) -> RecoveryCode:
        """What lets a supervisor who forgot the PIN back in; raise LookupError for a stranger.

        `day` is the one that the kiosk shows, by default today's (WIB). Give the code only to the
        office's own telephone number.
        """
        asked_on = day or wib(self._centre.clock()).date()
        return self._centre.enrolments.recovery_code(office_id, challenge, asked_on)

    def devices(self) -> tuple[Device, ...]:
        """Every kiosk, with its last word."""
        return self._centre.enrolments.devices()

    def kiosks(self) -> tuple[Device, ...]:
        """Every kiosk whose figures did not agree with themselves or with ours when last heard."""
        return tuple(device for device in self.devices() if device.figures_agree is False)

    def revoke(self, device_id: UUID) -> None:
        """Refuse this kiosk from now on."""
        self._centre.enrolments.revoke(device_id)

    def submissions(self) -> tuple[SubmissionRecord, ...]:
        """Everything received, oldest first."""
        self._centre.batches.keep_time()
        with self._centre.database.reading() as session:
            rows = session.scalars(select(SubmissionRow).order_by(SubmissionRow.received_at))
            return tuple(_record(session, row) for row in rows.all())

    def record(self, submission_id: UUID) -> SubmissionRecord:
        """One submission; raise LookupError for an unknown id."""
        self._centre.batches.keep_time()
        with self._centre.database.reading() as session:
            row = session.get(SubmissionRow, submission_id)
            if row is None:
                raise LookupError(submission_id)
            return _record(session, row)

    def events(self, submission_id: UUID) -> tuple[HistoryEvent, ...]:
        """What happened to one submission, in order."""
        return self.record(submission_id).events

    def accept_photo(self, submission_id: UUID) -> None:
        """The newest photo is good; raise WrongStateError where none waits."""
        self._centre.pipeline.accept_photo(submission_id, self._actor)

    def reject_photo(self, submission_id: UUID, reasons: Sequence[Reason]) -> None:
        """The newest photo must be redone; raise WrongStateError where none waits."""
        self._centre.pipeline.reject_photo(submission_id, tuple(reasons), self._actor)

    def ask_for(
        self, submission_id: UUID, reasons: Sequence[Reason], fields: Sequence[PatchField]
    ) -> None:
        """Have these fields corrected, and no others; raise WrongStateError where it is too late.

        The office that answers sends them alone; everything verified before stays verified.
        """
        self._centre.pipeline.ask_for(submission_id, tuple(reasons), tuple(fields), self._actor)

    def messages(self) -> tuple[KeptMessage, ...]:
        """What waits for residents where no gateway hands it on, oldest first."""
        return self._centre.messages.messages()

    def plan_batch(
        self, batch_id: str, name: str, *, quota: int, opens_at: datetime, closes_at: datetime
    ) -> None:
        """Announce a batch that opens and closes by itself, by the centre's clock."""
        batch = Batch(
            batch_id=batch_id,
            name=name,
            opens_at=opens_at,
            closes_at=closes_at,
            quota=quota,
            state=BatchState.PLANNED,
        )
        self._centre.batches.plan(batch)

    def open_batch(self, batch_id: str, name: str, *, quota: int, closes_at: datetime) -> None:
        """Let eligible people join from now on."""
        batch = Batch(
            batch_id=batch_id,
            name=name,
            opens_at=self._centre.clock(),
            closes_at=closes_at,
            quota=quota,
            state=BatchState.OPEN,
        )
        self._centre.batches.open(batch, self._actor)

    def open_planned_batch(self, batch_id: str) -> None:
        """Open a batch before its time; raise BatchStateError unless it is planned."""
        self._centre.batches.begin(batch_id, self._actor)

    def close_batch(self, batch_id: str) -> None:
        """Take nobody any more; raise BatchStateError unless it is open."""
        self._centre.batches.close(batch_id, self._actor)

    def select(self, batch_id: str, decree: str, seed: str | None = None) -> tuple[UUID, ...]:
        """Decide a closed batch; a seed drawn in public makes the draw checkable beforehand."""
        drawn_by = seed or secrets.token_hex(16)
        return self._centre.batches.select(batch_id, decree, drawn_by, self._actor)


def _record(session: Session, row: SubmissionRow) -> SubmissionRecord:
    photos = (
        select(PartRow.revision)
        .where(PartRow.submission_id == row.submission_id, PartRow.part == Part.PHOTO)
        .order_by(PartRow.revision)
    )
    return SubmissionRecord(
        submission_id=row.submission_id,
        office_id=row.office_id,
        state=row.state,
        reasons=tuple(Reason(code) for code in row.reasons),
        fields=tuple(row.fields),
        photo_revisions=tuple(session.scalars(photos)),
        has_card=session.get(PartRow, (row.submission_id, Part.KTP, 1)) is not None,
        batch_id=row.batch_id,
        decree=row.decree,
        events=events_of(session, row),
    )
