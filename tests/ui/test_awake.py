"""A kiosk whose screen never goes blank."""

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtCore import ClassInfo, QObject, Slot
from PySide6.QtDBus import QDBusConnection
from pytestqt.qtbot import QtBot

from kiosk.ui.awake import keep_awake

pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="needs D-Bus")


@ClassInfo({"D-Bus Interface": "org.freedesktop.ScreenSaver"})  # type: ignore[call-arg]
class Desktop(QObject):  # type: ignore[operator]
    """Notes who asks for the screen to stay lit."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []

    @Slot(str, str, result="uint")
    def Inhibit(self, who: str, why: str) -> int:
        self.asked.append((who, why))
        return 1


@pytest.fixture
def bus() -> Iterator[str]:
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


def test_the_desktop_is_asked_to_keep_the_screen_lit(bus: str, qtbot: QtBot) -> None:
    desktop, kiosk = (QDBusConnection.connectToBus(bus, name) for name in ("desktop", "kiosk"))
    saver = Desktop()
    desktop.registerService("org.freedesktop.ScreenSaver")
    slots = QDBusConnection.RegisterOption.ExportAllSlots
    desktop.registerObject("/org/freedesktop/ScreenSaver", saver, slots)
    keep_awake(kiosk)
    qtbot.waitUntil(lambda: saver.asked == [("Loket", "kiosk")])
    for name in ("desktop", "kiosk"):
        QDBusConnection.disconnectFromBus(name)


def test_where_there_is_no_desktop_nobody_is_asked(qtbot: QtBot) -> None:
    keep_awake(QDBusConnection("nobody"))
