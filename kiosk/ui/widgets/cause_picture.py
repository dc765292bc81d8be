"""What spoils a photo and how it is right, drawn: for those who do not read."""

from functools import lru_cache
from importlib.resources import files
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from kiosk.domain.reason import Reason
from kiosk.ui.look import Look
from kiosk.ui.theme import icon
from kiosk.ui.widgets.camera_view import LiveView

_LARGEST_PX: Final = 132
"""Side of each of the two drawings at the reference size."""
_SMALLEST_PX: Final = 56
_MARGIN_PX: Final = 10
_EDGE_PX: Final = 20
_MARK_SHARE: Final = 0.26
_KEPT: Final = 32
_MARKS: Final = (("circle-x", "wrong"), ("circle-check", "right"))
_CHANGES: Final = frozenset({QEvent.Type.Resize, QEvent.Type.LayoutRequest})


class CausePicture(QFrame):
    """Two drawings, one above the other: wrong with a cross, right with a tick.

    Hidden while there is nothing to correct. A screen reader skips it: the words beside it say the
    same.
    """

    def __init__(self, look: Look, prefix: str = "", parent: QWidget | None = None) -> None:
        """`prefix` begins the names of the drawings, such as `ktp/` for the identity card."""
        super().__init__(parent)
        self.setObjectName("cause_picture")
        self.setProperty("role", "instruction")
        self._look, self._prefix = look, prefix
        self._view: LiveView | None = None
        self._others: tuple[QWidget, ...] = ()
        self.reason: Reason | None = None
        self._side = _LARGEST_PX
        look.changed.connect(self.update)
        self.hide()

    def show_cause(self, reason: Reason | None) -> None:
        """Show the drawings of a cause, or nothing."""
        if reason is not self.reason:
            self.reason = reason
            self.setVisible(reason is not None)
            self._fit()
            self.update()

    def stand_on(self, view: LiveView, *others: QWidget) -> None:
        """Take no more than the room beside the outline that others on the picture leave."""
        self._view, self._others = view, others
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again when the picture has another size."""
        if watched is self._view and event.type() in _CHANGES:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        if self._view is None:
            return
        across = self._view.width() - 2 * _EDGE_PX
        taken = sum(_height(each, across) for each in self._others if not each.isHidden())
        high = self._view.height() - taken - 3 * _EDGE_PX
        wide = self._view.free_beside - _EDGE_PX
        largest = round(_LARGEST_PX * self._look.factor)
        side = min(largest, (high - 3 * _MARGIN_PX) // 2, wide - 2 * _MARGIN_PX)
        self._side = max(side, _SMALLEST_PX)
        self.setFixedSize(self.sizeHint())
        self.setVisible(self.reason is not None and side >= _SMALLEST_PX)

    def sizeHint(self) -> QSize:
        """Both drawings with their margins."""
        return QSize(self._side + 2 * _MARGIN_PX, 2 * self._side + 3 * _MARGIN_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, then each half of the picture where it belongs."""
        super().paintEvent(event)
        if self.reason is None:
            return
        theme = self._look.theme
        drawn = draw_both(
            f"{self._prefix}{self.reason}",
            (theme.ink, theme.accent),
            self._side,
            self.devicePixelRatioF(),
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, (mark, colour) in enumerate(_MARKS):
            top = _MARGIN_PX + place * (self._side + _MARGIN_PX)
            cell = QRectF(_MARGIN_PX, top, self._side, self._side)
            painter.drawPixmap(cell.topLeft(), drawn[place])
            self._draw_mark(painter, cell, mark, colour)
        painter.end()

    def _draw_mark(self, painter: QPainter, cell: QRectF, mark: str, colour: str) -> None:
        """In the lower right corner, on a ground of its own."""
        px = round(self._side * _MARK_SHARE)
        corner = cell.bottomRight().toPoint()
        ground: str = self._look.theme.card
        ink: str = getattr(self._look.theme, colour)
        painter.setPen(ground)
        painter.setBrush(ground)
        painter.drawEllipse(corner.x() - px, corner.y() - px, px, px)
        pixmap = icon(mark, ink, px, self.devicePixelRatioF())
        painter.drawPixmap(corner.x() - px, corner.y() - px, pixmap)


def _height(widget: QWidget, width: int) -> int:
    needed = widget.heightForWidth(width)
    return needed if needed >= 0 else widget.sizeHint().height()


@lru_cache(maxsize=_KEPT)
def draw_both(
    name: str, colours: tuple[str, str], side: int, ratio: float
) -> tuple[QPixmap, QPixmap]:
    """Wrong and right, each a square; kept, because what is on a live picture is always painted."""
    ink, accent = colours
    renderer = QSvgRenderer(QByteArray(drawing(name, ink=ink, accent=accent).encode()))
    return _half(renderer, 0, side, ratio), _half(renderer, 1, side, ratio)


def _half(renderer: QSvgRenderer, place: int, side: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(-place * side, 0, 2 * side, side))
    painter.end()
    return pixmap


def lay_on_picture(view: LiveView, chip: QLabel, picture: CausePicture, said: QWidget) -> None:
    """Stand on a live picture: a chip, the drawings beside the outline, and below what to do."""
    column = QVBoxLayout(view)
    column.setContentsMargins(_EDGE_PX, _EDGE_PX, _EDGE_PX, _EDGE_PX)
    column.addWidget(chip, alignment=Qt.AlignmentFlag.AlignLeft)
    column.addWidget(picture, alignment=Qt.AlignmentFlag.AlignRight)
    column.addStretch(1)
    column.addWidget(said)
    picture.stand_on(view, chip, said)


def drawing(name: str, *, ink: str, accent: str) -> str:
    """The SVG of `resources/pictures/<name>.svg` in two colours, `#RRGGBB`."""
    svg = (files("kiosk.resources") / "pictures" / f"{name}.svg").read_text("utf-8")
    return svg.replace("currentColor", ink).replace("teal", accent)
