"""Runs the web application: beside a kiosk in a thread, or by itself until it is told to stop."""

import ipaddress
import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import uvicorn
from fastapi import FastAPI

from kiosk.central.app import create_app
from kiosk.central.bell import Bell
from kiosk.central.centre import Centre
from kiosk.central.configuration import demo_configuration, utc_now

LOOPBACK = "127.0.0.1"
FINISH_SECONDS = 5
"""How long a stopping server lets answers under way finish."""


class CannotServeError(Exception):
    """Address or certificate do not allow to serve; the message says what to change."""


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """A certificate chain and its private key, as PEM files."""

    certificate: Path
    private_key: Path


class EmbeddedServer:
    """Serves in a thread of its own. May be started again after a stop, on the same port."""

    def __init__(self, app: FastAPI, host: str = LOOPBACK, port: int = 0) -> None:
        self._app = app
        self._host = host
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it is to be found. The port is known once it has been started."""
        return f"http://{self._host}:{self._port}"

    def start(self) -> None:
        """Return when requests are answered; raise CannotServeError when the port is taken."""
        listener = _listen(self._host, self._port)
        self._port = listener.getsockname()[1]
        self._server = _Server(self._app, tls=None)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), name="centre")
        self._thread.start()
        self._server.ready.wait()

    def stop(self) -> None:
        """Finish what is being answered, and return when the thread has ended."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
            self._server = self._thread = None


def serve(folder: Path, host: str, port: int, tls: TlsFiles | None = None) -> None:
    """Run a centre until SIGINT or SIGTERM.

    Raises CannotServeError: plain HTTP is for this computer only.
    """
    if tls is None and not _is_loopback(host):
        raise CannotServeError(f"{host} is reachable by others: give a certificate and its key")
    with Centre(folder, utc_now, demo_configuration()) as centre:
        server = _Server(create_app(centre), tls)
        server.run([_listen(host, port)])


class _Server(uvicorn.Server):
    """Tells when it answers, and lets nobody wait for outcomes once it stops."""

    def __init__(self, app: FastAPI, tls: TlsFiles | None) -> None:
        super().__init__(_config(app, tls))
        self.ready = threading.Event()
        self._bell: Bell = cast("Centre", app.state.centre).outcomes.bell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._bell.unmute()
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._bell.mute()
        await super().shutdown(sockets)


def _config(app: FastAPI, tls: TlsFiles | None) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=FINISH_SECONDS,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.private_key if tls else None,
    )
    try:
        config.load()
    except OSError as error:  # a missing file, or ssl.SSLError for one that is no certificate
        raise CannotServeError(f"certificate or key cannot be used: {error}") from error
    return config


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise CannotServeError(f"cannot listen on {host} port {port}: {error}") from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
