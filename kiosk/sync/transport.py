"""HTTP to the centre: one session, its limits, and what can go wrong with it."""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from http import HTTPMethod
from http.client import HTTPException, IncompleteRead
from http.cookiejar import DefaultCookiePolicy
from io import BytesIO
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from kiosk import __version__
from kiosk.sync.answer import Answer, check
from kiosk.sync.bounded_answer import BoundedAnswer
from kiosk.sync.central import CentralUnavailableError, UnavailableReason
from kiosk.sync.deadline import Deadline
from kiosk.sync.protocol import VERSION
from kiosk.sync.tls import WrongPinError, check_pin, client_context, read_pin

MAX_ANSWER_BYTES = 1024 * 1024
"""Of a body; a good many bytes more may frame it."""
_FRAMING_BYTES = 64 * 1024
_CHUNK_BYTES = 16 * 1024
_PIECE_BYTES = 4 * 1024
"""A body is sent in such pieces, as a socket's timeout is for one piece as a whole."""
_SEND_BUFFER_BYTES = 32 * 1024
"""What the system may hold unsent: else a slow line would be asked for an answer to a question
that is still leaving."""


class AddressError(ValueError):
    """The configured way to the centre cannot be used; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds.

    `read` is for a next step in either direction; `total` is for the whole, and a second more for
    every `slowest` bytes of question and answer: a large body on a slow line is not cut off, and
    a small question on a dead one does not wait as long.
    """

    connect: float = 10.0
    read: float = 30.0
    total: float = 60.0
    slowest: float = 1024.0


@dataclass(frozen=True, slots=True)
class CentreAddress:
    """Where the centre is and how to get there. Raises AddressError for what cannot work.

    `ca_file` takes the place of the system's authorities, for centre and proxy. `proxy` is used for
    HTTPS only; nothing is taken from the environment. One of the `pins` must fit the centre's
    certificate; where there are none, any will do that is trusted.
    """

    base_url: str
    ca_file: Path | None = None
    proxy: str | None = field(default=None, repr=False)
    timeouts: Timeouts = Timeouts()
    pins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_url(self.base_url)
        if self.ca_file is not None:
            _check_ca_file(self.ca_file)
        if self.proxy is not None:
            _check_proxy(self.proxy)
        if self.pins:
            _check_pins(self.pins, self.base_url)


AT_THE_COUNTER = Timeouts(connect=5.0, read=10.0, total=20.0, slowest=16 * 1024.0)
"""For calls that a person waits for; they ask little, and hear little."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked; `path` is relative to the version of the protocol."""

    method: HTTPMethod
    path: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)


class Transport:
    """Exchanges one request for one answer.

    Belongs to one thread; only close() may come from another.
    """

    def __init__(self, address: CentreAddress, clock: Callable[[], datetime]) -> None:
        self._base_url = address.base_url.rstrip("/")
        self._timeouts = address.timeouts
        self._clock = clock
        self._deadline = Deadline()
        self._session = _new_session(address, self._deadline)
        self._clock_skew: timedelta | None = None

    @property
    def clock_skew(self) -> timedelta | None:
        """How far this computer's clock is ahead of the centre's; None until it was heard."""
        return self._clock_skew

    def centre_time(self) -> datetime:
        """What time it is by the centre's clock, as far as it was heard."""
        return self._clock() - (self._clock_skew or timedelta())

    def exchange(self, request: Request, more_headers: Mapping[str, str]) -> Answer:
        """Send, and return an answer that is no error; any CentralError may be raised instead."""
        if self._deadline.cancelled:
            raise CentralUnavailableError(UnavailableReason.CLOSED)
        try:
            with self._deadline.running(self._timeouts.total + self._seconds_for(request.body)):
                answer = self._send(request, more_headers)
        except requests.RequestException as error:
            raise self._unavailable(error) from error
        if self._deadline.passed or self._deadline.cancelled:  # what was read may be cut off
            raise self._unavailable(None)
        if answer.is_of_the_centre and answer.date is not None:
            self._clock_skew = self._clock() - answer.date
        check(answer)
        return answer

    def close(self) -> None:
        """From any thread: end the exchange under way and refuse those that come after it."""
        self._deadline.cancel()
        self._session.close()

    def _send(self, request: Request, more_headers: Mapping[str, str]) -> Answer:
        with self._session.request(
            request.method,
            f"{self._base_url}/{VERSION}/{request.path}",
            data=BytesIO(request.body) if request.body else None,
            headers={**request.headers, **more_headers},
            timeout=self._steps_for(request),
            allow_redirects=False,
            stream=True,
        ) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, headers, _read_bounded(response))

    def _steps_for(self, request: Request) -> tuple[float, float]:
        """Connecting, and each step afterwards: what the system holds has to leave first."""
        held = (request.body or b"")[: 2 * _SEND_BUFFER_BYTES]  # Linux takes twice what is said
        return self._timeouts.connect, self._timeouts.read + self._seconds_for(held)

    def _seconds_for(self, body: bytes | None) -> float:
        return len(body or b"") / self._timeouts.slowest

    def _unavailable(self, error: requests.RequestException | None) -> CentralUnavailableError:
        if self._deadline.cancelled:
            return CentralUnavailableError(UnavailableReason.CLOSED)
        if self._deadline.passed:
            return CentralUnavailableError(UnavailableReason.TIMEOUT, "the whole took too long")
        return CentralUnavailableError(_reason_of(error), type(error).__name__)


class _StayingSession(requests.Session):
    """Does not even read where a redirect leads: the library fails at places it cannot read."""

    def get_redirect_target(self, _resp: requests.Response) -> None:
        """Nowhere."""


class _WatchedAdapter(HTTPAdapter):
    """Makes every connection under our eyes: trusted, pinned, bounded, and known to the deadline.

    The deadline alone can end a slow drip.
    """

    def __init__(self, address: CentreAddress, deadline: Deadline) -> None:
        self._deadline = deadline
        self._timeouts = address.timeouts
        self._pins = frozenset(map(read_pin, address.pins))
        self._context = client_context(address.ca_file)
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **settings: Any) -> None:
        """As the base class, with our own idea of whom to trust."""
        super().init_poolmanager(
            *args,
            **settings,
            ssl_context=self._context,
            blocksize=_PIECE_BYTES,
            socket_options=_SOCKET_OPTIONS,
        )

    def proxy_manager_for(self, proxy: str, **settings: Any) -> Any:
        """As the base class; a proxy that is reached by HTTPS is trusted like the centre."""
        return super().proxy_manager_for(
            proxy,
            **settings,
            ssl_context=self._context,
            proxy_ssl_context=self._context,
            blocksize=_PIECE_BYTES,
            socket_options=_SOCKET_OPTIONS,
        )

    def cert_verify(self, conn: Any, *_: object) -> None:
        """Without the authorities that the base class would add from a package of its own."""
        conn.cert_reqs = "CERT_REQUIRED"

    def get_connection_with_tls_context(self, *args: Any, **settings: Any) -> Any:
        """As the base class, with the pool's connections made under our eyes."""
        pool: Any = super().get_connection_with_tls_context(*args, **settings)
        if "ConnectionCls" not in vars(pool):
            pool.ConnectionCls = partial(self._connection, pool.ConnectionCls)
        return pool

    def _connection(self, kind: Callable[..., Any], **settings: Any) -> Any:
        connection = kind(**settings)
        limit = MAX_ANSWER_BYTES + _FRAMING_BYTES
        connection.response_class = partial(BoundedAnswer, limit, self._received)
        connection._new_conn = partial(self._new_line, connection._new_conn)  # noqa: SLF001
        connection.connect = partial(self._connect, connection, connection.connect)
        return connection

    def _new_line(self, connect: Callable[[], socket.socket]) -> socket.socket:
        line = connect()
        self._deadline.watch(line)
        return line

    def _connect(self, connection: Any, connect: Callable[[], None]) -> None:
        connect()
        try:
            if self._pins:
                check_pin(partial(connection.sock.getpeercert, binary_form=True), self._pins)
        except OSError:
            connection.close()
            raise
        connection.sock.settimeout(self._timeouts.read)

    def _received(self, count: int) -> None:
        if self._deadline.passed or self._deadline.cancelled:  # what is cut off has not ended
            raise TimeoutError
        self._deadline.extend(count / self._timeouts.slowest)


_SOCKET_OPTIONS = (
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    (socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES),
)


def _new_session(address: CentreAddress, deadline: Deadline) -> requests.Session:
    session = _StayingSession()
    session.trust_env = False  # no proxy, certificate or password that nobody configured
    if address.proxy is not None:
        session.proxies = {"https": address.proxy}
    session.headers.update(
        {
            "User-Agent": f"loket-kiosk/{__version__}",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Cache-Control": "no-store",
        }
    )
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("https://", "http://"):
        session.mount(scheme, _WatchedAdapter(address, deadline))
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
    (WrongPinError, UnavailableReason.WRONG_KEY),
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
    causes = list(_causes(error))
    for kind, reason in _REASON_OF_CAUSE:
        if any(isinstance(cause, kind) for cause in causes):
            return reason
    return UnavailableReason.OFFLINE


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error itself, and whatever led to it in either way."""
    if error is not None:
        yield error
        yield from _causes(error.__cause__)
        if error.__context__ is not error.__cause__:
            yield from _causes(error.__context__)


def _check_url(url: str) -> None:
    try:
        parts, host = urlsplit(url), _host_of(url)
    except ValueError:
        raise AddressError("the centre's address cannot be read") from None
    if not host or parts.scheme not in {"https", "http"}:
        raise AddressError("the centre's address must begin with https:// and name a host")
    if parts.query or parts.fragment or parts.username is not None:
        raise AddressError("the centre's address must not carry a password, ? or #")
    if parts.scheme == "http" and not _is_loopback(host):
        raise AddressError("http:// is only for a centre on this computer; use https://")


def _check_proxy(url: str) -> None:
    """Without a word of it: a password may be in it."""
    try:
        scheme, host = urlsplit(url).scheme, _host_of(url)
    except ValueError:
        raise AddressError("the proxy's address cannot be read") from None
    if not host or scheme not in {"http", "https"}:
        raise AddressError("the proxy must begin with http:// or https:// and name a host")


def _host_of(url: str) -> str:
    """A name that can be asked for, with a port that there is; else empty. Raises ValueError."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host.encode("idna")
    return "" if parts.port == 0 else host


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_ca_file(ca_file: Path) -> None:
    try:
        client_context(ca_file)
    except OSError as error:  # ssl.SSLError is one
        raise AddressError(f"ca_file {ca_file} holds no certificates: {error}") from error


def _check_pins(pins: Sequence[str], base_url: str) -> None:
    if not base_url.startswith("https://"):
        raise AddressError("a pin needs an address that begins with https://")
    try:
        for pin in pins:
            read_pin(pin)
    except ValueError as error:
        raise AddressError('a pin is written "sha256/" and 44 characters of base64') from error
