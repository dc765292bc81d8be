"""The chosen line at length: who it is, what to do, and a button for every action."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout

from kiosk.ui.look import Look
from kiosk.ui.officer.lists.row_actions import RowAction
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.label import plain_label
from kiosk.ui.widgets.why_button import WhyButton

_GAP: Final = 8
_LEAST_WORDS: Final = 18
"""Width of the words beside the buttons, in sizes of their text."""


class Details(Card):
    """Hidden while nothing is chosen.

    Signals:
        acted: with the RowAction that is wanted.
    """

    acted = Signal(object)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(margin=12)
        self._look = look
        self.setObjectName(f"{name}_details")
        self.body.setSpacing(6)
        self.title: QLabel = plain_label("strong")
        self.advice: QLabel = plain_label("hint")
        self.buttons = {action: self._button(look, action) for action in RowAction}
        self.why_button = WhyButton(look)
        self._lay_out()
        self.clear()

    def tell(self, title: str, advice: str, actions: Sequence[RowAction]) -> None:
        """Show one line; nothing is known to stand against it."""
        self.why_button.stand_by(None)
        self.title.setText(title)
        self.advice.setText(advice)
        for action, button in self.buttons.items():
            button.setVisible(action in actions)
        self._place()
        self.show()

    def say_why(self, problem: str | None) -> None:
        """Offer to explain what stands against the line, by the key of its sentence."""
        self.why_button.stand_by(problem)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons where they have room."""
        super().resizeEvent(event)
        self._place()

    def clear(self) -> None:
        """Forget it."""
        self.hide()
        for words in (self.title, self.advice):
            words.setText("")

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        for each in (self.title, self.advice):
            words.addWidget(each)
        self._buttons = FlowRow(gap=_GAP)
        for button in (self.why_button, *self.buttons.values()):
            self._buttons.addWidget(button)
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._row.setSpacing(_GAP)
        self._row.addLayout(words, 1)
        self._row.addLayout(self._buttons)
        self.body.addLayout(self._row)

    def _place(self) -> None:
        """Beside the words, or below where those would be too narrow."""
        needed = self._buttons.sizeHint().width() + _LEAST_WORDS * self._look.px["body"]
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(beside if needed <= self.width() else below)

    def _button(self, look: Look, action: RowAction) -> Button:
        button = Button(
            look, f"officer.action.{action}", name=f"row_{action}_button", rank=Rank.SMALL
        )
        button.clicked.connect(partial(self.acted.emit, action))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button
