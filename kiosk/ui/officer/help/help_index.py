"""The contents of the help: its parts as tiles, or the problems of one part, or those found."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.officer.help.catalogue import pages_about
from kiosk.ui.officer.help.help_sheet import unknown_values
from kiosk.ui.officer.help.search import find_pages
from kiosk.ui.officer.help.topics import ICONS, HelpPage, Topic
from kiosk.ui.page import Sheet
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.aids import AidButton
from kiosk.ui.widgets.card_button import CardButton
from kiosk.ui.widgets.field import Field
from kiosk.ui.widgets.label import icon_label, label, plain_label
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.tile_grid import TileGrid

_LONGEST: Final = 40
_LEAST_TILE: Final = 12
"""Width of a tile, in sizes of its text."""
_MOST_COLUMNS: Final = 4
_GAP: Final = 10


class HelpIndex(Sheet):
    """Looks again after every key; what was opened last keeps the focus.

    Signals:
        opened: with the HelpPage to show.
        practice_requested: the officer wants to practise.
    """

    opened = Signal(object)
    practice_requested = Signal()

    def __init__(self, look: Look) -> None:
        self.topic: Topic | None = None
        super().__init__(look, "help.title", "help.hint")
        self.setObjectName("help_index")
        self.field = Field(look, "help_field", "help.field", _LONGEST)
        self.tiles = {topic: _tile(look, topic) for topic in Topic}
        self.rows: tuple[ProblemRow, ...] = ()
        self._make_buttons()
        self._lay_out()
        self.field.textChanged.connect(self._look_again)
        for topic, tile in self.tiles.items():
            tile.clicked.connect(partial(self.open_topic, topic))
        look.changed.connect(self._follow_language)
        self._follow_language()

    @property
    def is_open(self) -> bool:
        """Whether problems are listed."""
        return self.topic is not None or bool(self.field.text().strip())

    def begin(self) -> None:
        """Show all parts."""
        self.topic = None
        self.field.wipe()
        self._look_again()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_topic(self, topic: Topic) -> None:
        """Show the problems of one part."""
        self.topic = topic
        self.field.wipe()
        self._look_again()
        self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many tiles side by side as have room."""
        super().resizeEvent(event)
        self._place()

    def _look_again(self) -> None:
        if self.field.text().strip():
            self.topic = None
        found = find_pages(self.field.text(), self.look.text)
        self._list(pages_about(self.topic) if self.topic is not None else found)
        is_open = self.is_open
        self._make_room()
        self._grid_of_tiles.setVisible(not is_open)
        self.topics_button.setVisible(is_open)
        self.practice_button.setVisible(not is_open)
        if is_open and not self.rows:
            self.notice.tell(Kind.ATTENTION, Sentence("help.nothing"))
        elif self.notice.sentence is not None:
            self.notice.clear()

    def _make_room(self) -> None:
        """A list needs the room more than what is said above it."""
        super()._make_room()
        if self.is_open:
            self.title.hide()
            self.hint.hide()

    def _list(self, pages: Sequence[HelpPage]) -> None:
        if [row.page for row in self.rows] == list(pages):
            return
        for row in self.rows:
            row.setParent(None)
            row.deleteLater()
        self.rows = tuple(ProblemRow(self.look, page) for page in pages)
        for row in self.rows:
            row.clicked.connect(partial(self.opened.emit, row.page))
            self._column.addWidget(row)
            row.show()  # at once, so that it can take the focus
        self.order_focus()

    def _follow_language(self) -> None:
        self.field.setPlaceholderText(self.look.text("help.field"))
        self._place()

    def _place(self) -> None:
        self._tile_grid.place(self.width(), _LEAST_TILE * self.look.px["body"])

    def _make_buttons(self) -> None:
        look = self.look
        self.topics_button = AidButton(
            look, "help.topics", name="help_topics_button", icon="arrow-left"
        )
        self.practice_button = AidButton(
            look, "help.practice", name="practice_button", icon="graduation-cap"
        )
        self.topics_button.clicked.connect(self.begin)
        self.practice_button.clicked.connect(self.practice_requested)
        self.bottom_row.addWidget(self.topics_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.practice_button)

    def _lay_out(self) -> None:
        self._grid_of_tiles = QWidget()
        self._tile_grid = TileGrid(self.tiles.values(), gap=_GAP, most_columns=_MOST_COLUMNS)
        self._tile_grid.setContentsMargins(0, 0, 0, 0)
        self._grid_of_tiles.setLayout(self._tile_grid)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.body.addWidget(self.field)
        self.body.addWidget(self._grid_of_tiles)
        self.body.addLayout(self._column)


class ProblemRow(CardButton):
    """A problem, in the words in which it was met."""

    def __init__(self, look: Look, page: HelpPage) -> None:
        super().__init__(f"help_{page.name}", "tile")
        self.page = page
        words = plain_label()
        look.write(words, page.title, **unknown_values(page, look.text))
        words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        face = QHBoxLayout(self)
        face.setContentsMargins(18, 10, 18, 10)
        face.addWidget(words, 1)
        look.name(self, page.title, **unknown_values(page, look.text))


def _tile(look: Look, topic: Topic) -> CardButton:
    tile = CardButton(f"topic_{topic}", "door")
    picture = icon_label(look, ICONS[topic], "accent", 28)
    words = label(look, f"help.topic.{topic}", "strong")
    face = QHBoxLayout(tile)
    face.setContentsMargins(16, 10, 16, 10)
    face.setSpacing(14)
    face.addWidget(picture)
    face.addWidget(words, 1)
    for part in (picture, words):
        part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    look.name(tile, f"help.topic.{topic}")
    return tile
