"""Who of the officers is at the counter: one tile each."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from kiosk.store.officers import Officer
from kiosk.ui.look import Look
from kiosk.ui.widgets.choice import Tile
from kiosk.ui.widgets.scroll import SCROLL_BAR_PX

_COLUMNS = 2
_BIG_TEXT = 1.25
"""Beyond this text size a name has no room beside another."""


class OfficerList(QWidget):
    """Tiles `officer_0`, `officer_1`, ... in the order of the names.

    Signals:
        changed: another officer was chosen.
    """

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._officers: tuple[Officer, ...] = ()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.changed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        look.changed.connect(self._place_tiles)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one name: with less room than for two, they stand below each other."""
        widest = max((tile.sizeHint().width() for tile in self._group.buttons()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    @property
    def chosen(self) -> Officer | None:
        """The chosen officer; the only one is chosen from the start."""
        number = self._group.checkedId()
        return self._officers[number] if number >= 0 else None

    def show_officers(self, officers: Sequence[Officer]) -> None:
        """Offer these officers; whoever was chosen among several stays it."""
        if tuple(officers) == self._officers:
            return
        chosen = self.chosen if len(self._officers) > 1 else None
        self._officers = tuple(officers)
        for old in self._group.buttons():
            self._group.removeButton(old)
            old.setParent(None)
            old.deleteLater()
        for number, officer in enumerate(self._officers):
            tile = Tile(self._look, f"officer_{number}")
            tile.setText(officer.name)
            tile.setAccessibleName(officer.name)
            is_chosen = chosen is not None and officer.id == chosen.id
            tile.setChecked(is_chosen or len(self._officers) == 1)
            self._group.addButton(tile, number)
        self._place_tiles()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand side by side only where no name is cut off."""
        super().resizeEvent(event)
        self._place_tiles()

    def _place_tiles(self) -> None:
        widest = max((tile.sizeHint().width() for tile in self._group.buttons()), default=0)
        needed = _COLUMNS * widest + self._grid.spacing() + SCROLL_BAR_PX
        is_narrow = self._look.text_scale > _BIG_TEXT or needed > self.width()
        columns = 1 if is_narrow else _COLUMNS
        for number, tile in enumerate(self._group.buttons()):
            self._grid.addWidget(tile, number // columns, number % columns)
