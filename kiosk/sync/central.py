"""The centre as the kiosk sees it: what can be asked, and the ways in which it can fail.

CentralError
 +-- CentralUnavailableError   no answer, or one that says "later": try again
 +-- CentralRefusedError       understood and refused: this item alone, trying again cannot help
 +-- NotAuthorisedError        the token is not taken, nor is a new one: stop, tell the officer
 +-- DeviceRevokedError        this kiosk may not send any more: stop, keep everything
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from kiosk.sync.forms import AssessmentForm
from kiosk.sync.heartbeat_messages import Heartbeat, HeartbeatAnswer
from kiosk.sync.problem import Problem
from kiosk.sync.protocol import (
    CodeSent,
    ContactAnswer,
    Enrolment,
    EnrolmentRequest,
    Grant,
    JoinRequest,
    OutcomePage,
    Part,
    Signed,
    TicketLookup,
    TicketStatus,
)

_LONGEST_TYPE_LOGGED = 64


class UnavailableReason(StrEnum):
    """Why there is no usable answer now."""

    OFFLINE = "sync.unavailable.offline"
    TIMEOUT = "sync.unavailable.timeout"
    CERTIFICATE = "sync.unavailable.certificate"
    WRONG_KEY = "sync.unavailable.wrong_key"
    PROXY = "sync.unavailable.proxy"
    CAPTIVE_PORTAL = "sync.unavailable.captive_portal"
    BUSY = "sync.unavailable.busy"
    SERVER_FAULT = "sync.unavailable.server_fault"
    BAD_ANSWER = "sync.unavailable.bad_answer"
    WRONG_SIGNATURE = "sync.unavailable.wrong_signature"
    CLOSED = "sync.unavailable.closed"


class RefusedReason(StrEnum):
    """Why one item cannot go."""

    CONFLICT = "sync.refused.conflict"
    TOO_LARGE = "sync.refused.too_large"
    ENVELOPE = "sync.refused.envelope"
    GRANT = "sync.refused.grant"
    OTHER = "sync.refused.other"
    FILE_DAMAGED = "sync.refused.file_damaged"


class CentralError(Exception):
    """Base of what the centre, or the line to it, can do to a call."""

    key: str
    """Key of the sentence for the officer."""


class CentralUnavailableError(CentralError):
    """No usable answer now. Nothing is lost by trying again, not before `retry_after`."""

    def __init__(
        self,
        reason: UnavailableReason,
        detail: str = "",
        *,
        retry_after: timedelta | None = None,
        pause_all: bool = False,
    ) -> None:
        super().__init__(f"{reason.name}: {detail}")
        self.key = reason.value
        self.reason = reason
        self.retry_after = retry_after
        self.pause_all = pause_all


class CentralRefusedError(CentralError):
    """The centre understood and said no to this one item."""

    def __init__(
        self,
        reason: RefusedReason,
        status: int,
        problem: Problem | None,
        *,
        retry_after: timedelta | None = None,
    ) -> None:
        kind = problem.type[:_LONGEST_TYPE_LOGGED] if problem is not None else "no problem document"
        super().__init__(f"{reason.name}: HTTP {status}, {kind}")
        self.key = reason.value
        self.reason = reason
        self.status = status
        self.problem = problem
        self.retry_after = retry_after


class NotAuthorisedError(CentralError):
    """The centre does not take this kiosk's token, although it was just renewed."""

    key = "sync.not_authorised"


class DeviceRevokedError(CentralError):
    """An administrator closed this kiosk's account."""

    key = "sync.revoked"


class DeskProblem(StrEnum):
    """Why a question at the counter has no answer now: what to tell the person."""

    NOT_FOUND = "sync.desk.not_found"
    LOCKED = "sync.desk.locked"
    OFFLINE = "sync.desk.offline"
    EXPIRED = "sync.desk.expired"
    BATCH_CLOSED = "sync.desk.batch_closed"
    REFUSED = "sync.desk.refused"
    CODE_WRONG = "sync.desk.code_wrong"
    CODE_EXPIRED = "sync.desk.code_expired"
    CODE_TOO_SOON = "sync.desk.code_too_soon"
    CODE_LOCKED = "sync.desk.code_locked"
    CODE_NOT_SENT = "sync.desk.code_not_sent"
    CONTACT_NOT_NEEDED = "sync.desk.contact_not_needed"
    CONTACT_LOCKED = "sync.desk.contact_locked"


@dataclass(frozen=True, slots=True)
class PartName:
    """The name under which a part is sent, again and again if need be."""

    submission_id: UUID
    part: Part
    revision: int


@dataclass(frozen=True, slots=True)
class ConfigAnswer:
    """A configuration that may be new; not verified yet."""

    signed: Signed
    etag: str | None


class Central(Protocol):
    """Every call may raise any CentralError; repeating any of them is harmless."""

    @property
    def clock_skew(self) -> timedelta | None:
        """How far this computer's clock is ahead of the centre's; None until it was heard."""

    def enrol(self, request: EnrolmentRequest) -> Enrolment:
        """Exchange a one-time code for an identity. Needs no token."""

    def config(self, etag: str | None) -> ConfigAnswer | None:
        """The configuration, unless it is still the one known by `etag`."""

    def put_part(self, name: PartName, envelope: bytes, grant: str | None) -> Signed:
        """Hand one envelope over; returns the receipt, not verified yet."""

    def carry_part(self, envelope: bytes, grant: str | None) -> Signed:
        """Hand over what another device sealed; returns the receipt, not verified yet."""

    def outcomes(self, after: int, wait_seconds: float) -> OutcomePage:
        """What happened after the cursor; waits up to `wait_seconds` for something new."""

    def lookup(self, question: TicketLookup) -> TicketStatus | DeskProblem:
        """How one registration stands, for the person at the counter."""

    def join(self, submission_id: UUID, grant: str, request: JoinRequest) -> TicketStatus:
        """Take part in an open batch; returns how the registration stands then."""

    def send_code(self, submission_id: UUID, grant: Grant) -> CodeSent:
        """Send a one-time code by SMS or e-mail, as the grant's action says."""

    def verify_code(self, submission_id: UUID, grant: Grant, code: str) -> TicketStatus:
        """Compare what was typed; returns how the registration stands then."""

    def hand_in_test(
        self, submission_id: UUID, grant: str, sitting: AssessmentForm
    ) -> TicketStatus:
        """Have the short test scored; returns how the registration stands then."""

    def withdraw(self, submission_id: UUID, grant: str) -> TicketStatus:
        """End the registration and have the person's data erased at the centre."""

    def contact(self, submission_id: UUID) -> ContactAnswer:
        """The phone number of a resident of this office who is needed."""

    def heartbeat(self, beat: Heartbeat) -> HeartbeatAnswer:
        """Say how this kiosk is; returns what the centre has of it."""

    def close(self) -> None:
        """From any thread: end the call under way and refuse those that come after it."""
