"""What went wrong or right, and what to do about it: icon, title, one action sentence."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.look import Look, mark
from kiosk.ui.text import Sentence
from kiosk.ui.voice import Cue
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.label import icon_label, label
from kiosk.ui.widgets.why_button import WhyButton


class Kind(StrEnum):
    """How serious; the value is also the theme's colour."""

    ATTENTION = "attention"
    WRONG = "wrong"
    RIGHT = "right"


_ICON: Final = {
    Kind.ATTENTION: "triangle-alert",
    Kind.WRONG: "circle-alert",
    Kind.RIGHT: "circle-check",
}


class Notice(QFrame):
    """Hidden until it has something to say.

    Signals:
        agreed: the person pressed the button of a question.
        said: it says something else, or nothing any more.
    """

    agreed = Signal()
    said = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.sentence: Sentence | None = None
        self.kind: Kind | None = None
        self.setProperty("role", "notice")
        self._icon = icon_label(look, _ICON[Kind.ATTENTION], "attention")
        self.title = label(look, "notice.empty", "strong")
        self._action = label(look, "notice.empty", "hint")
        self.agree_button = Button(
            look, "notice.agree", name="agree_button", rank=Rank.SMALL, icon="check"
        )
        self.decline_button = Button(look, "notice.decline", name="decline_button", rank=Rank.SMALL)
        self.agree_button.clicked.connect(self.agreed)
        self.decline_button.clicked.connect(self.clear)
        answers = FlowRow(gap=8)
        answers.addWidget(self.agree_button)
        answers.addWidget(self.decline_button)
        self.why_button = WhyButton(look)
        self._words = words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self._action)
        words.addLayout(answers)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 18, 12)
        row.setSpacing(14)
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.why_button, alignment=Qt.AlignmentFlag.AlignTop)
        self.clear()

    def tell(self, kind: Kind, title: Sentence, action: Sentence | None = None) -> None:
        """Say something; without `action`, `<key>_do` is said where the texts have it."""
        if action is None and f"{title.key}_do" in self._look.text:
            action = Sentence(f"{title.key}_do", title.values)
        self._fill(kind, title, action)
        self._look.voice.cue(Cue.CORRECT if kind is Kind.RIGHT else Cue.ATTENTION)
        self._look.voice.say(*(each.key for each in (title, action) if each is not None))
        self.agree_button.hide()
        self.decline_button.hide()
        self.show()
        self.said.emit()

    def ask(self, title: Sentence, agree_key: str = "notice.agree") -> None:
        """Say something that may be right after all, with a button, in focus, to say so."""
        self.tell(Kind.ATTENTION, title)
        self.agree_button.say(agree_key)
        self.agree_button.show()
        self.agree_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.said.emit()

    def warn(self, title: Sentence, agree_key: str) -> None:
        """Ask before something is done for good; the way out of it is in focus."""
        self.ask(title, agree_key)
        self.decline_button.show()
        self.decline_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.said.emit()

    def take_in(self, button: Button) -> None:
        """Stand another button below the words; whoever made it shows and hides it."""
        self._words.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)

    def clear(self) -> None:
        """Say nothing and take no room; what was said, such as an address, is forgotten."""
        self.sentence = self.kind = None
        for words in (self.title, self._action):
            self._look.write(words, "notice.empty")
        self.agree_button.say("notice.agree")
        self.agree_button.hide()
        self.decline_button.hide()
        self.why_button.stand_by(None)
        self.setAccessibleName("")
        self.hide()
        self.said.emit()

    def _fill(self, kind: Kind, title: Sentence, action: Sentence | None) -> None:
        self.sentence, self.kind = title, kind
        self._look.draw(self._icon, _ICON[kind], kind.value)
        self._look.write(self.title, title.key, **title.values)
        said = action or Sentence("notice.empty")
        self._look.write(self._action, said.key, **said.values)
        self._action.setVisible(action is not None)
        self.setAccessibleName(self.title.text())
        self.why_button.stand_by(title.key)
        mark(self, kind=kind.value)
