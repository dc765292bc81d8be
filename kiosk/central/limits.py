"""Refuses bodies that are too large while they come in, before anything holds them whole."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

from kiosk.central.problems import Refusal
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
    if path.endswith("/form"):
        return MAX_FORM_BYTES
    if path.endswith("/carrier/parts") or is_upload(path):
        return max(MAX_ENVELOPE_BYTES.values())
    if "/photos/" in path:
        return MAX_PHOTO_BYTES
    if "/ktp/" in path:
        return MAX_KTP_BYTES
    if "/patches/" in path:
        return MAX_PATCH_BYTES
    return MAX_MESSAGE_BYTES


class _BodyTooLargeError(BaseException):
    """Passes every handler on its way out: whoever reads a body cannot go on without it."""


class _SenderGoneError(BaseException):
    """The line broke in the middle of a body. There is nobody left to answer."""


class BodyLimit:
    """ASGI middleware: counts a body as it is read, whatever its length was said to be."""

    def __init__(self, app: AsgiApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit, read, is_whole = body_limit(scope["path"]), 0, False

        async def counted() -> Message:
            nonlocal read, is_whole
            message = await receive()
            if message["type"] == "http.disconnect" and not is_whole:
                raise _SenderGoneError
            read += len(message.get("body", b""))
            if read > limit:
                raise _BodyTooLargeError
            is_whole = not message.get("more_body", False)
            return message

        try:
            await self._app(scope, counted, send)
        except _BodyTooLargeError:
            await _too_large(limit).response()(scope, receive, send)
        except _SenderGoneError:
            _log.info("a sender hung up in the middle of a body")


def _too_large(limit: int) -> Refusal:
    return Refusal(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        ProblemType.TOO_LARGE,
        f"The body may have {limit} bytes",
    )
