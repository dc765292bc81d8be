"""Chapter 1: what holds for every call."""

import gzip
import json
from uuid import UUID

from kiosk.conformance.bench import Bench, answered, refused
from kiosk.conformance.line import Answer
from kiosk.conformance.rules import Chapter, require

GROUND = Chapter(1, "Ground rules")
_CANARY = "3510070101909001"
_DEEP = b"[" * 5000 + b"]" * 5000
_MESSAGE_BYTES = 16 * 1024


def _tell(bench: Bench, body: bytes, **headers: str) -> Answer:
    """Send a message where nobody needs a token yet."""
    return bench.device.call(
        "POST",
        "tokens",
        body=body,
        headers={"Content-Type": "application/json", **headers},
    )


def _message(**more: object) -> bytes:
    usual = {"device_id": str(UUID(int=7)), "made_at": "2026-03-02T05:00:00Z", "signature": ""}
    return json.dumps({**usual, **more}).encode()


@GROUND.rule("an unknown path is answered with 404")
def _(bench: Bench) -> None:
    answer = bench.device.call("GET", "nothing/of/the/kind")
    answered(answer, 404)


@GROUND.rule("a method that a path does not have is answered with 405")
def _(bench: Bench) -> None:
    answer = bench.device.call("DELETE", "config")
    answered(answer, 405)


@GROUND.rule("an answer to HEAD has no body")
def _(bench: Bench) -> None:
    answer = bench.device.call("HEAD", "config")
    answered(answer, 200, 401, 405)
    require(not answer.body, "it has one")


@GROUND.rule("an answer is not compressed, even for who could read it")
def _(bench: Bench) -> None:
    answer = bench.device.call("GET", "config", headers={"Accept-Encoding": "gzip, deflate, br"})
    coding = answer.headers.get("Content-Encoding", "identity")
    require(coding == "identity", f"it is in {coding}")


@GROUND.rule("a body in an encoding is refused with 415, not unpacked")
def _(bench: Bench) -> None:
    packed = gzip.compress(_message())
    answer = _tell(bench, packed, **{"Content-Encoding": "gzip"})
    answered(answer, 415)


@GROUND.rule("an unknown field is refused, and named")
def _(bench: Bench) -> None:
    refused(_tell(bench, _message(colour="red")), 422, "request_invalid", "colour")


@GROUND.rule("a value of a wrong type is refused, and its field named")
def _(bench: Bench) -> None:
    refused(_tell(bench, _message(made_at=[])), 422, "request_invalid", "made_at")


@GROUND.rule("a field that is missing is named")
def _(bench: Bench) -> None:
    refused(_tell(bench, b"{}"), 422, "request_invalid", "device_id")


@GROUND.rule("a field's name that is somebody's number is not repeated")
def _(bench: Bench) -> None:
    answer = _tell(bench, _message(**{_CANARY: 1}))
    answered(answer, 422)
    require(_CANARY.encode() not in answer.body, "it is")


@GROUND.rule("what is no JSON is refused, and nothing of it repeated")
def _(bench: Bench) -> None:
    for body in (f'{{"signature": {_CANARY}'.encode(), b"\xff\xfe", b""):
        answer = _tell(bench, body)
        answered(answer, 400, 422)
        require(_CANARY.encode() not in answer.body, "it is repeated")


@GROUND.rule("JSON that is nested thousands deep is refused")
def _(bench: Bench) -> None:
    answer = _tell(bench, _DEEP)
    answered(answer, 400, 413, 422)


@GROUND.rule("a message of more than 16 KiB is refused with 413")
def _(bench: Bench) -> None:
    refused(_tell(bench, _message(more="x" * _MESSAGE_BYTES)), 413, "too_large")


@GROUND.rule("a message that is not said to be JSON is refused")
def _(bench: Bench) -> None:
    answer = _tell(bench, _message(), **{"Content-Type": "text/plain"})
    answered(answer, 415, 422)
