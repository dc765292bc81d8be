"""A kiosk that is opened for the first time."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.camera.loop import CameraState
from kiosk.domain.pin import Pin, PinProblem
from kiosk.store.officers import Officer, Role
from kiosk.store.settings import Office
from kiosk.store.worker import StoreThread
from kiosk.sync.central import CentralUnavailableError, UnavailableReason
from kiosk.sync.enrolment import EnrolmentProblem, enrol
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.look import Look
from kiosk.ui.officer.first_run import FirstRun, is_first_run
from kiosk.ui.officer.first_run_sheets import FirstRunSheet
from tests.store.counter import NOW
from tests.sync.scripted_central import ScriptedCentral
from tests.ui.officer.conftest import PIN, Clock
from tests.ui.touch import click, nameless

CODE = "7Q4M-2XA9-BC0D"


@pytest.fixture
def central() -> ScriptedCentral:
    return ScriptedCentral()


@pytest.fixture
def first_run(
    qtbot: QtBot,
    look: Look,
    store: StoreThread,
    camera: CameraDesk,
    central: ScriptedCentral,
    clock: Clock,
) -> Iterator[FirstRun]:
    with ThreadPoolExecutor(1) as workers:

        def ask(code: str) -> Future[Office | EnrolmentProblem]:
            return workers.submit(enrol, store, central, code, clock())

        first_run = FirstRun(look, store, camera, ask, clock)
        qtbot.addWidget(first_run)
        first_run.resize(976, 446)
        first_run.show()
        first_run.begin()
        yield first_run
        first_run.camera.end()


def go_on(first_run: FirstRun) -> None:
    sheet = first_run.sheet
    assert isinstance(sheet, FirstRunSheet)
    QTest.mouseClick(sheet.next_button, Qt.MouseButton.LeftButton)


def come_to(first_run: FirstRun, sheet: FirstRunSheet, qtbot: QtBot) -> None:
    go_on(first_run)
    qtbot.waitUntil(lambda: first_run.sheet is sheet)


def type_code(first_run: FirstRun, qtbot: QtBot) -> None:
    come_to(first_run, first_run.code, qtbot)
    QTest.keyClicks(first_run.code.field, CODE)


def complains_of(sheet: FirstRunSheet, key: str) -> bool:
    return sheet.notice.sentence is not None and sheet.notice.sentence.key == key


def test_makes_an_empty_computer_a_kiosk(
    first_run: FirstRun, qtbot: QtBot, store: StoreThread, camera: CameraDesk
) -> None:
    assert store.call(is_first_run)
    type_code(first_run, qtbot)
    come_to(first_run, first_run.office, qtbot)
    assert any(w.text() == "Kantor Desa Genteng Kulon" for w in first_run.findChildren(QLabel))
    come_to(first_run, first_run.supervisor, qtbot)
    QTest.keyClicks(first_run.supervisor.field, "Rina Wulandari")
    come_to(first_run, first_run.pin, qtbot)
    QTest.keyClicks(first_run.pin.first, PIN)
    QTest.keyClicks(first_run.pin.second, PIN)
    come_to(first_run, first_run.camera, qtbot)
    qtbot.waitUntil(lambda: first_run.camera.instruction.sentence.key == "first_run.camera.good")
    with qtbot.waitSignal(first_run.finished):
        go_on(first_run)

    assert not store.call(is_first_run)
    assert store.call(lambda s: s.settings.language()) == "id"
    (officer,) = store.call(lambda s: s.officers.list())
    assert officer.role is Role.SUPERVISOR
    assert isinstance(store.call(lambda s: s.officers.verify(officer.id, Pin(PIN), NOW)), Officer)
    qtbot.waitUntil(lambda: camera.state is CameraState.OFF)


def test_speaks_and_keeps_the_chosen_language(
    first_run: FirstRun, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    click(first_run, "language_en")
    assert look.language == "en"

    come_to(first_run, first_run.code, qtbot)

    assert store.call(lambda s: s.settings.language()) == "en"


def test_says_why_a_code_does_not_do(
    first_run: FirstRun, qtbot: QtBot, central: ScriptedCentral
) -> None:
    come_to(first_run, first_run.code, qtbot)
    QTest.keyClicks(first_run.code.field, "7Q")
    go_on(first_run)
    qtbot.waitUntil(lambda: complains_of(first_run.code, EnrolmentProblem.CODE_FORMAT))

    QTest.keyClicks(first_run.code.field, "4M-2XA9-BC0D")
    central.faults = [CentralUnavailableError(UnavailableReason.CERTIFICATE)]
    go_on(first_run)
    qtbot.waitUntil(lambda: complains_of(first_run.code, UnavailableReason.CERTIFICATE))

    come_to(first_run, first_run.office, qtbot)


@pytest.mark.parametrize(
    ("first", "second", "problem"),
    [
        ("123456", "123456", PinProblem.TOO_EASY),
        ("4829", "4829", PinProblem.LENGTH),
        (PIN, "482914", "first_run.pin.differs"),
    ],
)
def test_wants_a_good_pin_twice(first_run: FirstRun, first: str, second: str, problem: str) -> None:
    QTest.keyClicks(first_run.pin.first, first)
    QTest.keyClicks(first_run.pin.second, second)

    wrong = first_run.pin.problem()

    assert wrong is not None
    assert wrong.key == problem


def test_goes_on_where_it_was_interrupted(
    first_run: FirstRun, qtbot: QtBot, store: StoreThread, central: ScriptedCentral
) -> None:
    enrol(store, central, CODE, NOW)
    store.call(lambda s: s.officers.add("Rina", Pin(PIN), Role.SUPERVISOR, NOW))

    come_to(first_run, first_run.office, qtbot)
    come_to(first_run, first_run.camera, qtbot)


def test_everything_to_touch_has_a_name(first_run: FirstRun) -> None:
    assert nameless(first_run) == []
