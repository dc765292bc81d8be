"""Numbers with their names."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.widgets.figures import Figures

NAMES = {"made": "ink", "delivered": "right", "queued": "attention", "missing": "wrong"}


def shown(qtbot: QtBot, *, is_sum: bool) -> Figures:
    figures = Figures(Look(), "figures", "figures.term", NAMES, is_sum=is_sum)
    qtbot.addWidget(figures)
    figures.resize(900, 60)
    figures.show()
    return figures


def words(figures: Figures) -> str:
    """All that is visible, from left to right."""
    labels = [label for label in figures.findChildren(QLabel) if label.isVisible()]
    labels.sort(key=lambda label: label.mapTo(figures, label.rect().center()).x())
    return " ".join(label.text() for label in labels)


def test_a_sum_is_written_as_one(qtbot: QtBot) -> None:
    figures = shown(qtbot, is_sum=True)
    figures.show_figures({"made": 5, "delivered": 3, "queued": 2})
    assert words(figures) == "5 dibuat = 3 terkirim + 2 antre"
    figures.show_figures({"made": 5, "delivered": 3, "queued": 1, "missing": 1})
    assert words(figures) == "5 dibuat = 3 terkirim + 1 antre + 1 hilang"


def test_without_a_sum_there_are_no_signs(qtbot: QtBot) -> None:
    figures = shown(qtbot, is_sum=False)
    figures.show_figures(dict.fromkeys(NAMES, 7))
    assert words(figures) == "7 dibuat 7 terkirim 7 antre 7 hilang"


def test_bigger_numbers_have_room_at_once(qtbot: QtBot) -> None:
    figures = shown(qtbot, is_sum=True)
    for number in (1, 10_000):
        figures.show_figures(dict.fromkeys(NAMES, number))
        labels = [label for label in figures.findChildren(QLabel) if label.isVisible()]
        assert all(label.width() >= label.minimumSizeHint().width() for label in labels)
