"""Several pages in one place, of which one is on screen, and dressed."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from kiosk.ui.look import Look


class PageStack(QStackedWidget):
    """Styles a page when it comes on screen, and only that one when the look changes.

    To style all pages of the kiosk takes a third of a second, to style one of them a fraction. A
    page that holds a stack of its own leaves the styling to that one.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.currentChanged.connect(self._dress)
        look.changed.connect(self._dress)

    def showEvent(self, event: QShowEvent) -> None:
        """Dress the page of the moment for the look of the moment."""
        super().showEvent(event)
        self._dress()

    def _dress(self) -> None:
        page = self.currentWidget()
        if page is not None and self.isVisible() and page.findChild(PageStack) is None:
            self._look.dress(page)
