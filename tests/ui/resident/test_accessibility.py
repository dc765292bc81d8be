"""Without a mouse, without colours, with big text."""

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.choice import Tile
from kiosk.ui.widgets.notice import Kind, Notice
from kiosk.ui.widgets.tick import ANY_OF_SEVERAL, ONE_OF_SEVERAL
from tests.sync.registrations import PHOTO
from tests.ui.keyboard import Keyboard, focusable
from tests.ui.resident.counter import Counter
from tests.ui.resident.story import ASKED_ABOUT, FACE, SITI
from tests.ui.resident.test_every_page import PAGES, is_in_sight, show


@pytest.fixture
def counter(same_counter: Counter) -> Counter:
    return same_counter


def test_a_whole_registration_needs_nothing_but_a_keyboard(counter: Counter, qtbot: QtBot) -> None:
    keyboard = Keyboard()
    keyboard.act(("new_door",))
    while (step := counter.flow.step) is not Step.PHOTO:
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        keyboard.enter()
        assert counter.flow.step is step
        keyboard.act(*SITI[step], ("next_button",))
        if step in ASKED_ABOUT:
            keyboard.act(("agree_button",))
        assert counter.flow.step is not step, f"stuck at {step}: {counter.problem()}"
    counter.photo_page.taken.emit(replace(PHOTO, jpeg=FACE.read_bytes()))  # it takes itself
    keyboard.act(("next_button",))
    qtbot.waitUntil(lambda: counter.window.page is counter.flow.slip_page)
    keyboard.act(("finish_button",))
    assert counter.window.page is counter.flow.welcome


def test_where_the_keys_go_is_seen_on_every_page(counter: Counter) -> None:
    counter.window.resize(1024, 600)
    for step in PAGES:
        page = show(counter, step)
        for widget in focusable(page):
            page.setFocus()
            before = _picture(widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            assert _picture(widget) != before, f"{widget.objectName()} looks the same in focus"
            assert not widget.visibleRegion().isEmpty(), f"{widget.objectName()} is out of sight"


def _picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def test_at_two_hundred_percent_the_way_on_stays_in_sight(counter: Counter) -> None:
    counter.window.resize(1024, 600)
    normal = counter.look.px["body"]
    counter.look.show_text_at(2.0)
    assert counter.look.px["body"] == 2 * normal
    for step in PAGES:
        page = show(counter, step)
        assert is_in_sight(page.back_button), step
        assert is_in_sight(page.next_button), step


def _shape(icon: QImage) -> bytes:
    """An icon without its colour."""
    return bytes(icon.convertToFormat(QImage.Format.Format_Alpha8).constBits())


@pytest.mark.parametrize("tick", [ONE_OF_SEVERAL, ANY_OF_SEVERAL], ids=["round", "square"])
def test_what_is_chosen_has_another_sign_not_only_another_colour(
    qtbot: QtBot, tick: dict[bool, tuple[str, str]]
) -> None:
    tile = Tile(Look(), "tile", tick)
    qtbot.addWidget(tile)
    open_sign = _shape(tile.icon().pixmap(tile.iconSize()).toImage())
    tile.setChecked(True)
    assert _shape(tile.icon().pixmap(tile.iconSize()).toImage()) != open_sign


def test_each_kind_of_notice_has_a_sign_of_its_own(qtbot: QtBot) -> None:
    notice = Notice(Look())
    qtbot.addWidget(notice)
    signs = []
    for kind in Kind:
        notice.tell(kind, Sentence("nik.length"))
        (sign,) = (label for label in notice.findChildren(QLabel) if not label.pixmap().isNull())
        signs.append(_shape(sign.pixmap().toImage()))
    assert all(one != other for one, other in combinations(signs, 2))
