"""Bodies that do not come: nobody holds a connection for ever."""

import asyncio

import pytest

from kiosk.central.intake.limits import (
    MAX_MESSAGE_BYTES,
    BodyLimit,
    Message,
    Receive,
    Scope,
    Send,
    body_limit,
)


async def read_everything(_scope: Scope, receive: Receive, _send: Send) -> None:
    while (await receive()).get("more_body", False):
        pass


async def answer_to(first: Message) -> list[Message]:
    """What is answered when nothing comes after the first piece."""
    sent: list[Message] = []
    pieces = [first]

    async def receive() -> Message:
        if pieces:
            return pieces.pop()
        return await asyncio.Future()

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": "/v1/uploads", "method": "POST", "headers": []}
    await BodyLimit(read_everything, longest_silence=0.01)(scope, receive, send)
    return sent


def test_a_sender_that_falls_silent_is_given_up() -> None:
    start, _ = asyncio.run(answer_to({"type": "http.request", "body": b"x", "more_body": True}))

    assert start["status"] == 408


def test_a_body_that_is_whole_may_be_followed_by_silence() -> None:
    whole = {"type": "http.request", "body": b"x", "more_body": False}

    assert asyncio.run(answer_to(whole)) == []


@pytest.mark.parametrize("path", ["/desk/photos/1/accept", "/desk/form", "/email/form", "/form"])
def test_only_parts_may_be_as_large_as_parts(path: str) -> None:
    """Forms of the operators' page are read before it is known who sends them."""
    assert body_limit(path) == MAX_MESSAGE_BYTES
