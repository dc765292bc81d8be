"""Somebody who cannot touch the screen, and where the keys lead."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

LONGEST_WAY = 80
"""Tabs: more than any page has places."""
Act = tuple[str, ...]
"""A widget to press, or a widget and a text to type into it."""


class Keyboard:
    """Presses keys only; whatever has the focus gets them."""

    def act(self, *acts: Act) -> None:
        """Press with the space bar, or type."""
        for name, *typed in acts:
            self.go_to(name)
            if typed:
                QTest.keyClicks(focused(), typed[0])
            else:
                self._press()

    def enter(self) -> None:
        """Press Enter wherever the keys go."""
        QTest.keyClick(focused(), Qt.Key.Key_Return)

    def down(self) -> None:
        """Press the arrow wherever the keys go."""
        QTest.keyClick(focused(), Qt.Key.Key_Down)

    def alt(self, digit: int) -> None:
        """Press Alt and a digit."""
        key = Qt.Key(Qt.Key.Key_0.value + digit)
        QTest.keyClick(focused(), key, Qt.KeyboardModifier.AltModifier)

    def go_to(self, name: str) -> None:
        """Tab from place to place; within a group of which one is chosen, the arrows."""
        for _ in range(LONGEST_WAY):
            here = focused()
            if here.objectName() == name:
                return
            beside = _of_one_group(here).get(name)
            QTest.keyClick(here, Qt.Key.Key_Tab if beside is None else _arrow(here, beside))
        pytest.fail(f"no key leads to {name}")

    def _press(self) -> None:
        """The arrow keys may have chosen it already."""
        here = focused()
        if not (isinstance(here, QAbstractButton) and here.isChecked()):
            QTest.keyClick(here, Qt.Key.Key_Space)


def focused() -> QWidget:
    """Where the next key goes."""
    widget = QApplication.focusWidget()
    assert widget is not None, "the keys go nowhere"
    return widget


def way_of_tab() -> Iterator[QWidget]:
    """Every place that Tab leads to from here until it comes to one again, in its order."""
    seen: set[QWidget] = set()
    here = focused()
    while here not in seen:
        seen.add(here)
        yield here
        QTest.keyClick(here, Qt.Key.Key_Tab)
        here = focused()


def focusable(page: QWidget) -> list[QWidget]:
    """What the keys should lead to."""
    return [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def missed(wanted: list[QWidget], way: list[QWidget]) -> list[str]:
    """Names of what Tab does not lead to; arrows move within a group of which one is chosen."""
    groups = {widget.group() for widget in way if isinstance(widget, QAbstractButton)} - {None}
    return [
        widget.objectName()
        for widget in wanted
        if widget not in way
        and not (isinstance(widget, QAbstractButton) and widget.group() in groups)
    ]


def said_name(widget: QWidget) -> str:
    """What a screen reader says."""
    if isinstance(widget, QAbstractButton):
        return widget.accessibleName() or widget.text()
    return widget.accessibleName()


def _of_one_group(button: QWidget) -> dict[str, QWidget]:
    """What the arrow keys lead to: of these, one is chosen."""
    group = button.group() if isinstance(button, QAbstractButton) else None
    return {b.objectName(): b for b in group.buttons()} if group and group.exclusive() else {}


def _arrow(start: QWidget, goal: QWidget) -> Qt.Key:
    way = goal.mapToGlobal(QPoint()) - start.mapToGlobal(QPoint())
    if way.y():
        return Qt.Key.Key_Down if way.y() > 0 else Qt.Key.Key_Up
    return Qt.Key.Key_Right if way.x() > 0 else Qt.Key.Key_Left
