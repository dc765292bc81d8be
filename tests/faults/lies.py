"""Answers that the centre never gave."""

import gzip
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from random import Random
from typing import Final
from uuid import UUID

from kiosk.domain.submission import CentreState
from kiosk.sync.problem import PROBLEM_TYPE, ProblemType
from kiosk.sync.protocol import OutcomeMessage, OutcomePage, Part, Receipt
from kiosk.sync.signing import SigningContext, sign
from tests.faults.fault import Fault

_HTML: Final = "text/html; charset=utf-8"
_JSON: Final = "application/json"
_PAGE: Final = b"<html><title>Welcome</title><form>Sign in to this network</form></html>"
_STRANGE_KEY: Final = bytes(range(32))
_BOMB: Final = gzip.compress(bytes(4_000_000))


def answer(
    status: int, body: bytes, kind: str = _JSON, headers: Mapping[str, str] | None = None
) -> bytes:
    """A whole answer, as a server would send it."""
    lines = {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} So\r\n{head}\r\n".encode() + body


def _problem(status: int, kind: str, headers: Mapping[str, str] | None = None) -> bytes:
    body = json.dumps({"type": kind, "title": "no", "status": status}).encode()
    return answer(status, body, PROBLEM_TYPE, headers)


def _busy_for_seconds(random: Random) -> bytes:
    return _problem(random.choice((429, 503)), "about:blank", {"Retry-After": "1"})


def _busy_until(random: Random) -> bytes:
    now = datetime.now(UTC)
    date, until = (format_datetime(at, usegmt=True) for at in (now, now + timedelta(seconds=1)))
    headers = {"Date": date, "Retry-After": until}
    return _problem(random.choice((429, 503)), "about:blank", headers)


def _refusal(random: Random) -> bytes:
    return random.choice(
        (
            answer(413, b"<html>Request Entity Too Large</html>", _HTML),
            _problem(409, ProblemType.CONFLICT),
            _problem(422, ProblemType.ENVELOPE_INVALID),
        )
    )


def _forged_receipt(random: Random) -> bytes:
    """Everything a receipt has, but signed by somebody else."""
    receipt = Receipt(
        submission_id=UUID(int=random.getrandbits(128), version=4),
        part=Part.FORM,
        revision=1,
        sha256=f"{random.getrandbits(256):064x}",
        received_at=datetime.now(UTC),
        centre_key_id="receipt-1",
    )
    payload = receipt.model_dump_json().encode()
    signed = sign(payload, SigningContext.RECEIPT, _STRANGE_KEY, "receipt-1")
    return answer(201, signed.model_dump_json().encode())


def _forged_outcomes(random: Random) -> bytes:
    """All registrations would be erased, if anybody believed it."""
    message = OutcomeMessage(
        seq=random.randrange(1, 10_000),
        submission_id=UUID(int=random.getrandbits(128), version=4),
        state=CentreState.WITHDRAWN,
        reasons=[],
        fields=[],
        batch_id=None,
        decree=None,
        deadline=None,
        at=datetime.now(UTC),
    )
    payload = message.model_dump_json().encode()
    signed = sign(payload, SigningContext.OUTCOME, _STRANGE_KEY, "receipt-1")
    page = OutcomePage(outcomes=[signed], cursor=message.seq)
    return answer(200, page.model_dump_json().encode())


_TOLD: Final[Mapping[Fault, Callable[[Random], bytes]]] = {
    Fault.PORTAL: lambda _: answer(200, _PAGE, _HTML),
    Fault.SIGN_IN: lambda _: answer(511, _PAGE, _HTML),
    Fault.REDIRECT: lambda random: answer(
        random.choice((301, 302, 307, 308)), b"", _HTML, {"Location": "http://127.0.0.1:9/login"}
    ),
    Fault.SERVER_FAULT: lambda random: answer(random.choice((500, 502, 504)), b"oops", _HTML),
    Fault.BUSY_SECONDS: _busy_for_seconds,
    Fault.BUSY_DATE: _busy_until,
    Fault.REFUSED: _refusal,
    Fault.NO_GRANT: lambda _: _problem(403, ProblemType.GRANT_INVALID),
    Fault.NO_TOKEN: lambda _: _problem(401, ProblemType.TOKEN_INVALID),
    Fault.REVOKED: lambda _: _problem(403, ProblemType.DEVICE_REVOKED),
    Fault.NOT_JSON: lambda random: answer(200, random.randbytes(200)),
    Fault.WRONG_JSON: lambda _: answer(201, b'{"status": "ok", "data": []}'),
    Fault.DEEP_JSON: lambda _: answer(200, b"[" * 100_000),
    Fault.NOT_HTTP: lambda random: random.randbytes(300),
    Fault.HUGE_HEADER: lambda _: answer(200, b"{}", headers={"X-Much": "m" * 200_000}),
    Fault.COMPRESSED: lambda _: answer(200, _BOMB, headers={"Content-Encoding": "gzip"}),
    Fault.FORGED_RECEIPT: _forged_receipt,
    Fault.FORGED_OUTCOMES: _forged_outcomes,
}


def lie(fault: Fault, random: Random) -> bytes | None:
    """What is answered in the centre's place; None where this fault does not answer by itself."""
    told = _TOLD.get(fault)
    return None if told is None else told(random)


def endless_head() -> bytes:
    """Before a body without an end."""
    return f"HTTP/1.1 200 OK\r\nContent-Type: {_JSON}\r\n\r\n".encode()
