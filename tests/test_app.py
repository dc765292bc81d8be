"""The composition root: pages, threads and faults of a whole kiosk."""

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.app import KioskApp, profile_in_force
from kiosk.backroom import BackRoom
from kiosk.camera.profile import load_profile
from kiosk.central.centre import Centre
from kiosk.central.devices.provisioning import ProvisionOrder
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.cli import utc_now
from kiosk.config import SessionSettings
from kiosk.demo.centre import OFFICE_ID, DemoCentre, demo_centre
from kiosk.domain.photo import PeciRule
from kiosk.fault_watch import FaultWatch
from kiosk.program import show
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.sync.provisioning import PROVISION_FILE
from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from tests.flow.counter import Counter, make_kiosk, open_counter, open_room, stand_well

ROOT_FOLDER = Path(__file__).parents[1]
IDLE_SECONDS = SessionSettings().idle_seconds
WARNING_SECONDS = SessionSettings().warning_seconds


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[DemoCentre]:
    with demo_centre(tmp_path / "centre", utc_now) as centre:
        yield centre


@pytest.fixture
def counter(qapp: QApplication, tmp_path: Path, centre: DemoCentre) -> Iterator[Counter]:
    with open_room(tmp_path / "store", centre.url, utc_now) as room:
        make_kiosk(room, centre.new_code())
        with open_counter(room, tmp_path) as counter:
            yield counter


def words_on_screen(counter: Counter) -> str:
    """Everything on every page, shown or not."""
    window = counter.app.window
    labels = [label.text() for label in window.findChildren(QLabel)]
    fields = [field.text() for field in window.findChildren(QLineEdit)]
    return " ".join(labels + fields)


def wait_idle(counter: Counter, seconds: int) -> None:
    """As the session's own timer does it, once a second."""
    assert counter.app.counter is not None
    for _ in range(seconds):
        counter.app.counter.session.count_second()


def has_been_heard(centre: DemoCentre) -> bool:
    return any(device.heard_at is not None for device in centre.operator.devices())


def test_an_idle_kiosk_forgets_the_resident_and_keeps_the_draft(counter: Counter) -> None:
    counter.hand.press("new_door")
    counter.fill_until(Step.PHONE)
    assert "9001" in words_on_screen(counter)
    wait_idle(counter, IDLE_SECONDS)
    counter.hand.wait_to_see("idle_warning")
    wait_idle(counter, WARNING_SECONDS)
    counter.hand.wait_to_see("new_door")
    assert not counter.is_filling
    assert "9001" not in words_on_screen(counter)
    (draft,) = counter.drafts()
    assert draft.step == Step.PHONE


def test_somebody_who_poses_is_not_forgotten(counter: Counter) -> None:
    assert counter.app.counter is not None
    counter.hand.press("new_door")
    counter.fill_until(Step.PHOTO)
    wait_idle(counter, IDLE_SECONDS)
    assert counter.hand.sees("idle_warning")
    counter.hand.wait_until(lambda: not counter.hand.sees("idle_warning"), "a face to be seen")
    assert counter.is_filling


def test_a_ticket_half_typed_is_forgotten_too(counter: Counter) -> None:
    counter.hand.press("status_door")
    counter.hand.type("ticket_field", "7Q4M2")
    wait_idle(counter, IDLE_SECONDS + WARNING_SECONDS)
    counter.hand.wait_to_see("new_door")
    assert "7Q4M2" not in words_on_screen(counter)


def test_the_officer_comes_and_goes_without_disturbing_the_form(counter: Counter) -> None:
    counter.hand.press("new_door")
    counter.fill_until(Step.NAME)
    counter.answer()
    counter.sign_in()
    counter.hand.press("lock_button")
    field = counter.hand.widget("full_name")
    assert isinstance(field, QLineEdit)
    assert field.text() == "SITI NURJANAH"
    counter.hand.press("next_button")
    assert counter.step is Step.BIRTH_PLACE


def test_the_form_an_officer_helps_with_remembers_who_helped(counter: Counter) -> None:
    counter.sign_in()
    counter.hand.press("assist_button")
    counter.fill_until(Step.CRITERIA)
    (officer,) = counter.store(lambda store: store.officers.list())
    (draft,) = counter.drafts()
    assert draft.assisted_by == officer.id


def test_only_a_pin_leads_out(counter: Counter) -> None:
    asked = QSignalSpy(counter.app.quit_requested)
    counter.sign_in()
    counter.hand.press("closing_button")
    counter.hand.press("quit_button")
    counter.hand.wait_to_see("pin_field")
    assert asked.count() == 0
    counter.show_pin()
    counter.hand.wait_until(lambda: asked.count() == 1, "leave to quit")


def test_a_locked_kiosk_closes_for_a_pin_and_for_nothing_else(counter: Counter) -> None:
    window, lock = counter.app.window, counter.app.lock
    lock.engage()
    counter.hand.press("new_door")
    counter.fill_until(Step.NIK)
    QTest.keyClick(window, Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
    assert not window.close()
    asked = QSignalSpy(counter.app.quit_requested)
    counter.sign_in()
    counter.hand.press("closing_button")
    counter.hand.press("quit_button")
    counter.hand.wait_to_see("pin_field")
    assert not window.close()
    counter.show_pin()
    counter.hand.wait_until(lambda: asked.count() == 1, "leave to quit")
    assert not lock.is_engaged
    assert window.close()


def test_only_a_full_screen_counter_is_locked(
    qapp: QApplication, tmp_path: Path, centre: DemoCentre
) -> None:
    with open_room(tmp_path / "store", centre.url, utc_now) as room:
        make_kiosk(room, centre.new_code())
        for locked in (False, True):
            app = KioskApp(room, Look("id"), stand_well)
            show(app.window, full_screen=locked)
            app.begin(locked=locked)
            counter = Counter(app, tmp_path)
            counter.hand.wait_until(counter.is_open, "an open counter")
            assert app.lock.is_engaged is locked
            app.close()
            assert not app.window.isVisible()


def test_a_file_on_the_computer_makes_it_a_kiosk_with_its_settings(
    qapp: QApplication, tmp_path: Path, centre: DemoCentre
) -> None:
    """Which has not known any centre before: then a typed code leads nowhere, and says so."""
    with open_room(tmp_path / "store", "", utc_now) as room:
        app = begun(room)
        counter = Counter(app, tmp_path)
        counter.hand.press("language_next_button")
        counter.hand.type("code_field", centre.new_code())
        counter.hand.press("code_next_button")
        counter.hand.wait_until(lambda: counter.said() == [EnrolmentProblem.NO_CENTRE], "an answer")
        app.close()

        order = ProvisionOrder(centre.url, settings={"session": {"idle_seconds": 300}})
        made = centre.operator.new_provisioning(OFFICE_ID, order)
        (tmp_path / PROVISION_FILE).write_bytes(made.text)
        app = begun(room)
        counter = Counter(app, tmp_path)
        counter.hand.press("language_next_button")
        counter.hand.wait_to_see("supervisor_field")
        assert counter.said() == ["first_run.welcome"]
        assert room.config.session.idle_seconds == 300
        assert room.configuration.bundle is not None
        app.close()


def begun(room: BackRoom) -> KioskApp:
    app = KioskApp(room, Look("id"), stand_well)
    show(app.window, full_screen=False)
    app.begin()
    return app


def test_what_hangs_does_not_keep_the_kiosk_from_closing(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        may_end.wait()

    counter.app.workers.submit(hang)
    assert begun.wait(5)
    counter.app.close(0.2)
    may_end.set()
    assert "without waiting" in caplog.text


def test_a_bug_in_a_thread_calls_the_officer(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    with FaultWatch(counter.app.tell_fault):
        thread = threading.Thread(target=divmod, args=(1, 0))
        thread.start()
        thread.join()
    counter.hand.wait_to_see("stopped_page")
    assert counter.said() == ["stopped.bug"]
    (record,) = (record for record in caplog.records if record.levelno == logging.CRITICAL)
    assert record.exc_info is not None


def test_after_a_bug_nobody_is_served_and_only_a_pin_leads_out(counter: Counter) -> None:
    counter.hand.press("new_door")
    counter.fill_until(Step.PHONE)
    assert "9001" in words_on_screen(counter)
    counter.app.tell_fault(ZeroDivisionError())
    counter.hand.wait_to_see("stopped_page")
    assert not counter.is_filling
    assert "9001" not in words_on_screen(counter)
    wait_idle(counter, IDLE_SECONDS + WARNING_SECONDS)
    assert counter.hand.sees("stopped_page")
    assert not counter.hand.sees("officer_button")
    asked = QSignalSpy(counter.app.quit_requested)
    counter.hand.press("close_button")
    counter.hand.wait_to_see("pin_field")
    assert asked.count() == 0
    counter.show_pin()
    counter.hand.wait_until(lambda: asked.count() == 1, "leave to quit")


def test_what_is_sent_while_the_officer_is_here_does_not_show_the_slip(counter: Counter) -> None:
    window = counter.app.window
    counter.hand.press("officer_button")
    counter.hand.wait_to_see("pin_field")
    window.show_page(counter.app.welcome)
    assert counter.hand.sees("pin_field")
    counter.hand.press("gate_back_button")
    counter.hand.wait_to_see("new_door")


@contextmanager
def counter_under_the_rules(tmp_path: Path, photo_profile: str) -> Iterator[BackRoom]:
    """A kiosk that its centre has just sent these photo rules, in its signed configuration."""
    configuration = replace(demo_configuration(), photo_profile=photo_profile)
    with Centre(tmp_path / "centre", utc_now, configuration) as centre:
        server, operator = EmbeddedServer(create_app(centre)), Operator(centre)
        server.start()
        operator.new_office("desa-1", "Desa Satu")
        with open_room(tmp_path / "store", server.url, utc_now) as room:
            assert profile_in_force(room.configuration) == load_profile()
            room.enrol(operator.new_code("desa-1"))
            assert room.configuration.bundle is not None
            yield room
        server.stop()


def test_the_photo_profile_that_the_centre_sends_is_in_force(tmp_path: Path) -> None:
    built_in = (files("kiosk.resources") / "profiles" / "2022.toml").read_text("utf-8")
    ours = built_in.replace('"2022.1"', '"2022.regency"').replace('"refused"', '"allowed"')
    with counter_under_the_rules(tmp_path, ours) as room:
        profile = profile_in_force(room.configuration)
    assert (profile.version, profile.peci) == ("2022.regency", PeciRule.ALLOWED)


def test_a_photo_profile_of_the_centre_that_cannot_be_used_is_not_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with counter_under_the_rules(tmp_path, "nonsense = true") as room:
        assert profile_in_force(room.configuration) == load_profile()
    assert "the centre's photo profile is not used: " in caplog.text


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is a signal on POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_counter_opens_as_a_program_and_ends_in_order_when_told(
    tmp_path: Path, centre: DemoCentre, qtbot: QtBot, number: signal.Signals
) -> None:
    with open_room(tmp_path / "store", centre.url, utc_now) as room:
        make_kiosk(room, centre.new_code())
    settings = f'[centre]\nurl = "{centre.url}"\n[store]\nallow_key_file = true\n'
    (tmp_path / "kiosk.toml").write_text(settings, "utf-8")
    command = [sys.executable, "-m", "kiosk", "--home", str(tmp_path), "run", "--windowed"]
    with subprocess.Popen(command, cwd=ROOT_FOLDER, stderr=subprocess.PIPE) as program:
        qtbot.waitUntil(lambda: has_been_heard(centre), timeout=20_000)
        program.send_signal(number)
        assert program.wait(timeout=20) == 128 + number
    with open_room(tmp_path / "store", centre.url, utc_now):
        pass  # nobody holds the store any more
