"""Says "later" at the door, at once and for next to nothing, to what could only wait inside.

A centre that takes on more than it can do does all of it late. Who is let in is served soon; who is
not is told so before the body is read, and comes again: nothing is lost, since nothing was taken.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from threading import Lock
from typing import Final

from kiosk.central.intake.limits import AsgiApp, Message, Receive, Scope, Send, is_upload
from kiosk.central.settings.settings import Settings
from kiosk.central.web.problems import CentreProblemType, Refusal, RefusedError
from kiosk.sync.protocol import VERSION

_SUBMISSIONS: Final = f"/{VERSION}/submissions/"
_CARRIED: Final = f"/{VERSION}/carrier/parts"
_PIECES: Final = frozenset({"PATCH", "POST"})
_FULL: Final = Refusal(
    HTTPStatus.TOO_MANY_REQUESTS,
    CentreProblemType.BUSY,
    "The centre has as much to do as it can; nothing was taken",
    retry_after=timedelta(seconds=5),
)


class Admission:
    """Counts the parts that are being taken in. Any thread may ask."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._most = settings.current.limits.parts_at_once
        self._at_work = 0
        self._lock = Lock()

    def is_full(self, busy: int = 0) -> bool:
        """Whether another part would only wait; `busy` are inside, at work or on their way."""
        return max(busy, self._at_work) >= self._most

    @contextmanager
    def work(self) -> Iterator[None]:
        """Take one part in; raise RefusedError where others filled the house meanwhile."""
        most = self._settings.current.limits.parts_at_once
        with self._lock:
            self._most = most
            if self.is_full():
                raise RefusedError(_FULL)
            self._at_work += 1
        try:
            yield
        finally:
            with self._lock:
                self._at_work -= 1


class Door:
    """ASGI middleware: refuses parts while the house is full, without a thread, before a body.

    Whoever is inside counts, but for the time in which it waits for its own line: a hundred slow
    lines keep nobody busy.
    """

    def __init__(self, app: AsgiApp, admission: Admission) -> None:
        self._app, self._admission = app, admission
        self._busy = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, or answer 429."""
        if scope["type"] != "http" or not _brings_part(scope):
            await self._app(scope, receive, send)
        elif self._admission.is_full(self._busy):
            await _FULL.response()(scope, receive, send)
        else:
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def waited_for() -> Message:
            self._busy -= 1
            try:
                return await receive()
            finally:
                self._busy += 1

        self._busy += 1
        try:
            await self._app(scope, waited_for, send)
        finally:
            self._busy -= 1


def _brings_part(scope: Scope) -> bool:
    path: str = scope["path"]
    if scope["method"] == "PUT":
        return path.startswith(_SUBMISSIONS)
    return scope["method"] in _PIECES and (is_upload(path) or path == _CARRIED)
