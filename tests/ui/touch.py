"""Finding widgets by name and touching them, as a hand does."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

W = TypeVar("W", bound=QWidget)


def has(root: QWidget, name: str) -> bool:
    """Whether there is a widget of that name."""
    return bool(root.findChildren(QWidget, name))


def find(root: QWidget, kind: type[W], name: str) -> W:
    """The only widget of that name."""
    (found,) = root.findChildren(kind, name)
    return found


def click(root: QWidget, name: str) -> None:
    """Touch a button that can be seen."""
    button = find(root, QAbstractButton, name)
    assert button.isVisible(), f"{name} cannot be seen"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def type_into(root: QWidget, name: str, text: str) -> None:
    """Type, one key after the other."""
    QTest.keyClicks(find(root, QLineEdit, name), text)


def nameless(root: QWidget) -> list[QWidget]:
    """What can be touched or typed into but has no name for the test, or none for the reader."""
    inputs = [*root.findChildren(QAbstractButton), *root.findChildren(QLineEdit)]
    own = [widget for widget in inputs if not widget.objectName().startswith("qt_")]
    return [w for w in own if not w.objectName() or not (w.accessibleName() or _words(w))]


def _words(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton) else ""
