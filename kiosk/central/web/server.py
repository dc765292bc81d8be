"""Runs the web application: beside a kiosk in a thread, or by itself until it is told to stop."""

import ipaddress
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import uvicorn
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from kiosk.central.centre import Centre
from kiosk.central.outcomes.lookout import Lookout
from kiosk.central.web.app import create_app

LOOPBACK = "127.0.0.1"
FINISH_SECONDS = 2
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

    def __init__(
        self, app: FastAPI, host: str = LOOPBACK, port: int = 0, tls: TlsFiles | None = None
    ) -> None:
        self._app = app
        self._host = host
        self._port = port
        self._tls = tls
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it is to be found. The port is known once it has been started."""
        return _url(self._host, self._port, self._tls)

    def start(self) -> None:
        """Return when requests are answered; raise CannotServeError when that cannot be."""
        ready = threading.Event()
        server = _Server(self._app, self._tls, ready.set)
        listener = _listen(self._host, self._port)
        self._port = listener.getsockname()[1]
        self._server = server
        self._thread = threading.Thread(target=server.run, args=([listener],), name="centre")
        self._thread.start()
        ready.wait()

    def stop(self) -> None:
        """Finish what is being answered, and return when the thread has ended."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
            self._server = self._thread = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a centre is to be found; TLS wherever others can reach it."""

    host: str = LOOPBACK
    port: int = 0
    tls: TlsFiles | None = None

    def __post_init__(self) -> None:
        """Raise CannotServeError: plain HTTP is for this computer only."""
        if self.tls is None and not self.is_here_only:
            raise CannotServeError(
                f"{self.host} is reachable by others: give a certificate and its key"
            )

    @property
    def is_here_only(self) -> bool:
        """Whether nobody but this computer gets there."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def serve(
    centre: Centre, place: Place, announce: Callable[[str], None], demo_code: str | None = None
) -> None:
    """Answer for a centre until SIGINT or SIGTERM; `announce` is told the URL once it answers.

    `demo_code` enrols one kiosk of a demo office. Raises CannotServeError.
    """
    if demo_code is not None and not place.is_here_only:
        raise CannotServeError("a code that everybody knows is for this computer only")
    if demo_code is not None:
        centre.enrolments.offer_demo(demo_code)
    listener = _listen(place.host, place.port)
    url = _url(place.host, listener.getsockname()[1], place.tls)
    _Server(create_app(centre), place.tls, lambda: announce(url)).run([listener])


class _Server(uvicorn.Server):
    """Tells when it answers, and lets nobody wait for outcomes once it stops."""

    def __init__(self, app: FastAPI, tls: TlsFiles | None, on_ready: Callable[[], None]) -> None:
        super().__init__(_config(app, tls))
        self._on_ready = on_ready
        outcomes = cast("Centre", app.state.centre).outcomes
        self._bell = outcomes.bell
        self._lookout = Lookout(outcomes)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._bell.unmute()
        self._lookout.start()
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._bell.mute()
        await run_in_threadpool(self._lookout.stop)
        await super().shutdown(sockets)
        for connection in self.server_state.connections:  # idle ones that ignore TLS's goodbye
            connection.transport.abort()


def _url(host: str, port: int, tls: TlsFiles | None) -> str:
    address = f"[{host}]" if ":" in host else host
    return f"{'http' if tls is None else 'https'}://{address}:{port}"


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
        date_header=False,  # the application's own says the centre's time
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
    # Said to be TCP, or asyncio would leave Nagle's delay on: 40 ms in every answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # on Windows the option would let two programs have one port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CannotServeError(f"cannot listen on {host} port {port}: {error}") from error
    return listener
