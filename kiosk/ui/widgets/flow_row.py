"""Things in a line, and in a second one where they have no room."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowRow(QLayout):
    """Fills line after line from the left; nothing is squeezed.

    In a single line, the last `apart` things stand at the right; with `spread`, all of them share
    the width.
    """

    def __init__(self, *, gap: int, apart: int = 0, spread: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._apart, self._spread = gap, apart, spread
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Put one more at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are, hidden ones too."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them; Qt asks for one too many."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """As wide as there is room, as high as needed."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Less width is more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Of all lines together."""
        inner = width - self._sides()
        heights = [_height(line) for line in self._lines(inner)]
        margins = self.contentsMargins()
        between = self._gap * max(len(heights) - 1, 0)
        return sum(heights) + between + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """Everything in one line."""
        shown = self._shown()
        margins = self.contentsMargins()
        height = _height(shown) + margins.top() + margins.bottom()
        return QSize(self._width(shown) + self._sides(), height)

    def minimumSize(self) -> QSize:
        """As wide as the widest thing."""
        widest = max((item.sizeHint().width() for item in self._shown()), default=0)
        return QSize(widest + self._sides(), self.sizeHint().height())

    def setGeometry(self, area: QRect) -> None:
        """Put everything in its place."""
        super().setGeometry(area)
        inner = area.marginsRemoved(self.contentsMargins())
        top, lines = inner.top(), self._lines(inner.width())
        for line in lines:
            spare = inner.width() - self._width(line) if len(lines) == 1 else 0
            self._place(line, QPoint(inner.left(), top), spare)
            top += _height(line) + self._gap

    def _place(self, line: list[QLayoutItem], corner: QPoint, spare: int) -> None:
        left, height = corner.x(), _height(line)
        between = spare // (len(line) - 1) if self._spread and len(line) > 1 else 0
        for place, item in enumerate(line):
            if self._apart and place == len(line) - self._count_apart(line):
                left += spare
            size = item.sizeHint()
            drop = (height - size.height()) // 2
            item.setGeometry(QRect(QPoint(left, corner.y() + drop), size))
            left += size.width() + self._gap + between

    def _count_apart(self, line: list[QLayoutItem]) -> int:
        return sum(item in line for item in self._items[-self._apart :])

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        for item in self._shown():
            if lines and self._width([*lines[-1], item]) <= width:
                lines[-1].append(item)
            else:
                lines.append([item])
        return lines

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _width(self, line: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in line) + self._gap * max(len(line) - 1, 0)

    def _sides(self) -> int:
        margins = self.contentsMargins()
        return margins.left() + margins.right()


def settle(*widgets: QWidget) -> None:
    """Measure widgets with layouts of their own at once, the inner ones first.

    Qt tells the line they stand in a moment later, and what is drawn until then is cut off.
    """
    for widget in widgets:
        layout = widget.layout()
        if layout is not None:
            layout.activate()


def _height(line: list[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in line), default=0)
