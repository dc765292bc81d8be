"""What is badly laid out in a window: words cut off, things that overlap, targets too small."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from kiosk.ui.widgets.card_button import CardButton
from kiosk.ui.widgets.label import ElidedLabel

SLACK_PX: Final = 2
"""Rounding of fonts and of fractions of a pixel."""
SMALLEST_TARGET_PX: Final = 48
BIG_TARGET_PX: Final = 56
_SMALL_ROLES: Final = frozenset({"small", "chip", "tab", "rail", "letter_key"})
"""Buttons that may be smaller: beside a bigger way to the same end, or in rows of keys or rooms."""
_ENDLESS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that somebody would have to mend."""

    widget: str
    what: str

    def __str__(self) -> str:
        return f"{self.widget}: {self.what}"


def find_faults(window: QWidget) -> list[Fault]:
    """Everything wrong in a window that has been laid out."""
    shown = list(_everything_shown(window))
    faults = [fault for widget in shown for check in _CHECKS for fault in check(widget)]
    return faults + [fault for widget in (window, *shown) for fault in _overlaps(widget)]


def _everything_shown(root: QWidget) -> Iterator[QWidget]:
    """All widgets on screen; what an item view is made of is Qt's own business."""
    for child in root.children():
        if isinstance(child, QWidget) and child.isVisible():
            yield child
            if not isinstance(child, QAbstractItemView):
                yield from _everything_shown(child)


# --- words ----------------------------------------------------------------------------------------


def _cut_label(widget: QWidget) -> Iterator[Fault]:
    if not isinstance(widget, QLabel) or isinstance(widget, ElidedLabel) or not widget.text():
        return
    room, metrics = widget.contentsRect(), widget.fontMetrics()
    flags = Qt.TextFlag.TextWordWrap if widget.wordWrap() else Qt.TextFlag.TextSingleLine
    across = room.width() if widget.wordWrap() else _ENDLESS
    needed = metrics.boundingRect(QRect(0, 0, across, _ENDLESS), int(flags), widget.text())
    if needed.width() > room.width() + SLACK_PX or needed.height() > room.height() + SLACK_PX:
        yield Fault(_name(widget), f"words cut off: {_short(widget.text())}")


def _cut_button(widget: QWidget) -> Iterator[Fault]:
    if not isinstance(widget, QPushButton) or isinstance(widget, CardButton) or not widget.text():
        return
    needed = widget.minimumSizeHint()
    if needed.width() > widget.width() + SLACK_PX or needed.height() > widget.height() + SLACK_PX:
        yield Fault(_name(widget), f"words cut off: {_short(widget.text())}")


def _cut_face(widget: QWidget) -> Iterator[Fault]:
    needed = widget.heightForWidth(widget.width()) if isinstance(widget, CardButton) else 0
    if needed > widget.height() + SLACK_PX:
        yield Fault(_name(widget), f"needs {needed} px in height, has {widget.height()}")


def _cut_placeholder(widget: QWidget) -> Iterator[Fault]:
    if isinstance(widget, QLineEdit) and not widget.text() and widget.placeholderText():
        needed = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        if needed > widget.width():
            yield Fault(_name(widget), f"words cut off: {_short(widget.placeholderText())}")


# --- places ---------------------------------------------------------------------------------------


def _out_of_reach(widget: QWidget) -> Iterator[Fault]:
    """A control beyond an edge that nobody can scroll to."""
    if not isinstance(widget, QAbstractButton | QLineEdit):
        return
    child: QWidget = widget
    parent = widget.parentWidget()
    while parent is not None:
        area = QRect(child.mapTo(parent, QPoint()), child.size())
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            area.moveTop(0)  # it scrolls up and down
            area.setHeight(1)
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(area):
            yield Fault(_name(widget), f"reaches out of {_name(parent)}")
            return
        child, parent = parent, None if parent.isWindow() else parent.parentWidget()


def _hidden_while_typed(widget: QWidget) -> Iterator[Fault]:
    """What is typed has to be seen: a field in use is never scrolled away or covered."""
    if isinstance(widget, QLineEdit) and widget.hasFocus():
        seen = widget.visibleRegion().boundingRect()
        if seen.height() < widget.height() - SLACK_PX or seen.width() < widget.width() - SLACK_PX:
            yield Fault(_name(widget), f"typed into, but only {seen.height()} px of it are seen")


def _overlaps(parent: QWidget) -> Iterator[Fault]:
    if isinstance(parent, QAbstractScrollArea):
        return
    placed = [
        child
        for child in parent.children()
        if isinstance(child, QWidget)
        and not child.isHidden()
        and child.property("role") != "cover"
        and not child.isWindow()
    ]
    for one, other in combinations(placed, 2):
        shared = one.geometry() & other.geometry()
        if shared.width() > SLACK_PX and shared.height() > SLACK_PX:
            yield Fault(_name(one), f"overlaps {_name(other)}")


# --- fingers --------------------------------------------------------------------------------------


def _tiny_target(widget: QWidget) -> Iterator[Fault]:
    if not isinstance(widget, QAbstractButton | QLineEdit):
        return
    is_small = widget.property("role") in _SMALL_ROLES
    needed = SMALLEST_TARGET_PX if is_small else BIG_TARGET_PX
    if widget.height() < needed or widget.width() < SMALLEST_TARGET_PX:
        size = f"{widget.width()}x{widget.height()}"
        yield Fault(_name(widget), f"{size} px are too little for a finger ({needed})")


_CHECKS: Final[tuple[Callable[[QWidget], Iterator[Fault]], ...]] = (
    _cut_label,
    _cut_button,
    _cut_face,
    _cut_placeholder,
    _out_of_reach,
    _hidden_while_typed,
    _tiny_target,
)


def _name(widget: QWidget) -> str:
    """The nearest name there is, and what kind of thing it is."""
    kind = type(widget).__name__
    named: QWidget | None = widget
    while named is not None and not named.objectName():
        named = named.parentWidget()
    if named is widget:
        return widget.objectName()
    return f"{kind} in {named.objectName() or 'the window'}" if named is not None else kind


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - a line of a report
