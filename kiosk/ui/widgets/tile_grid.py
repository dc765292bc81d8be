"""Tiles side by side, as many as have room."""

from collections.abc import Iterable

from PySide6.QtWidgets import QGridLayout, QWidget


class TileGrid(QGridLayout):
    """Row after row of tiles of one width."""

    def __init__(self, tiles: Iterable[QWidget], *, gap: int, most_columns: int) -> None:
        """`most_columns`: however wide the screen is."""
        super().__init__()
        self._tiles = tuple(tiles)
        self._most_columns = most_columns
        self._columns = 0
        self.setSpacing(gap)

    def place(self, width: int, least: int) -> None:
        """Share `width` out, to each tile `least` pixels or more."""
        columns = max(1, min(width // (least + self.spacing()), self._most_columns))
        if columns == self._columns:
            return
        self._columns = columns
        for number, tile in enumerate(self._tiles):
            self.addWidget(tile, *divmod(number, columns))
        for column in range(self._most_columns):
            self.setColumnStretch(column, int(column < columns))
