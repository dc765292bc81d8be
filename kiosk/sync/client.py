"""The centre over HTTPS."""

import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http import HTTPMethod, HTTPStatus
from http.client import HTTPException, IncompleteRead
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import UUID

import requests
from requests.adapters import HTTPAdapter

from kiosk import __version__
from kiosk.sync.answer import Answer, check, parse
from kiosk.sync.central import (
    CentralRefusedError,
    CentralUnavailableError,
    ConfigAnswer,
    DeskProblem,
    NotAuthorisedError,
    PartName,
    UnavailableReason,
)
from kiosk.sync.deadline import Deadline
from kiosk.sync.protocol import (
    ENVELOPE_TYPE,
    GRANT_HEADER,
    VERSION,
    CodeSent,
    CodeTry,
    Enrolment,
    EnrolmentRequest,
    Grant,
    Heartbeat,
    JoinRequest,
    OutcomePage,
    Part,
    ProblemType,
    Redoable,
    Signed,
    TicketLookup,
    TicketStatus,
    TokenGrant,
    TokenRequest,
    Wire,
)

MAX_ANSWER_BYTES = 1024 * 1024
_CHUNK_BYTES = 16 * 1024
_DESK_PROBLEMS: Mapping[str, DeskProblem] = {
    ProblemType.TICKET_NOT_FOUND: DeskProblem.NOT_FOUND,
    ProblemType.TICKET_LOCKED: DeskProblem.LOCKED,
}

_FOLDERS: Mapping[Part, str] = {Part.PHOTO: "photos", Part.KTP: "ktp"}
_CODE_PATHS: Mapping[Redoable, str] = {
    Redoable.PHONE_CODE: "otp",
    Redoable.EMAIL_CODE: "email-code",
}


class AddressError(ValueError):
    """The configured way to the centre cannot be used; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds.

    `connect` also bounds each step of sending; `read` is between two bytes; `total` is the whole.
    """

    connect: float = 10.0
    read: float = 30.0
    total: float = 180.0


@dataclass(frozen=True, slots=True)
class CentreAddress:
    """Where the centre is and how to get there. Raises AddressError for what cannot work.

    `proxy` is used for HTTPS only; nothing is taken from the environment.
    """

    base_url: str
    ca_file: Path | None = None
    proxy: str | None = None
    timeouts: Timeouts = Timeouts()

    def __post_init__(self) -> None:
        _check_url(self.base_url)
        if self.ca_file is not None:
            _check_ca_file(self.ca_file)
        if self.proxy is not None and urlsplit(self.proxy).scheme not in {"http", "https"}:
            raise AddressError("the proxy must begin with http:// or https://")


AT_THE_COUNTER = Timeouts(connect=5.0, read=10.0, total=20.0)
"""For calls that a person waits for."""


class Tokens(Protocol):
    """Where the bearer token comes from."""

    def current(self) -> str:
        """The token to try; raises NotAuthorisedError where there never was one."""

    def renew(self, refused: str, now: datetime, ask: Callable[[TokenRequest], TokenGrant]) -> None:
        """Get another one in place of the token that was refused; `now` by the centre's clock."""


class HttpCentral:
    """Central over HTTPS. Belongs to one thread; only close() may come from another."""

    def __init__(
        self, address: CentreAddress, clock: Callable[[], datetime], tokens: Tokens
    ) -> None:
        self._base_url = address.base_url.rstrip("/")
        self._timeout = (address.timeouts.connect, address.timeouts.read)
        self._clock = clock
        self._tokens = tokens
        self._deadline = Deadline(address.timeouts.total)
        self._session = _new_session(address, self._deadline)
        self._clock_skew: timedelta | None = None

    @property
    def clock_skew(self) -> timedelta | None:
        """How far this computer's clock is ahead of the centre's; None until it was heard."""
        return self._clock_skew

    def enrol(self, request: EnrolmentRequest) -> Enrolment:
        """Exchange a one-time code for an identity. Needs no token."""
        answer = self._exchange(_post("enrolments", request), {})
        return parse(answer, Enrolment)

    def config(self, etag: str | None) -> ConfigAnswer | None:
        """The configuration, unless it is still the one known by `etag`."""
        headers = {} if etag is None else {"If-None-Match": etag}
        answer = self._call(_Request(HTTPMethod.GET, "config", headers))
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return None
        return ConfigAnswer(parse(answer, Signed), answer.headers.get("etag"))

    def put_part(self, name: PartName, envelope: bytes, grant: str | None) -> Signed:
        """Hand one envelope over; returns the receipt, not verified yet."""
        headers = {"Content-Type": ENVELOPE_TYPE} | _grant_header(grant)
        request = _Request(HTTPMethod.PUT, _path_of(name), headers, envelope)
        return parse(self._call(request), Signed)

    def outcomes(self, after: int, wait_seconds: float) -> OutcomePage:
        """What happened after the cursor; waits up to `wait_seconds` for something new."""
        path = f"outcomes?after={after}&wait={wait_seconds:g}"
        return parse(self._call(_Request(HTTPMethod.GET, path, {})), OutcomePage)

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

    def withdraw(self, submission_id: UUID, grant: str) -> TicketStatus:
        """End the registration and have the person's data erased at the centre."""
        path = f"submissions/{submission_id}/withdrawal"
        return parse(self._call(_post(path, None, _grant_header(grant))), TicketStatus)

    def heartbeat(self, beat: Heartbeat) -> None:
        """Say how this kiosk is."""
        self._call(_post("heartbeats", beat))

    def close(self) -> None:
        """From any thread: end the call under way and refuse those that come after it."""
        self._deadline.cancel()
        self._session.close()

    def _call(self, request: "_Request") -> Answer:
        token = self._tokens.current()
        try:
            return self._exchange(request, _bearer(token))
        except NotAuthorisedError:
            now = self._clock() - (self._clock_skew or timedelta())
            self._tokens.renew(token, now, self._new_token)
        return self._exchange(request, _bearer(self._tokens.current()))

    def _new_token(self, request: TokenRequest) -> TokenGrant:
        try:
            return parse(self._exchange(_post("tokens", request), {}), TokenGrant)
        except CentralRefusedError as error:  # of the device, not of what it wanted to send
            raise NotAuthorisedError from error

    def _exchange(self, request: "_Request", more_headers: Mapping[str, str]) -> Answer:
        if self._deadline.cancelled:
            raise CentralUnavailableError(UnavailableReason.CLOSED)
        try:
            with self._deadline.running():
                answer = self._send(request, more_headers)
        except requests.RequestException as error:
            raise self._unavailable(error) from error
        if self._deadline.passed or self._deadline.cancelled:  # what was read may be cut off
            raise self._unavailable(None)
        if answer.is_of_the_centre and answer.date is not None:
            self._clock_skew = self._clock() - answer.date
        check(answer)
        return answer

    def _send(self, request: "_Request", more_headers: Mapping[str, str]) -> Answer:
        with self._session.request(
            request.method,
            f"{self._base_url}/{VERSION}/{request.path}",
            data=request.body,
            headers={**request.headers, **more_headers},
            timeout=self._timeout,
            allow_redirects=False,
            stream=True,
        ) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, headers, _read_bounded(response))

    def _unavailable(self, error: requests.RequestException | None) -> CentralUnavailableError:
        if self._deadline.cancelled:
            return CentralUnavailableError(UnavailableReason.CLOSED)
        if self._deadline.passed:
            return CentralUnavailableError(UnavailableReason.TIMEOUT, "the whole took too long")
        return CentralUnavailableError(_reason_of(error), type(error).__name__)


@dataclass(frozen=True, slots=True)
class _Request:
    method: HTTPMethod
    path: str
    headers: Mapping[str, str]
    body: bytes | None = None


def _post(path: str, message: Wire | None, headers: Mapping[str, str] | None = None) -> _Request:
    if message is None:
        return _Request(HTTPMethod.POST, path, headers or {})
    typed = {"Content-Type": "application/json", **(headers or {})}
    return _Request(HTTPMethod.POST, path, typed, message.model_dump_json().encode())


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


class _WatchedAdapter(HTTPAdapter):
    """Shows every new connection to the deadline, which alone can end a slow drip."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        super().__init__(pool_connections=1, pool_maxsize=1)

    def get_connection_with_tls_context(self, *args: Any, **settings: Any) -> Any:
        """As the base class, with the pool's connections made under our eyes."""
        pool: Any = super().get_connection_with_tls_context(*args, **settings)
        if "ConnectionCls" not in vars(pool):
            pool.ConnectionCls = partial(self._connection, pool.ConnectionCls)
        return pool

    def _connection(self, kind: Callable[..., Any], **settings: Any) -> Any:
        connection = kind(**settings)
        connection.connect = partial(self._connect, connection, connection.connect)
        return connection

    def _connect(self, connection: Any, connect: Callable[[], None]) -> None:
        connect()
        # The socket itself: a connection that will be closed lets go of it before it is read.
        self._deadline.watch(connection.sock)


def _new_session(address: CentreAddress, deadline: Deadline) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no proxy, certificate or password that nobody configured
    session.verify = str(address.ca_file) if address.ca_file is not None else True
    if address.proxy is not None:
        session.proxies = {"https": address.proxy}
    session.headers.update(
        {
            "User-Agent": f"loket-kiosk/{__version__}",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
        }
    )
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("https://", "http://"):
        session.mount(scheme, _WatchedAdapter(deadline))
    return session


def _read_bounded(response: requests.Response) -> bytes:
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise CentralUnavailableError(UnavailableReason.BAD_ANSWER, "compressed")
    body = bytearray()
    for chunk in response.iter_content(_CHUNK_BYTES):
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise CentralUnavailableError(UnavailableReason.BAD_ANSWER, "endless")
    return bytes(body)


_REASON_OF_CAUSE: Sequence[tuple[type[BaseException], UnavailableReason]] = (
    (ssl.SSLCertVerificationError, UnavailableReason.CERTIFICATE),
    (requests.exceptions.ProxyError, UnavailableReason.PROXY),
    (TimeoutError, UnavailableReason.TIMEOUT),
    (requests.Timeout, UnavailableReason.TIMEOUT),
    (ConnectionError, UnavailableReason.OFFLINE),
    (ssl.SSLEOFError, UnavailableReason.OFFLINE),
    (ssl.SSLError, UnavailableReason.CERTIFICATE),
    (IncompleteRead, UnavailableReason.OFFLINE),
    (HTTPException, UnavailableReason.BAD_ANSWER),
)
"""The first one found anywhere among the causes names the reason."""


def _reason_of(error: BaseException | None) -> UnavailableReason:
    causes: list[BaseException] = []
    while error is not None:
        causes.append(error)
        error = error.__cause__ or error.__context__
    for kind, reason in _REASON_OF_CAUSE:
        if any(isinstance(cause, kind) for cause in causes):
            return reason
    return UnavailableReason.OFFLINE


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        usable = bool(host) and parts.port != 0
    except ValueError:
        raise AddressError("the centre's address cannot be read") from None
    if not usable or parts.scheme not in {"https", "http"}:
        raise AddressError("the centre's address must begin with https:// and name a host")
    if parts.query or parts.fragment or parts.username is not None:
        raise AddressError("the centre's address must not carry a password, ? or #")
    if parts.scheme == "http" and not _is_loopback(host):
        raise AddressError("http:// is only for a centre on this computer; use https://")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_ca_file(ca_file: Path) -> None:
    try:
        ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # ssl.SSLError is one
        raise AddressError(f"ca_file {ca_file} holds no certificates: {error}") from error
