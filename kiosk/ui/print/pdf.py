"""Leaves as a PDF file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from kiosk.ui.print.leaf import Leaf

DPI: Final = 300


def write_pdf(leaves: Sequence[Leaf], path: Path, *, dpi: int = DPI) -> None:
    """Write each leaf as a page of its own size. Raises OSError when the file cannot be written."""
    path.write_bytes(pdf_bytes(leaves, dpi=dpi))


def pdf_bytes(leaves: Sequence[Leaf], *, dpi: int = DPI) -> bytes:
    """A document with a page of its own size for each leaf."""
    document = QBuffer()
    document.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(document)
    writer.setResolution(dpi)
    writer.setTitle("Loket")  # never more: viewers and queues show it
    writer.setPageLayout(_layout(leaves[0]))
    painter = QPainter(writer)
    for number, leaf in enumerate(leaves):
        if number:
            writer.setPageLayout(_layout(leaf))
            writer.newPage()
        leaf.draw(painter, leaf.place(QRectF(writer.pageLayout().fullRectPixels(dpi))))
    painter.end()
    return bytes(document.data().data())


def _layout(leaf: Leaf) -> QPageLayout:
    return QPageLayout(page_size(leaf), QPageLayout.Orientation.Portrait, QMarginsF())


def page_size(leaf: Leaf, margin_mm: float = 0.0) -> QPageSize:
    """A page for a leaf, with so much more on the left and on the right."""
    size = QSizeF(leaf.width_mm + 2 * margin_mm, leaf.height_mm)
    return QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
