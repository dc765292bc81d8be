"""The rail of the officers' rooms: an icon above a word each, and how many things wait there."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
)

from kiosk.ui.look import Look
from kiosk.ui.officer.room import RoomName
from kiosk.ui.theme import icon

ICONS: Final[Mapping[RoomName, str]] = {
    RoomName.TODAY: "clipboard-list",
    RoomName.QUEUE: "cloud-upload",
    RoomName.INBOX: "mail",
    RoomName.SEARCH: "search",
    RoomName.BATCHES: "calendar",
    RoomName.FIGURES: "file-text",
    RoomName.SUPERVISOR: "shield-check",
    RoomName.HELP: "circle-help",
}
_ICON_PX: Final = 24
_BIGGEST_TEXT: Final = 1.5
"""Icons and words of the rail stop growing there, as those of header and footer do."""
_PAD_PX: Final = 8
_GAP_PX: Final = 2
_MOST_COUNTED: Final = 99
_LEAST_PX: Final = 48
_TALLEST: Final = 1.4
"""Of the height it needs, where there is more."""


class RailButton(QPushButton):
    """One room: checked while it is on screen."""

    def __init__(self, look: Look, name: RoomName) -> None:
        super().__init__()
        self._look, self._room = look, name
        self._count = 0
        self._says = True
        self.setObjectName(f"room_{name}")
        self.setProperty("role", "rail")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        look.write(self, f"officer.room.{name}")
        self.tell_name()

    def show_count(self, count: int) -> None:
        """Say how many things wait in the room; nothing where there are none."""
        if count != self._count:
            self._count = count
            self.tell_name()
            self.update()

    def show_words(self, *, shown: bool) -> None:
        """Show icon and word, or the icon alone."""
        if shown != self._says:
            self._says = shown
            self.updateGeometry()
            self.update()

    def tell_name(self) -> None:
        """Say the room and what waits in it to a screen reader."""
        room = self._look.text(f"officer.room.{self._room}")
        waiting = self._look.text("officer.rail.waiting", room=room, count=self._count)
        self.setAccessibleName(waiting if self._count else room)

    def whole_size(self) -> QSize:
        """With the word."""
        metrics = QFontMetrics(self._font())
        width = max(metrics.horizontalAdvance(self.text()), self._icon_px()) + 2 * _PAD_PX
        height = self._icon_px() + _GAP_PX + metrics.height() + _PAD_PX
        return QSize(width, max(height, _LEAST_PX))

    def sizeHint(self) -> QSize:
        """Of what is shown."""
        if self._says:
            return self.whole_size()
        side = max(self._icon_px() + 2 * _PAD_PX, _LEAST_PX)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """A finger wide."""
        return QSize(self.sizeHint().width(), 1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the ground as the style sheet says, and on it icon, word and count."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        theme = self._look.theme
        ink = theme.accent if self.isChecked() else theme.quiet
        side = self._icon_px()
        metrics = QFontMetrics(self._font())
        height = side + (_GAP_PX + metrics.height() if self._says else 0)
        left, top = (self.width() - side) / 2, (self.height() - height) / 2
        drawn = icon(ICONS[self._room], ink, side, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(left, top), drawn)
        if self._says:
            painter.setFont(self._font())
            painter.setPen(QColor(ink))
            words = QRectF(0, top + side + _GAP_PX, self.width(), metrics.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        if self._count:
            self._draw_count(painter, QPointF(left + side, top))

    def _draw_count(self, painter: QPainter, corner: QPointF) -> None:
        theme = self._look.theme
        font = self._font()
        font.setWeight(QFont.Weight.Bold)
        words = f"{_MOST_COUNTED}+" if self._count > _MOST_COUNTED else str(self._count)
        metrics = QFontMetrics(font)
        high = metrics.height()
        wide = max(high, metrics.horizontalAdvance(words) + high // 2)
        left = min(corner.x() - _PAD_PX / 2, self.width() - wide - 2.0)
        pill = QRectF(left, max(corner.y() - _PAD_PX / 2, 2.0), wide, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(pill, high / 2, high / 2)
        painter.setPen(QColor(theme.on_accent))
        painter.setFont(font)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._look.px["rail"])
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _icon_px(self) -> int:
        return round(_ICON_PX * self._look.factor * min(self._look.text_scale, _BIGGEST_TEXT))


class Rail(QFrame):
    """Rooms from top to bottom; where words have no room, icons stand alone.

    Alt with a digit opens a room from anywhere on the desk, the arrow keys go from one to the next.

    Signals:
        chosen: with the RoomName that was touched.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, rooms: Sequence[RoomName]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setProperty("role", "rail")
        self._look = look
        self.buttons = {name: RailButton(look, name) for name in rooms}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 6, 6, 6)
        self._column.setSpacing(2)
        for number, (name, button) in enumerate(self.buttons.items(), start=1):
            self._group.addButton(button)
            self._column.addWidget(button, 1)
            button.clicked.connect(partial(self.chosen.emit, name))
            key = QShortcut(QKeySequence(f"Alt+{number}"), self)
            key.activated.connect(partial(self._open, name))
        self._column.addStretch()
        look.changed.connect(self._follow_look)

    def mark(self, name: RoomName) -> None:
        """Show which room is on screen."""
        self.buttons[name].setChecked(True)

    def offer(self, name: RoomName, *, offered: bool) -> None:
        """Show a room or hide it: not every officer may enter all of them."""
        self.buttons[name].setVisible(offered)
        self._fit()

    def show_count(self, name: RoomName, count: int) -> None:
        """Say how many things wait in a room."""
        self.buttons[name].show_count(count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the height."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As low as any screen: the buttons share what there is."""
        return QSize(self.sizeHint().width(), 1)

    def _open(self, name: RoomName) -> None:
        if not self.buttons[name].isHidden():
            self.buttons[name].click()

    def _follow_look(self) -> None:
        for button in self.buttons.values():
            button.tell_name()
            button.updateGeometry()
        self._fit()

    def _fit(self) -> None:
        """Words must be few, low and narrow enough; the rooms themselves need the width more."""
        shown = [button for button in self.buttons.values() if not button.isHidden()]
        margins = self._column.contentsMargins()
        needed = sum(b.whole_size().height() + self._column.spacing() for b in shown)
        fits = needed + margins.top() + margins.bottom() <= self.height()
        for button in self.buttons.values():
            button.show_words(shown=fits)
            button.setMaximumHeight(round(_TALLEST * button.sizeHint().height()))
