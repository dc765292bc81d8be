"""Buttons beside or below what is drawn on, never on it, and all of them whole."""

from itertools import combinations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.tool_area import ToolArea


@pytest.mark.parametrize("size", [(1286, 440), (1000, 1200), (420, 900)], ids=str)
def test_nothing_stands_on_anything_else(qtbot: QtBot, size: tuple[int, int]) -> None:
    look, pad = Look(), QWidget()
    keys = ("signature.undo", "signature.erase", "signature.type")
    undo, erase, aside = (Button(look, key, name=key) for key in keys)
    area = ToolArea(pad, (undo, erase), aside)
    qtbot.addWidget(area)
    look.dress(area)
    area.resize(1286, 440)  # from here it moves
    area.show()
    area.resize(*size)
    parts = (pad, undo, erase, aside)
    qtbot.waitUntil(
        lambda: not any(a.geometry().intersects(b.geometry()) for a, b in combinations(parts, 2))
    )
    assert all(area.rect().contains(part.geometry()) for part in parts)
    assert all(b.width() >= b.sizeHint().width() for b in (undo, erase, aside))
    assert pad.height() > undo.height()
