"""Outgoing messages at the operators' page: masked, until somebody asks for one."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from kiosk.central.centre import Centre
from kiosk.central.desk.models import Role
from kiosk.central.settings.configuration import demo_configuration, with_codes
from kiosk.central.settings.settings_text import toml_of
from kiosk.sync.protocol import Redoable
from tests.central.desk.conftest import Browser
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident

LogIn = Callable[[Role], Browser]
SITI = Resident()


def test_messages_are_masked_until_one_is_asked_for(
    log_in: LogIn, centre: Centre, kiosk: Kiosk
) -> None:
    assert centre.settings.change("ani", toml_of(with_codes(demo_configuration()))) == ()
    submission_id = kiosk.register(SITI)
    grant = kiosk.grant(SITI, Redoable.EMAIL_CODE)
    assert kiosk.post(f"submissions/{submission_id}/email-code", grant=grant).status_code == 200
    newest = centre.desk.outgoing.masked(1)[0]
    browser = log_in(Role.OPERATOR)

    listed = browser.get("/messages").text
    assert "s…@example.com" in listed
    assert "siti@example.com" not in listed
    assert "Kode Loket Anda" not in listed

    whole = browser.act(f"/messages/{newest.message_id}").text
    assert "siti@example.com" in whole
    assert "Kode Loket Anda" in whole
    assert str(newest.message_id) in log_in(Role.AUDITOR).get("/audit").text
    assert log_in(Role.ADMINISTRATOR).act(f"/messages/{uuid4()}").status_code == 404


@pytest.mark.parametrize(("role", "reading"), [(Role.AUDITOR, 200), (Role.OFFICE, 403)])
def test_who_may_see_messages(log_in: LogIn, role: Role, reading: int) -> None:
    browser = log_in(role)
    assert browser.get("/messages").status_code == reading
    assert browser.act(f"/messages/{uuid4()}").status_code == 403
