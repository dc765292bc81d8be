"""Nothing but the kiosk's own windows ever comes on screen as a window, not for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class StrayWindows(QObject):
    """Notes what is shown without a parent: a part that is shown before it has its place."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched.objectName() or type(watched).__name__)
        return False


@contextmanager
def watched_windows(application: QApplication) -> Iterator[list[str]]:
    """The names of all windows that are shown meanwhile."""
    stray = StrayWindows()
    application.installEventFilter(stray)
    try:
        yield stray.shown
    finally:
        application.removeEventFilter(stray)
