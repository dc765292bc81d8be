"""The first page."""

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.resident.welcome_page import WelcomePage
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind


def icons_of(look: Look, qtbot: QtBot, *, page_first: bool) -> list[QImage]:
    """The icons in high contrast, with the page made before or after it was chosen."""
    window = MainWindow(look)
    qtbot.addWidget(window)
    if not page_first:
        look.toggle_contrast()
    page = WelcomePage(look)
    if page_first:
        look.toggle_contrast()
    window.show_page(page)
    window.show()
    labels = page.findChildren(QLabel)
    return [label.pixmap().toImage() for label in labels if not label.pixmap().isNull()]


def test_contrast_chosen_before_the_page_came_reaches_every_icon(qtbot: QtBot) -> None:
    late = icons_of(Look(), qtbot, page_first=True)

    assert len(late) > 0
    assert late == icons_of(Look(), qtbot, page_first=False)


def test_where_big_letters_fill_the_screen_what_is_wrong_is_still_seen(qtbot: QtBot) -> None:
    look = Look()
    window = MainWindow(look)
    qtbot.addWidget(window)
    page = WelcomePage(look)
    window.show_page(page)
    window.resize(1024, 600)
    look.show_text_at(2.0)
    window.show()

    page.notice.tell(Kind.ATTENTION, Sentence("welcome.no_room"))

    notice = page.notice
    qtbot.waitUntil(lambda: notice.visibleRegion().boundingRect().height() == notice.height())
