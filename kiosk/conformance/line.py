"""The line to the centre under test: every exchange has a limit in time and in bytes."""

import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from pydantic import ValidationError
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict

from kiosk.conformance.rules import BrokenError
from kiosk.sync.problem import Problem
from kiosk.sync.protocol import VERSION, Wire
from kiosk.sync.tls import client_context

MAX_ANSWER_BYTES = 1024 * 1024
_CHUNK_BYTES = 16 * 1024
_CONNECT_SECONDS = 5.0
_TURNS = 3
"""So often a centre may say that it is not our turn yet."""
_LONGEST_TURN_SECONDS = 10.0
_LATER = (HTTPStatus.TOO_EARLY, HTTPStatus.SERVICE_UNAVAILABLE)
M = TypeVar("M", bound=Wire)


class UnsafeAddressError(ValueError):
    """Neither https nor this computer; the message says so."""


class NoAnswerError(Exception):
    """Nothing came that is an answer, or not in time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the centre said to one call."""

    asked: str
    """Method and path."""
    status: int
    headers: CaseInsensitiveDict[str]
    body: bytes
    seconds: float

    def read(self, model: type[M]) -> M:
        """The message in it; raise BrokenError where it is none."""
        try:
            return model.model_validate_json(self.body)
        except ValidationError as error:
            faults = ", ".join(".".join(map(str, one["loc"])) or "all" for one in error.errors())
            raise BrokenError(f"{self.asked}: not a {model.__name__} ({faults})") from error

    @property
    def problem(self) -> Problem:
        """The problem document in it; raise BrokenError where it is none."""
        try:
            return Problem.model_validate_json(self.body)
        except ValidationError as error:
            raise BrokenError(f"{self.asked}: {self.status} without a problem document") from error

    @property
    def said_at(self) -> datetime | None:
        """The centre's time, where it named it."""
        try:
            return parsedate_to_datetime(self.headers.get("Date", "")).astimezone(UTC)
        except (ValueError, OverflowError):  # a zone that no time has
            return None


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `message` goes as JSON, `body` as it is."""

    method: str
    path: str
    message: Any = None
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 20.0
    """The whole exchange may take so long."""


class Line:
    """Speaks HTTP with one centre. Remembers every answer, for what must hold of them all."""

    def __init__(self, url: str, ca_file: Path | None = None) -> None:
        """Raises UnsafeAddressError, and OSError for a `ca_file` without certificates."""
        _check_address(url)
        self._url = url.rstrip("/")
        self._trust = client_context(ca_file) if url.startswith("https") else None
        self._session = self._new_session()
        self.answers: list[Answer] = []

    def send(self, call: Call) -> Answer:
        """Ask, again where it is not our turn yet; raise NoAnswerError or BrokenError."""
        answer = self._exchange(call)
        for _ in range(_TURNS):
            if answer.status not in _LATER:
                break
            time.sleep(_pause(answer))
            answer = self._exchange(call)
        return answer

    def close(self) -> None:
        """Let the connection go."""
        self._session.close()

    def _exchange(self, call: Call) -> Answer:
        """In a thread of its own: no trickle from the other end can hold us longer."""
        outcome: SimpleQueue[Answer | Exception] = SimpleQueue()
        session = self._session

        def ask() -> None:
            try:
                outcome.put(_ask(session, f"{self._url}/{VERSION}/{call.path}", call))
            except (requests.RequestException, NoAnswerError, ValueError) as error:
                outcome.put(error)

        Thread(target=ask, name="conformance", daemon=True).start()
        try:
            answer = outcome.get(timeout=call.seconds)
        except Empty:
            self._session = self._new_session()  # the old one is in the hands of a lost thread
            answer = NoAnswerError(f"no answer within {call.seconds:g} seconds")
        if isinstance(answer, Exception):
            raise NoAnswerError(f"{_name(call)}: {_words(answer)}") from answer
        self.answers.append(answer)
        return answer

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        if self._trust is not None:
            session.mount("https://", _Trusting(self._trust))
        return session


class _Trusting(HTTPAdapter):
    def __init__(self, trust: ssl.SSLContext) -> None:
        self._trust = trust
        super().__init__()

    def init_poolmanager(self, *args: Any, **settings: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._trust, **settings)


def in_background(work: Callable[[], Answer]) -> "SimpleQueue[Answer | Exception]":
    """Do something meanwhile; its answer comes into the queue."""
    outcome: SimpleQueue[Answer | Exception] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put(work())
        except (NoAnswerError, BrokenError) as error:
            outcome.put(error)

    Thread(target=run, name="conformance-wait", daemon=True).start()
    return outcome


def _ask(session: requests.Session, url: str, call: Call) -> Answer:
    body = call.body if call.message is None else json.dumps(call.message).encode()
    kind = {} if call.message is None else {"Content-Type": "application/json"}
    began = time.monotonic()
    with session.request(
        call.method,
        url,
        data=body,
        headers={"Accept-Encoding": "identity", **kind, **call.headers},
        timeout=(_CONNECT_SECONDS, call.seconds),
        allow_redirects=False,
        stream=True,
    ) as response:
        content = b""
        for chunk in response.iter_content(_CHUNK_BYTES):
            content += chunk
            if len(content) > MAX_ANSWER_BYTES:
                raise NoAnswerError("an answer of more than 1 MiB")
    took = time.monotonic() - began
    return Answer(_name(call), response.status_code, response.headers, content, took)


def _name(call: Call) -> str:
    return f"{call.method} /{VERSION}/{call.path.partition('?')[0]}"


def _words(error: Exception) -> str:
    return str(error) if isinstance(error, NoAnswerError) else type(error).__name__


def _pause(answer: Answer) -> float:
    """What the centre asks for, as far as anybody wants to wait for a rule."""
    asked = answer.headers.get("Retry-After", "1")
    is_number = asked.isascii() and asked.isdigit()
    return min(float(asked) if is_number else 1.0, _LONGEST_TURN_SECONDS)


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme != "http" or not _is_here(parts.hostname or ""):
        raise UnsafeAddressError(f"{url}: only https, or http to this computer")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
