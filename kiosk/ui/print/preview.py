"""What will be printed, on the screen, from the same layout."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.look import Look
from kiosk.ui.print.leaf import Leaf, QrMark

_PAPER = QColor("#FFFFFF")
_EDGE_PX = 1.0
_PREFERRED = QSize(220, 320)


class LeafView(QWidget):
    """A leaf as large as there is room, black on white in every theme."""

    def __init__(self, look: Look, name: str, key: str) -> None:
        super().__init__()
        self._look = look
        self._leaf: Leaf | None = None
        self.setObjectName(name)
        look.name(self, key)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def leaf(self) -> Leaf | None:
        """What is shown."""
        return self._leaf

    def show_leaf(self, leaf: Leaf | None) -> None:
        """Show a leaf, or nothing."""
        self._leaf = leaf
        self.update()

    def sizeHint(self) -> QSize:
        """Large enough to recognise what it is."""
        return _PREFERRED * self._look.factor

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the paper and what is on it."""
        if self._leaf is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
        place = self._leaf.place(room)
        place.moveBottom(room.bottom())  # close to the caption below
        painter.setPen(QPen(QColor(self._look.theme.edge), _EDGE_PX))
        painter.setBrush(_PAPER)
        painter.drawRect(place)
        self._leaf.draw(painter, place)
        painter.end()


class QrCode(LeafView):
    """A QR code and nothing else."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "ticket_qr", "slip.qr")

    def show_text(self, text: str) -> None:
        """Show the code of a text; nothing for an empty one."""
        self.show_leaf(Leaf(1, 1, (QrMark(QRectF(0, 0, 1, 1), text),)) if text else None)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(_PREFERRED.width(), _PREFERRED.width()) * self._look.factor
