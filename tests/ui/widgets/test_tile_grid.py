"""Tiles side by side."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.widgets.tile_grid import TileGrid


@pytest.mark.parametrize(
    ("width", "rows", "columns"), [(50, 5, 1), (219, 5, 1), (220, 3, 2), (2000, 2, 3)]
)
def test_as_many_stand_side_by_side_as_have_room(
    qtbot: QtBot, width: int, rows: int, columns: int
) -> None:
    room, tiles = QWidget(), [QWidget() for _ in range(5)]
    qtbot.addWidget(room)
    grid = TileGrid(tiles, gap=10, most_columns=3)
    room.setLayout(grid)
    grid.place(2000, 100)

    grid.place(width, 100)

    assert sum(grid.itemAtPosition(row, 0) is not None for row in range(5)) == rows
    assert sum(grid.itemAtPosition(0, column) is not None for column in range(3)) == columns
