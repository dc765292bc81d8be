"""Fields to type into. Nothing typed can be selected, copied, dragged or sent by Enter."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QRegularExpression, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegularExpressionValidator,
)
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

from kiosk.ui.look import Look, mark

_LEAKING_KEYS: Final = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
)


class Field(QLineEdit):
    """One line of text, at most `longest` characters."""

    def __init__(
        self, look: Look, name: str, label_key: str, longest: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setMaxLength(longest)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        self.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        self.selectionChanged.connect(self.deselect)  # a selection reaches the X11 clipboard
        look.name(self, label_key)

    def allow(self, pattern: str) -> None:
        """Take only text that fits a regular expression."""
        self.setValidator(QRegularExpressionValidator(QRegularExpression(pattern), self))

    def put(self, text: str) -> None:
        """Type `text` at the cursor, as a key of an on-screen pad does."""
        self.insert(text)

    def mark_as(self, kind: str) -> None:
        """Outline it as `attention`, `wrong`, or not at all with an empty string."""
        if self.property("kind") != kind:
            mark(self, kind=kind)

    def wipe(self) -> None:
        """Forget the text and, with it, everything that undo could bring back."""
        self.setText("")
        self.mark_as("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type; the clipboard stays out of it."""
        if any(event.matches(leak) for leak in _LEAKING_KEYS):
            return
        super().keyPressEvent(event)


class DigitGroupsField(Field):
    """A number in groups, such as a NIK in four groups of four.

    When it is full, a typed digit replaces the one under the cursor: to mend a group, one types
    over it. `highlight()` shows which groups to look at again.
    """

    def __init__(
        self,
        look: Look,
        name: str,
        label_key: str,
        groups: tuple[int, ...] = (4, 4, 4, 4),
        allowed: str = "[0-9]*",
    ) -> None:
        super().__init__(look, name, label_key, sum(groups))
        self._look, self.groups = look, groups
        self._mending = False
        self._highlighted: frozenset[int] = frozenset()
        self.setProperty("role", "groups")
        self.allow(allowed)
        self.textChanged.connect(self._forget_highlight)

    @property
    def is_full(self) -> bool:
        """Whether every place has its character."""
        return len(self.text()) == self.maxLength()

    @property
    def highlighted(self) -> frozenset[int]:
        """The groups (from 0) that are shown as different."""
        return self._highlighted

    def highlight(self, groups: tuple[int, ...]) -> None:
        """Colour groups and put the cursor on the first, ready to be typed over."""
        self._highlighted = frozenset(groups)
        self._mending = bool(groups)
        if groups:
            self.setCursorPosition(sum(self.groups[: groups[0]]))
        self.mark_as("attention" if groups else "")

    def put(self, text: str) -> None:
        """Type one character, over the one under the cursor when full or being mended."""
        if (self.is_full or self._mending) and self.cursorPosition() < len(self.text()):
            self.setCursorPosition(self.cursorPosition() + 1)
            self.backspace()
        self.insert(text)

    def wipe(self) -> None:
        """Forget the digits and the highlight."""
        super().wipe()
        self.highlight(())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type over when full; everything else as in any field."""
        text = event.text()
        if text and text.isprintable() and not event.modifiers() & _COMMANDS:
            self.put(text)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go on at the end; a touched group that is shown as different is typed over."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        boxes, x = self._boxes(), event.position().x()
        starts = {group: sum(self.groups[:group]) for group in self._highlighted}
        touched = (
            start
            for group, start in starts.items()
            if boxes[start].left() <= x < boxes[start + self.groups[group] - 1].right()
        )
        self.setCursorPosition(next(touched, len(self.text())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A finger that slips selects nothing."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick touches select nothing."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the frame, the groups, the places still empty and the cursor."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QStyleOptionFrame()
        self.initStyleOption(frame)
        panel = QStyle.PrimitiveElement.PE_PanelLineEdit
        self.style().drawPrimitive(panel, frame, painter, self)
        boxes = self._boxes()
        font = self.font()
        font.setPixelSize(self._digit_px())
        painter.setFont(font)
        self._draw_highlights(painter, boxes)
        self._draw_characters(painter, boxes)
        if self.hasFocus():
            self._draw_cursor(painter, boxes)
        painter.end()

    def _draw_highlights(self, painter: QPainter, boxes: list[QRectF]) -> None:
        theme = self._look.theme
        painter.setPen(QColor(theme.attention))
        painter.setBrush(QColor(theme.attention_soft))
        for group in self._highlighted:
            first = sum(self.groups[:group])
            last = first + self.groups[group] - 1
            box = boxes[first].united(boxes[last]).adjusted(-6, -2, 6, 2)
            painter.drawRoundedRect(box, 8, 8)

    def _draw_characters(self, painter: QPainter, boxes: list[QRectF]) -> None:
        theme = self._look.theme
        text = self.text()
        for index, box in enumerate(boxes):
            typed = index < len(text)
            painter.setPen(QColor(theme.ink if typed else theme.field_edge))
            if typed:
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text[index])
            else:
                foot = box.bottom() - box.height() * 0.16
                inset = box.width() * 0.15
                painter.drawLine(
                    QPointF(box.left() + inset, foot), QPointF(box.right() - inset, foot)
                )

    def _draw_cursor(self, painter: QPainter, boxes: list[QRectF]) -> None:
        position = self.cursorPosition()
        at_end = position >= len(boxes)
        box = boxes[-1] if at_end else boxes[position]
        left = box.right() if at_end else box.left() - 2
        painter.fillRect(QRectF(left, box.top(), 3, box.height()), QColor(self._look.theme.accent))

    def _digit_px(self) -> int:
        """The style's digit size, or less where that is wider than the field."""
        places = sum(self.groups) + (len(self.groups) - 1) * _GAP_SHARE
        widest = (self.width() - 2 * _SIDE_PX) / places / _WIDTH_SHARE
        return max(min(self._look.px["digits"], int(widest)), _SMALLEST_DIGIT_PX)

    def _boxes(self) -> list[QRectF]:
        px = self._digit_px()
        width, gap = px * _WIDTH_SHARE, px * _WIDTH_SHARE * _GAP_SHARE
        font = self.font()
        font.setPixelSize(px)
        height = QFontMetricsF(font).height()
        top, left, boxes = (self.height() - height) / 2, float(_SIDE_PX), []
        for group in self.groups:
            boxes += [QRectF(left + i * width, top, width, height) for i in range(group)]
            left += group * width + gap
        return boxes

    def _forget_highlight(self) -> None:
        if self._highlighted:
            self.highlight_nothing()

    def highlight_nothing(self) -> None:
        """Take the colour away without moving the cursor."""
        self._highlighted = frozenset()
        self.mark_as("")


_COMMANDS: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_SIDE_PX: Final = 22
_WIDTH_SHARE: Final = 0.68
"""Width of a place, in digit sizes."""
_GAP_SHARE: Final = 0.8
"""Gap between groups, in places."""
_SMALLEST_DIGIT_PX: Final = 14
