"""A scroll area for content that mostly fits, and scrolls where the screen is small."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QScroller,
    QVBoxLayout,
    QWidget,
)

SCROLL_BAR_PX: Final = 16
"""As in the style sheet."""
_NO_LIMIT: Final = 16_777_215
"""Qt's own."""


class Scroll(QScrollArea):
    """`body` takes the content, from the top. A finger scrolls it; so does Tab."""

    def __init__(self, parent: QWidget | None = None, *, fills: bool = False) -> None:
        """`fills`: the content takes all the height there is."""
        super().__init__(parent)
        self.content = content = QWidget()
        content.setProperty("role", "scrolled")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        column.addLayout(self.body, 1 if fills else 0)
        if not fills:
            column.addStretch(1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    def sizeHint(self) -> QSize:
        """Hugging, as high as the content is; Qt remembers how high it was at first."""
        hint, highest = super().sizeHint(), self.maximumHeight()
        return QSize(hint.width(), highest) if highest < _NO_LIMIT else hint

    def minimumSizeHint(self) -> QSize:
        """Anything: what has no room scrolls."""
        return QSize(0, 0)

    def hug(self, *, hugs: bool) -> None:
        """Be no higher than the content is now, so that something else can follow it at once."""
        height, layout = _NO_LIMIT, self.content.layout()
        if hugs and layout is not None:  # without a scroll bar: it would come and go
            height = max(layout.totalHeightForWidth(self.width()), 1)
        if height != self.maximumHeight():
            self.setMaximumHeight(height)
            self.updateGeometry()

    def lay_out(self) -> None:
        """Give new content its height at once: before it is painted, not after."""
        layout = self.content.layout()
        if layout is not None:
            layout.activate()
        self.setWidgetResizable(True)  # this makes it measure its content again

    def _follow_focus(self, _: QWidget | None, focused: QWidget | None) -> None:
        """Tab scrolls by itself, the arrow keys do not; under a finger nothing may move away."""
        if focused is None or not self.isVisible() or QApplication.mouseButtons():
            return
        content = self.widget()
        if content is not None and content.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, 0, 0)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so far that all of a widget is seen, not only the cursor in it."""
        middle = widget.mapTo(self.content, widget.rect().center())
        self.ensureVisible(0, middle.y(), 0, widget.height() // 2 + 1)
