"""A scroll area for content that mostly fits, and scrolls where the screen is small."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QScroller,
    QVBoxLayout,
    QWidget,
)

_NO_LIMIT: Final = 16_777_215
"""Qt's own."""
_CHANGES: Final = frozenset({QEvent.Type.LayoutRequest, QEvent.Type.Resize})


class Scroll(QScrollArea):
    """`body` takes the content, from the top. A finger scrolls it; so does Tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hugs = False
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

    def hug(self, *, hugs: bool) -> None:
        """Be no higher than the content, so that something else can follow it at once."""
        self._hugs = hugs
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the height of the content."""
        if self._hugs and event.type() in _CHANGES:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another height."""
        super().resizeEvent(event)
        if self._hugs:
            self._fit()

    def _fit(self) -> None:
        height = _NO_LIMIT
        layout = self.content.layout()
        if self._hugs and layout is not None:  # without a scroll bar: it would come and go
            height = max(layout.totalHeightForWidth(self.width()), 1)
        if height != self.maximumHeight():
            self.setMaximumHeight(height)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so far that all of a widget is seen, not only the cursor in it."""
        middle = widget.mapTo(self.content, widget.rect().center())
        self.ensureVisible(0, middle.y(), 0, widget.height() // 2 + 1)
