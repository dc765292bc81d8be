"""Words that are too long for a line."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.ui.widgets.label import plain_label

LINE_PX = 240


@pytest.mark.parametrize(
    "text",
    ["siti.nurjanah.binti.abdurrahman@contoh-panjang.example.com", "A" * 60],
    ids=["e-mail", "no signs"],
)
def test_a_word_that_is_longer_than_the_line_goes_on_in_the_next(qtbot: QtBot, text: str) -> None:
    words, plain = plain_label(), QLabel(text)
    plain.setWordWrap(True)
    for each in (words, plain):
        qtbot.addWidget(each)
    words.setText(text)
    assert plain.minimumSizeHint().width() > LINE_PX
    assert words.minimumSizeHint().width() < LINE_PX
    assert words.heightForWidth(LINE_PX) > words.fontMetrics().height()


def test_what_fits_is_left_as_it_is(qtbot: QtBot) -> None:
    words = plain_label()
    qtbot.addWidget(words)
    words.setText("LKT-7Q4M2-XA9BC siti@contoh.id")
    assert words.text() == "LKT-7Q4M2-XA9BC siti@contoh.id"
