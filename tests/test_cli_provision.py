"""`kiosk central provision`: how the centre makes the file, and what it refuses to put into one."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.desk.audit import Deed
from kiosk.central.desk.models import AuditRow
from kiosk.central.settings.configuration import demo_configuration
from kiosk.cli import utc_now
from kiosk.command import Exit
from kiosk.sync.provisioning import Provisioning, open_provisioning
from tests.command_line import Kiosk, command_line


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Kiosk]:
    with command_line(tmp_path / "home", capsys) as kiosk:
        yield kiosk


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--url", "ftp://centre.example"), "begins with https://"),
        (("--hours", "0"), "from 1 to 744"),
        (("--setting", "centre.url=https://centre.example"), "without [centre]"),
        (("--pin", "abc"), "fingerprint"),
        (("--proxy", "centre.example"), "proxy"),
    ],
    ids=["url", "hours", "settings", "pin", "proxy"],
)
def test_what_cannot_stand_in_a_file_is_said_before_there_is_a_code(
    kiosk: Kiosk, tmp_path: Path, arguments: tuple[str, str], said: str
) -> None:
    kiosk("central", "office", "desa-a", "Desa A")
    out = tmp_path / "desa.loket"
    answer = kiosk("central", "provision", "desa-a", "--out", str(out), *arguments)
    assert answer.status == Exit.UNUSABLE
    assert said in answer.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("camera.suorce=0", "unknown key 'camera.suorce'"),
        ("session.idle_seconds=5", "must be from 30 to 600"),
        ("kiosk.full_screen=maybe", "must be true or false"),
    ],
)
def test_a_setting_that_kiosks_do_not_have_is_named(
    kiosk: Kiosk, capsys: pytest.CaptureFixture[str], setting: str, said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        kiosk("central", "provision", "desa-a", "--setting", setting)
    assert ended.value.code == Exit.UNUSABLE
    assert said in capsys.readouterr().err


def test_a_file_is_private_drawn_on_demand_and_never_written_over(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    kiosk("central", "office", "desa-a", "Desa A")
    out, picture = tmp_path / "desa.loket", tmp_path / "desa.svg"
    command = ("central", "provision", "desa-a", "--out", str(out))
    made = kiosk(*command, "--qr", str(picture))
    assert made.status == Exit.OK
    assert "no other computer gets there" in made.out
    if os.name == "posix":
        assert {stat.S_IMODE(one.stat().st_mode) for one in (out, picture)} == {0o600}
    assert "is there already" in kiosk(*command).err
    long = ("--out", "-", "--setting", f"printer.name={'x' * 300}", "--qr", str(picture))
    assert "too dense for a QR code" in kiosk("central", "provision", "desa-a", *long).err
    elsewhere = ("--out", str(tmp_path / "far.loket"), "--url", "https://centre.example")
    far = kiosk("central", "provision", "desa-a", *elsewhere).out
    assert far.endswith("by one kiosk, which asks https://centre.example\n")
    printed = kiosk("central", "provision", "desa-a", "--out", "-").out
    assert isinstance(open_provisioning(printed.encode()), Provisioning)
    assert "no office desa-b" in kiosk("central", "provision", "desa-b").err


def test_who_made_a_file_is_in_the_audit(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk("central", "office", "desa-a", "Desa A")
    kiosk("central", "provision", "desa-a", "--out", "-")
    with (
        Centre(kiosk.home / "centre", utc_now, demo_configuration()) as centre,
        centre.database.reading() as session,
    ):
        (row,) = session.scalars(select(AuditRow).where(AuditRow.deed == Deed.PROVISIONING))
    assert (row.account, row.subject, row.detail) == ("console", "desa-a", "")
