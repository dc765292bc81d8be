"""Which words in a window stand out too little from their ground, as measured in its picture."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QTableView, QWidget

from kiosk.ui.theme import contrast_ratio

LEGIBLE = 4.5
_EDGE_PX = 6
"""Of a button: frame and focus are not words."""
_STEP, _LEVELS = 15, 18
"""Colours that differ less are one: the soft edges of letters have many. White stays white."""
_PLACES = np.array((_LEVELS**2, _LEVELS, 1), np.int32)


def faint_words(window: QWidget) -> list[str]:
    """Names of what is written too faintly, and how faintly."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    found = []
    for name, area in _written(window):
        ratio = _contrast(rows[area.top() : area.bottom() + 1, area.left() : area.right() + 1, :3])
        if ratio < LEGIBLE:
            found.append(f"{name}: {ratio:.1f}")
    return found


def _written(window: QWidget) -> Iterator[tuple[str, QRect]]:
    for widget in window.findChildren(QWidget):
        seen = _in_window(widget, widget.visibleRegion().boundingRect(), window)
        if not widget.isEnabled() or seen.height() < 2 * _EDGE_PX or seen.width() < 2 * _EDGE_PX:
            continue
        if isinstance(widget, QLabel) and widget.text():
            yield widget.text(), seen
        elif isinstance(widget, QAbstractButton) and widget.text():
            yield widget.objectName(), seen.adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
        elif isinstance(widget, QTableView):
            yield from _cells(widget, window)


def _cells(table: QTableView, window: QWidget) -> Iterator[tuple[str, QRect]]:
    port = table.viewport()
    for row in range(table.model().rowCount()):
        for column in range(table.model().columnCount()):
            index = table.model().index(row, column)
            area = table.visualRect(index)
            if index.data() and port.rect().contains(area) and not area.isEmpty():
                yield f"{index.data()} in {table.objectName()}", _in_window(port, area, window)


def _in_window(widget: QWidget, area: QRect, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, area.topLeft()), area.size()) & window.rect()


def _contrast(pixels: NDArray[np.uint8]) -> float:
    """Of the ground, which is the most frequent colour, and what stands out from it the most."""
    packed = pixels.reshape(-1, 3).astype(np.int32) // _STEP @ _PLACES
    found, counts = np.unique(packed, return_counts=True)
    ground = _hex(found[np.argmax(counts)])
    return max(contrast_ratio(_hex(colour), ground) for colour in found)


def _hex(packed: np.int32) -> str:
    return "#" + "".join(f"{packed // place % _LEVELS * _STEP:02X}" for place in _PLACES)
