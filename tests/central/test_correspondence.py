"""A centre with a mail server and an SMS gateway, both real, on loopback."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import requests

from kiosk.central.centre import Centre
from kiosk.central.gateways.config import GATEWAYS_FILE, GatewaysFileError
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration, with_codes
from kiosk.domain.submission import CentreState as S
from kiosk.sync.protocol import CodeSent, Redoable
from tests.central.clock import SettableClock
from tests.central.databases import open_centre, stored_bytes
from tests.central.gateways.mail_server import MailServer, mail_server
from tests.central.gateways.recording import LINK
from tests.central.gateways.sms_server import SmsServer, sms_server
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident

SITI = Resident()
TOKEN = "canary-of-the-sms-token"
OTHERS = ("mail.", "urllib3", "uvicorn.access")
"""The test's mail server, its client, and what the centre has switched off but pytest hears."""
GATEWAYS = """
[email]
host = "127.0.0.1"
port = {mail_port}
security = "none"
sender = "Loket <loket@example.com>"
bounces = "bounce@example.com"

[sms]
url = "{sms_url}"
token = "{token}"
"""


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def sms() -> Iterator[SmsServer]:
    with sms_server() as server:
        yield server


@pytest.fixture
def centre(
    tmp_path: Path, clock: SettableClock, mails: MailServer, sms: SmsServer
) -> Iterator[Centre]:
    folder = tmp_path / "centre"
    write_gateways(folder, mails.port, sms.url)
    with open_centre(folder, clock, with_codes(demo_configuration())) as centre:
        yield centre


def write_gateways(folder: Path, mail_port: int, sms_url: str) -> None:
    folder.mkdir()
    file = folder / GATEWAYS_FILE
    file.touch(0o600)
    file.write_text(GATEWAYS.format(mail_port=mail_port, sms_url=sms_url, token=TOKEN))


def code_in(text: str) -> str:
    return text.partition("Kode Loket Anda: ")[2][:6]


def ask_for_sms(kiosk: Kiosk, submission_id: UUID) -> requests.Response:
    grant = kiosk.grant(SITI, Redoable.PHONE_CODE)
    return kiosk.post(f"submissions/{submission_id}/otp", grant=grant)


def test_the_link_in_the_mail_and_the_code_in_the_sms_lead_on(
    kiosk: Kiosk, operator: Operator, mails: MailServer, sms: SmsServer
) -> None:
    waiting = kiosk.register(SITI)
    (mail,) = mails.handler.mails
    (link,) = LINK.findall(mail.text)

    page = requests.post(kiosk.url + "/email/" + link.rpartition("/")[2], timeout=30)

    assert "sudah dikonfirmasi" in page.text
    sent = CodeSent.model_validate_json(ask_for_sms(kiosk, waiting).content)
    assert sent.sent_to == "0840-****-5678"
    code = {"code": code_in(sms.texts[-1])}
    grant = kiosk.grant(SITI, Redoable.PHONE_CODE)
    answer = kiosk.post(f"submissions/{waiting}/otp/verify", code, grant)
    assert answer.json()["state"] == S.PHOTO_VERIFYING
    assert operator.record(waiting).state is S.PHOTO_VERIFYING


def test_while_both_gateways_are_away_nothing_is_lost(
    kiosk: Kiosk, centre: Centre, mails: MailServer, sms: SmsServer, clock: SettableClock
) -> None:
    mails.handler.recipient_answer = "451 4.3.0 Try again later"
    sms.status = 503
    waiting = kiosk.register(SITI)
    assert mails.handler.mails == []
    mails.handler.recipient_answer = "250 OK"
    clock.pass_by(timedelta(minutes=1))
    centre.workforce.drain()
    code = {"code": code_in(mails.handler.mails[0].text)}
    grant = kiosk.grant(SITI, Redoable.EMAIL_CODE)
    assert kiosk.post(f"submissions/{waiting}/email-code/verify", code, grant).status_code == 200

    assert ask_for_sms(kiosk, waiting).status_code == 200
    clock.pass_by(timedelta(seconds=30))
    sms.status = 200
    centre.workforce.drain()
    assert len(sms.requests) == 1
    clock.pass_by(timedelta(seconds=30))
    centre.workforce.drain()

    (first, again) = sms.requests
    assert first[1] == again[1]


def test_whoever_asks_a_gateway_that_is_down_is_told_when_to_come_again(
    kiosk: Kiosk, mails: MailServer, sms: SmsServer, clock: SettableClock
) -> None:
    sms.status, sms.headers = 429, {"Retry-After": "120"}
    waiting = kiosk.register(SITI)
    code = {"code": code_in(mails.handler.mails[0].text)}
    grant = kiosk.grant(SITI, Redoable.EMAIL_CODE)
    kiosk.post(f"submissions/{waiting}/email-code/verify", code, grant).raise_for_status()
    ask_for_sms(kiosk, waiting)
    clock.pass_by(timedelta(minutes=1))

    answer = ask_for_sms(kiosk, waiting)

    assert_problem(answer, 503, "code_not_sent")
    assert answer.headers["Retry-After"] == "60"


def test_no_secret_and_no_person_gets_into_log_or_database(
    kiosk: Kiosk,
    mails: MailServer,
    sms: SmsServer,
    clock: SettableClock,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    waiting = kiosk.register(SITI)
    (link,) = LINK.findall(mails.handler.mails[0].text)
    requests.post(kiosk.url + "/email/" + link.rpartition("/")[2], timeout=30)
    for status in (500, 302, 200):
        sms.status = status
        ask_for_sms(kiosk, waiting)
        clock.pass_by(timedelta(minutes=2))

    said = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith(OTHERS))
    kept = stored_bytes(tmp_path / "centre").decode(errors="replace")
    assert "the gateway for sms is down: the SMS gateway answered 500" in said
    assert "otp: code sent" in kept
    people = ("siti@example.com", "+6284012345678", "0840-1234-5678", "84012345678")
    for secret in (TOKEN, link.rpartition("/")[2], *people):
        assert secret not in said
        assert secret not in kept
    assert not any(code_in(text) in said for text in sms.texts)


def test_a_gateways_file_with_a_mistake_opens_no_centre(
    tmp_path: Path, clock: SettableClock
) -> None:
    folder = tmp_path / "wrong"
    write_gateways(folder, 0, "https://sms.example.com")
    with pytest.raises(GatewaysFileError, match=r"email\.port"):
        open_centre(folder, clock, demo_configuration())
