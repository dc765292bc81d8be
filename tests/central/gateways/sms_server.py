"""An SMS gateway on loopback: takes JSON, keeps it, and answers what it is told to."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class SmsServer:
    """What it got, and what it answers next."""

    url: str = ""
    requests: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    hangs_until: Event | None = None

    @property
    def texts(self) -> list[str]:
        return [body["text"] for _, body in self.requests]


@contextmanager
def sms_server(port: int = 0) -> Iterator[SmsServer]:
    """Serve until the end."""
    gateway = SmsServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.requests.append((dict(self.headers), json.loads(body)))
            if gateway.hangs_until is not None:
                gateway.hangs_until.wait(30)
                return
            self.send_response(gateway.status)
            for name, value in gateway.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(gateway.body)
            except OSError:
                self.close_connection = True  # who asked has heard enough

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its own name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    gateway.url = f"http://127.0.0.1:{server.server_port}/send"
    try:
        yield gateway
    finally:
        if gateway.hangs_until is not None:
            gateway.hangs_until.set()
        server.shutdown()
        thread.join()
        server.server_close()
