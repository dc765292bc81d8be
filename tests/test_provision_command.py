"""`kiosk provision`: from a file that the centre made to a registration that was sent."""

import os
import stat
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import cv2
import pytest

from kiosk.backroom import BackRoom
from kiosk.central.centre import Centre
from kiosk.central.devices.provisioning import ProvisionOrder
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.vault.keys import load_keys
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.cli import utc_now
from kiosk.command import Exit
from kiosk.demo.centre import OFFICE_ID, OFFICE_NAME, DemoCentre, demo_centre
from kiosk.paths import Folders, folders_under
from kiosk.provision import Provisioner, Ready, let_kiosk_read
from kiosk.settings_layers import load_settings
from kiosk.store.settings import Office
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.protocol import base64_text
from kiosk.sync.provisioning import (
    AUTHORITIES_FILE,
    PROVISION_FILE,
    Provisioning,
    ProvisioningProblem,
    open_provisioning,
    sign_provisioning,
)
from kiosk.sync.signing import public_key_of
from tests.camera.slips import Held, held_out
from tests.central.certificate import make_certificate
from tests.central.clock import SettableClock
from tests.command_line import NOWHERE, Answer, Kiosk, command_line
from tests.flow.counter import settings
from tests.flow.lossy_line import LossyLine
from tests.sync.registrations import PHOTO, registration
from tests.sync.scripted_server import ScriptedServer, running

SETTINGS = {"store": {"allow_key_file": True}, "session": {"idle_seconds": 90}}
FOREIGN = bytes([8] * 32)


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Kiosk]:
    with command_line(tmp_path / "home", capsys) as kiosk:
        yield kiosk


@pytest.fixture
def clock() -> SettableClock:
    clock = SettableClock()
    clock.now = utc_now()
    return clock


@pytest.fixture
def centre(tmp_path: Path, clock: SettableClock) -> Iterator[DemoCentre]:
    with demo_centre(tmp_path / "centre", clock) as centre:
        yield centre


def make_file(path: Path, centre: DemoCentre, url: str = "", **order: object) -> Path:
    asked = ProvisionOrder(url=url or centre.url, **({"settings": SETTINGS} | order))  # type: ignore[arg-type]
    path.write_bytes(centre.operator.new_provisioning(OFFICE_ID, asked).text)
    return path


def said_in(path: Path) -> Provisioning:
    said = open_provisioning(path.read_bytes())
    assert isinstance(said, Provisioning)
    return said


def changed(path: Path, key: bytes = FOREIGN, **changes: object) -> Path:
    """Signed again by somebody who wants another thing in it."""
    said = said_in(path).model_copy(
        update={"config_key": base64_text(public_key_of(key)), **changes}
    )
    path.write_bytes(sign_provisioning(said, key))
    return path


def kept_by(kiosk: Kiosk) -> list[str]:
    return [name for name in (PROVISION_FILE, AUTHORITIES_FILE) if (kiosk.home / name).exists()]


# --- the whole way --------------------------------------------------------------------------------


def test_one_file_enrols_and_sets_up_a_kiosk_which_then_sends(
    kiosk: Kiosk, tmp_path: Path, centre: DemoCentre, caplog: pytest.LogCaptureFixture
) -> None:
    """Made and used at the command line; there was no settings file."""
    file = str(tmp_path / "desa.loket")
    made = kiosk(
        *("central", "--data", str(tmp_path / "centre"), "provision", OFFICE_ID),
        *("--url", centre.url, "--hours", "5", "--out", file),
        *("--setting", "store.allow_key_file=true", "--setting", "camera.source=0"),
    )
    assert (made.status, made.err) == (Exit.OK, "")

    answer = kiosk("provision", file)

    assert (answer.status, answer.out) == (Exit.OK, f"this is now a kiosk of {OFFICE_NAME}\n")
    config = load_settings(folders_under(kiosk.home)).config
    assert (config.centre.url, config.camera.source) == (centre.url, "0")
    with BackRoom(kiosk.home / "store", config, utc_now) as room:
        dispatcher = Dispatcher(room.store, room.configuration)
        dispatcher.register(registration(), PHOTO, utc_now())
    assert kiosk("sync").out == "sent 2, still waiting 0\n"
    assert len(centre.operator.submissions()) == 1
    code = said_in(Path(file)).code
    logs = [log.read_text("utf-8") for log in kiosk.home.rglob("*.log")]
    assert logs
    told = (answer.out, answer.err, made.out, caplog.text)
    assert not any(code in text for text in (*logs, *told))


def test_authorities_in_the_file_are_trusted_and_kept(kiosk: Kiosk, tmp_path: Path) -> None:
    tls = make_certificate(tmp_path)
    with Centre(tmp_path / "centre", utc_now, demo_configuration()) as centre:
        Operator(centre).new_office("desa-a", OFFICE_NAME)
        server = EmbeddedServer(create_app(centre), tls=tls)
        server.start()
        order = ProvisionOrder(
            server.url, settings=SETTINGS, ca=tls.certificate.read_text().strip()
        )
        file = tmp_path / "desa.loket"
        file.write_bytes(centre.enrolments.new_provisioning("desa-a", order).text)
        answer = kiosk("provision", str(file))
        server.stop()

    assert answer.status == Exit.OK, answer.err
    authorities = load_settings(folders_under(kiosk.home)).config.centre.ca_file
    assert Path(authorities).read_text("utf-8") == order.ca


# --- what is refused, and why ---------------------------------------------------------------------


def test_a_file_that_is_none_was_changed_or_is_over_changes_nothing(
    kiosk: Kiosk, tmp_path: Path, centre: DemoCentre
) -> None:
    file = make_file(tmp_path / "desa.loket", centre)
    whole, now = file.read_bytes(), utc_now().replace(microsecond=0)

    file.write_bytes(b"no file")
    assert refusal(kiosk("provision", str(file))) == "This is no setup file of Loket"
    file.write_bytes(whole.replace(b'"key_id":"', b'"key_id":"0'))
    assert refusal(kiosk("provision", str(file))) == "This file has been changed"
    file.write_bytes(whole)
    changed(file, expires_at=now)
    assert refusal(kiosk("provision", str(file))) == "This file or QR code is too old"
    file.unlink()
    assert "is not there" in kiosk("provision", str(file)).err
    assert kept_by(kiosk) == []


def test_a_file_signed_by_anybody_else_leaves_nothing_behind(
    kiosk: Kiosk, tmp_path: Path, centre: DemoCentre
) -> None:
    """Its signature is right by its own key: what the centre answers gives it away."""
    file = changed(make_file(tmp_path / "desa.loket", centre), office_name="Kantor Palsu")

    answer = kiosk("provision", str(file))

    assert answer.status == Exit.CENTRE
    assert "The centre that answers did not make this file" in answer.err
    assert kept_by(kiosk) == []
    kiosk.set_up(centre.url)
    assert "kiosk enrol" in kiosk("sync").err


def test_a_file_that_was_used_says_so(kiosk: Kiosk, tmp_path: Path, centre: DemoCentre) -> None:
    file = make_file(tmp_path / "desa.loket", centre)
    with BackRoom(tmp_path / "other", settings(centre.url), utc_now) as other:
        other.enrol(said_in(file).code)

    answer = kiosk("provision", str(file))

    assert answer.status == Exit.CENTRE
    assert "This code is wrong, used, or too old." in answer.err
    assert kept_by(kiosk) == []


def test_settings_that_this_loket_does_not_know_are_named(
    kiosk: Kiosk, tmp_path: Path, centre: DemoCentre
) -> None:
    unknown = {"camera": {"suorce": "0"}}
    file = make_file(tmp_path / "desa.loket", centre, settings=unknown)
    for way in ((), ("--check",), ("--machine",)):
        answer = kiosk("provision", str(file), *way)
        assert answer.status == Exit.UNUSABLE
        assert "unknown key 'camera.suorce'" in answer.err
    assert kept_by(kiosk) == []


@pytest.mark.parametrize("way", [(), ("--check",), ("--machine",)])
@pytest.mark.parametrize(
    "order",
    [
        {"ca": "-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----"},
        {"url": "http://pusat.example"},
        {"url": "https://" + "a" * 64 + ".example"},
        {"proxy": "http://budi:rahasia@[::1"},
    ],
)
def test_a_kiosk_at_work_takes_no_settings_by_which_it_would_not_open(
    kiosk: Kiosk, tmp_path: Path, way: tuple[str, ...], order: dict[str, str]
) -> None:
    """The centre itself signed them: only the kiosk can tell that they lead nowhere."""
    with demo_centre(tmp_path / "centre", utc_now) as centre:
        kiosk("provision", str(make_file(tmp_path / "first.loket", centre)))
        kept = (kiosk.home / PROVISION_FILE).read_bytes()
        said = said_in(make_file(tmp_path / "bad.loket", centre))
        payload = said.model_dump() | {"centre_url": order.get("url", centre.url)}
        payload |= {key: value for key, value in order.items() if key != "url"}
        bad = Provisioning.model_validate(payload)
        key = load_keys(tmp_path / "centre").config.private
        (tmp_path / "bad.loket").write_bytes(sign_provisioning(bad, key))
    answer = kiosk("provision", *way, str(tmp_path / "bad.loket"))
    assert answer.status == Exit.UNUSABLE
    assert "rahasia" not in answer.err
    assert (kiosk.home / PROVISION_FILE).read_bytes() == kept


def test_a_kiosk_with_a_full_queue_goes_to_no_other_centre(
    kiosk: Kiosk, tmp_path: Path, centre: DemoCentre
) -> None:
    with demo_centre(tmp_path / "before", utc_now) as before:
        kiosk.set_up(before.url)
        kiosk.queue_one(before.new_code(), before.url)
    answer = kiosk("provision", str(make_file(tmp_path / "desa.loket", centre)))
    assert answer.status == Exit.CENTRE
    assert "still wait to be sent" in answer.err
    assert kept_by(kiosk) == []


def test_a_computer_without_any_room_says_so(
    kiosk: Kiosk, tmp_path: Path, centre: DemoCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(make_file(tmp_path / "desa.loket", centre))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    assert kiosk("provision", file).status == Exit.STORE
    assert kept_by(kiosk) == []


# --- again ----------------------------------------------------------------------------------------


def test_an_answer_that_got_lost_is_asked_for_again(
    kiosk: Kiosk, tmp_path: Path, centre: DemoCentre
) -> None:
    with running(ScriptedServer(LossyLine(centre.url, loses="POST"))) as server:
        file = str(make_file(tmp_path / "desa.loket", centre, server.url))
        assert kiosk("provision", file).status == Exit.CENTRE
        assert kept_by(kiosk) == []
        assert kiosk("provision", file).status == Exit.OK
    assert len(centre.operator.devices()) == 1


def test_a_kiosk_of_that_centre_has_its_settings_renewed_by_a_later_file(
    kiosk: Kiosk, tmp_path: Path, centre: DemoCentre, clock: SettableClock
) -> None:
    first = make_file(tmp_path / "1.loket", centre)
    clock.now += timedelta(minutes=1)
    calmer = {"store": {"allow_key_file": True}, "session": {"idle_seconds": 300}}
    second = make_file(tmp_path / "2.loket", centre, settings=calmer)
    assert kiosk("provision", str(first)).status == Exit.OK

    answer = kiosk("provision", str(second))

    assert answer.out == (f"this is a kiosk of {OFFICE_NAME} already; its settings are renewed\n")
    config = load_settings(folders_under(kiosk.home)).config
    assert config.session.idle_seconds == 300
    assert refusal(kiosk("provision", str(first))) == "This file is older than the one in use"
    assert load_settings(folders_under(kiosk.home)).config == config
    assert len(centre.operator.devices()) == 1


def test_a_damaged_copy_is_mended_by_the_file(
    kiosk: Kiosk, tmp_path: Path, centre: DemoCentre
) -> None:
    file = str(make_file(tmp_path / "desa.loket", centre))
    kiosk("provision", file)
    (kiosk.home / PROVISION_FILE).write_bytes(b"")
    assert "provision again" in kiosk("queue").err
    assert kiosk("provision", file).status == Exit.OK
    assert kiosk("queue").status == Exit.OK


# --- other ways -----------------------------------------------------------------------------------


def test_it_can_be_looked_at_without_its_code(
    kiosk: Kiosk, tmp_path: Path, centre: DemoCentre
) -> None:
    file = make_file(tmp_path / "desa.loket", centre)
    answer = kiosk("provision", "--check", str(file))
    assert answer.status == Exit.OK
    assert f"office: {OFFICE_NAME}\ncentre: {centre.url}\n" in answer.out
    assert "session.idle_seconds = 90" in answer.out
    assert said_in(file).code not in answer.out
    assert not kiosk.home.exists()


def test_left_to_the_computer_it_enrols_whoever_opens_the_kiosk_once(
    kiosk: Kiosk, tmp_path: Path, centre: DemoCentre
) -> None:
    file = make_file(tmp_path / "desa.loket", centre)
    left = kiosk("provision", "--machine", str(file))
    assert (left.status, len(centre.operator.devices())) == (Exit.OK, 0)
    folders = Folders(tmp_path / "user", kiosk.home / "kiosk.toml")
    folders.prepare()
    config = load_settings(folders).config
    assert config.session.idle_seconds == 90
    with BackRoom(folders.store, config, utc_now) as room:
        provisioner = Provisioner(folders, room)
        offered = provisioner.offered()
        assert isinstance(offered, bytes)
        assert provisioner.provision(offered) == Ready(room_office(room), is_new=True)
        assert provisioner.offered() is None
    assert len(centre.operator.devices()) == 1


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "user", tmp_path / "etc" / "kiosk.toml")
    (tmp_path / "etc" / PROVISION_FILE).mkdir(parents=True)
    with BackRoom(folders.store, settings(NOWHERE), utc_now) as room:
        assert Provisioner(folders, room).offered() is ProvisioningProblem.UNREADABLE


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_only_the_services_group_reads_a_file_left_to_the_computer(tmp_path: Path) -> None:
    import grp  # noqa: PLC0415  # Windows has no such module

    file = tmp_path / PROVISION_FILE
    file.touch(0o600)
    let_kiosk_read(file, grp.getgrgid(os.getgid()).gr_name)
    assert (stat.S_IMODE(file.stat().st_mode), file.stat().st_gid) == (0o640, os.getgid())
    let_kiosk_read(file, "a-group-that-nobody-has")
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_the_qr_code_is_read_by_the_camera(
    kiosk: Kiosk, tmp_path: Path, centre: DemoCentre
) -> None:
    text = make_file(tmp_path / "desa.loket", centre).read_bytes().decode()
    picture = tmp_path / "qr.png"
    cv2.imwrite(str(picture), held_out(text, Held(distance_mm=75.0, turned_deg=0.0)))
    kiosk.set_up(NOWHERE, f'[camera]\nsource = "file:{picture.as_posix()}"\n')
    answer = kiosk("provision", "--camera")
    assert answer.status == Exit.OK, answer.err
    assert answer.out.endswith(f"this is now a kiosk of {OFFICE_NAME}\n")


def test_a_camera_that_is_not_there_is_told(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk.set_up(NOWHERE, f'[camera]\nsource = "file:{(tmp_path / "none").as_posix()}"\n')
    assert kiosk("provision", "--camera").status == Exit.CAMERA


def room_office(room: BackRoom) -> Office:
    office = room.store.call(lambda store: store.settings.office())
    assert office is not None
    return office


def refusal(answer: Answer) -> str:
    assert answer.status == Exit.UNUSABLE
    return answer.err.rpartition("kiosk: ")[2].partition(".")[0].partition(",")[0]
