"""Takes in sealed parts: each once, each with one receipt, which is a promise that it is stored."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from sqlalchemy.orm import Session

from kiosk.central.blobs.blobs import Blobs, Enter
from kiosk.central.counter.grants import Grants, Purpose
from kiosk.central.counter.models import GrantRow
from kiosk.central.devices.tokens import Caller
from kiosk.central.pipeline.corrections import awaited
from kiosk.central.pipeline.history import History, Move
from kiosk.central.storage.database import Database, hold
from kiosk.central.storage.models import PartRow, SubmissionRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.central.web.problems import CentreProblemType, Refusal, RefusedError
from kiosk.domain.submission import CentreState
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import Part, Receipt, Redoable
from kiosk.sync.resumable import UploadDescription
from kiosk.sync.sealing import (
    EnvelopeError,
    EnvelopeTooLargeError,
    SealedEnvelope,
    parse_envelope,
)
from kiosk.sync.signing import SignatureError, SigningContext, sign, verify_bytes

FIRST = 1


def _conflict(title: str) -> Refusal:
    return Refusal(HTTPStatus.CONFLICT, ProblemType.CONFLICT, title)


_OTHER_BYTES = _conflict("Other bytes were received under this name")
_WITHDRAWN = _conflict("The submission has been withdrawn")
_ANOTHER_DEVICE = _conflict("The submission belongs to another device")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One part as it came, and where it was put."""

    submission_id: UUID
    part: Part
    revision: int
    body: bytes
    grant: str | None = None

    @property
    def sha256(self) -> str:
        """By what the receipt names the envelope."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Stored:
    """The signed receipt, and whether the part was new."""

    receipt: str
    is_new: bool


class Intake:
    """The door. It checks the envelope, not the content."""

    def __init__(
        self, database: Database, keys: CentreKeys, blobs: Blobs, history: History, grants: Grants
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._keys = keys
        self._history = history
        self._grants = grants

    def take(self, caller: Caller, arrival: Arrival) -> Stored:
        """Store a part, or answer a repetition with its receipt; raise RefusedError otherwise.

        The envelope is in its store before the transaction begins: a store may be slow. It counts
        for nothing until the transaction is through. Raises BlobStoreDownError.
        """
        self._check_envelope(caller, arrival)
        with self._database.reading() as session:
            known = self._known(session, arrival)
            if known is not None:
                return known
            found = session.get(SubmissionRow, arrival.submission_id)
            submission = found or self._new_submission(caller, arrival)
            self._check_asked(session, caller, arrival, submission)
        enter = self._blobs.put(arrival.sha256, arrival.body)
        with self._database.writing() as session:
            hold(session, "submission", str(arrival.submission_id))  # it may have no row yet
            return self._known(session, arrival) or self._store(session, caller, arrival, enter)

    def known(self, caller: Caller, announced: UploadDescription) -> Stored | None:
        """The receipt of a part that is here already; RefusedError for one that cannot come."""
        key = (announced.submission, announced.part, announced.revision)
        with self._database.reading() as session:
            known = session.get(PartRow, key)
            submission = session.get(SubmissionRow, announced.submission)
        if known is not None:
            if (known.device_id, known.sha256) != (caller.device_id, announced.sha256):
                raise RefusedError(_OTHER_BYTES)
            return Stored(known.receipt, is_new=False)
        if submission is not None and submission.state is CentreState.WITHDRAWN:
            raise RefusedError(_WITHDRAWN)
        return None

    def _known(self, session: Session, arrival: Arrival) -> Stored | None:
        known = session.get(PartRow, (arrival.submission_id, arrival.part, arrival.revision))
        if known is None:
            return None
        if known.sha256 != arrival.sha256:
            raise RefusedError(_OTHER_BYTES)
        return Stored(known.receipt, is_new=False)

    def _check_envelope(self, caller: Caller, arrival: Arrival) -> None:
        envelope = _parsed(arrival.body)
        expected = {
            "header.device": caller.device_id,
            "header.submission": arrival.submission_id,
            "header.part": arrival.part,
            "header.revision": arrival.revision,
        }
        for field, value in expected.items():
            if getattr(envelope.header, field.removeprefix("header.")) != value:
                raise RefusedError(_invalid_envelope(field))
        if not self._keys.is_for_us(envelope.header.key_id):
            raise RefusedError(_invalid_envelope("header.key_id"))
        try:
            verify_bytes(
                envelope.signed, envelope.signature, SigningContext.ENVELOPE, caller.public_key
            )
        except SignatureError as error:
            raise RefusedError(_invalid_envelope("signature")) from error

    def _store(self, session: Session, caller: Caller, arrival: Arrival, enter: Enter) -> Stored:
        submission = session.get(SubmissionRow, arrival.submission_id)
        if submission is None:
            submission = self._new_submission(caller, arrival)
            session.add(submission)
        self._admit(session, caller, arrival, submission)
        submission.due_at, submission.claim = self._history.now(), None
        session.flush()
        enter(session, arrival.submission_id)
        receipt = self._receipt(arrival)
        session.add(
            PartRow(
                submission_id=arrival.submission_id,
                part=arrival.part,
                revision=arrival.revision,
                device_id=caller.device_id,
                sha256=arrival.sha256,
                size=len(arrival.body),
                received_at=self._history.now(),
                receipt=receipt,
            )
        )
        text = f"{arrival.part} {arrival.revision}: received"
        self._history.note(session, submission, _actor(caller), text)
        return Stored(receipt, is_new=True)

    def _new_submission(self, caller: Caller, arrival: Arrival) -> SubmissionRow:
        now = self._history.now()
        return SubmissionRow(
            submission_id=arrival.submission_id,
            office_id=caller.office_id,
            device_id=caller.device_id,
            state=CentreState.SUBMITTED,
            reasons=[],
            fields=[],
            received_at=now,
            updated_at=now,
            photo_revision=0,
            awaits_card=False,
            awaits_photo=True,
            attempts=0,
            step=0,
        )

    def _admit(
        self, session: Session, caller: Caller, arrival: Arrival, submission: SubmissionRow
    ) -> None:
        """Take what may come, and use its grant up."""
        grant = self._check_asked(session, caller, arrival, submission)
        if grant is not None:
            grant.used_at = self._history.now()
        if arrival.part is not Part.PHOTO:
            return
        submission.photo_revision = arrival.revision
        if arrival.revision != FIRST:
            self._history.move(session, submission, Move(CentreState.PHOTO_REDO, _actor(caller)))

    def _check_asked(
        self, session: Session, caller: Caller, arrival: Arrival, submission: SubmissionRow
    ) -> GrantRow | None:
        """The grant for a part that may come now, from this device; None where it needs none.

        Raises RefusedError for any other part. What was asked for comes from whichever kiosk its
        resident came to; what comes without being asked, from the kiosk of the form.
        """
        if submission.state is CentreState.WITHDRAWN:
            raise RefusedError(_WITHDRAWN)
        if arrival.revision != _next_revision(session, arrival.part, submission):
            raise RefusedError(_not_asked())
        action = _asked_by(arrival)
        if action is not None:
            me = (submission.submission_id, caller.device_id)
            purpose = Purpose(*me, action, arrival.revision)
            return self._grants.check_sealed(session, arrival.grant, purpose, _sealed_at(arrival))
        if caller.device_id != submission.device_id:
            raise RefusedError(_ANOTHER_DEVICE)
        return None

    def _receipt(self, arrival: Arrival) -> str:
        key = self._keys.receipt
        receipt = Receipt(
            submission_id=arrival.submission_id,
            part=arrival.part,
            revision=arrival.revision,
            sha256=arrival.sha256,
            received_at=self._history.now(),
            centre_key_id=key.key_id,
        )
        payload = receipt.model_dump_json().encode()
        return sign(payload, SigningContext.RECEIPT, key.private, key.key_id).model_dump_json()


def _is_read(submission: SubmissionRow) -> bool:
    """Whether the form was opened: before that, nobody knows which pictures it announces."""
    return submission.lookup_hash is not None


def _next_revision(session: Session, part: Part, submission: SubmissionRow) -> int | None:
    """The one revision of this part that may come; None where none may."""
    if part is Part.FORM:
        return FIRST
    if part is Part.KTP:
        return FIRST if submission.awaits_card or not _is_read(submission) else None
    if part is Part.PATCH:
        correction = awaited(session, submission)
        return None if correction is None else correction.number
    if not submission.photo_revision:
        return FIRST if submission.awaits_photo or not _is_read(submission) else None
    is_asked = submission.state is CentreState.PHOTO_REJECTED
    return submission.photo_revision + 1 if is_asked else None


def _asked_by(arrival: Arrival) -> Redoable | None:
    """What a look-up must have granted for it."""
    if arrival.part is Part.PATCH:
        return Redoable.PATCH
    is_redo = arrival.part is Part.PHOTO and arrival.revision != FIRST
    return Redoable.PHOTO if is_redo else None


def _sealed_at(arrival: Arrival) -> datetime:
    """By the device's clock, as it signed; corrected by what it heard of ours."""
    return _parsed(arrival.body).header.made_at


def _parsed(body: bytes) -> SealedEnvelope:
    try:
        return parse_envelope(body)
    except EnvelopeTooLargeError as error:
        raise RefusedError(
            Refusal(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                ProblemType.TOO_LARGE,
                "The envelope is larger than its part may be",
            )
        ) from error
    except EnvelopeError as error:
        raise RefusedError(_invalid_envelope("envelope")) from error


def _invalid_envelope(field: str) -> Refusal:
    return Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        ProblemType.ENVELOPE_INVALID,
        "The envelope is malformed, not signed by this device, or names something else",
        field=field,
    )


def _not_asked() -> Refusal:
    return Refusal(
        HTTPStatus.CONFLICT,
        CentreProblemType.REVISION_NOT_ASKED,
        "This revision has not been asked for",
        field="revision",
    )


def _actor(caller: Caller) -> str:
    return f"device {caller.device_id}"
