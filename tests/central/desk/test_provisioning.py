"""The file and the QR code for a new kiosk, made at the operators' page."""

import base64
import re
from collections.abc import Callable

import pytest
import requests

from kiosk.central.desk.models import Role
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.web.server import EmbeddedServer
from kiosk.sync.provisioning import Provisioning, open_provisioning
from tests.central.clock import MORNING, SettableClock
from tests.central.desk.conftest import Browser
from tests.central.kiosk import Kiosk
from tests.central.residents import OFFICE

LogIn = Callable[[Role], Browser]
PAGE = f"/offices/{OFFICE}/provisioning"
FILE = re.compile(r'download="(.*?)" href="data:application/octet-stream;base64,([\w+/=]+)"')
GOOD = {
    "url": "https://loket.kabupaten.example/",
    "hours": "24",
    "settings": '[camera]\r\nsource = "0"\r\n',
}


def file_in(page: str) -> tuple[str, Provisioning]:
    ((name, data),) = FILE.findall(page)
    said = open_provisioning(base64.b64decode(data))
    assert isinstance(said, Provisioning)
    return name, said


def test_a_file_enrols_a_kiosk_of_the_office_for_as_long_as_it_says(
    log_in: LogIn, server: EmbeddedServer, clock: SettableClock
) -> None:
    browser = log_in(Role.ADMINISTRATOR)

    page = browser.act(PAGE, **GOOD)

    name, said = file_in(page.text)
    assert "<svg" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert (name, said.office_name) == (f"{OFFICE}.loket", "Kantor Desa A")
    assert (said.centre_url, said.settings) == (
        "https://loket.kabupaten.example",
        {"camera": {"source": "0"}},
    )
    assert (said.expires_at - MORNING).total_seconds() == 24 * 3600
    clock.now = said.expires_at
    with pytest.raises(requests.HTTPError):
        Kiosk(server.url, said.code)
    clock.now = MORNING
    kiosk = Kiosk(server.url, said.code)
    assert kiosk.enrolment.office_id == OFFICE
    assert kiosk.enrolment.config_key == said.config_key
    kiosk.close()


def test_it_is_written_down_who_made_one_and_not_its_code(log_in: LogIn) -> None:
    browser = log_in(Role.ADMINISTRATOR)
    _, said = file_in(browser.act(PAGE, **GOOD).text)
    audit = browser.get("/audit").text
    assert "Membuat berkas pengaturan" in audit
    assert said.code not in audit


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("url", "http://loket.kabupaten.example"),
        ("hours", "745"),
        ("hours", "x"),
        ("settings", "[camera"),
        ("settings", '[centre]\nurl = "https://elsewhere.example"'),
        ("settings", "camera = 1"),
        ("settings", "[camera]\nsource = 1979-05-27"),
        ("pin", "sha256/x"),
        ("proxy", "proxy"),
        ("ca", "PEM"),
    ],
)
def test_what_cannot_stand_in_it_is_marked_and_kept(log_in: LogIn, field: str, typed: str) -> None:
    answer = log_in(Role.ADMINISTRATOR).act(PAGE, **(GOOD | {field: typed}))
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 1
    assert f'<a href="#{field}">' in answer.text
    assert "data:application" not in answer.text


def test_the_address_is_what_this_browser_calls_until_somebody_sets_it(
    log_in: LogIn, server: EmbeddedServer
) -> None:
    assert demo_configuration().public_url == "http://127.0.0.1:8700"
    form = log_in(Role.ADMINISTRATOR).get(PAGE).text
    assert f'name="url" type="url" maxlength="200" value="{server.url}"' in form


def test_what_a_webcam_could_not_read_is_a_file_only(log_in: LogIn) -> None:
    much = "[printer]\nname = '" + "x" * 400 + "'"
    page = log_in(Role.ADMINISTRATOR).act(PAGE, **(GOOD | {"settings": much})).text
    assert file_in(page)
    assert "<svg" not in page
    assert "terlalu panjang untuk kode QR" in page


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.OFFICE, Role.AUDITOR])
def test_only_administrators_make_one(log_in: LogIn, role: Role) -> None:
    browser = log_in(role)
    assert browser.get(PAGE).status_code == 403
    assert browser.act(PAGE, **GOOD).status_code == 403
    assert PAGE not in browser.get(f"/offices/{OFFICE}").text


def test_an_office_that_is_not_there_gets_none(log_in: LogIn) -> None:
    browser = log_in(Role.ADMINISTRATOR)
    assert browser.get("/offices/desa-z/provisioning").status_code == 404
    assert browser.act("/offices/desa-z/provisioning", **GOOD).status_code == 404
