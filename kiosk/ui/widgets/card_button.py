"""Buttons as big as cards: the doors of the first page, and texts to agree to."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QVBoxLayout

from kiosk.ui.look import Look, mark
from kiosk.ui.widgets.label import icon_label, label, plain_label
from kiosk.ui.widgets.tick import ANY_OF_SEVERAL, Tick


class CardButton(QPushButton):
    """A button whose face is a layout of labels that may wrap."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """As its face needs."""
        return self._face().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As its face needs."""
        return self._face().minimumSize()

    def heightForWidth(self, width: int) -> int:
        """As its wrapped face needs."""
        return self._face().totalHeightForWidth(width)

    def _face(self) -> QLayout:
        face = self.layout()
        if face is None:
            raise RuntimeError("a card button needs a layout")
        return face


class Door(CardButton):
    """One way into the kiosk: icon, name, and one sentence; `main` is the loud one."""

    def __init__(self, look: Look, name: str, icon: str, key: str, *, main: bool = False) -> None:
        """`key` names a table of the texts with `title` and `about`."""
        super().__init__(name, "door")
        mark(self, main=main)
        ink = "on_accent" if main else "accent"
        self._parts: tuple[QLabel, ...] = (
            icon_label(look, icon, ink, 52 if main else 44),
            label(look, f"{key}.title", "door_title"),
            label(look, f"{key}.about", "hint"),
        )
        face = QVBoxLayout(self)
        face.setContentsMargins(28, 24, 28, 24)
        face.setSpacing(10)
        for part in self._parts:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            mark(part, main=main)
            face.addWidget(part)
        face.addStretch(1)
        look.name(self, f"{key}.title")


class TickCard(CardButton):
    """A text to agree to, with a box that gets a tick. Never ticked beforehand."""

    def __init__(
        self, look: Look, name: str, text: Callable[[], str], tick: Tick = ANY_OF_SEVERAL
    ) -> None:
        """`text` tells the words in the language of the moment; `tick`: what stands before them."""
        super().__init__(name, "tile")
        self._look, self._text, self._tick = look, text, tick
        self.setCheckable(True)
        self._icon = icon_label(look, *tick[False], px=30)
        self._words = plain_label()
        face = QHBoxLayout(self)
        face.setContentsMargins(20, 14, 20, 14)
        face.setSpacing(16)
        face.addWidget(self._icon)
        face.addWidget(self._words, 1)
        for part in (self._icon, self._words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._show_tick)
        look.changed.connect(self.say)
        self.say()

    def say(self) -> None:
        """Say the words again, after the language or the words changed."""
        self._words.setText(self._text())
        self.setAccessibleName(self._text())
        self.updateGeometry()

    def _show_tick(self, ticked: bool) -> None:  # noqa: FBT001
        self._look.draw(self._icon, *self._tick[ticked], px=30)
