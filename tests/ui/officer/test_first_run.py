"""A kiosk that is opened for the first time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

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
from kiosk.sync.protocol import base64_text
from kiosk.sync.provisioning import (
    Provisioning,
    ProvisioningProblem,
    read_provisioning,
    sign_provisioning,
)
from kiosk.sync.signing import public_key_of
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.look import Look
from kiosk.ui.officer.first_run import Answer, FirstRun, WaysIn, is_first_run
from kiosk.ui.officer.first_run_sheets import FirstRunSheet
from tests.camera.slips import Held, held_out
from tests.store.counter import NOW
from tests.sync.scripted_central import ScriptedCentral
from tests.ui.officer.conftest import PIN
from tests.ui.posing import Poser
from tests.ui.touch import click, nameless

CODE = "7Q4M-2XA9-BC0D"


SIGNED_BY = bytes([3] * 32)
FILE = sign_provisioning(
    Provisioning(
        version=1,
        issued_at=NOW,
        expires_at=NOW + timedelta(hours=1),
        centre_url="https://loket.example",
        code=CODE,
        office_name="Kantor Desa Genteng Kulon",
        config_key=base64_text(public_key_of(SIGNED_BY)),
    ),
    SIGNED_BY,
)


@pytest.fixture
def central() -> ScriptedCentral:
    return ScriptedCentral()


class FileOnComputer:
    """What comes of the file that lies on this computer, once it may."""

    def __init__(self) -> None:
        self.answers: list[Answer | Exception] = []
        self.may_answer = Event()
        self.may_answer.set()

    def provision(self) -> Answer | None:
        assert self.may_answer.wait(10)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def lying() -> FileOnComputer:
    return FileOnComputer()


@pytest.fixture
def first_run(
    qtbot: QtBot,
    look: Look,
    store: StoreThread,
    camera: CameraDesk,
    central: ScriptedCentral,
    lying: FileOnComputer,
) -> Iterator[FirstRun]:
    with ThreadPoolExecutor(1) as workers:

        def ask(code: str) -> Answer:
            return enrol(store, central, code, NOW)

        def provision(data: bytes) -> Answer:
            read = read_provisioning(data, NOW)
            return ask(read.code) if isinstance(read, Provisioning) else read

        ways = WaysIn(
            enrol=lambda code: workers.submit(ask, code),
            provision=lambda data: workers.submit(provision, data),
            provision_offered=lambda: workers.submit(lying.provision),
        )
        first_run = FirstRun(look, store, camera, ways, lambda: NOW)
        qtbot.addWidget(first_run)
        first_run.resize(976, 446)
        first_run.show()
        first_run.begin()
        yield first_run
        first_run.scan.end()
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


# --- a file on this computer, and a QR code ------------------------------------------------------

KANTOR = Office("desa-1", "Kantor Desa Genteng Kulon", "35.10.09.2003")
NO_LINE = CentralUnavailableError(UnavailableReason.OFFLINE)


def test_a_file_on_this_computer_enrols_while_the_language_is_asked(
    first_run: FirstRun, qtbot: QtBot, lying: FileOnComputer
) -> None:
    lying.answers = [KANTOR]
    lying.may_answer.clear()
    first_run.begin()

    come_to(first_run, first_run.code, qtbot)
    assert complains_of(first_run.code, "first_run.code.waiting")
    assert not first_run.code.next_button.isEnabled()
    lying.may_answer.set()

    qtbot.waitUntil(lambda: first_run.sheet is first_run.supervisor)
    assert complains_of(first_run.supervisor, "first_run.welcome")


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (ProvisioningProblem.EXPIRED, ProvisioningProblem.EXPIRED),
        (EnrolmentProblem.CODE_INVALID, EnrolmentProblem.CODE_INVALID),
        (NO_LINE, "first_run.code.no_line"),
    ],
    ids=["expired", "used", "no line"],
)
def test_a_file_that_does_not_do_is_told_and_a_code_may_be_typed(
    first_run: FirstRun,
    qtbot: QtBot,
    lying: FileOnComputer,
    answer: Answer | Exception,
    key: str,
) -> None:
    lying.answers = [answer]
    first_run.begin()
    come_to(first_run, first_run.code, qtbot)

    qtbot.waitUntil(lambda: complains_of(first_run.code, key))

    QTest.keyClicks(first_run.code.field, CODE)
    come_to(first_run, first_run.office, qtbot)


def test_without_a_line_the_file_may_be_tried_again(
    first_run: FirstRun, qtbot: QtBot, lying: FileOnComputer
) -> None:
    lying.answers = [NO_LINE, KANTOR]
    first_run.begin()
    come_to(first_run, first_run.code, qtbot)
    qtbot.waitUntil(lambda: complains_of(first_run.code, "first_run.code.no_line"))

    QTest.keyClick(first_run.code.again_button, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: first_run.sheet is first_run.supervisor)


@pytest.mark.parametrize("shown", [CODE, FILE.decode()], ids=["code", "file"])
def test_a_qr_code_is_scanned_by_keyboard_alone(
    first_run: FirstRun, qtbot: QtBot, poser: Poser, camera: CameraDesk, shown: str
) -> None:
    come_to(first_run, first_run.code, qtbot)
    QTest.keyClick(first_run.code.scan_button, Qt.Key.Key_Space)
    poser.pose = held_out("LKT-7Q4M2-XA9BC")
    said = first_run.scan.scan.instruction
    qtbot.waitUntil(lambda: said.sentence.key == "first_run.scan.foreign")

    QTest.keyClick(first_run.scan.type_button, Qt.Key.Key_Space)
    QTest.keyClick(first_run.code.scan_button, Qt.Key.Key_Space)
    poser.pose = held_out(shown, Held(distance_mm=75.0, turned_deg=0.0))

    qtbot.waitUntil(lambda: first_run.sheet is first_run.office)
    qtbot.waitUntil(lambda: camera.state is CameraState.OFF)
    assert ("loket.example" in first_run.office.said) is (shown != CODE)


def test_everything_to_touch_has_a_name(first_run: FirstRun) -> None:
    assert nameless(first_run) == []
