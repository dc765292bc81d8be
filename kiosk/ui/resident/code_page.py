"""A one-time code from an SMS or an e-mail: typed back here, or asked for again."""

import math
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.sync.central import DeskProblem
from kiosk.sync.protocol import CODE_DIGITS, CodeSent, Redoable
from kiosk.sync.ticket_desk import CodeTrouble
from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.field import DigitGroupsField
from kiosk.ui.widgets.label import icon_label, label
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.pads import NumberPad

_GROUP: Final = CODE_DIGITS // 2
_IN_MINUTES_FROM: Final = 100
"""A longer wait than so many seconds is told in minutes."""
_SECONDS_IN_MINUTE: Final = 60
_TEXTS: Final = {Redoable.PHONE_CODE: "code.phone", Redoable.EMAIL_CODE: "code.email"}
_ICON: Final = {Redoable.PHONE_CODE: "phone", Redoable.EMAIL_CODE: "mail"}


class CodePage(Sheet):
    """Says where the code went, counts down to the next one, and what to do when none comes.

    Signals:
        wanted: a code is to be sent.
        typed: with the six digits to compare.
        left: back.
    """

    wanted = Signal()
    typed = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "code.phone.title", "code.sending")
        self.setObjectName("code_page")
        self._wait = 0
        self._is_asking = False
        self._sent_to: str | None = None
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.count_second)
        self.field = DigitGroupsField(look, "code_field", "code.field", (_GROUP, _GROUP))
        self.field.textChanged.connect(self.notice.clear)
        self.body.addWidget(self.field)
        self.body.addWidget(self._again_row())
        self.body.addWidget(self._help_row())
        pad = NumberPad(look)
        pad.types_into(self.field)
        card = Card()
        card.body.addWidget(pad)
        self.set_side(card)
        self._fill_bottom()

    def _again_row(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.again_button = Button(
            self.look, "code.again", name="code_again_button", rank=Rank.SMALL, icon="rotate-ccw"
        )
        self.again_button.clicked.connect(self.wanted)
        self._when = label(self.look, "notice.empty", "hint")
        row.addWidget(self.again_button)
        row.addWidget(self._when, 1)
        return whole

    def _help_row(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self._icon = icon_label(self.look, "phone", "accent")
        self._help = label(self.look, "code.phone.help", "hint")
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._help, 1)
        return whole

    def _fill_bottom(self) -> None:
        back = Button(self.look, "action.back", name="code_back_button", icon="arrow-left")
        self.check_button = Button(
            self.look, "code.check", name="code_check_button", rank=Rank.PRIMARY, icon="check"
        )
        self.bottom_row.addWidget(back)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.check_button)
        back.clicked.connect(self.left)
        self.check_button.clicked.connect(self._go_on)

    def begin(self, action: Redoable) -> None:
        """Get ready for one of the two codes, before coming on screen."""
        self.wipe()
        texts = _TEXTS[action]
        self.look.write(self.title, f"{texts}.title")
        self.look.write(self._help, f"{texts}.help")
        self.look.draw(self._icon, _ICON[action], "accent")

    def show_sending(self) -> None:
        """While a code is asked for; an older one will count no more."""
        self.field.wipe()
        self.notice.clear()
        self._sent_to = None
        self.look.write(self.hint, "code.sending")
        self._ask()

    def show_sent(self, sent: CodeSent) -> None:
        """A code is on its way."""
        self._sent_to = sent.sent_to
        self.look.write(self.hint, "code.sent", to=sent.sent_to)
        self._go_on_after(sent.again_seconds)

    def show_checking(self) -> None:
        """While the code is compared."""
        self._ask()

    def show_trouble(self, trouble: CodeTrouble) -> None:
        """Why it did not go on, and what is left to do."""
        if self._sent_to is None:
            before = trouble.problem is DeskProblem.CODE_TOO_SOON
            self.look.write(self.hint, "code.sent_before" if before else "notice.empty")
        if trouble.problem is DeskProblem.CODE_WRONG:
            self.field.wipe()
        wait = 0 if trouble.wait is None else math.ceil(trouble.wait.total_seconds())
        self._go_on_after(max(wait, self._wait))
        self.notice.tell(Kind.ATTENTION, Sentence(trouble.problem), _what_is_left(trouble, wait))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def fail(self, key: str) -> None:
        """The kiosk itself could not do it."""
        self._go_on_after(self._wait)
        self.notice.tell(Kind.WRONG, Sentence(key))

    def count_second(self) -> None:
        """Another second is over."""
        self._wait = max(self._wait - 1, 0)
        self._show_wait()

    def wipe(self) -> None:
        """Forget the code and where it went."""
        self._wait = 0
        self._is_asking = False
        self._sent_to = None
        self._second.stop()
        self.field.wipe()
        self.notice.clear()
        self.look.write(self.hint, "notice.empty")
        self.look.write(self._when, "notice.empty")

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._second.stop()

    def _ask(self) -> None:
        """Nothing can be pressed until the answer is here; the focus stays where it is typed."""
        self._is_asking = True
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_wait()

    def _go_on_after(self, seconds: int) -> None:
        """The answer is here; another code may be asked for after so long."""
        self._is_asking = False
        self._wait = seconds
        self._show_wait()

    def _show_wait(self) -> None:
        self.again_button.setEnabled(not self._is_asking and not self._wait)
        self.check_button.setEnabled(not self._is_asking)
        if not self._wait:
            self._second.stop()
        elif self.isVisible() and not self._second.isActive():
            self._second.start()
        when = self._when_again()
        self.look.write(self._when, when.key, **when.values)

    def _when_again(self) -> Sentence:
        if self._is_asking:
            return Sentence("notice.empty")
        if not self._wait:
            return Sentence("code.nothing_came")
        if self._wait < _IN_MINUTES_FROM:
            return Sentence("code.again_in_seconds", {"seconds": self._wait})
        return Sentence("code.again_in_minutes", {"minutes": _minutes(self._wait)})

    def _go_on(self) -> None:
        if self.field.is_full:
            self.typed.emit(self.field.text())
        else:
            self.notice.tell(Kind.ATTENTION, Sentence("code.too_short"))
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)


def _what_is_left(trouble: CodeTrouble, wait: int) -> Sentence | None:
    """The action to say beside the problem, where numbers belong into it."""
    if trouble.problem is DeskProblem.CODE_WRONG and trouble.tries_left is not None:
        return Sentence("code.tries_left", {"count": trouble.tries_left})
    if trouble.problem is DeskProblem.CODE_LOCKED and wait:
        return Sentence("code.locked_for", {"minutes": _minutes(wait)})
    return None


def _minutes(seconds: int) -> int:
    return math.ceil(seconds / _SECONDS_IN_MINUTE)
