"""Offices and kiosks: added, given codes, watched and shut out, by those who may."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.central.centre import Centre
from kiosk.central.desk.models import Role
from kiosk.central.operator import Operator
from kiosk.central.web.server import EmbeddedServer
from kiosk.domain.recovery import new_challenge
from kiosk.domain.window import wib
from tests.central.clock import SettableClock
from tests.central.desk.conftest import Browser
from tests.central.kiosk import Kiosk
from tests.central.residents import OFFICE

LogIn = Callable[[Role], Browser]
CODE = re.compile(r'<p class="secret">([0-9A-Z-]+)</p>')
ANOTHER = {"office_id": "desa-b", "name": "Kantor Desa B", "village": "35.10.09.2003"}


def test_an_office_is_added_and_its_first_kiosk_enrols(
    log_in: LogIn, server: EmbeddedServer, centre: Centre
) -> None:
    browser = log_in(Role.ADMINISTRATOR)

    assert browser.act("/offices", **ANOTHER).status_code == 303
    page = browser.act("/offices/desa-b/codes").text

    (code,) = CODE.findall(page)
    assert "<svg" in page
    kiosk = Kiosk(server.url, code)
    assert kiosk.enrolment.office_name == "Kantor Desa B"
    kiosk.close()
    assert code not in browser.get("/offices/desa-b").text
    assert code not in browser.get("/audit").text


@pytest.mark.parametrize(
    "change",
    [{"office_id": "Desa B"}, {"name": ""}, {"village": "35.10"}, {"office_id": OFFICE}],
    ids=["id", "name", "village", "taken"],
)
def test_an_office_that_cannot_be_is_refused(log_in: LogIn, change: dict[str, str]) -> None:
    browser = log_in(Role.ADMINISTRATOR)
    answer = browser.act("/offices", **(ANOTHER | change))
    assert answer.status_code == 422
    assert "note wrong" in answer.text
    assert answer.text.count('aria-invalid="true"') == 1
    assert "Kantor Desa A" in browser.get("/offices").text


def test_an_office_is_found_by_a_part_of_its_name(log_in: LogIn, operator: Operator) -> None:
    operator.new_office("desa-b", "Kantor Desa 100% Baru")
    browser = log_in(Role.AUDITOR)
    found = browser.get("/offices", q="100%").text
    assert "Kantor Desa 100% Baru" in found
    assert "Kantor Desa A" not in found


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.OFFICE, Role.AUDITOR])
def test_only_administrators_change_anything(log_in: LogIn, kiosk: Kiosk, role: Role) -> None:
    browser = log_in(role)
    revocation = f"/kiosks/{kiosk.device_id}/revocation"
    for path in ("/offices", f"/offices/{OFFICE}/codes", f"/offices/{OFFICE}/recovery", revocation):
        assert browser.act(path).status_code == 403
    assert browser.get(revocation).status_code == 403
    assert kiosk.get("config").status_code == 200


def test_an_office_sees_itself_and_no_other(
    log_in: LogIn, operator: Operator, server: EmbeddedServer
) -> None:
    operator.new_office("desa-b", "Kantor Desa B")
    others = Kiosk(server.url, operator.new_code("desa-b"))
    others.close()
    browser = log_in(Role.OFFICE)

    assert browser.get("/offices").headers["Location"].endswith(f"/offices/{OFFICE}")
    assert browser.get("/offices/desa-b").status_code == 404
    assert browser.get(f"/kiosks/{others.device_id}").status_code == 404
    assert str(others.device_id) not in browser.get("/kiosks", show="all").text


def test_a_revoked_kiosk_is_refused_after_a_question(log_in: LogIn, kiosk: Kiosk) -> None:
    browser = log_in(Role.ADMINISTRATOR)
    path = f"/kiosks/{kiosk.device_id}/revocation"

    assert "Cabut loket ini?" in browser.get(path).text
    assert kiosk.get("config").status_code == 200
    assert browser.act(path).status_code == 303

    assert kiosk.get("config").status_code == 403
    assert "Dicabut" in browser.get(f"/kiosks/{kiosk.device_id}").text


def test_what_is_wrong_with_a_kiosk_is_said_with_what_to_do(log_in: LogIn, kiosk: Kiosk) -> None:
    kiosk.tell(made=1, missing=1)
    browser = log_in(Role.OPERATOR)
    assert str(kiosk.device_id) in browser.get("/kiosks").text
    page = browser.get(f"/kiosks/{kiosk.device_id}").text
    assert "Angka tidak cocok" in page
    assert "sebelum apa pun dihapus" in page


def test_a_kiosk_that_is_silent_for_a_working_day_is_missed(
    log_in: LogIn, kiosk: Kiosk, clock: SettableClock
) -> None:
    kiosk.tell()
    browser = log_in(Role.AUDITOR)
    assert str(kiosk.device_id) not in browser.get("/kiosks").text
    clock.pass_by(timedelta(days=1))

    browser = log_in(Role.AUDITOR)

    assert "Diam satu hari kerja" in browser.get("/kiosks").text


def test_a_supervisor_is_let_back_in_and_it_is_written_down(
    log_in: LogIn, kiosk: Kiosk, clock: SettableClock
) -> None:
    browser = log_in(Role.ADMINISTRATOR)
    challenge = new_challenge(kiosk.device_id, b"12345").display
    asked = {"challenge": challenge.lower(), "day": wib(clock()).date().isoformat()}

    page = browser.act(f"/offices/{OFFICE}/recovery", **asked).text

    (code,) = CODE.findall(page)
    audit = browser.get("/audit").text
    assert "Membuat kode pemulihan" in audit
    assert challenge in audit
    assert code not in audit


@pytest.mark.parametrize(
    "asked",
    [
        {"challenge": "7Q4M", "day": "2026-03-02"},
        {"challenge": "TC1J-9WSA-MH4Y", "day": "2026-03-02"},
        {"challenge": "TC1J-9WSA-MH4Y", "day": "today"},
    ],
    ids=["misheard", "stranger", "no day"],
)
def test_a_challenge_that_no_kiosk_asks_is_not_answered(
    log_in: LogIn, asked: dict[str, str]
) -> None:
    answer = log_in(Role.ADMINISTRATOR).act(f"/offices/{OFFICE}/recovery", **asked)
    assert answer.status_code == 422
    assert not CODE.search(answer.text)
