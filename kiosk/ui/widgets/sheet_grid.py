"""Where the parts of a page stand, for the shape of the screen."""

from enum import IntEnum
from typing import Final

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.pads import Pad, RowsPad
from kiosk.ui.widgets.scroll import SCROLL_BAR_PX, Scroll

BESIDE_FROM: Final = 1.2
"""From this share of width to height there is room for a side beside the content."""
_CONTENT_SHARE: Final = 9
_PAD_SHARE: Final = 2
_MOST_FOR_SIDE: Final = 0.55
"""Of the width, however long its words are."""


class _Row(IntEnum):
    CONTENT = 0
    SIDE = 1
    KEYS = 2
    LAST_KEYS = 3
    ACTIONS = 4


class SheetGrid(QGridLayout):
    """Content above the actions; a side beside it, or between the two where the screen is upright.

    Letters always stand below the content, their lowest row between the actions or, where there is
    too little room, above them.
    """

    def __init__(self, look: Look, content: Scroll, actions: QWidget, row: QHBoxLayout) -> None:
        """`row`: the layout of `actions`; its stretches hold the actions apart."""
        super().__init__()
        self._look, self._content, self._actions, self._row = look, content, actions, row
        self._side: QWidget | None = None
        self._side_share = 0
        self._below: QWidget | None = None
        self._letters: RowsPad | None = None
        self._last_keys: QWidget | None = None
        self._side_is_below: bool | None = None
        self._keys_are_inline: bool | None = None
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(0)
        self.setVerticalSpacing(14)
        self.addWidget(content, _Row.CONTENT, 0)
        self.addWidget(actions, _Row.ACTIONS, 0)
        self.setColumnStretch(0, _CONTENT_SHARE)
        self.setRowStretch(_Row.CONTENT, 1)

    @property
    def has_letters(self) -> bool:
        """Whether the letters take their part of the height."""
        return self._letters is not None and not self._letters.isHidden()

    def set_side(self, side: QWidget, share: int) -> None:
        """Put `side` beside the content, `share` to the content's nine parts of the width."""
        self._side, self._side_share, self._side_is_below = side, share, None
        side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_below(self, below: QWidget) -> None:
        """Put a widget below the content that takes all the room that is left."""
        self._below = below
        self.addWidget(below, _Row.SIDE, 0)

    def set_letters(self, pad: RowsPad) -> None:
        """Put a letter pad below the content."""
        self._letters, self._last_keys, self._side_is_below = pad, pad.bottom, None
        self.setVerticalSpacing(6)
        self.addWidget(pad, _Row.KEYS, 0, 1, 2)
        self.addWidget(self._actions, _Row.ACTIONS, 0, 1, 2)

    def arrange(self, width: int, height: int) -> None:
        """Put everything where it belongs in a page of this size; nothing moves without need."""
        upright = width < height * BESIDE_FROM
        if self._side is not None and self._side_is_below != upright:
            self._side_is_below = upright
            self._place_side(self._side, below=upright)
        self._share_height(upright=upright)
        least = 0 if upright else min(self._least_side_width(), round(width * _MOST_FOR_SIDE))
        if self.columnMinimumWidth(1) != least:
            self.setColumnMinimumWidth(1, least)
        self._stack_actions(width)
        if self._letters is not None and self._last_keys is not None:
            key_px = self._look.px["key"] if upright else 0
            self._letters.setMinimumHeight(self._letters.rows * key_px)
            self._place_last_keys(self._last_keys, width)

    def _least_side_width(self) -> int:
        """With less, words on the side's buttons would be cut off: it scrolls only up and down."""
        if self._side is None:
            return 0
        scrolls = [*self._side.findChildren(Scroll), self._side]
        contents = [s.content.minimumSizeHint().width() for s in scrolls if isinstance(s, Scroll)]
        widest = max(contents) + SCROLL_BAR_PX if contents else 0
        return widest + self._side.minimumSizeHint().width()

    def _place_side(self, side: QWidget, *, below: bool) -> None:
        self.removeWidget(side)
        if below:
            self.addWidget(side, _Row.SIDE, 0)
        else:
            self.addWidget(side, _Row.CONTENT, 1, _Row.KEYS, 1)
        if self._letters is None:  # an empty row beside a side would still take its gap
            self.removeWidget(self._actions)
            self.addWidget(self._actions, _Row.ACTIONS if below else _Row.SIDE, 0)
        self.setHorizontalSpacing(0 if below else 32)
        self.setColumnStretch(1, 0 if below else self._side_share)

    def _share_height(self, *, upright: bool) -> None:
        """Keys want to be large; what else stands below takes all that the content leaves."""
        below = self._below is not None and not self._below.isHidden()
        side = self._side is not None and upright
        is_pad = side and bool(self._side is not None and self._side.findChildren(Pad))
        follows = below or (side and not is_pad)
        self._content.hug(hugs=follows)
        self._stretch(_Row.CONTENT, 0 if follows else _PAD_SHARE)
        self._stretch(_Row.SIDE, 1 if follows or is_pad else 0)

    def _stretch(self, row: int, share: int) -> None:
        """Set only what is another: Qt lays out anew, and asks us anew, even for the same."""
        if self.rowStretch(row) != share:
            self.setRowStretch(row, share)

    def _stack_actions(self, width: int) -> None:
        """Actions whose words are too long to stand side by side stand on each other."""
        shown = [b for b in self._actions.findChildren(Button) if not b.isHidden()]
        needed = sum(button.sizeHint().width() + self._row.spacing() for button in shown)
        fits = self._letters is not None or needed - self._row.spacing() <= width
        directions = QHBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if fits else directions.BottomToTop)

    def _place_last_keys(self, keys: QWidget, width: int) -> None:
        actions = self._actions.findChildren(Button)
        needed = sum(action.sizeHint().width() + self._row.spacing() for action in actions)
        fits = needed + keys.sizeHint().width() <= width
        if fits == self._keys_are_inline:
            return
        self._keys_are_inline = fits
        self._row.removeWidget(keys)
        self.removeWidget(keys)
        if fits:
            self._row.insertWidget(1, keys, 1)
        else:
            self.addWidget(keys, _Row.LAST_KEYS, 0, 1, 2)
        for place in range(self._row.count()):
            item = self._row.itemAt(place)
            if item is not None and item.spacerItem() is not None:
                self._row.setStretch(place, 0 if fits else 1)
