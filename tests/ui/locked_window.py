"""A locked window on X11, and another program that wants the keyboard. Run under Xvfb."""

import ctypes
import sys
from collections.abc import Callable

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.kiosk_lock import KioskLock

_TRIES, _BETWEEN_MS = 200, 20
_GRAB_SUCCESS, _ALREADY_GRABBED = 0, 1
_ASYNC, _NOW = 1, 0


class OtherProgram:
    """A connection to the screen of its own."""

    def __init__(self) -> None:
        self._x11 = x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        x11.XDefaultRootWindow.restype = ctypes.c_ulong
        x11.XUngrabKeyboard.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        numbers = [ctypes.c_int] * 3
        x11.XGrabKeyboard.argtypes = [ctypes.c_void_p, ctypes.c_ulong, *numbers, ctypes.c_ulong]
        self._display = x11.XOpenDisplay(None)

    def grab(self) -> int:
        """Ask for every key, and give back what was got."""
        root = self._x11.XDefaultRootWindow(self._display)
        answer: int = self._x11.XGrabKeyboard(self._display, root, 1, _ASYNC, _ASYNC, _NOW)
        if answer == _GRAB_SUCCESS:
            self._x11.XUngrabKeyboard(self._display, _NOW)
        return answer


def _wait_until(what: Callable[[], bool]) -> None:
    for _ in range(_TRIES):
        if what():
            return
        QTest.qWait(_BETWEEN_MS)
    sys.exit(1)


def main() -> None:
    """End well where the keyboard is held, and free again after the release."""
    application = QApplication([])
    window = QWidget()
    window.showFullScreen()
    lock, other = KioskLock(window), OtherProgram()
    lock.engage()
    _wait_until(lambda: other.grab() == _ALREADY_GRABBED)
    lock.release()
    _wait_until(lambda: other.grab() == _GRAB_SUCCESS)
    application.quit()


if __name__ == "__main__":
    main()
