"""What somebody sends who means harm: refused, never repeated, never logged, never an accident."""

import gzip
import json
import logging
import secrets
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

import pytest
import requests

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.domain.reason import Reason
from kiosk.sync.problem import PROBLEM_TYPE
from kiosk.sync.protocol import MAX_PHOTO_BYTES, Part, Redoable
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident

CANARY = "3510070407909001"
TRICKS = (
    "' OR 1=1 --",
    "'; DROP TABLE devices; --",
    "../../keys.json",
    "..%2F..%2Fkeys.json",
    "%00",
    "\x00\x01",
    "${jndi:ldap://localhost/x}",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "\u202e" + CANARY,
    "A" * 3000,
    CANARY,
)
MESSAGES: dict[str, dict[str, Any]] = {
    "enrolments": {"code": "ABCDEFGH", "device_key": "A" * 43 + "=", "kiosk_version": "1"},
    "tokens": {
        "device_id": str(uuid4()),
        "made_at": "2026-03-02T01:00:00Z",
        "signature": "",
    },
    "tickets/lookup": {"ticket": "7Q4M2XA9BC", "birth_date": "1990-07-04"},
    "carrier/outcomes": {"payload": "", "signature": "", "key_id": "x"},
    f"submissions/{uuid4()}/join": {
        "batch_id": "b",
        "consent_version": "1",
        "consented_at": "2026-03-02T01:00:00Z",
    },
    f"submissions/{uuid4()}/otp/verify": {"code": "123456"},
    f"submissions/{uuid4()}/test": {
        "version": "1",
        "started_at": "2026-03-02T01:00:00Z",
        "finished_at": "2026-03-02T01:00:00Z",
        "answers": {},
    },
}
DEEP = b"[" * 8000 + b"]" * 8000
NO_MESSAGES = (
    DEEP,
    b'{"a":' * 2000 + b"1" + b"}" * 2000,
    b"\xff\xfe" + CANARY.encode("utf-16-le"),
    b'{"ticket": "' + CANARY.encode(),
    b"NaN",
    b"1e999999",
    b'{"ticket": 1, "ticket": 2}',
    b"",
    b"x" * 20_000,
)


@pytest.fixture(autouse=True)
def nothing_is_logged_of_it(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """In whatever test of this page, at whatever level."""
    with caplog.at_level(logging.DEBUG):
        yield
    assert CANARY not in caplog.text
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


def assert_refused(answer: requests.Response) -> None:
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.text)
    assert answer.headers["Content-Type"] == PROBLEM_TYPE
    assert CANARY not in answer.text


@pytest.mark.slow
def test_a_trick_in_any_field_is_only_a_wrong_value(kiosk: Kiosk) -> None:
    for path, message in MESSAGES.items():
        for field in message:
            for trick in (*TRICKS, [CANARY], {"$ne": None}, 10**400, None, True):
                assert_refused(kiosk.post(path, {**message, field: trick}))


def test_what_is_no_message_is_refused(kiosk: Kiosk) -> None:
    headers = {"Content-Type": "application/json"}
    for path in MESSAGES:
        for body in NO_MESSAGES:
            assert_refused(kiosk.call("POST", path, headers=headers, data=body))


def test_a_message_of_another_kind_is_refused(kiosk: Kiosk) -> None:
    body = json.dumps(MESSAGES["tickets/lookup"])
    for kind in ("text/plain", "application/xml", "multipart/form-data", "x", ""):
        headers = {"Content-Type": kind}
        assert_refused(kiosk.call("POST", "tickets/lookup", headers=headers, data=body))


def test_nothing_is_unpacked(kiosk: Kiosk) -> None:
    bomb = gzip.compress(bytes(10_000_000))
    for coding in ("gzip", "deflate", "br", "identity, gzip", "GZIP"):
        for method, path in (("POST", "tickets/lookup"), ("PUT", f"submissions/{uuid4()}/form")):
            answer = kiosk.call(method, path, headers={"Content-Encoding": coding}, data=bomb)
            assert_problem(answer, 415, "request_invalid", "Content-Encoding")


def test_a_trick_in_a_path_leads_nowhere(kiosk: Kiosk) -> None:
    for name in (quote(trick, safe="%") for trick in TRICKS):
        for path in (f"submissions/{name}/contact", f"uploads/{name}", name):
            method = "HEAD" if path.startswith("uploads") else "GET"
            answer = kiosk.call(method, path, headers={"Tus-Resumable": "1.0.0"})
            assert 400 <= answer.status_code < 500
            assert CANARY not in answer.text


def test_a_trick_in_a_header_is_only_no_authority(kiosk: Kiosk) -> None:
    tricks = (*TRICKS[:2], TRICKS[-1], "x" * 513, "Bearer")
    path = f"submissions/{uuid4()}/withdrawal"
    for trick in tricks:
        assert_refused(kiosk.post(path, grant=trick))
    for trick in tricks:
        kiosk.token = trick
        assert_problem(kiosk.get("config"), 401, "token_invalid")


def test_a_flood_of_headers_is_cut_off(kiosk: Kiosk) -> None:
    parts = urlsplit(kiosk.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as line:
        line.sendall(b"GET /v1/config HTTP/1.1\r\nHost: x\r\n")
        answer = _flooded(line)
    assert answer.startswith(b"HTTP/1.1 4") or answer == b""
    assert kiosk.get("config").status_code == 200


def _flooded(line: socket.socket) -> bytes:
    try:
        for number in range(200):
            line.sendall(b"X-%d: %s\r\n" % (number, b"y" * 1000))
        return line.recv(1000)
    except (ConnectionError, TimeoutError):
        return b""


def test_a_length_that_is_none_ends_the_line(kiosk: Kiosk) -> None:
    parts = urlsplit(kiosk.url)
    for length in ("-1", "x", "99999999999999999999"):
        with socket.create_connection((parts.hostname, parts.port), timeout=10) as line:
            head = f"POST /v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n"
            line.sendall(head.encode())
            line.shutdown(socket.SHUT_WR)
            answer = line.recv(1000)
        assert answer.startswith(b"HTTP/1.1 4") or answer == b""
    assert kiosk.get("config").status_code == 200


def test_a_body_without_end_is_cut_off(kiosk: Kiosk) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(MAX_PHOTO_BYTES // 8192 + 10):
            yield bytes(8192)

    path = f"submissions/{uuid4()}/photos/1"
    try:
        answer = kiosk.call("PUT", path, headers={}, data=endless())
    except requests.ConnectionError:
        return  # hung up on while it was still sending
    assert_problem(answer, 413, "too_large")


def test_an_envelope_that_was_overheard_is_worth_nothing_to_another(
    kiosk: Kiosk, enrol: Callable[[], Kiosk], operator: Operator
) -> None:
    resident, thief = Resident(), enrol()
    submission_id = uuid4()
    envelope = kiosk.sealed_form(submission_id, resident)

    assert_problem(
        thief.put_form(submission_id, envelope), 422, "envelope_invalid", "header.device"
    )
    assert operator.submissions() == ()
    assert kiosk.put_form(submission_id, envelope).status_code == 201
    assert kiosk.put_form(submission_id, envelope).status_code == 200


def test_a_photo_that_was_overheard_does_not_use_up_the_grant(
    kiosk: Kiosk, enrol: Callable[[], Kiosk], operator: Operator
) -> None:
    resident, thief = Resident(), enrol()
    submission_id = kiosk.register(resident)
    operator.reject_photo(submission_id, [Reason.BLUR])
    grant = kiosk.grant(resident, Redoable.PHOTO)

    stolen = thief.put_photo(submission_id, thief.sealed_photo(submission_id, 2), 2, grant)
    assert_problem(stolen, 403, "grant_invalid", "Loket-Grant")
    own = kiosk.put_photo(submission_id, kiosk.sealed_photo(submission_id, 2), 2, grant)
    assert own.status_code == 201


def test_a_signature_of_nobody_is_refused_wherever_it_stands(kiosk: Kiosk) -> None:
    submission_id = uuid4()
    good = kiosk.sealed_form(submission_id, Resident())
    for place in (0, 4, 6, 20, len(good) // 2, len(good) - 70, len(good) - 1):
        wrong = bytearray(good)
        wrong[place] ^= 1
        answer = kiosk.put_form(submission_id, bytes(wrong))
        assert_problem(answer, 422, "envelope_invalid", answer.json().get("field"))


def test_a_form_of_tricks_is_taken_sealed_and_does_no_harm(
    kiosk: Kiosk, operator: Operator, centre: Centre
) -> None:
    """Faults of content are seen by the worker alone: none of them stops it."""
    for content in (DEEP, b"\xff", b"null", b"{}", b'{"nik": "' + CANARY.encode() + b'"}'):
        submission_id = uuid4()
        envelope = kiosk.seal(content, submission=submission_id, part=Part.FORM)
        assert kiosk.put_form(submission_id, envelope).status_code == 201
        assert operator.record(submission_id).state == "action_needed"


def test_no_secret_of_ours_stands_in_a_refusal_or_in_the_log(
    kiosk: Kiosk, caplog: pytest.LogCaptureFixture
) -> None:
    grant, secret = secrets.token_urlsafe(32), kiosk.token
    with caplog.at_level(logging.DEBUG):
        told = [
            kiosk.post(f"submissions/{uuid4()}/withdrawal", grant=grant),
            kiosk.put(f"submissions/{uuid4()}/photos/2", b"x", grant),
            kiosk.post("heartbeats", {"token": secret}),
            kiosk.get("nothing"),
        ]

    for answer in told:
        assert grant not in answer.text
        assert secret not in answer.text
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("urllib3")]
    assert not [line for line in ours if grant in line or secret in line]
