"""The calls that a kiosk makes to the centre over HTTPS."""

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http import HTTPMethod, HTTPStatus
from threading import Event
from typing import Protocol
from uuid import UUID

from kiosk.sync.answer import Answer, parse
from kiosk.sync.central import (
    CentralRefusedError,
    ConfigAnswer,
    DeskProblem,
    DeviceRevokedError,
    NotAuthorisedError,
    PartName,
    RefusedReason,
)
from kiosk.sync.forms import AssessmentForm
from kiosk.sync.heartbeat_messages import Heartbeat, HeartbeatAnswer
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import (
    ENVELOPE_TYPE,
    GRANT_HEADER,
    CodeSent,
    CodeTry,
    ContactAnswer,
    Enrolment,
    EnrolmentRequest,
    Grant,
    JoinRequest,
    OutcomePage,
    Part,
    Redoable,
    Signed,
    TicketLookup,
    TicketStatus,
    TokenGrant,
    TokenRequest,
    Wire,
)
from kiosk.sync.resumable import SMALL_BODY_BYTES
from kiosk.sync.transport import CentreAddress, Request, Transport
from kiosk.sync.upload import Uploader, UploadsNotOfferedError

WHOLE_FOR = 50
"""So many parts go whole to a centre that does not offer uploads; then it is asked again."""

_DESK_PROBLEMS: Mapping[str, DeskProblem] = {
    ProblemType.TICKET_NOT_FOUND: DeskProblem.NOT_FOUND,
    ProblemType.TICKET_LOCKED: DeskProblem.LOCKED,
}

_FOLDERS: Mapping[Part, str] = {
    Part.PHOTO: "photos",
    Part.KTP: "ktp",
    Part.PATCH: "patches",
}
_CODE_PATHS: Mapping[Redoable, str] = {
    Redoable.PHONE_CODE: "otp",
    Redoable.EMAIL_CODE: "email-code",
}


class Tokens(Protocol):
    """Where the bearer token comes from."""

    def current(self) -> str:
        """The token to try; raises NotAuthorisedError where there never was one."""

    def renew(
        self,
        refused: str,
        clock: Callable[[], datetime],
        ask: Callable[[TokenRequest], TokenGrant],
    ) -> None:
        """Get another one in place of the token that was refused; `clock` is the centre's."""


class HttpCentral:
    """Central over HTTPS. Belongs to one thread; only close() may come from another."""

    def __init__(
        self,
        address: CentreAddress,
        clock: Callable[[], datetime],
        tokens: Tokens,
        *,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """`jitter` is in 0..1: how long to wait before a line that broke is taken up again."""
        self._transport = Transport(address, clock)
        self._tokens = tokens
        self._closed = Event()
        self._uploader = Uploader(self._call, self._closed.wait, jitter)
        self._whole = 0

    @property
    def clock_skew(self) -> timedelta | None:
        """How far this computer's clock is ahead of the centre's; None until it was heard."""
        return self._transport.clock_skew

    def enrol(self, request: EnrolmentRequest) -> Enrolment:
        """Exchange a one-time code for an identity. Needs no token."""
        answer = self._transport.exchange(_post("enrolments", request), {})
        return parse(answer, Enrolment)

    def config(self, etag: str | None) -> ConfigAnswer | None:
        """The configuration, unless it is still the one known by `etag`."""
        headers = {} if etag is None else {"If-None-Match": etag}
        answer = self._call(Request(HTTPMethod.GET, "config", headers))
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return None
        return ConfigAnswer(parse(answer, Signed), answer.headers.get("etag"))

    def put_part(self, name: PartName, envelope: bytes, grant: str | None) -> Signed:
        """Hand one envelope over; returns the receipt, not verified yet.

        What is not small goes on where it ended when the line breaks, and the next time too.
        """
        if len(envelope) > SMALL_BODY_BYTES:
            self._whole = max(0, self._whole - 1)
            try:
                if self._whole == 0:
                    return self._uploader.deliver(name, envelope, _grant_header(grant))
            except UploadsNotOfferedError:
                self._whole = WHOLE_FOR
        headers = {"Content-Type": ENVELOPE_TYPE} | _grant_header(grant)
        request = Request(HTTPMethod.PUT, _path_of(name), headers, envelope)
        return parse(self._call(request), Signed)

    def carry_part(self, envelope: bytes, grant: str | None) -> Signed:
        """Hand over what another device sealed; returns the receipt, not verified yet."""
        headers = {"Content-Type": ENVELOPE_TYPE} | _grant_header(grant)
        request = Request(HTTPMethod.POST, "carrier/parts", headers, envelope)
        try:
            return parse(self._transport.exchange(request, {}), Signed)
        except DeviceRevokedError as error:  # said of whoever sealed it, not of this kiosk
            refused = CentralRefusedError(RefusedReason.OTHER, HTTPStatus.FORBIDDEN, None)
            raise refused from error

    def outcomes(self, after: int, wait_seconds: float) -> OutcomePage:
        """What happened after the cursor; waits up to `wait_seconds` for something new."""
        path = f"outcomes?after={after}&wait={wait_seconds:g}"
        return parse(self._call(Request(HTTPMethod.GET, path, {})), OutcomePage)

    def lookup(self, question: TicketLookup) -> TicketStatus | DeskProblem:
        """How one registration stands, for the person at the counter."""
        try:
            answer = self._call(_post("tickets/lookup", question))
        except CentralRefusedError as error:
            if error.problem is not None and error.problem.type in _DESK_PROBLEMS:
                return _DESK_PROBLEMS[error.problem.type]
            raise
        return parse(answer, TicketStatus)

    def join(self, submission_id: UUID, grant: str, request: JoinRequest) -> TicketStatus:
        """Take part in an open batch; returns how the registration stands then."""
        path = f"submissions/{submission_id}/join"
        return parse(self._call(_post(path, request, _grant_header(grant))), TicketStatus)

    def send_code(self, submission_id: UUID, grant: Grant) -> CodeSent:
        """Send a one-time code by SMS or e-mail, as the grant's action says."""
        path = _code_path(submission_id, grant)
        return parse(self._call(_post(path, None, _grant_header(grant.grant))), CodeSent)

    def verify_code(self, submission_id: UUID, grant: Grant, code: str) -> TicketStatus:
        """Compare what was typed; returns how the registration stands then."""
        path = f"{_code_path(submission_id, grant)}/verify"
        request = _post(path, CodeTry(code=code), _grant_header(grant.grant))
        return parse(self._call(request), TicketStatus)

    def hand_in_test(
        self, submission_id: UUID, grant: str, sitting: AssessmentForm
    ) -> TicketStatus:
        """Have the short test scored; returns how the registration stands then."""
        path = f"submissions/{submission_id}/test"
        return parse(self._call(_post(path, sitting, _grant_header(grant))), TicketStatus)

    def withdraw(self, submission_id: UUID, grant: str) -> TicketStatus:
        """End the registration and have the person's data erased at the centre."""
        path = f"submissions/{submission_id}/withdrawal"
        return parse(self._call(_post(path, None, _grant_header(grant))), TicketStatus)

    def contact(self, submission_id: UUID) -> ContactAnswer:
        """The phone number of a resident of this office who is needed."""
        path = f"submissions/{submission_id}/contact"
        return parse(self._call(Request(HTTPMethod.GET, path, {})), ContactAnswer)

    def heartbeat(self, beat: Heartbeat) -> HeartbeatAnswer:
        """Say how this kiosk is; returns what the centre has of it."""
        return parse(self._call(_post("heartbeats", beat)), HeartbeatAnswer)

    def close(self) -> None:
        """From any thread: end the call under way and refuse those that come after it."""
        self._closed.set()
        self._transport.close()

    def _call(self, request: Request) -> Answer:
        token = self._tokens.current()
        try:
            return self._transport.exchange(request, _bearer(token))
        except NotAuthorisedError:
            self._tokens.renew(token, self._transport.centre_time, self._new_token)
        return self._transport.exchange(request, _bearer(self._tokens.current()))

    def _new_token(self, request: TokenRequest) -> TokenGrant:
        try:
            return parse(self._transport.exchange(_post("tokens", request), {}), TokenGrant)
        except CentralRefusedError as error:  # of the device, not of what it wanted to send
            raise NotAuthorisedError from error


def _post(path: str, message: Wire | None, headers: Mapping[str, str] | None = None) -> Request:
    if message is None:
        return Request(HTTPMethod.POST, path, headers or {})
    typed = {"Content-Type": "application/json", **(headers or {})}
    return Request(HTTPMethod.POST, path, typed, message.model_dump_json().encode())


def _path_of(name: PartName) -> str:
    if name.part is Part.FORM:
        return f"submissions/{name.submission_id}/form"
    return f"submissions/{name.submission_id}/{_FOLDERS[name.part]}/{name.revision}"


def _code_path(submission_id: UUID, grant: Grant) -> str:
    return f"submissions/{submission_id}/{_CODE_PATHS[grant.action]}"


def _grant_header(grant: str | None) -> dict[str, str]:
    return {} if grant is None else {GRANT_HEADER: grant}


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
