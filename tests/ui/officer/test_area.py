"""The officers' side as a whole: nothing is seen without a PIN."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.camera.loop import CameraState
from kiosk.store.day import DayEvent
from kiosk.store.officers import Officer
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.area import OfficerArea
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.services import Services
from kiosk.ui.widgets.button import Button, Rank
from tests.ui.officer.conftest import PIN, Clock
from tests.ui.touch import click, find, has, nameless


@pytest.fixture
def area(qtbot: QtBot, look: Look, services: Services, rina: Officer) -> OfficerArea:
    return show_area(OfficerArea(look, services), qtbot)


def show_area(area: OfficerArea, qtbot: QtBot) -> OfficerArea:
    qtbot.addWidget(area)
    area.resize(1286, 560)
    area.show()
    return area


def show_pin(gate: OfficerGate, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: has(gate, "officer_0") and gate.open_button.isEnabled())
    QTest.keyClicks(gate.pin, PIN)
    click(gate, "open_button")


def open_desk(area: OfficerArea, qtbot: QtBot) -> None:
    """The first officer of the day sees the health card; nobody sees it while somebody waits."""
    show_pin(area.gate, qtbot)
    qtbot.waitUntil(lambda: not area.is_locked)
    if area.opening.isVisible():
        click(area, "start_day_button")


def test_asks_for_the_pin_first(area: OfficerArea, qtbot: QtBot) -> None:
    assert area.is_locked
    assert not area.desk.isVisible()

    open_desk(area, qtbot)

    assert area.desk.isVisible()
    focused = area.focusWidget()
    assert focused is not None
    assert focused.objectName() == "room_today"


@pytest.mark.usefixtures("rina")
def test_locks_when_nobody_touches_anything(qtbot: QtBot, look: Look, services: Services) -> None:
    area = show_area(OfficerArea(look, services, idle_ms=1), qtbot)
    with qtbot.waitSignal(area.gate.opened):
        show_pin(area.gate, qtbot)

    qtbot.waitUntil(lambda: area.is_locked)

    assert not area.desk.isVisible()


def test_locks_when_it_is_left(area: OfficerArea, qtbot: QtBot) -> None:
    open_desk(area, qtbot)
    with qtbot.waitSignal(area.left):
        click(area, "lock_button")
    area.hide()
    area.show()

    assert area.is_locked


def test_leaving_the_kiosk_asks_for_the_pin_again(area: OfficerArea, qtbot: QtBot) -> None:
    open_desk(area, qtbot)
    click(area, "closing_button")
    with qtbot.assertNotEmitted(area.quit_requested):
        click(area, "quit_button")

    with qtbot.waitSignal(area.quit_requested):
        show_pin(area.quit_gate, qtbot)


def test_an_officer_may_think_better_of_leaving(area: OfficerArea, qtbot: QtBot) -> None:
    open_desk(area, qtbot)
    click(area, "closing_button")
    click(area, "quit_button")

    click(area.quit_gate, "gate_back_button")

    assert area.desk.isVisible()


def test_the_first_officer_of_a_day_sees_the_health_card(
    area: OfficerArea, qtbot: QtBot, store: StoreThread, clock: Clock
) -> None:
    show_pin(area.gate, qtbot)
    qtbot.waitUntil(area.opening.isVisible)
    with qtbot.waitSignal(area.day_opened):
        click(area, "start_day_button")
    assert area.desk.isVisible()
    assert store.call(lambda s: s.day.last(DayEvent.OPENED)) == clock.now

    area.lock()
    show_pin(area.gate, qtbot)
    qtbot.waitUntil(area.desk.isVisible)

    clock.pass_by(timedelta(days=1))
    area.lock()
    show_pin(area.gate, qtbot)
    qtbot.waitUntil(area.opening.isVisible)


def test_nobody_who_waits_has_to_wait_for_the_health_card(area: OfficerArea, qtbot: QtBot) -> None:
    area.somebody_waits = True
    show_pin(area.gate, qtbot)

    qtbot.waitUntil(area.desk.isVisible)


def test_enter_opens_the_day(area: OfficerArea, qtbot: QtBot) -> None:
    show_pin(area.gate, qtbot)
    qtbot.waitUntil(area.opening.isVisible)

    QTest.keyClick(area.opening.start_button, Qt.Key.Key_Return)

    assert area.desk.isVisible()


def test_a_closed_day_is_opened_again(
    area: OfficerArea, qtbot: QtBot, store: StoreThread, clock: Clock
) -> None:
    open_desk(area, qtbot)
    clock.pass_by(timedelta(hours=8))
    click(area, "closing_button")
    with qtbot.waitSignal(area.day_closed):
        click(area, "close_day_button")
    assert store.call(lambda s: s.day.last(DayEvent.CLOSED)) == clock.now

    area.lock()
    show_pin(area.gate, qtbot)
    qtbot.waitUntil(area.opening.isVisible)
    assert area.opening.opens_day


def test_a_camera_that_is_set_up_is_remembered(
    area: OfficerArea, qtbot: QtBot, store: StoreThread, services: Services, clock: Clock
) -> None:
    open_desk(area, qtbot)
    area.calibration.kept.emit()

    last = store.call(lambda s: s.day.last(DayEvent.SEATED, services.camera.name))
    assert last == clock.now


def test_everything_to_touch_has_a_name(area: OfficerArea, qtbot: QtBot) -> None:
    assert [widget for widget in nameless(area) if widget.isVisible()] == []
    open_desk(area, qtbot)
    assert [widget for widget in nameless(area) if widget.isVisible()] == []
    assert nameless(area.opening) == nameless(area.closing) == []


def test_somebody_who_called_reads_that_help_comes_and_how_to_go_on(
    area: OfficerArea, qtbot: QtBot, look: Look
) -> None:
    assert area.gate.title.text() == look.text("officer.called.title")

    with qtbot.waitSignal(area.left):
        click(area.gate, "gate_back_button")


@pytest.mark.parametrize("waits", [True, False])
def test_leads_back_to_somebody_who_waits(
    area: OfficerArea, qtbot: QtBot, look: Look, *, waits: bool
) -> None:
    area.somebody_waits = waits
    open_desk(area, qtbot)

    back = find(area, Button, "lock_button")
    assert back.text() == look.text("officer.return" if waits else "officer.lock")
    buttons = area.desk.findChildren(Button)
    loud = [b for b in buttons if b.isVisible() and b.property("role") == Rank.PRIMARY]
    assert [b.objectName() for b in loud] == ["lock_button" if waits else "assist_button"]
    with qtbot.waitSignal(area.left):
        click(area, "lock_button")


def test_the_health_card_leads_to_the_camera_and_back(area: OfficerArea, qtbot: QtBot) -> None:
    open_desk(area, qtbot)

    click(area, "ready_chip")
    click(area, "calibrate_button")
    assert area.calibration.isVisible()

    click(area, "calibration_back_button")
    assert area.opening.isVisible()


def test_locking_ends_setting_up_the_camera(
    area: OfficerArea, qtbot: QtBot, services: Services
) -> None:
    open_desk(area, qtbot)
    click(area, "ready_chip")
    click(area, "calibrate_button")

    area.lock()

    assert area.is_locked
    qtbot.waitUntil(lambda: services.camera.state is CameraState.OFF)
