"""Asks a supervisor why something that was held back goes on, or is given up."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel

from kiosk.domain.decision import CancelReason, ReleaseReason
from kiosk.store.records import QueueRow
from kiosk.ui.look import Look
from kiosk.ui.officer.lists.row_actions import RowAction
from kiosk.ui.officer.lists.words import NOTHING, ticket_cell
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.choice import ChoiceList
from kiosk.ui.widgets.label import label, plain_label
from kiosk.ui.widgets.scroll import Scroll

_REASONS: Final = {RowAction.RELEASE: ReleaseReason, RowAction.CANCEL: CancelReason}


class DecisionSheet(Scroll):
    """One question with its reasons; nothing is done before a reason is chosen.

    Signals:
        decided: with the QueueRow and the reason.
        left: nothing is to be done.
    """

    decided = Signal(object, object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(fills=True)
        self.setObjectName("decision_sheet")
        self._look = look
        self.row: QueueRow | None = None
        self._action = RowAction.RELEASE
        self._title: QLabel = label(look, "notice.empty", "lead")
        self._whose = plain_label("hint")
        self.choices = {
            action: ChoiceList(
                look,
                f"{action}_reason",
                {reason.value: f"officer.decision.{reason}" for reason in reasons},
                columns=1,
            )
            for action, reasons in _REASONS.items()
        }
        self.back_button = Button(
            look, "action.back", name="decision_back_button", icon="arrow-left"
        )
        self.decide_button = Button(look, "notice.empty", name="decide_button", rank=Rank.PRIMARY)
        for choice in self.choices.values():
            choice.changed.connect(lambda: self.decide_button.setEnabled(True))
        self.back_button.clicked.connect(self.left)
        self.decide_button.clicked.connect(self._decide)
        self._lay_out()

    def ask(self, action: RowAction, row: QueueRow) -> None:
        """Ask about one part."""
        self.row, self._action = row, action
        self._look.write(self._title, f"officer.decision.{action}.title")
        self._whose.setText(f"{ticket_cell(row.ticket).text} · {row.masked_name or NOTHING}")
        self.decide_button.say(f"officer.action.{action}")
        self.decide_button.setEnabled(False)
        for of_action, choice in self.choices.items():
            choice.wipe()
            choice.setVisible(of_action is action)
        self.choices[action].focus_first()

    def wipe(self) -> None:
        """Forget whom it was about."""
        self.row = None
        self._whose.setText("")

    def _decide(self) -> None:
        chosen, row = self.choices[self._action].value, self.row
        if chosen is not None and row is not None:
            self.decided.emit(row, _REASONS[self._action](chosen))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.back_button)
        buttons.addStretch(1)
        buttons.addWidget(self.decide_button)
        for words in (self._title, self._whose):
            self.body.addWidget(words)
        for choice in self.choices.values():
            self.body.addWidget(choice)
        self.body.addStretch(1)
        self.body.addLayout(buttons)
