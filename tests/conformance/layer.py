"""A layer between the line and a real centre, for whoever changes what is asked or told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kiosk.central.intake.limits import AsgiApp, Message, Receive, Scope, Send
from kiosk.sync.problem import PROBLEM_TYPE


@dataclass(frozen=True)
class Asked:
    """A request, whole."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def message(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Told:
    """An answer, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def message(self) -> Any:
        return json.loads(self.body)

    def saying(self, message: Any, status: int | None = None) -> "Told":
        return replace(self, body=json.dumps(message).encode(), status=status or self.status)

    def without(self, header: str) -> "Told":
        kept = {name: value for name, value in self.headers.items() if name != header}
        return replace(self, headers=kept)

    @property
    def problem(self) -> str | None:
        return self.message.get("type") if self.headers.get("content-type") == PROBLEM_TYPE else ""


class Faithful:
    """Changes nothing. The others change one thing."""

    def ask(self, asked: Asked) -> Asked | Told:
        return asked

    def tell(self, _asked: Asked, told: Told) -> Told:
        return told


class Layer:
    """ASGI: whoever is in `between` sees what is asked and what is told."""

    def __init__(self, app: AsgiApp) -> None:
        self._app = app
        self.between = Faithful()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        between = self.between
        asked = between.ask(await _whole(scope, receive))
        told = asked if isinstance(asked, Told) else await self._answer(scope, receive, asked)
        if not isinstance(asked, Told):
            told = between.tell(asked, told)
        headers = {**told.headers, "content-length": str(len(told.body))}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": told.status, "headers": raw})
        await send({"type": "http.response.body", "body": told.body})

    async def _answer(self, scope: Scope, receive: Receive, asked: Asked) -> Told:
        bodies = [asked.body]
        start: Message = {}
        content = b""

        async def given() -> Message:
            if bodies:
                return {"type": "http.request", "body": bodies.pop(), "more_body": False}
            return await receive()

        async def keep(message: Message) -> None:
            nonlocal start, content
            if message["type"] == "http.response.start":
                start = message
            content += message.get("body", b"")

        raw = [(name.encode(), value.encode()) for name, value in asked.headers.items()]
        changed = {**scope, "headers": raw, "query_string": asked.query.encode()}
        await self._app(changed, given, keep)
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return Told(start["status"], headers, content)


async def _whole(scope: Scope, receive: Receive) -> Asked:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    return Asked(scope["method"], scope["path"], scope["query_string"].decode(), headers, body)
