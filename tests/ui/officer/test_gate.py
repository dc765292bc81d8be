"""Name and PIN."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.domain.pin import Pin, PinProblem
from kiosk.store.errors import DiskFullError
from kiosk.store.instance_lock import SERVICE_LOCK, InstanceLock
from kiosk.store.officers import LOCKED_FOR, WRONG_TRIES, Officer, Role
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.gate import OfficerGate, QuitGate
from tests.store.counter import NOW
from tests.ui.officer.conftest import PIN, Clock
from tests.ui.resident.test_full_disk import full_disk
from tests.ui.touch import click, find, has


@pytest.fixture
def gate(qtbot: QtBot, look: Look, store: StoreThread, clock: Clock, rina: Officer) -> OfficerGate:
    gate = OfficerGate(look, store, clock)
    qtbot.addWidget(gate)
    gate.resize(976, 446)
    gate.show()
    gate.begin()
    qtbot.waitUntil(lambda: has(gate, "officer_0"))
    return gate


def try_pin(gate: OfficerGate, pin: str) -> None:
    QTest.keyClicks(gate.pin, pin)
    click(gate, "open_button")


def refused_with(gate: OfficerGate, problem: PinProblem) -> bool:
    return gate.notice.sentence is not None and gate.notice.sentence.key == problem


def test_opens_for_the_right_pin(gate: OfficerGate, qtbot: QtBot, rina: Officer) -> None:
    with qtbot.waitSignal(gate.opened) as opened:
        try_pin(gate, PIN)

    assert opened.args == [rina]
    assert gate.pin.text() == ""


def test_a_pin_typed_before_the_officers_are_known_waits_for_them(
    qtbot: QtBot, look: Look, store: StoreThread, clock: Clock, rina: Officer
) -> None:
    gate, may_answer = OfficerGate(look, store, clock), Event()
    qtbot.addWidget(gate)
    gate.show()
    store.submit(lambda _: may_answer.wait(5))
    gate.begin()
    try_pin(gate, PIN)
    assert gate.notice.sentence is None

    may_answer.set()
    qtbot.waitUntil(gate.open_button.isEnabled)
    with qtbot.waitSignal(gate.opened) as opened:
        click(gate, "open_button")

    assert opened.args == [rina]


def test_says_that_a_pin_is_wrong_and_forgets_it(gate: OfficerGate, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(gate.opened):
        try_pin(gate, "914827")
        qtbot.waitUntil(lambda: refused_with(gate, PinProblem.WRONG))

    assert gate.pin.text() == ""


def test_a_pin_that_nobody_may_have_is_simply_wrong_and_counts(
    gate: OfficerGate, qtbot: QtBot
) -> None:
    for _ in range(WRONG_TRIES - 1):
        gate.notice.clear()
        try_pin(gate, "111112")
        qtbot.waitUntil(lambda: refused_with(gate, PinProblem.WRONG))

    try_pin(gate, "111112")
    qtbot.waitUntil(lambda: refused_with(gate, PinProblem.LOCKED))


def test_enter_opens(gate: OfficerGate, qtbot: QtBot, rina: Officer) -> None:
    QTest.keyClicks(gate.pin, PIN)
    with qtbot.waitSignal(gate.opened) as opened:
        QTest.keyClick(gate.pin, Qt.Key.Key_Return)

    assert opened.args == [rina]


def test_the_keys_stay_on_the_page_while_the_pin_is_checked(
    gate: OfficerGate, qtbot: QtBot
) -> None:
    gate.open_button.setFocus()
    try_pin(gate, "914827")

    assert gate.focusWidget() is gate.pin
    qtbot.waitUntil(lambda: refused_with(gate, PinProblem.WRONG))
    assert gate.focusWidget() is gate.pin


def test_locks_after_five_wrong_tries_and_opens_again_later(
    gate: OfficerGate, qtbot: QtBot, clock: Clock
) -> None:
    for _ in range(WRONG_TRIES):
        gate.notice.clear()
        try_pin(gate, "914827")
        qtbot.waitUntil(lambda: gate.notice.sentence is not None)
    assert refused_with(gate, PinProblem.LOCKED)

    gate.notice.clear()
    try_pin(gate, PIN)
    qtbot.waitUntil(lambda: refused_with(gate, PinProblem.LOCKED))

    clock.pass_by(LOCKED_FOR + timedelta(seconds=1))
    with qtbot.waitSignal(gate.opened):
        try_pin(gate, PIN)


@pytest.mark.parametrize("pin", [PIN, "914827"])
def test_where_no_try_can_be_counted_nobody_comes_in_and_it_is_said(
    gate: OfficerGate, qtbot: QtBot, pin: str
) -> None:
    with full_disk(), qtbot.assertNotEmitted(gate.opened):
        try_pin(gate, pin)
        qtbot.waitUntil(lambda: gate.notice.sentence is not None)
    assert gate.notice.sentence is not None
    assert gate.notice.sentence.key == DiskFullError.key
    assert gate.pin.text() == ""

    with qtbot.waitSignal(gate.opened):
        try_pin(gate, PIN)


def test_whoever_goes_back_while_the_pin_is_checked_opens_nothing(
    gate: OfficerGate, qtbot: QtBot, store: StoreThread
) -> None:
    may_answer = Event()
    store.submit(lambda _: may_answer.wait(5))
    with qtbot.assertNotEmitted(gate.opened, wait=50):
        try_pin(gate, PIN)
        with qtbot.waitSignal(gate.left):
            click(gate, "gate_back_button")
        may_answer.set()
        store.call(lambda _: None)
    assert gate.pin.text() == ""


def sees(gate: OfficerGate, name: str) -> bool:
    return has(gate, name) and find(gate, QAbstractButton, name).isVisible()


def test_the_name_is_chosen_where_there_are_several(
    gate: OfficerGate, qtbot: QtBot, store: StoreThread
) -> None:
    agus = store.call(lambda s: s.officers.add("Agus", Pin("739201"), Role.OFFICER, NOW))
    gate.begin()
    qtbot.waitUntil(lambda: sees(gate, "officer_1"))
    try_pin(gate, "739201")
    assert gate.notice.sentence is not None
    assert gate.notice.sentence.key == "officer.gate.choose"

    click(gate, "officer_0")
    with qtbot.waitSignal(gate.opened) as opened:
        try_pin(gate, "739201")

    assert opened.args == [agus]


def test_a_choice_stays_when_the_officers_become_others(
    gate: OfficerGate, qtbot: QtBot, store: StoreThread, rina: Officer
) -> None:
    store.call(lambda s: s.officers.add("Agus", Pin("739201"), Role.OFFICER, NOW))
    gate.begin()
    qtbot.waitUntil(lambda: sees(gate, "officer_1"))
    store.call(lambda s: s.officers.add("Budi", Pin("739201"), Role.OFFICER, NOW))
    gate.begin()
    click(gate, "officer_1")
    qtbot.waitUntil(lambda: sees(gate, "officer_2"))

    with qtbot.waitSignal(gate.opened) as opened:
        try_pin(gate, PIN)

    assert opened.args == [rina]


def test_nobody_can_read_a_pin(gate: OfficerGate) -> None:
    QTest.keyClicks(gate.pin, "482")

    assert gate.pin.echoMode() is QLineEdit.EchoMode.Password
    assert "482" not in gate.pin.displayText()


def test_whoever_leaves_loket_is_told_whether_the_queue_is_sent_on(
    qtbot: QtBot, look: Look, store: StoreThread, tmp_path: Path
) -> None:
    gate = QuitGate(look, store, lambda: NOW)
    qtbot.addWidget(gate)
    with closing(InstanceLock(tmp_path / "store" / SERVICE_LOCK)):
        gate.begin()
        qtbot.waitUntil(lambda: gate.hint.text() == look.text("officer.quit.goes_on"))
    gate.begin()
    qtbot.waitUntil(lambda: gate.hint.text() == look.text("officer.quit.hint"))
