"""Chapter 5: short-lived tokens, and how a device gets the next one."""

import secrets
from datetime import timedelta
from uuid import uuid4

from kiosk.conformance.bench import Bench, answered, refused
from kiosk.conformance.rules import Chapter, require
from kiosk.sync.problem import ProblemType

TOKENS = Chapter(5, "Tokens")
_ASKED = "outcomes?after=0"


@TOKENS.rule("a call without a token is refused with 401, and told what to bring")
def _(bench: Bench) -> None:
    answer = bench.device.call("GET", _ASKED, headers={"Authorization": ""})
    refused(answer, 401, ProblemType.TOKEN_INVALID)
    require("bearer" in answer.headers.get("WWW-Authenticate", "").lower(), "without a challenge")


@TOKENS.rule("a token that is none is refused")
def _(bench: Bench) -> None:
    for value in ("Bearer " + secrets.token_urlsafe(32), "Basic eDp5", "Bearer ' OR 1=1 --"):
        answer = bench.device.call("GET", _ASKED, headers={"Authorization": value})
        refused(answer, 401, ProblemType.TOKEN_INVALID)


@TOKENS.rule("a renewal that the device signed gives a token that is good")
def _(bench: Bench) -> None:
    answer = bench.device.renew()
    answered(answer, 200)
    again = bench.device.call("GET", _ASKED)
    answered(again, 200)


@TOKENS.rule("the token before is over then")
def _(bench: Bench) -> None:
    old = bench.device.authority
    answered(bench.device.renew(), 200)
    answer = bench.device.call("GET", _ASKED, headers=old)
    refused(answer, 401, ProblemType.TOKEN_INVALID)


@TOKENS.rule("a renewal counts once: the same again is refused")
def _(bench: Bench) -> None:
    device = bench.device
    request = device.renewal(device.fresh_time())
    first = device.call("POST", "tokens", request)
    answered(first, 200)
    answer = device.call("POST", "tokens", request)
    device.renew()
    refused(answer, 401, ProblemType.TOKEN_INVALID)


@TOKENS.rule("a renewal by a clock that is an hour off is refused")
def _(bench: Bench) -> None:
    device = bench.device
    for off in (-timedelta(hours=1), timedelta(hours=1)):
        answer = device.call("POST", "tokens", device.renewal(device.now() + off))
        refused(answer, 401, ProblemType.TOKEN_INVALID)


@TOKENS.rule("a renewal that another key signed is refused")
def _(bench: Bench) -> None:
    request = bench.device.renewal(bench.device.fresh_time(), key=secrets.token_bytes(32))
    refused(bench.device.call("POST", "tokens", request), 401, ProblemType.TOKEN_INVALID)


@TOKENS.rule("a renewal for a device that is not known is refused alike")
def _(bench: Bench) -> None:
    request = bench.device.renewal(bench.device.fresh_time()) | {"device_id": str(uuid4())}
    refused(bench.device.call("POST", "tokens", request), 401, ProblemType.TOKEN_INVALID)
