"""What leads out of a locked kiosk, and what does not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.kiosk_lock import KioskLock

Key: TypeAlias = Qt.Key
Modifier: TypeAlias = Qt.KeyboardModifier
NONE, CTRL, ALT, META = (
    Modifier.NoModifier,
    Modifier.ControlModifier,
    Modifier.AltModifier,
    Modifier.MetaModifier,
)
CTRL_ALT = CTRL | ALT
ROOT = Path(__file__).parents[2]


class Room:
    """A locked window with a field."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.window.setAcceptDrops(True)
        self.field = QLineEdit()
        QVBoxLayout(self.window).addWidget(self.field)
        qtbot.addWidget(self.window)
        self.window.show()
        self.field.setFocus()
        self.lock = KioskLock(self.window)
        self.lock.engage()
        self.noted = Noted(self.window, self.field)


class Noted(QObject):
    """Notes what reaches a widget."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.got: list[QEvent.Type] = []
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.got.append(event.type())
        return False


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    room = Room(qtbot)
    yield room
    room.lock.release()


@pytest.mark.parametrize(
    ("key", "modifiers", "text"),
    [
        (Key.Key_F4, ALT, ""),
        (Key.Key_Tab, ALT, "\t"),
        (Key.Key_Tab, CTRL, "\t"),
        (Key.Key_Backtab, ALT | Modifier.ShiftModifier, ""),
        (Key.Key_Super_L, NONE, ""),
        (Key.Key_Super_R, META, ""),
        (Key.Key_D, META, "d"),
        (Key.Key_L, META, "l"),
        *((Key(Key.Key_F1 + number), NONE, "") for number in range(12)),
        *((Key(Key.Key_F1 + number), CTRL_ALT, "") for number in range(12)),
        (Key.Key_Delete, CTRL_ALT, ""),
        (Key.Key_Print, NONE, ""),
        (Key.Key_Print, ALT, ""),
        (Key.Key_SysReq, ALT, ""),
        (Key.Key_Escape, NONE, "\x1b"),
        (Key.Key_Escape, CTRL, "\x1b"),
        (Key.Key_Menu, NONE, ""),
        (Key.Key_F10, Modifier.ShiftModifier, ""),
        (Key.Key_Help, NONE, ""),
        (Key.Key_HomePage, NONE, ""),
        (Key.Key_LaunchMail, NONE, ""),
        (Key.Key_PowerOff, NONE, ""),
        *((Key(ord(letter)), CTRL, chr(ord(letter) - 64)) for letter in "QWNOPSACVXZTF"),
        (Key.Key_Space, ALT, " "),
        (Key.Key_X, ALT, "x"),
    ],
)
def test_a_key_that_leads_out_reaches_nobody(
    room: Room, key: Key, modifiers: Modifier, text: str
) -> None:
    room.noted.got.clear()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride):
        for target in (room.window, room.field, room.window.windowHandle()):
            QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))
    assert room.noted.got == []
    assert room.field.text() == ""
    assert room.field.hasFocus()


@pytest.mark.parametrize(
    ("key", "modifiers", "text"),
    [
        (Key.Key_A, NONE, "a"),
        (Key.Key_A, Modifier.ShiftModifier, "A"),
        (Key.Key_5, Modifier.KeypadModifier, "5"),
        (Key.Key_At, CTRL_ALT, "@"),  # AltGr on Windows
        (Key.Key_At, Modifier.GroupSwitchModifier, "@"),  # AltGr on X11
        (Key.Key_Space, NONE, " "),
    ],
)
def test_a_key_that_types_goes_through(
    room: Room, key: Key, modifiers: Modifier, text: str
) -> None:
    press = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)
    received = QKeyEvent(press)
    assert not room.lock.eventFilter(room.field, received)


@pytest.mark.parametrize(
    "key",
    [
        *(Key.Key_Tab, Key.Key_Backtab, Key.Key_Return, Key.Key_Enter, Key.Key_Backspace),
        *(Key.Key_Delete, Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down),
        *(Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown, Key.Key_Shift),
    ],
)
def test_a_key_that_moves_within_the_page_goes_through(room: Room, key: Key) -> None:
    assert not room.lock.eventFilter(room.field, QKeyEvent(QEvent.Type.KeyPress, key, NONE))


def test_somebody_can_type_in_a_locked_kiosk(room: Room) -> None:
    QTest.keyClicks(room.field, "Siti 9001")
    QTest.keyClick(room.field, Key.Key_Backspace)
    assert room.field.text() == "Siti 900"


def test_the_window_refuses_to_close(room: Room) -> None:
    assert not room.window.close()
    assert not room.window.windowHandle().close()
    assert room.window.isVisible()


def test_once_released_the_window_closes_and_keys_are_free(room: Room) -> None:
    room.lock.release()
    QTest.keyClick(room.field, Key.Key_Escape)
    assert QEvent.Type.KeyPress in room.noted.got
    assert room.window.close()
    assert not room.lock.is_engaged


def test_the_window_is_full_screen_and_comes_back(room: Room, qtbot: QtBot) -> None:
    assert room.window.isFullScreen()
    room.window.showMinimized()
    qtbot.waitUntil(room.window.isFullScreen)


def test_there_are_no_context_menus(room: Room) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5), NONE)
    QApplication.sendEvent(room.field, event)
    assert not event.isAccepted()
    assert QApplication.activePopupWidget() is None


@pytest.mark.parametrize(
    "button", [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.BackButton]
)
def test_only_the_left_button_clicks(room: Room, button: Qt.MouseButton) -> None:
    QTest.keyClicks(room.field, "x")
    room.noted.got.clear()
    QTest.mouseClick(room.window, button)
    QTest.mouseClick(room.field, button)
    assert QEvent.Type.MouseButtonPress not in room.noted.got
    assert room.field.text() == "x"
    assert QApplication.activePopupWidget() is None


def test_no_file_can_be_dropped(room: Room) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/etc/hostname")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(5, 5), copy, files, left, NONE)
    drop = QDropEvent(QPointF(5, 5), copy, files, left, NONE)
    room.noted.got.clear()
    for event in (enter, drop):
        for target in (room.window, room.field):
            QApplication.sendEvent(target, event)
            assert not event.isAccepted()
    assert room.noted.got == []
    assert room.field.text() == ""


@pytest.mark.parametrize(("modifiers", "arrives"), [(CTRL, False), (NONE, True)])
def test_a_wheel_scrolls_but_never_zooms(room: Room, modifiers: Modifier, arrives: bool) -> None:
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    room.noted.got.clear()
    QApplication.sendEvent(room.window, event)
    assert (QEvent.Type.Wheel in room.noted.got) is arrives


def test_a_pinch_does_nothing(room: Room) -> None:
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        QPointF(5, 5),
        QPointF(5, 5),
        QPointF(5, 5),
        1.5,
        QPointF(),
    )
    room.noted.got.clear()
    QApplication.sendEvent(room.window, pinch)
    assert room.noted.got == []


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs Xvfb")
def test_on_x11_no_other_program_gets_a_key_while_it_holds() -> None:
    command = ["xvfb-run", "-a", sys.executable, "-m", "tests.ui.locked_window"]
    screen = os.environ | {"QT_QPA_PLATFORM": "xcb"}
    subprocess.run(command, cwd=ROOT, env=screen, check=True, timeout=50)
