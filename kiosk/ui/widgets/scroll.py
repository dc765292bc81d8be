"""A scroll area for content that mostly fits, and scrolls where the screen is small."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QScroller,
    QVBoxLayout,
    QWidget,
)


class Scroll(QScrollArea):
    """`body` takes the content, from the top. A finger scrolls it; so does Tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content = QWidget()
        content.setProperty("role", "scrolled")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        column.addLayout(self.body)
        column.addStretch(1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def minimumSizeHint(self) -> QSize:
        """Anything: what has no room scrolls."""
        return QSize(0, 0)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so far that all of a widget is seen, not only the cursor in it."""
        middle = widget.mapTo(self.content, widget.rect().center())
        self.ensureVisible(0, middle.y(), 0, widget.height() // 2 + 1)
