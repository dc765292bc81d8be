"""A centre in memory with real keys: it opens envelopes and signs, and fails when told to."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from queue import Queue
from threading import Event
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.domain.batch import BatchState
from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.central import (
    CentralError,
    CentralUnavailableError,
    ConfigAnswer,
    DeskProblem,
    PartName,
    UnavailableReason,
)
from kiosk.sync.forms import AssessmentForm
from kiosk.sync.heartbeat_messages import Heartbeat, HeartbeatAnswer
from kiosk.sync.packing import Packed
from kiosk.sync.protocol import (
    Batch,
    CodeSent,
    ConfigBundle,
    ConsentText,
    ContactAnswer,
    EligibilityRuleSet,
    Enrolment,
    EnrolmentRequest,
    Grant,
    JoinRequest,
    OutcomeMessage,
    OutcomePage,
    Receipt,
    Redoable,
    RetryAdvice,
    SealingKey,
    Signed,
    StatementText,
    TicketLookup,
    TicketStatus,
    base64_bytes,
    base64_text,
)
from kiosk.sync.sealing import open_envelope, parse_envelope
from kiosk.sync.signing import SigningContext, public_key_of, sign

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
SEALING = bytes([1] * 32)
RECEIPTS = bytes([2] * 32)
CONFIGS = bytes([3] * 32)
RECOVERY = bytes([4] * 32)
DEVICE_ID = UUID("11111111-1111-4111-8111-111111111111")
BATCH = Batch(
    batch_id="g70",
    name="Gelombang 70",
    opens_at=NOON - timedelta(days=1),
    closes_at=NOON + timedelta(days=1),
    quota=100,
    state=BatchState.OPEN,
)


SENT = CodeSent(sent_to="0840-****-9001", valid_seconds=600, again_seconds=60, tries_left=5)


def bundle(sequence: int = 1) -> ConfigBundle:
    public = X25519PrivateKey.from_private_bytes(SEALING).public_key().public_bytes_raw()
    return ConfigBundle(
        sequence=sequence,
        made_at=NOON,
        batches=[BATCH],
        eligibility=EligibilityRuleSet(
            version="1", minimum_age=18, maximum_age=64, social_aid_excluded=False
        ),
        consents=[
            ConsentText(purpose=purpose, version="1", text={"id": f"Setuju: {purpose}"})
            for purpose in ConsentPurpose
        ],
        statement=StatementText(version="1", sentences={}),
        photo_profile="",
        help_line="",
        sealing_keys=[SealingKey(key_id="seal-1", public_key=base64_text(public))],
        retry=RetryAdvice(first_delay_seconds=4, longest_delay_seconds=64, outcome_poll_seconds=20),
    )


def signed_bundle(sequence: int = 1, key: bytes = CONFIGS) -> Signed:
    return signed_configuration(bundle(sequence), key)


def signed_configuration(configuration: ConfigBundle, key: bytes = CONFIGS) -> Signed:
    payload = configuration.model_dump_json().encode()
    return sign(payload, SigningContext.CONFIG, key, "c1")


def signed_outcome(
    seq: int, submission_id: UUID, state: CentreState, key: bytes = RECEIPTS
) -> Signed:
    message = OutcomeMessage(
        seq=seq,
        submission_id=submission_id,
        state=state,
        reasons=[Reason.BLUR] if state is CentreState.PHOTO_REJECTED else [],
        fields=[],
        batch_id=None,
        decree=None,
        deadline=None,
        at=NOON,
    )
    return sign(message.model_dump_json().encode(), SigningContext.OUTCOME, key, "r1")


def ticket_status(submission_id: UUID, action: Redoable | None = None) -> TicketStatus:
    grant = Grant(
        grant="grant-2",
        action=action or Redoable.PHOTO,
        revision=2 if action is Redoable.PHOTO else None,
        batch=BATCH if action is Redoable.JOIN else None,
        expires_at=NOON + timedelta(minutes=15),
    )
    return TicketStatus(
        submission_id=submission_id,
        masked_name="Siti N…ah",
        state=CentreState.PHOTO_REJECTED,
        reasons=[Reason.BLUR],
        batch=None,
        decree=None,
        deadline=None,
        updated_at=NOON,
        grants=[] if action is None else [grant],
    )


class ScriptedCentral:
    """Does what a centre does, after the faults that were put in front."""

    def __init__(self) -> None:
        self.faults: list[CentralError | None] = []
        self.calls: Queue[str] = Queue()
        self.received: dict[PartName, bytes] = {}
        self.grants: dict[PartName, str | None] = {}
        self.heartbeats: list[Heartbeat] = []
        self.forgotten = 0
        self.codes_sent: list[tuple[UUID, Grant]] = []
        self.codes_tried: list[tuple[UUID, Grant, str]] = []
        self.withdrawn: list[tuple[UUID, str]] = []
        self.tests: list[tuple[UUID, str, AssessmentForm]] = []
        self.joined: list[tuple[UUID, str, JoinRequest]] = []
        self.told: list[Signed] = []
        self.page: list[Signed] | None = None
        self.config_answer: ConfigAnswer | None = ConfigAnswer(signed_bundle(), '"1"')
        self.status: TicketStatus | DeskProblem = DeskProblem.NOT_FOUND
        self.receipt: Callable[[Receipt], Receipt] = lambda receipt: receipt
        self.receipt_key = RECEIPTS
        self.clock_skew: timedelta | None = None
        self.closed = False

    def _begin(self, call: str) -> None:
        self.calls.put(call)
        if self.faults and (fault := self.faults.pop(0)) is not None:
            raise fault

    def enrol(self, request: EnrolmentRequest) -> Enrolment:
        self._begin("enrol")
        self.device_key = base64_bytes(request.device_key)
        return Enrolment(
            device_id=DEVICE_ID,
            office_id="desa-1",
            office_name="Kantor Desa Genteng Kulon",
            office_village="35.10.09.2003",
            token="token-1",
            token_expires_at=NOON + timedelta(days=1),
            receipt_key=base64_text(public_key_of(RECEIPTS)),
            config_key=base64_text(public_key_of(CONFIGS)),
            recovery_key=base64_text(RECOVERY),
        )

    def config(self, etag: str | None) -> ConfigAnswer | None:
        self._begin("config")
        known = self.config_answer is not None and etag == self.config_answer.etag
        return None if known else self.config_answer

    def put_part(self, name: PartName, envelope: bytes, grant: str | None) -> Signed:
        self._begin("put_part")
        return self._receive(name, envelope, grant)

    def carry_part(self, envelope: bytes, grant: str | None) -> Signed:
        self._begin("carry_part")
        header = parse_envelope(envelope).header
        name = PartName(header.submission, header.part, header.revision)
        return self._receive(name, envelope, grant)

    def _receive(self, name: PartName, envelope: bytes, grant: str | None) -> Signed:
        self.received[name] = envelope
        self.grants[name] = grant
        receipt = Receipt(
            submission_id=name.submission_id,
            part=name.part,
            revision=name.revision,
            sha256=hashlib.sha256(envelope).hexdigest(),
            received_at=NOON,
            centre_key_id="r1",
        )
        payload = self.receipt(receipt).model_dump_json().encode()
        return sign(payload, SigningContext.RECEIPT, self.receipt_key, "r1")

    def outcomes(self, after: int, wait_seconds: float) -> OutcomePage:
        self._begin("outcomes")
        if self.page is not None:
            return OutcomePage(outcomes=self.page, cursor=after)
        payloads = ((signed, base64_bytes(signed.payload)) for signed in self.told)
        new = [s for s, p in payloads if OutcomeMessage.model_validate_json(p).seq > after]
        return OutcomePage(outcomes=new, cursor=after + len(new))

    def lookup(self, question: TicketLookup) -> TicketStatus | DeskProblem:
        self._begin(f"lookup {question.ticket} {question.birth_date}")
        return self.status

    def join(self, submission_id: UUID, grant: str, request: JoinRequest) -> TicketStatus:
        self._begin("join")
        self.joined.append((submission_id, grant, request))
        return ticket_status(submission_id)

    def send_code(self, submission_id: UUID, grant: Grant) -> CodeSent:
        self._begin("send_code")
        self.codes_sent.append((submission_id, grant))
        return SENT

    def verify_code(self, submission_id: UUID, grant: Grant, code: str) -> TicketStatus:
        self._begin("verify_code")
        self.codes_tried.append((submission_id, grant, code))
        return ticket_status(submission_id)

    def hand_in_test(
        self, submission_id: UUID, grant: str, sitting: AssessmentForm
    ) -> TicketStatus:
        self._begin("hand_in_test")
        self.tests.append((submission_id, grant, sitting))
        return ticket_status(submission_id)

    def withdraw(self, submission_id: UUID, grant: str) -> TicketStatus:
        self._begin("withdraw")
        self.withdrawn.append((submission_id, grant))
        return ticket_status(submission_id).model_copy(update={"state": CentreState.WITHDRAWN})

    def contact(self, submission_id: UUID) -> ContactAnswer:
        self._begin(f"contact {submission_id}")
        return ContactAnswer(phone="0840-1234-9001")

    def heartbeat(self, beat: Heartbeat) -> HeartbeatAnswer:
        self._begin("heartbeat")
        self.heartbeats.append(beat)
        return HeartbeatAnswer(submissions=0, parts=len(self.received) - self.forgotten)

    def close(self) -> None:
        self.closed = True

    def content_of(self, name: PartName) -> bytes:
        """What is inside the envelope, as only the centre can read it."""
        return self.packed_of(name).content

    def packed_of(self, name: PartName) -> Packed:
        """The same, and how it is to be read."""
        envelope = parse_envelope(self.received[name])
        content = open_envelope(envelope, SEALING, self.device_key)
        return Packed(envelope.header.content_type, content)


class HangingCentral(ScriptedCentral):
    """A line whose name server does not answer: even closing it ends no call."""

    def __init__(self) -> None:
        super().__init__()
        self.may_end = Event()

    def _begin(self, call: str) -> None:
        super()._begin(call)
        self.may_end.wait()
        if self.closed:
            raise CentralUnavailableError(UnavailableReason.CLOSED)
