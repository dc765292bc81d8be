"""Tiles, questions and notices."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kiosk.domain.background import MaritalStatus
from kiosk.ui.look import Look
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.choice import ChoiceList, Tile, YesNo
from kiosk.ui.widgets.notice import Kind, Notice
from kiosk.ui.widgets.scroll import Scroll

SEXES = {"L": Sentence("sex.L"), "P": Sentence("sex.P")}


def tile(widget: ChoiceList | YesNo, name: str) -> QPushButton:
    found = widget.findChild(QPushButton, name)
    assert found is not None
    return found


def test_nothing_is_chosen_beforehand(qtbot: QtBot) -> None:
    choice = ChoiceList(Look(), "sex", SEXES)
    qtbot.addWidget(choice)
    assert choice.value is None


def test_one_choice_takes_the_place_of_another_and_can_be_wiped(qtbot: QtBot) -> None:
    choice = ChoiceList(Look(), "sex", SEXES)
    qtbot.addWidget(choice)
    for name in ("sex_L", "sex_P"):
        QTest.mouseClick(tile(choice, name), Qt.MouseButton.LeftButton)
    assert choice.values == ("P",)
    choice.wipe()
    assert choice.value is None


def test_no_more_than_the_most_are_chosen(qtbot: QtBot) -> None:
    topics = {name: Sentence("sex.L") for name in "abcd"}
    choice = ChoiceList(Look(), "topic", topics, most=3)
    qtbot.addWidget(choice)
    for name in "abcd":
        QTest.mouseClick(tile(choice, f"topic_{name}"), Qt.MouseButton.LeftButton)
    assert choice.values == ("a", "b", "c")


def test_a_question_is_answered_by_space_and_not_by_enter(qtbot: QtBot) -> None:
    question = YesNo(Look(), "own", "contact.phone.own")
    qtbot.addWidget(question)
    QTest.keyClick(tile(question, "own_yes"), Qt.Key.Key_Return)
    assert question.answer is None
    QTest.keyClick(tile(question, "own_yes"), Qt.Key.Key_Space)
    assert question.answer is True


def test_a_notice_speaks_every_language(qtbot: QtBot) -> None:
    look = Look()
    notice = Notice(look)
    qtbot.addWidget(notice)
    notice.tell(Kind.ATTENTION, Sentence("nik.length"))
    look.speak("en")
    look.dress(notice)
    words = [label.text() for label in notice.findChildren(type(notice.title)) if label.text()]
    assert look.text("nik.length") in words
    assert look.text("nik.length_do") in words


@pytest.mark.parametrize(("tiles_wide", "columns"), [(2.5, 2), (1.5, 1)])
def test_tiles_stand_side_by_side_only_where_no_words_are_cut_off(
    qtbot: QtBot, tiles_wide: float, columns: int
) -> None:
    answers = {each.value: f"marital_status.{each.value}" for each in MaritalStatus}
    choice, page = ChoiceList(Look(), "marital_status", answers), Scroll()
    page.body.addWidget(choice)
    qtbot.addWidget(page)
    page.resize(round(choice.minimumSizeHint().width() * tiles_wide), 400)
    page.show()
    tiles = choice.findChildren(Tile)

    qtbot.waitUntil(lambda: len({tile.x() for tile in tiles}) == columns)
    assert all(tile.width() >= tile.sizeHint().width() for tile in tiles)
