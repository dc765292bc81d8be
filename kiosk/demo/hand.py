"""Presses and types in the real windows as a person would, by the names of the widgets."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QWidget

PATIENCE_SECONDS: Final = 20.0
_LOOK_AGAIN_MS: Final = 20


class StuckError(Exception):
    """What the story waits for did not come."""


class Hand:
    """A person at one window, who also takes a picture of every screen.

    Attributes:
        taps: how often the screen was touched, `keystrokes`: how often a key was pressed.
    """

    def __init__(self, window: QWidget, album: Path, tell: Callable[[str], None]) -> None:
        """`album`: an existing folder for the pictures; `tell` is told of each."""
        self.screens: list[str] = []
        self.typed_fields: list[str] = []
        self.taps = self.keystrokes = 0
        self._window = window
        self._album = album
        self._tell = tell

    def press(self, name: str) -> None:
        """Press a button that is, or soon will be, on screen."""
        self._tap(self._find(name))

    def type(self, name: str, text: str) -> None:
        """Type into a field that is on screen, touched first if the keys go elsewhere."""
        field = self._find(name)
        if not isinstance(field, QLineEdit):
            raise StuckError(f"{name} is not a field")
        if self._window.focusWidget() is not field:
            self._tap(field)
        QTest.keyClicks(field, text)
        self.keystrokes += len(text)
        self.typed_fields.append(name)

    def type_date(self, name: str, day: date) -> None:
        """Type into the three fields of a date."""
        for part, format_code in (("day", "%d"), ("month", "%m"), ("year", "%Y")):
            self.type(f"{name}_{part}", day.strftime(format_code))

    def widget(self, name: str) -> QWidget | None:
        """The widget of this name that is on screen now."""
        named = self._window.findChildren(QWidget, name)
        return next((widget for widget in named if widget.isVisible()), None)

    def sees(self, name: str) -> bool:
        """Whether a widget is on screen."""
        return self.widget(name) is not None

    def wait_until(
        self, what: Callable[[], bool], meaning: str, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Let the windows work until it is so; raise StuckError with its meaning."""
        end = time.monotonic() + seconds
        while not what():
            if time.monotonic() > end:
                raise StuckError(f"waited {seconds:.0f} s for: {meaning}")
            let_work(_LOOK_AGAIN_MS)

    def wait_to_see(self, name: str) -> None:
        """Let the windows work until a widget is on screen."""
        self.wait_until(lambda: self.sees(name), f"{name} on screen")

    def photograph(self, name: str) -> None:
        """Keep a picture of the window as it is now."""
        let_work(_LOOK_AGAIN_MS)
        file = f"{len(self.screens) + 1:02d}-{name}.png"
        self._window.grab().save(str(self._album / file))
        self.screens.append(file)
        self._tell(f"screen {file}")

    def _tap(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.taps += 1

    def _find(self, name: str) -> QWidget:
        def is_ready() -> bool:
            widget = self.widget(name)
            return widget is not None and widget.isEnabled()

        self.wait_until(is_ready, f"{name} ready on screen")
        widget = self.widget(name)
        if widget is None:
            raise StuckError(f"{name} went away")
        _scroll_to(widget)
        return widget


def let_work(milliseconds: int) -> None:
    """Let the windows work, and all other threads: QTest.qWait would keep those waiting."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _scroll_to(widget: QWidget) -> None:
    """Bring a widget into view where it stands in something that scrolls."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea) and hasattr(parent, "ensureWidgetVisible"):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
