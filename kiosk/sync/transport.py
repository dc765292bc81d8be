"""HTTP to the centre: one session, its limits, and what can go wrong with it."""

import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from http import HTTPMethod
from http.client import HTTPException, IncompleteRead
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from kiosk import __version__
from kiosk.sync.answer import Answer, check
from kiosk.sync.central import CentralUnavailableError, UnavailableReason
from kiosk.sync.deadline import Deadline
from kiosk.sync.protocol import VERSION

MAX_ANSWER_BYTES = 1024 * 1024
_CHUNK_BYTES = 16 * 1024


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
        self._timeout = (address.timeouts.connect, address.timeouts.read)
        self._clock = clock
        self._deadline = Deadline(address.timeouts.total)
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

    def close(self) -> None:
        """From any thread: end the exchange under way and refuse those that come after it."""
        self._deadline.cancel()
        self._session.close()

    def _send(self, request: Request, more_headers: Mapping[str, str]) -> Answer:
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
