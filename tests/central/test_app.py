"""What holds for every route: problems that leak nothing, and a description that is true."""

import logging
import re
import socket
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from kiosk.central.centre import Centre
from kiosk.central.web.problems import field_path
from kiosk.central.web.server import EmbeddedServer
from kiosk.sync.problem import PROBLEM_TYPE
from kiosk.sync.protocol import ENVELOPE_TYPE
from tests.central.clock import SettableClock
from tests.central.databases import is_postgresql
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident

NIK = Resident().nik


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ({"ticket": NIK, "birth_date": "1990-07-04"}, "ticket"),
        ({"ticket": "7Q4M2XA9BC", "birth_date": NIK}, "birth_date"),
        ({"ticket": "7Q4M2XA9BC", "birth_date": "1990-07-04", "nik": NIK}, "nik"),
        ({"ticket": "7Q4M2XA9BC", "birth_date": "1990-07-04", NIK: "x"}, "?"),
        ({"ticket": "7Q4M2XA9BC"}, "birth_date"),
        ([NIK], None),
        (NIK, None),
    ],
)
def test_a_wrong_message_names_the_field_and_never_what_was_in_it(
    kiosk: Kiosk, message: object, field: str | None
) -> None:
    answer = kiosk.post("tickets/lookup", message)

    assert_problem(answer, 422, "request_invalid", field)
    assert NIK not in answer.text


def test_a_message_that_is_no_json_is_refused(kiosk: Kiosk) -> None:
    for body in (f'{{"ticket": {NIK}', "\xff", "[" * 10_000):
        answer = kiosk.call(
            "POST",
            "tickets/lookup",
            headers={"Content-Type": "application/json"},
            data=body.encode("latin-1"),
        )
        assert answer.status_code in {400, 422}
        assert answer.headers["Content-Type"] == PROBLEM_TYPE
        assert NIK not in answer.text


@pytest.mark.parametrize("code", ["\x00" * 8, "' OR 1=1 --", "../../keys.json", "🙂" * 8])
def test_hostile_texts_are_only_texts(kiosk: Kiosk, code: str) -> None:
    answer = kiosk.post("enrolments", kiosk.enrolment_request(code))
    assert_problem(answer, 403, "code_invalid", "code")


def test_a_half_character_is_refused(kiosk: Kiosk) -> None:
    message = kiosk.enrolment_request("123456") | {"code": "\ud800" * 8}
    assert_problem(kiosk.post("enrolments", message), 422, "request_invalid", "code")


def test_an_id_that_is_none_is_named_and_not_repeated(kiosk: Kiosk) -> None:
    answer = kiosk.put(f"submissions/{NIK}/form", b"")
    assert_problem(answer, 422, "request_invalid", "submission_id")
    assert NIK not in answer.text


@pytest.mark.parametrize("revision", ["0", "-1", "x", "1.5", "9" * 30])
def test_a_senseless_revision_is_refused(kiosk: Kiosk, revision: str) -> None:
    answer = kiosk.put(f"submissions/00000000-0000-0000-0000-000000000007/photos/{revision}", b"")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == PROBLEM_TYPE


def test_unknown_paths_and_methods_are_problems_too(server: EmbeddedServer) -> None:
    unknown = requests.get(f"{server.url}/v1/nothing", timeout=10)
    method = requests.delete(f"{server.url}/v1/config", timeout=10)
    assert (unknown.status_code, method.status_code) == (404, 405)
    assert {unknown.headers["Content-Type"], method.headers["Content-Type"]} == {PROBLEM_TYPE}


def test_a_broken_line_in_the_middle_of_a_body_is_no_fault_of_the_centre(
    kiosk: Kiosk, caplog: pytest.LogCaptureFixture
) -> None:
    parts = urlsplit(kiosk.url)
    head = (
        "PUT /v1/submissions/00000000-0000-0000-0000-000000000007/form HTTP/1.1\r\n"
        f"Host: kiosk\r\nAuthorization: Bearer {kiosk.token}\r\nContent-Length: 1000\r\n\r\n"
    )
    with (
        caplog.at_level(logging.INFO),
        socket.create_connection((parts.hostname, parts.port)) as line,
    ):
        line.sendall(head.encode() + b"LKTE")
    assert kiosk.get("config").status_code == 200
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.skipif(is_postgresql(), reason="its server is killed in test_killed_database")
def test_a_database_that_fails_means_later(kiosk: Kiosk, centre: Centre) -> None:
    with centre.database.writing() as session:
        session.execute(text("DROP TABLE lookups"))
    answer = kiosk.look_up(Resident())
    assert_problem(answer, 503, "busy")
    assert int(answer.headers["Retry-After"]) > 0


def test_an_accident_knows_what_time_it_is_too(
    kiosk: Kiosk, centre: Centre, clock: SettableClock
) -> None:
    with centre.database.writing() as session:
        session.execute(text("DELETE FROM configurations"))

    answer = kiosk.get("config")

    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == PROBLEM_TYPE
    assert parsedate_to_datetime(answer.headers["Date"]) == clock.now


@pytest.mark.parametrize(
    ("location", "path"),
    [
        (("body", "address", "village_code"), "address.village_code"),
        (("body", "consents", 0, "purpose"), "consents.0.purpose"),
        (("header", "Loket-Grant"), "Loket-Grant"),
        (("body", "3510070407909001"), "?"),
        (("body", "Siti Nurjanah"), "?"),
        ((), ""),
    ],
)
def test_field_paths_show_our_own_names_only(location: tuple[str | int, ...], path: str) -> None:
    assert field_path(location) == path


@given(st.lists(st.text() | st.integers()))
def test_field_paths_never_hold_a_number_as_long_as_a_phones(location: list[str | int]) -> None:
    assert not re.search(r"\d{4}|\s", field_path(location))


def test_the_description_is_served_and_tells_what_a_part_is(server: EmbeddedServer) -> None:
    description = requests.get(f"{server.url}/openapi.json", timeout=10).json()

    calls = {
        (method, path): call
        for path, methods in description["paths"].items()
        for method, call in methods.items()
    }
    form = calls["put", "/v1/submissions/{submission_id}/form"]
    assert form["requestBody"]["content"][ENVELOPE_TYPE]["schema"]["format"] == "binary"
    assert {"200", "201", "401", "403", "409", "413"} <= set(form["responses"])
