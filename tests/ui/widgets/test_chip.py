"""A chip says all it can, and all of it to a screen reader."""

from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.chip import Chip

LONG = Sentence("sync.unavailable.certificate")


def test_gives_way_to_the_chip_beside_it(qtbot: QtBot) -> None:
    look, window = Look(), QWidget()
    long, short = Chip(look, "long", gives_way=True), Chip(look, "short")
    long.say(LONG, LONG)
    short.say(Sentence("ready.key.in_file"), Sentence("ready.key.in_file_why"))
    row = QHBoxLayout(window)
    row.addWidget(long)
    row.addWidget(short)
    qtbot.addWidget(window)
    window.resize(600, 80)
    window.show()

    assert window.width() == 600
    assert short.width() >= short.sizeHint().width()
    assert long.width() < long.sizeHint().width()
    assert long.text() == look.text(LONG.key)
