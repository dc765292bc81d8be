"""A real HTTP server on this machine that answers by script, also in ways no server should."""

import ssl
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TypeAlias

from pydantic import BaseModel

from kiosk.sync.problem import PROBLEM_TYPE


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it arrived."""

    method: str
    path: str
    headers: Message
    body: bytes


class ScriptedServer(ThreadingHTTPServer):
    """Answers each request with the next entry of the script; the last entry stays."""

    daemon_threads = True
    PIECE_BYTES = 16 * 1024
    seconds_per_piece = 0.0
    """How long the line takes for so many bytes of a request."""

    def __init__(self, *script: "Reply") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = list(script)
        self.received: list[Received] = []
        self.ended = Event()

    @property
    def url(self) -> str:
        scheme = "https" if isinstance(self.socket, ssl.SSLSocket) else "http"
        return f"{scheme}://127.0.0.1:{self.server_port}"

    def next_reply(self) -> "Reply":
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    def handle_error(self, *_about: object) -> None:
        """A client that goes away is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ScriptedServer
    timeout = 10

    def do_GET(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def do_PATCH(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_CONNECT(self) -> None:
        self._answer()

    def _answer(self) -> None:
        length, body = int(self.headers.get("Content-Length", "0")), b""
        while len(body) < length:
            body += self.rfile.read(min(self.server.PIECE_BYTES, length - len(body)))
            self.server.ended.wait(self.server.seconds_per_piece)
        self.server.received.append(Received(self.command, self.path, self.headers, body))
        self.server.next_reply()(self)

    def log_message(self, *_line: object) -> None:
        """Stay quiet."""


Reply: TypeAlias = Callable[[_Handler], None]


def reply(
    status: int,
    body: bytes | BaseModel = b"",
    headers: Mapping[str, str] | None = None,
    content_type: str = "application/json",
) -> Reply:
    """An honest answer."""
    content = body.model_dump_json().encode() if isinstance(body, BaseModel) else body

    def send(handler: _Handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return send


def problem(status: int, kind: str, headers: Mapping[str, str] | None = None) -> Reply:
    """A problem document of the centre."""
    body = f'{{"type": "{kind}", "title": "no", "status": {status}}}'.encode()
    return reply(status, body, headers, PROBLEM_TYPE)


def raw(data: bytes) -> Reply:
    """Exactly these bytes, and then the end of the connection."""

    def send(handler: _Handler) -> None:
        handler.wfile.write(data)
        handler.close_connection = True

    return send


def endless(beginning: bytes, chunk: bytes, pause_seconds: float = 0.0) -> Reply:
    """A beginning, and then the chunk again and again until the client has had enough."""

    def send(handler: _Handler) -> None:
        handler.wfile.write(beginning)
        while not handler.server.ended.wait(pause_seconds):
            handler.wfile.write(chunk)

    return send


def dripping(pieces: Sequence[bytes], pause_seconds: float) -> Reply:
    """A good answer, piece by piece."""

    def send(handler: _Handler) -> None:
        length = sum(map(len, pieces))
        head = f"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: {length}"
        handler.wfile.write(f"{head}\r\n\r\n".encode())
        for piece in pieces:
            handler.wfile.write(piece)
            handler.server.ended.wait(pause_seconds)

    return send


def silent(handler: _Handler) -> None:
    """No answer at all until the server ends."""
    handler.server.ended.wait(10)


@contextmanager
def running(server: ScriptedServer) -> Generator[ScriptedServer]:
    """The server, in a thread of its own."""
    with server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()
