"""The store and the line to the centre, without any window."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.backroom import BackRoom, centre_address
from kiosk.cli import utc_now
from kiosk.config import CentreSettings, Config, StoreSettings
from kiosk.demo.centre import OFFICE_ID, DemoCentre, demo_centre
from kiosk.domain.pin import Pin
from kiosk.store.errors import NoKeyStoreError
from kiosk.store.officers import Role
from kiosk.store.settings import DeskSettings, Office
from kiosk.sync.central import CentralUnavailableError, UnavailableReason
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.engine import Step
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.sync.transport import AddressError, Timeouts
from tests.command_line import NOWHERE
from tests.flow.counter import open_room, settings
from tests.flow.lossy_line import LossyLine
from tests.store.counter import raw
from tests.store.test_officers import DEAR
from tests.sync.registrations import PHOTO, registration
from tests.sync.scripted_server import ScriptedServer, problem, reply, running

PORTAL = reply(200, b"<html>Selamat datang", None, "text/html")


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[DemoCentre]:
    with demo_centre(tmp_path / "centre", utc_now) as centre:
        yield centre


@pytest.fixture
def room(tmp_path: Path, centre: DemoCentre) -> Iterator[BackRoom]:
    with open_room(tmp_path / "store", centre.url, utc_now) as room:
        yield room


def test_a_code_gives_office_identity_and_configuration(room: BackRoom, centre: DemoCentre) -> None:
    answer = room.enrol(centre.new_code())
    assert isinstance(answer, Office)
    assert answer.id == OFFICE_ID
    assert room.store.call(lambda store: store.settings.office()) == answer
    assert room.configuration.bundle is not None


def test_a_code_is_good_for_one_kiosk(room: BackRoom, centre: DemoCentre, tmp_path: Path) -> None:
    code = centre.new_code()
    room.enrol(code)
    with open_room(tmp_path / "other", centre.url, utc_now) as other:
        assert other.enrol(code) is EnrolmentProblem.CODE_INVALID


def test_a_code_whose_answer_got_lost_may_be_typed_again(
    tmp_path: Path, centre: DemoCentre
) -> None:
    line = LossyLine(centre.url, loses="POST")
    with (
        running(ScriptedServer(line)) as server,
        open_room(tmp_path / "store", server.url, utc_now) as room,
    ):
        code = centre.new_code()
        with pytest.raises(CentralUnavailableError):
            room.enrol(code)
        assert isinstance(room.enrol(code), Office)
        assert room.configuration.bundle is not None
    assert len(centre.operator.devices()) == 1


def test_enrolled_stays_enrolled_where_the_line_breaks_before_the_configuration(
    tmp_path: Path, centre: DemoCentre
) -> None:
    with (
        running(ScriptedServer(LossyLine(centre.url), PORTAL)) as server,
        open_room(tmp_path / "store", server.url, utc_now) as room,
    ):
        answer = room.enrol(centre.new_code())
        assert isinstance(answer, Office)
        assert room.configuration.bundle is None
    with open_room(tmp_path / "store", centre.url, utc_now) as room:
        assert room.store.call(lambda store: store.settings.office()) == answer
        assert room.make_engine(room.call_centre()).run_once(utc_now()) is Step.IDLE


def test_nothing_is_enrolled_where_somebody_else_answers(tmp_path: Path) -> None:
    with (
        running(ScriptedServer(PORTAL)) as server,
        open_room(tmp_path / "store", server.url, utc_now) as room,
    ):
        with pytest.raises(CentralUnavailableError) as caught:
            room.enrol("0000-0000-0000")
        assert caught.value.reason is UnavailableReason.CAPTIVE_PORTAL
        assert room.store.call(lambda store: store.settings.enrolment()) is None


def test_a_restart_does_not_end_the_pause_that_the_centre_asked_for(
    tmp_path: Path, centre: DemoCentre
) -> None:
    with open_room(tmp_path / "store", centre.url, utc_now) as room:
        room.enrol(centre.new_code())
        Dispatcher(room.store, room.configuration).register(registration(), PHOTO, utc_now())
    busy = problem(503, "busy", {"Retry-After": "3600"})
    with running(ScriptedServer(busy, busy)) as server:
        for _ in range(2):
            with (
                open_room(tmp_path / "store", server.url, utc_now) as room,
                closing(room.call_centre()) as line,
            ):
                room.make_engine(line).run_once(utc_now())
                assert room.circuit.paused_until(utc_now()) is not None
        assert len(server.received) == 1


def test_what_was_learned_is_there_after_a_restart(tmp_path: Path, centre: DemoCentre) -> None:
    with open_room(tmp_path / "store", centre.url, utc_now) as room:
        room.enrol(centre.new_code())
        known = room.configuration.bundle
    with open_room(tmp_path / "store", centre.url, utc_now) as room:
        assert room.configuration.bundle == known


def test_a_kiosk_without_a_safe_place_for_its_key_does_not_start(tmp_path: Path) -> None:
    room = BackRoom(tmp_path / "store", Config(), utc_now)
    with pytest.raises(NoKeyStoreError):
        room.start()


def test_a_fault_while_it_opens_leaves_nothing_locked(tmp_path: Path) -> None:
    def broken_clock() -> datetime:
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            BackRoom(tmp_path, settings(NOWHERE), broken_clock).start()
    with open_room(tmp_path, NOWHERE, utc_now):
        pass


def test_pins_are_as_dear_to_guess_as_the_store_makes_them(tmp_path: Path) -> None:
    config = Config(store=StoreSettings(allow_key_file=True))
    with BackRoom(tmp_path / "store", config, utc_now) as room:
        room.store.call(lambda s: s.officers.add("Wahyu", Pin("482915"), Role.OFFICER, utc_now()))
        pin_hash = room.store.call(lambda s: raw(s).value("SELECT pin_hash FROM officer"))
    assert pin_hash.startswith(DEAR)


def test_a_kiosk_must_know_its_centre(tmp_path: Path) -> None:
    room = BackRoom(tmp_path, Config(), utc_now)
    with pytest.raises(AddressError, match=r"set url under \[centre\] in kiosk\.toml"):
        room.check_address()


def test_certificates_of_ones_own_must_be_certificates(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    settings = CentreSettings("https://centre.example", ca_file=str(tmp_path / "ca.pem"))
    with pytest.raises(AddressError, match=r"ca\.pem"):
        BackRoom(tmp_path, Config(centre=settings), utc_now).check_address()


def test_one_or_several_keys_of_the_centre_may_be_pinned(tmp_path: Path) -> None:
    pins = ("sha256/" + "A" * 43 + "=", "sha256/" + "B" * 43 + "=")
    settings = CentreSettings("https://centre.example", pin=" ".join(pins))
    assert centre_address(settings, Timeouts()).pins == pins
    settings = CentreSettings("https://centre.example", pin="sha256/AAAA")
    with pytest.raises(AddressError, match="pin"):
        BackRoom(tmp_path, Config(centre=settings), utc_now).check_address()


def test_what_was_set_at_the_desk_is_in_force_from_the_next_start(tmp_path: Path) -> None:
    file = Config(store=StoreSettings(allow_key_file=True))
    with BackRoom(tmp_path, file, utc_now) as room:
        assert room.config == file
        desk = DeskSettings(language="en", camera="Logi C270", text_scale=1.5)
        room.store.call(lambda s: s.settings.save_desk(desk))
    with BackRoom(tmp_path, file, utc_now) as room:
        assert (room.config.kiosk.language, room.config.camera.source) == ("en", "Logi C270")
        assert room.desk == desk
