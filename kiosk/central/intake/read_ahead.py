"""Reads the bodies of uploads while it is still being found out whose they are.

The server forgets what it holds of a body at the moment when its line breaks. So whatever has come
is taken from it at once, or the first kilobytes of every connection would be lost.
"""

import asyncio

from kiosk.central.intake.limits import AsgiApp, Message, Receive, Scope, Send, is_upload
from kiosk.sync.resumable import TUS_VERSION, TusHeader

_MOST_MESSAGES = 8
"""Of at most 64 KiB or so each; then the sender waits."""
_VERSION = (TusHeader.VERSION.lower().encode(), TUS_VERSION.encode())


class ReadAhead:
    """ASGI middleware for the paths of uploads; its answers name the version of their protocol."""

    def __init__(self, app: AsgiApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with its body in a queue."""
        if scope["type"] != "http" or not is_upload(scope["path"]):
            await self._app(scope, receive, send)
            return
        ahead: asyncio.Queue[Message] = asyncio.Queue(_MOST_MESSAGES)

        async def read() -> None:
            while True:
                await ahead.put(await receive())

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), _VERSION]
            await send(message)

        reader = asyncio.create_task(read())
        try:
            await self._app(scope, ahead.get, stamped)
        finally:
            reader.cancel()
