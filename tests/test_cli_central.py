"""The centre's jobs at the command line: what its operator prints and is told."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO, TextIOWrapper
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from kiosk.backroom import BackRoom
from kiosk.central.centre import Centre
from kiosk.central.desk.audit import Deed
from kiosk.central.desk.models import AuditRow
from kiosk.central.gateways.config import GATEWAYS_FILE
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration, with_codes
from kiosk.central.storage.models import SettingsRow
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.cli import utc_now
from kiosk.command import Exit
from kiosk.demo.centre import OFFICE_ID, demo_centre
from kiosk.domain.recovery import RecoveryCode, parse_recovery_code
from kiosk.paths import find_folders
from kiosk.store.recovery import OpenChallenge
from kiosk.sync.protocol import Redoable
from tests.central.gateways.mail_server import mail_server
from tests.central.gateways.notification import notification
from tests.central.kiosk import Kiosk as Device
from tests.central.residents import OFFICE, Resident
from tests.command_line import NOWHERE, Answer, Kiosk, command_line
from tests.flow.counter import settings

HOUR = timedelta(hours=1)


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Kiosk]:
    with command_line(tmp_path / "home", capsys) as kiosk:
        yield kiosk


def test_a_code_is_for_an_office_that_is_there(kiosk: Kiosk) -> None:
    answer = kiosk("central", "code", "desa-1")
    assert answer.status == Exit.SETTINGS
    assert "no office desa-1: add it first" in answer.err
    assert kiosk("central", "office", "desa-1", "Desa Satu").status == Exit.OK
    assert len(kiosk("central", "code", "desa-1").out.strip()) == len("7Q4M-2XA9-BC0D")


def test_what_cannot_be_an_office_is_refused(kiosk: Kiosk) -> None:
    for office in (("Desa 1", "Desa"), ("desa-1", ""), ("desa-1", "Desa", "--village", "35.10")):
        assert kiosk("central", "office", *office).status == Exit.UNUSABLE
    assert kiosk("central", "code", "desa-1").status == Exit.SETTINGS


def test_what_is_done_at_the_console_is_in_the_audit(kiosk: Kiosk) -> None:
    kiosk("central", "office", "desa-1", "Desa Satu")
    kiosk("central", "code", "desa-1")
    with (
        Centre(kiosk.home / "centre", utc_now, demo_configuration()) as centre,
        centre.database.reading() as session,
    ):
        rows = session.scalars(select(AuditRow).order_by(AuditRow.at)).all()
    assert [(row.account, row.deed, row.subject) for row in rows] == [
        ("console", Deed.OFFICE_ADD, "desa-1"),
        ("console", Deed.ENROLMENT_CODE, "desa-1"),
    ]


def test_a_supervisor_who_forgot_the_pin_is_let_back_in(kiosk: Kiosk) -> None:
    with demo_centre(find_folders(kiosk.home).centre, utc_now) as centre:
        kiosk.set_up(centre.url)
        kiosk("enrol", centre.new_code())
    room = BackRoom(find_folders(kiosk.home).store, settings(NOWHERE), utc_now)
    with room:
        asked = room.store.call(lambda s: s.recovery.ask(utc_now(), b"12345"))
        assert isinstance(asked, OpenChallenge)
        said = (asked.challenge.display.lower(), "--day", asked.day.isoformat())
        answer = kiosk("central", "recover", OFFICE_ID, *said)
        assert answer.status == Exit.OK
        code = parse_recovery_code(answer.out.strip())
        assert isinstance(code, RecoveryCode)
        assert room.store.call(lambda s: s.recovery.check(code, utc_now())) is None


def test_the_operator_sees_which_kiosk_lost_something(kiosk: Kiosk) -> None:
    folder = find_folders(kiosk.home).centre
    with Centre(folder, utc_now, demo_configuration()) as centre:
        operator = Operator(centre)
        operator.new_office(OFFICE, "Desa Satu")
        server = EmbeddedServer(create_app(centre))
        server.start()
        heard, silent = (Device(server.url, operator.new_code(OFFICE)) for _ in range(2))
        heard.tell(made=1, missing=1)
        for device in (heard, silent):
            device.close()
        server.stop()

    answer = kiosk("central", "kiosks")

    assert answer.status == Exit.FOUND
    first, second = answer.out.splitlines()
    assert first.startswith(f"{OFFICE} {heard.device_id} DISAGREES: made 1, delivered 0")
    assert second == f"{OFFICE} {silent.device_id} never heard"


def test_only_a_challenge_of_a_kiosk_that_is_known_is_answered(kiosk: Kiosk) -> None:
    kiosk("central", "office", "desa-1", "Desa Satu")
    assert kiosk("central", "recover", "desa-1", "7Q4M").status == Exit.UNUSABLE
    answer = kiosk("central", "recover", "desa-1", "TC1J-9WSA-MH4Y")
    assert (answer.status, answer.out) == (Exit.FOUND, "")
    assert "no kiosk of the office desa-1 asks this" in answer.err


def test_an_office_named_again_gets_its_new_name(kiosk: Kiosk) -> None:
    assert kiosk("central", "office", "desa-1", "Desa Satu").status == Exit.OK
    assert kiosk("central", "office", "desa-1", "Desa Dua").status == Exit.OK
    with Centre(kiosk.home / "centre", utc_now, demo_configuration()) as centre:
        server = EmbeddedServer(create_app(centre))
        server.start()
        kiosk.set_up(server.url)
        answer = kiosk("enrol", centre.enrolments.new_code("desa-1", HOUR))
        server.stop()
    assert "Desa Dua" in answer.out


def test_messages_to_residents_are_read_by_the_operator(kiosk: Kiosk) -> None:
    resident = Resident()
    with Centre(kiosk.home / "centre", utc_now, with_codes(demo_configuration())) as centre:
        operator = Operator(centre)
        operator.new_office(OFFICE, "Desa Satu")
        server = EmbeddedServer(create_app(centre))
        server.start()
        device = Device(server.url, operator.new_code(OFFICE))
        submission_id = device.register(resident)
        grant = device.grant(resident, Redoable.EMAIL_CODE)
        device.post(f"submissions/{submission_id}/email-code", grant=grant)
        device.close()
        server.stop()

    answer = kiosk("central", "messages")

    assert answer.status == Exit.OK
    assert "email siti@example.com Halo,\n" in answer.out
    assert "\nKode Loket Anda: " in answer.out
    with (
        Centre(kiosk.home / "centre", utc_now, demo_configuration()) as centre,
        centre.database.reading() as session,
    ):
        (read,) = session.scalars(select(AuditRow).where(AuditRow.deed == Deed.MESSAGE_READ))
    assert (read.account, read.detail) == ("console", "2")


GATEWAYS = """
[email]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "loket@example.com"
"""


def write_gateways(kiosk: Kiosk, port: int) -> None:
    file = find_folders(kiosk.home).centre / GATEWAYS_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(0o600)
    file.write_text(GATEWAYS.format(port=port))


def test_a_gateway_is_tried_before_residents_need_it(kiosk: Kiosk) -> None:
    assert "sms: the box of this centre, 0 waiting" in kiosk("central", "gateways").out
    with mail_server() as server:
        write_gateways(kiosk, server.port)
        place = f"email: 127.0.0.1:{server.port} (none), 0 waiting"
        assert place in kiosk("central", "gateways").out
        assert kiosk("central", "gateways", "--test", "siti@example.com").status == Exit.OK
        server.handler.recipient_answer = "550 No such user"
        refused = kiosk("central", "gateways", "--test", "siti@example.com")
    assert [mail.recipients for mail in server.handler.mails] == [["siti@example.com"]]
    assert (refused.status, "refused the recipient with 550" in refused.err) == (Exit.CENTRE, True)
    gone = kiosk("central", "gateways", "--test", "siti@example.com")
    assert (gone.status, "ConnectionRefusedError" in gone.err) == (Exit.CENTRE, True)
    assert kiosk("central", "gateways", "--test", "084012345678").status == Exit.SETTINGS
    assert kiosk("central", "gateways", "--test", "siti").status == Exit.UNUSABLE


def test_a_mistake_in_the_gateways_file_is_named(kiosk: Kiosk) -> None:
    write_gateways(kiosk, 0)
    for job in ("gateways", "messages"):
        answer = kiosk("central", job)
        assert (answer.status, "email.port: " in answer.err) == (Exit.SETTINGS, True)


def test_a_mail_that_comes_back_is_piped_in(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    def pipe_in(mail: bytes) -> Answer:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(mail)))
        return kiosk("central", "bounce")

    stray = pipe_in(notification(uuid4()))
    spam = pipe_in(b"Subject: win\n\nall of it")

    assert (stray.status, stray.err) == (
        Exit.UNUSABLE,
        "kiosk: ignored: no mail of ours came back\n",
    )
    assert (spam.status, "no delivery status notification" in spam.err) == (Exit.UNUSABLE, True)


def test_a_centre_for_others_needs_a_certificate(kiosk: Kiosk) -> None:
    answer = kiosk("central", "--host", "192.0.2.7")
    assert answer.status == Exit.SETTINGS
    assert "give a certificate and its key" in answer.err


def test_the_rules_are_read_changed_and_read_again(kiosk: Kiosk, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(kiosk("central", "settings").out.replace("photo_tries = 5", "photo_tries = 4"))

    answer = kiosk("central", "settings", "--change", str(rules))

    assert (answer.status, answer.out) == (Exit.OK, "version 2 is in force\n")
    assert kiosk("central", "settings").out == rules.read_text()
    history = kiosk("central", "settings", "--history").out
    assert history.startswith("version 2, ")
    assert "    -photo_tries = 5\n    +photo_tries = 4\n" in history


def test_rules_that_cannot_be_are_refused_with_their_place(kiosk: Kiosk, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(kiosk("central", "settings").out.replace("photo_tries = 5", "photo_tries = 0"))

    answer = kiosk("central", "settings", "--change", str(rules))

    assert answer.status == Exit.UNUSABLE
    assert "nothing was changed:\nphoto_tries: Input should be greater than or equal" in answer.err
    missing = kiosk("central", "settings", "--change", str(tmp_path / "none.toml"))
    assert (missing.status, "cannot be read" in missing.err) == (Exit.UNUSABLE, True)


def test_settings_that_nobody_can_go_by_are_told_and_mended(kiosk: Kiosk) -> None:
    with (
        Centre(kiosk.home / "centre", utc_now, demo_configuration()) as centre,
        centre.database.writing() as session,
    ):
        session.add(SettingsRow(version=2, author="later", at=utc_now(), text="later = 1\n"))

    answer = kiosk("central", "kiosks")

    assert answer.status == Exit.SETTINGS
    assert "version 2 of the settings cannot be read" in answer.err
    assert "later: unknown key" in answer.err
    assert kiosk("central", "settings").out == "later = 1\n"
    assert kiosk("central", "settings", "--use", "demo").out == "version 3 is in force\n"
    assert kiosk("central", "kiosks").status == Exit.OK


def test_what_is_no_database_is_said_in_a_sentence(kiosk: Kiosk) -> None:
    kiosk("central", "kiosks")
    (kiosk.home / "centre" / "centre.db").write_bytes(b"no database at all" * 999)
    spoilt = kiosk("central", "kiosks")
    assert (spoilt.status, "Restore it from a copy" in spoilt.err) == (Exit.SETTINGS, True)

    for address in ("nonsense", "mysql://loket:secret@127.0.0.1/loket"):
        wrong = kiosk("central", "--database", address, "kiosks")
        assert (wrong.status, "no address of a database" in wrong.err) == (Exit.SETTINGS, True)
        assert "secret" not in wrong.err


def test_a_folder_that_is_none_is_named(kiosk: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    answer = kiosk("central", "--data", str(tmp_path / "file"), "kiosks")
    assert (answer.status, str(tmp_path / "file") in answer.err) == (Exit.SETTINGS, True)


def test_certificate_and_key_belong_together(kiosk: Kiosk, tmp_path: Path) -> None:
    answer = kiosk("central", "--key", str(tmp_path / "key.pem"))
    assert (answer.status, "belong together" in answer.err) == (Exit.UNUSABLE, True)


def test_a_centre_begins_with_the_demo_and_is_told_to_require_everything(kiosk: Kiosk) -> None:
    assert 'name = "demo configuration"' in kiosk("central", "settings").out
    assert kiosk("central", "settings", "--use", "full").status == Exit.OK
    assert "not_required = []" in kiosk("central", "settings").out
