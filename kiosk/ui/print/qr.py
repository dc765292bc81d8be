"""QR codes of whole dots, so that neither a screen nor a thermal printer blurs their edges."""

from typing import Final

import segno
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QTransform

_QUIET_MODULES: Final = 4
"""ISO/IEC 18004: so much white on each side."""


def draw_qr(painter: QPainter, text: str, box: QRectF, ink: QColor) -> None:
    """Draw a code and its quiet zone as large as whole dots allow, in the middle of `box`."""
    rows = segno.make(text, error="m", micro=False).matrix
    to_dots = painter.deviceTransform()
    room = to_dots.mapRect(box)
    width = len(rows) + 2 * _QUIET_MODULES
    dots = max(1, int(min(room.width(), room.height()) / width))
    corner = room.center() - QPointF(len(rows), len(rows)) * dots / 2
    modules = QTransform.fromTranslate(round(corner.x()), round(corner.y())).scale(dots, dots)
    undone, _ = to_dots.inverted()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.fillPath((modules * undone).map(_outline(rows)), ink)
    painter.restore()


def _outline(rows: tuple[bytearray, ...]) -> QPainterPath:
    """Around the dark modules, one unit each: drawn as one, no seam shows between two of them."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                path.addRect(x, y, 1, 1)
    return path.simplified()
