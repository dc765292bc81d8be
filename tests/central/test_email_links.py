"""Links in mails: a look changes nothing, a button confirms, and every end is explained."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

import pytest
import requests

from kiosk.central.centre import Centre
from kiosk.central.messages.issuing import LINKS_EXPLAINED_FOR
from kiosk.central.messages.models import LinkRow
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration, with_codes
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState as S
from kiosk.sync.protocol import Redoable
from tests.central.clock import SettableClock
from tests.central.databases import open_centre
from tests.central.gateways.recording import LINK, RecordingGateway
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident

SITI = Resident()
WITHIN = timedelta(days=3)


@pytest.fixture
def gateway() -> RecordingGateway:
    return RecordingGateway()


@pytest.fixture
def centre(tmp_path: Path, clock: SettableClock, gateway: RecordingGateway) -> Iterator[Centre]:
    rules = replace(
        with_codes(demo_configuration()),
        public_url="https://loket.example.com",
        email_within=WITHIN,
    )
    with open_centre(tmp_path / "centre", clock, rules, messenger=gateway) as centre:
        yield centre


@pytest.fixture
def waiting(kiosk: Kiosk) -> UUID:
    return kiosk.register(SITI)


class Browser:
    """A resident's: no kiosk, no token."""

    def __init__(self, url: str) -> None:
        self._url = url

    def look(self, path: str) -> requests.Response:
        return requests.get(self._url + path, timeout=30)

    def press(self, path: str) -> requests.Response:
        return requests.post(self._url + path, timeout=30)


@pytest.fixture
def browser(kiosk: Kiosk) -> Browser:
    return Browser(kiosk.url)


def test_the_link_begins_where_residents_reach_the_centre(
    waiting: UUID, gateway: RecordingGateway
) -> None:
    (link,) = LINK.findall(gateway.sent[0].text)
    assert link.startswith("https://loket.example.com/email/")


def test_a_look_changes_nothing_and_the_button_confirms(
    browser: Browser, operator: Operator, waiting: UUID, gateway: RecordingGateway
) -> None:
    link, events = gateway.link(), operator.events(waiting)

    looks = [browser.look(link) for _ in range(3)]

    assert {look.status_code for look in looks} == {HTTPStatus.OK}
    assert looks[0].text.count("<button") == 1
    assert operator.events(waiting) == events

    pressed = browser.press(link)

    assert "sudah dikonfirmasi" in pressed.text
    assert "<button" not in pressed.text
    assert operator.record(waiting).state is S.OTP_PENDING
    assert "email: confirmed by the link" in [one.text for one in operator.events(waiting)]


def test_pressing_again_is_harmless(
    browser: Browser, operator: Operator, waiting: UUID, gateway: RecordingGateway
) -> None:
    browser.press(gateway.link())
    events = operator.events(waiting)

    again = browser.press(gateway.link())

    assert (again.status_code, "sudah dikonfirmasi" in again.text) == (HTTPStatus.OK, True)
    assert "sudah dikonfirmasi" in browser.look(gateway.link()).text
    assert operator.events(waiting) == events


def test_who_typed_the_code_reads_that_all_is_well(
    kiosk: Kiosk, browser: Browser, waiting: UUID, gateway: RecordingGateway
) -> None:
    code = {"code": gateway.code()}
    grant = kiosk.grant(SITI, Redoable.EMAIL_CODE)
    kiosk.post(f"submissions/{waiting}/email-code/verify", code, grant).raise_for_status()

    assert "sudah dikonfirmasi" in browser.press(gateway.link()).text


def test_an_old_link_confirms_nothing_and_says_where_to_go(
    browser: Browser,
    operator: Operator,
    waiting: UUID,
    gateway: RecordingGateway,
    clock: SettableClock,
) -> None:
    clock.pass_by(WITHIN)

    for answer in (browser.look(gateway.link()), browser.press(gateway.link())):
        assert answer.status_code == HTTPStatus.GONE
        assert "sudah tidak berlaku" in answer.text
        assert "too old" in answer.text
        assert "<button" not in answer.text
    assert operator.record(waiting).state in {S.EMAIL_PENDING, S.ACTION_NEEDED}


def test_a_link_to_an_address_that_was_changed_confirms_nothing(
    kiosk: Kiosk, browser: Browser, operator: Operator, waiting: UUID, gateway: RecordingGateway
) -> None:
    old = gateway.link()
    operator.ask_for(waiting, [Reason.EMAIL_BOUNCED], [PatchField.EMAIL])
    kiosk.correct(SITI, email="siti.contoh@example.com")

    for answer in (browser.look(old), browser.press(old)):
        assert (answer.status_code, "sudah diganti" in answer.text) == (HTTPStatus.GONE, True)
    assert operator.record(waiting).state is S.EMAIL_PENDING
    assert browser.press(gateway.link()).status_code == HTTPStatus.OK
    assert operator.record(waiting).state is S.OTP_PENDING


def test_a_link_of_somebody_who_has_withdrawn_is_unknown(
    kiosk: Kiosk, browser: Browser, waiting: UUID, gateway: RecordingGateway
) -> None:
    grant = kiosk.grant(SITI, Redoable.WITHDRAWAL)
    kiosk.post(f"submissions/{waiting}/withdrawal", grant=grant).raise_for_status()

    assert browser.press(gateway.link()).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("secret", ["x", "%00", "..%2F..", "' OR 1=1 --", "a" * 4000, "\u0669"])
def test_a_guess_is_unknown_and_not_repeated(browser: Browser, secret: str) -> None:
    for answer in (browser.look(f"/email/{secret}"), browser.press(f"/email/{secret}")):
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert secret not in answer.text or secret == "x"


def test_links_are_forgotten_in_the_end(
    centre: Centre, waiting: UUID, clock: SettableClock
) -> None:
    clock.pass_by(WITHIN + LINKS_EXPLAINED_FOR)
    centre.workforce.drain()
    with centre.database.reading() as session:
        assert session.query(LinkRow).count() == 0


def test_the_page_runs_nothing_loads_nothing_and_tells_nobody(
    browser: Browser, waiting: UUID, gateway: RecordingGateway
) -> None:
    page = browser.look(gateway.link())

    (style,) = re.findall("<style>(.*?)</style>", page.text, re.DOTALL)
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{allowed}'; form-action")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<script|src=|href=|https?:", page.text)
    assert "siti" not in page.text.lower()
    assert '<html lang="id">' in page.text
    assert '<p lang="en">' in page.text
