"""The officers' side as a whole: nothing is seen without a PIN."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.camera.loop import CameraState
from kiosk.store.officers import Officer
from kiosk.ui.look import Look
from kiosk.ui.officer.area import OfficerArea
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.services import Services
from kiosk.ui.widgets.button import Button, Rank
from tests.ui.officer.conftest import PIN
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
    qtbot.waitUntil(lambda: has(gate, "officer_0"))
    QTest.keyClicks(gate.pin, PIN)
    click(gate, "open_button")


def open_desk(area: OfficerArea, qtbot: QtBot) -> None:
    show_pin(area.gate, qtbot)
    qtbot.waitUntil(lambda: not area.is_locked)


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
    with qtbot.assertNotEmitted(area.quit_requested):
        click(area, "quit_button")

    with qtbot.waitSignal(area.quit_requested):
        show_pin(area.quit_gate, qtbot)


def test_an_officer_may_think_better_of_leaving(area: OfficerArea, qtbot: QtBot) -> None:
    open_desk(area, qtbot)
    click(area, "quit_button")

    click(area.quit_gate, "gate_back_button")

    assert area.desk.isVisible()


def test_everything_to_touch_has_a_name(area: OfficerArea) -> None:
    assert nameless(area) == []


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
    loud = [b for b in area.desk.findChildren(Button) if b.property("role") == Rank.PRIMARY]
    assert [b.objectName() for b in loud] == ["lock_button" if waits else "assist_button"]
    with qtbot.waitSignal(area.left):
        click(area, "lock_button")


def test_the_desk_leads_to_the_camera_and_back(area: OfficerArea, qtbot: QtBot) -> None:
    open_desk(area, qtbot)

    click(area, "calibrate_button")
    assert area.calibration.isVisible()

    click(area, "calibration_back_button")
    assert area.desk.isVisible()


def test_locking_ends_setting_up_the_camera(
    area: OfficerArea, qtbot: QtBot, services: Services
) -> None:
    open_desk(area, qtbot)
    click(area, "calibrate_button")

    area.lock()

    assert area.is_locked
    qtbot.waitUntil(lambda: services.camera.state is CameraState.OFF)
