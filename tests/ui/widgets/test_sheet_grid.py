"""A page that stands where it belongs asks for nothing more: it would never come to rest."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.page import Sheet


class Requests(QObject):
    """Counts how often a widget is asked to lay out its children anew."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = 0

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Count, and hold nothing up."""
        self.seen += event.type() == QEvent.Type.LayoutRequest
        return False


def test_a_page_that_is_laid_out_already_does_not_ask_again(qtbot: QtBot) -> None:
    sheet, requests = Sheet(Look("id"), "welcome.title"), Requests()
    qtbot.addWidget(sheet)
    sheet.resize(800, 600)
    sheet.show()
    QCoreApplication.processEvents()
    sheet.installEventFilter(requests)
    QCoreApplication.sendEvent(sheet, QEvent(QEvent.Type.LayoutRequest))
    QCoreApplication.processEvents()
    assert requests.seen == 1
