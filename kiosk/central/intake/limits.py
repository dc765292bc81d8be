"""Refuses bodies that are too large while they come in, before anything holds them whole."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

from kiosk.central.web.problems import CentreProblemType, Refusal
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import (
    MAX_FORM_BYTES,
    MAX_KTP_BYTES,
    MAX_PATCH_BYTES,
    MAX_PHOTO_BYTES,
    VERSION,
)
from kiosk.sync.sealing import MAX_ENVELOPE_BYTES

_log = logging.getLogger(__name__)
MAX_MESSAGE_BYTES = 16 * 1024
MAX_SETTINGS_BYTES = 512 * 1024
"""A whole configuration, as browsers encode it."""
SETTINGS_PATH = "/desk/settings"
LONGEST_SILENCE_SECONDS = 120.0
UPLOADS_PATH = f"/{VERSION}/uploads"

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]


def is_upload(path: str) -> bool:
    """Whether this is a path of uploads that go on after a break."""
    return path.startswith(UPLOADS_PATH)


def body_limit(path: str) -> int:
    """How many bytes a request to this path may carry."""
    if path.startswith(f"/{VERSION}/"):
        return _part_limit(path)
    return MAX_SETTINGS_BYTES if path.startswith(SETTINGS_PATH) else MAX_MESSAGE_BYTES


def _part_limit(path: str) -> int:
    if path.endswith("/form"):
        return MAX_FORM_BYTES
    if path.endswith("/carrier/parts") or is_upload(path):
        return max(MAX_ENVELOPE_BYTES.values())
    if "/photos/" in path:
        return MAX_PHOTO_BYTES
    if "/ktp/" in path:
        return MAX_KTP_BYTES
    return MAX_PATCH_BYTES if "/patches/" in path else MAX_MESSAGE_BYTES


class _NoWholeBodyError(BaseException):
    """Passes every handler on its way out: whoever reads a body cannot go on without it.

    Without a refusal there is nobody left to answer.
    """

    def __init__(self, refusal: Refusal | None) -> None:
        super().__init__()
        self.refusal = refusal


class BodyLimit:
    """ASGI middleware: counts a body as it is read, whatever its length was said to be.

    A line that is silent for `longest_silence` seconds in the middle of a body is given up.
    """

    def __init__(self, app: AsgiApp, longest_silence: float = LONGEST_SILENCE_SECONDS) -> None:
        self._app = app
        self._longest_silence = longest_silence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 413; 415 where the body would have to be unpacked."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _is_encoded(scope):
            await _ENCODED.response()(scope, receive, send)
            return
        limit, read, is_whole = body_limit(scope["path"]), 0, False

        async def counted() -> Message:
            nonlocal read, is_whole
            message = await (receive() if is_whole else self._in_time(receive))
            if message["type"] == "http.disconnect" and not is_whole:
                raise _NoWholeBodyError(None)
            read += len(message.get("body", b""))
            if read > limit:
                raise _NoWholeBodyError(_too_large(limit))
            is_whole = not message.get("more_body", False)
            return message

        try:
            await self._app(scope, counted, send)
        except _NoWholeBodyError as error:
            if error.refusal is None:
                _log.info("a sender hung up in the middle of a body")
            else:
                await error.refusal.response()(scope, receive, send)

    async def _in_time(self, receive: Receive) -> Message:
        try:
            async with asyncio.timeout(self._longest_silence):
                return await receive()
        except TimeoutError:
            raise _NoWholeBodyError(_SILENT) from None


def _is_encoded(scope: Scope) -> bool:
    """Whether a few bytes may become many once somebody unpacks them: nobody does."""
    named = (value for name, value in scope["headers"] if name == b"content-encoding")
    return any(value.strip().lower() not in {b"", b"identity"} for value in named)


_ENCODED = Refusal(
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    CentreProblemType.REQUEST_INVALID,
    "Bodies are taken as they are, in no encoding",
    field="Content-Encoding",
)
_SILENT = Refusal(
    HTTPStatus.REQUEST_TIMEOUT, CentreProblemType.BUSY, "The rest of the body did not come"
)


def _too_large(limit: int) -> Refusal:
    return Refusal(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        ProblemType.TOO_LARGE,
        f"The body may have {limit} bytes",
    )
