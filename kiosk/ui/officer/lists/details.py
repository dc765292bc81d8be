"""The chosen line at length: who it is, what to do, and a button for every action."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel

from kiosk.ui.look import Look
from kiosk.ui.officer.lists.row_actions import RowAction
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.label import plain_label

_GAP: Final = 8


class Details(Card):
    """Hidden while nothing is chosen.

    Signals:
        acted: with the RowAction that is wanted.
    """

    acted = Signal(object)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(margin=12)
        self.setObjectName(f"{name}_details")
        self.body.setSpacing(6)
        self.title: QLabel = plain_label("strong")
        self.advice: QLabel = plain_label("hint")
        self.buttons = {action: self._button(look, action) for action in RowAction}
        row = FlowRow(gap=_GAP)
        for button in self.buttons.values():
            row.addWidget(button)
        for words in (self.title, self.advice):
            self.body.addWidget(words)
        self.body.addLayout(row)
        self.clear()

    def tell(self, title: str, advice: str, actions: Sequence[RowAction]) -> None:
        """Show one line."""
        self.title.setText(title)
        self.say(advice)
        for action, button in self.buttons.items():
            button.setVisible(action in actions)
        self.show()

    def say(self, advice: str) -> None:
        """Say something else below the title, such as a phone number."""
        self.advice.setText(advice)

    def clear(self) -> None:
        """Forget it."""
        self.hide()
        for words in (self.title, self.advice):
            words.setText("")

    def _button(self, look: Look, action: RowAction) -> Button:
        button = Button(
            look, f"officer.action.{action}", name=f"row_{action}_button", rank=Rank.SMALL
        )
        button.clicked.connect(partial(self.acted.emit, action))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button
