"""Big tiles to choose from, and yes-or-no questions."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from kiosk.ui.look import Look
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.label import plain_label
from kiosk.ui.widgets.scroll import SCROLL_BAR_PX
from kiosk.ui.widgets.tick import ANY_OF_SEVERAL, ONE_OF_SEVERAL, Tick

_YES_NO: Final = {"yes": True, "no": False}
_FEW: Final = 4
_LEAST_QUESTION: Final = 11
"""Width of a question beside its answers, in sizes of its text."""
_BESIDE_GAP: Final = 24
ANSWERS: Final = {"yes": Sentence("action.yes"), "no": Sentence("action.no")}


class Tile(QPushButton):
    """One choice: a circle or a box that gets a tick, and words."""

    def __init__(
        self, look: Look, name: str, tick: Tick = ONE_OF_SEVERAL, *, is_big: bool = False
    ) -> None:
        super().__init__()
        self._look, self._tick = look, tick
        self.setProperty("big", is_big)
        self.setObjectName(name)
        self.setProperty("role", "tile")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._show_state)
        self._show_state(checked=False)

    def _show_state(self, checked: bool) -> None:  # noqa: FBT001
        self._look.draw(self, *self._tick[checked])


class ChoiceList(QWidget):
    """Tiles of which one, or up to `most`, are chosen.

    Signals:
        changed: another choice was made.
    """

    changed = Signal()

    def __init__(
        self,
        look: Look,
        name: str,
        choices: Mapping[str, str | Sentence],
        *,
        columns: int = 2,
        most: int = 1,
        is_alone: bool = False,
    ) -> None:
        """`choices`: value to its words or their key; tiles are named `<name>_<value>`.

        `is_alone`: the page has nothing else, so that a few tiles may be big.
        """
        super().__init__()
        self._most, self._columns = most, columns
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        tick = ONE_OF_SEVERAL if most == 1 else ANY_OF_SEVERAL
        is_big = is_alone and len(choices) <= _FEW
        self._tiles = {v: Tile(look, f"{name}_{v}", tick, is_big=is_big) for v in choices}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        for value, words in choices.items():
            tile = self._tiles[value]
            said = Sentence(words) if isinstance(words, str) else words
            look.write(tile, said.key, **said.values)
            if most == 1:  # in a group, Tab goes by all but one
                self._group.addButton(tile)
            tile.clicked.connect(partial(self._chosen, tile))
        self._shown_columns = 0
        self._place_tiles(columns)

    @property
    def value(self) -> str | None:
        """The chosen value of a list of one."""
        return next(iter(self.values), None)

    @property
    def values(self) -> tuple[str, ...]:
        """The chosen values, in the order of the list."""
        return tuple(value for value, tile in self._tiles.items() if tile.isChecked())

    def choose(self, values: Sequence[str]) -> None:
        """Choose exactly these; none when empty."""
        exclusive = self._group.exclusive()
        self._group.setExclusive(False)  # an exclusive group refuses to have nothing chosen
        for value, tile in self._tiles.items():
            tile.setChecked(value in values)
        self._group.setExclusive(exclusive)

    def focus_first(self) -> None:
        """Move the focus to the chosen tile, or to the first."""
        chosen = (tile for tile in self._tiles.values() if tile.isChecked())
        first = next(chosen, next(iter(self._tiles.values())))
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe(self) -> None:
        """Choose nothing."""
        self.choose(())

    def minimumSizeHint(self) -> QSize:
        """As wide as the longest words: with less room the tiles stand in one column."""
        return QSize(self._widest(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand side by side only where no words are cut off."""
        super().resizeEvent(event)
        spare = event.size().width() - self.whole_width
        if spare < 0:
            self._place_tiles(1)
        elif spare >= SCROLL_BAR_PX:  # one that comes with more rows must not change the columns
            self._place_tiles(self._columns)

    @property
    def whole_width(self) -> int:
        """How wide it is with its tiles side by side."""
        return self._columns * self._widest() + (self._columns - 1) * self._grid.spacing()

    def _widest(self) -> int:
        return max(tile.sizeHint().width() for tile in self._tiles.values())

    def _place_tiles(self, columns: int) -> None:
        if columns == self._shown_columns:
            return
        self._shown_columns = columns
        for place, tile in enumerate(self._tiles.values()):
            self._grid.addWidget(tile, place // columns, place % columns)
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _chosen(self, tile: Tile) -> None:
        if len(self.values) > self._most:
            tile.setChecked(False)
        self.changed.emit()


class YesNo(QWidget):
    """A question with "Ya" and "Tidak" beside it, or below where it has no room; unanswered.

    Signals:
        changed: it was answered.
    """

    changed = Signal()

    def __init__(self, look: Look, name: str, question_key: str, *, stacked: bool = False) -> None:
        """`stacked`: the answers stand below the question, not beside it."""
        super().__init__()
        self._look, self._stacked = look, stacked
        self.question: QLabel = plain_label("body")
        look.write(self.question, question_key)
        look.name(self, question_key)
        self.setObjectName(name)
        self._choice = ChoiceList(look, name, ANSWERS)
        self._choice.changed.connect(self.changed)
        self._choice.setMinimumWidth(280)
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.question, 3)
        self._row.addWidget(self._choice, 2)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the answers where they have room."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        question = _LEAST_QUESTION * self._look.px["body"]
        spare = self.width() - self._choice.whole_width - _BESIDE_GAP - question
        if self._stacked or spare < 0:
            self._row.setDirection(QBoxLayout.Direction.TopToBottom)
            self._row.setSpacing(8)
        elif spare >= SCROLL_BAR_PX:
            self._row.setDirection(QBoxLayout.Direction.LeftToRight)
            self._row.setSpacing(_BESIDE_GAP)

    @property
    def answer(self) -> bool | None:
        """True for yes, None when not answered."""
        chosen = self._choice.value
        return None if chosen is None else _YES_NO[chosen]

    def show_answer(self, answer: bool | None) -> None:  # noqa: FBT001
        """Show an earlier answer."""
        self._choice.choose([word for word, meant in _YES_NO.items() if meant is answer])

    def focus_first(self) -> None:
        """Move the focus to "Ya"."""
        self._choice.focus_first()

    def wipe(self) -> None:
        """Forget the answer."""
        self._choice.wipe()
