"""A scroll area for content that mostly fits, and scrolls where the screen is small."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QScroller,
    QSizePolicy,
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


class FittingScroll(Scroll):
    """Takes no more room than its content needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """The content's own height at the width there is."""
        layout = self.body
        width = self.viewport().width()
        height = layout.heightForWidth(width) if layout.hasHeightForWidth() else -1
        return QSize(layout.sizeHint().width(), max(height, layout.sizeHint().height(), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that the new width needs."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the content as it changes."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
