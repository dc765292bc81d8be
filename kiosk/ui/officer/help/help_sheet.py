"""One page of the help: the problem, its cause, and the next steps."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.officer.help.catalogue import page_of
from kiosk.ui.officer.help.topics import HelpPage
from kiosk.ui.page import Sheet
from kiosk.ui.text import Texts, placeholders
from kiosk.ui.widgets.aids import AidButton
from kiosk.ui.widgets.button import Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import icon_label, label, plain_label

_END: Final = re.compile(r"(?<=[.?!])\s+")
_ANY: Final = "…"
"""Stands for what is another number or name every time."""


def unknown_values(page: HelpPage, texts: Texts) -> Mapping[str, object]:
    """For the title, which says what the officer has seen, whatever its numbers were."""
    return dict.fromkeys(placeholders(texts.raw(page.title)), _ANY)


def steps_of(page: HelpPage, texts: Texts) -> list[str]:
    """One sentence is one step."""
    return _END.split(texts(page.steps))


class HelpSheet(Sheet):
    """Shows a page, and says it again when the language changes.

    Signals:
        left: the officer goes back to where the page was opened.
        all_requested: the officer wants to see the rest of the help.
    """

    left = Signal()
    all_requested = Signal()

    def __init__(self, look: Look, name: str, *, has_all: bool = False) -> None:
        """`name` begins those of its parts; `has_all`: the whole help can be opened from here."""
        super().__init__(look, "notice.empty")
        self.setObjectName(f"{name}_sheet")
        self.page: HelpPage | None = None
        self.why: QLabel = label(look, "notice.empty")
        self.steps = StepList(())
        self._lay_out()
        self.back_button = AidButton(
            look, "action.back", name=f"{name}_back_button", icon="arrow-left"
        )
        self.all_button = AidButton(
            look, "help.all", name=f"{name}_all_button", rank=Rank.QUIET, icon="circle-help"
        )
        if not has_all:
            self.all_button.hide()
        self.back_button.clicked.connect(self.left)
        self.all_button.clicked.connect(self.all_requested)
        self.bottom_row.addWidget(self.back_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.all_button)
        look.changed.connect(self._say_steps)

    def explain(self, problem: str) -> None:
        """Show the page of a problem, by the key of its sentence, where there is one."""
        page = page_of(problem)
        if page is not None:
            self.show_page(page)

    def show_page(self, page: HelpPage) -> None:
        """Show a page from its top."""
        self.page = page
        self.look.write(self.title, page.title, **unknown_values(page, self.look.text))
        self.look.write(self.why, page.why)
        self._say_steps()
        self._scroll.verticalScrollBar().setValue(0)
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_steps(self) -> None:
        if self.page is None:
            return
        before, self.steps = self.steps, StepList(steps_of(self.page, self.look.text))
        self._card.body.replaceWidget(before, self.steps)
        before.setParent(None)
        before.deleteLater()

    def _lay_out(self) -> None:
        cause, self._card = Card(margin=18), Card(margin=18)
        contents = (
            (cause, "info", "help.why", self.why),
            (self._card, "list", "help.steps", self.steps),
        )
        for card, icon, key, content in contents:
            heading = QHBoxLayout()
            heading.setSpacing(10)
            heading.addWidget(icon_label(self.look, icon, "accent", 24))
            heading.addWidget(label(self.look, key, "strong"), 1)
            card.body.setSpacing(8)
            card.body.addLayout(heading)
            card.body.addWidget(content)
            self.body.addWidget(card)


class StepList(QWidget):
    """Sentences with their numbers."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__()
        self.sentences = tuple(steps)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for number, words in enumerate(steps, start=1):
            counted, said = plain_label("strong"), plain_label()
            counted.setWordWrap(False)
            counted.setText(f"{number}.")
            said.setText(words)
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(counted, alignment=Qt.AlignmentFlag.AlignTop)
            row.addWidget(said, 1)
            column.addLayout(row)
