"""Tells systemd that this program is ready and alive, where systemd wants to know."""

import logging
import os
import socket
import sys
from collections.abc import Mapping
from typing import Final

SOCKET_VARIABLE: Final = "NOTIFY_SOCKET"
PATIENCE_VARIABLE: Final = "WATCHDOG_USEC"
_SIGNS_IN_TIME: Final = 3
"""One may be late, and another lost, before systemd takes the program for dead."""
_log = logging.getLogger(__name__)


class Watchdog:
    """Signs of life as sd_notify(3) has them; none where nobody listens.

    WATCHDOG_PID is not asked: under cage systemd has started cage, and what may hang is this.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._address = environment.get(SOCKET_VARIABLE, "")
        patience = environment.get(PATIENCE_VARIABLE, "")
        self._every = int(patience) / 1_000_000 / _SIGNS_IN_TIME if patience.isdecimal() else None
        self._untold = 0.0

    def ready(self) -> None:
        """The program has begun."""
        self._tell(b"READY=1")

    def went_on(self, seconds: float) -> None:
        """So much time has passed, and the loop still goes round; told as often as is wanted."""
        self._untold += seconds
        if self._every is not None and self._untold >= self._every:
            self._untold = 0.0
            self._tell(b"WATCHDOG=1")

    def _tell(self, sign: bytes) -> None:
        if not self._address or sys.platform == "win32":
            return
        abstract = self._address.startswith("@")
        address = f"\0{self._address[1:]}" if abstract else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
                line.settimeout(0)
                line.sendto(sign, address)
        except OSError as fault:  # not heard, systemd starts the program anew
            _log.warning("systemd does not hear %s: %s", sign.decode(), fault.strerror)
