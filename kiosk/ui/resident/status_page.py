"""How a registration stands, in plain words, and what to do about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.domain.window import keep_number_until, wib
from kiosk.sync.protocol import Redoable, TicketStatus
from kiosk.ui.dates import long_date
from kiosk.ui.look import Look, mark
from kiosk.ui.page import Sheet
from kiosk.ui.resident.patch_pages import named, to_correct
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.instruction import REASON_ICON
from kiosk.ui.widgets.journey import Journey, Pace
from kiosk.ui.widgets.label import icon_label, label

_CODE_BUTTONS: Final = {
    Redoable.EMAIL_CODE: ("status.email_code", "mail"),
    Redoable.PHONE_CODE: ("status.phone_code", "phone"),
}
_NEXT_ICON: Final = {
    CentreState.EMAIL_PENDING: "mail",
    CentreState.OTP_PENDING: "phone",
    CentreState.PHOTO_REJECTED: "hand",
    CentreState.TEST_PENDING: "hand",
    CentreState.ACTION_NEEDED: "hand",
    CentreState.INELIGIBLE: "hand",
    CentreState.ELIGIBLE: "calendar",
    CentreState.NOT_SELECTED: "calendar",
    CentreState.WITHDRAWN: "shield-check",
}
"""In every other state one can only wait."""
STOPS: Final = ("sent", "checked", "batch", "result")
_CHECKED, _BATCH, _RESULT, _ARRIVED = range(1, len(STOPS) + 1)
_STOP: Final = {
    CentreState.ELIGIBLE: _BATCH,
    CentreState.NOT_SELECTED: _BATCH,
    CentreState.JOINED: _RESULT,
    CentreState.SELECTING: _RESULT,
    CentreState.ACCEPTED: _ARRIVED,
}
"""In every other state it is being checked."""
_ASKING: Final = frozenset(
    {
        CentreState.EMAIL_PENDING,
        CentreState.OTP_PENDING,
        CentreState.PHOTO_REJECTED,
        CentreState.TEST_PENDING,
        CentreState.ACTION_NEEDED,
    }
)
"""It goes on only when the resident does something."""


class StatusPage(Sheet):
    """Shows the masked answer of the centre; nothing on it can be edited.

    Signals:
        redo_pressed: the photo shall be taken again.
        patch_pressed: what was named shall be corrected.
        code_pressed: a code shall be sent to the phone or the mailbox.
        test_pressed: the short test shall be sat.
        join_pressed: the resident wants to take part in the batch.
        withdraw_pressed: the resident wants to end the registration.
        left: done.
    """

    redo_pressed = Signal()
    patch_pressed = Signal()
    code_pressed = Signal()
    test_pressed = Signal()
    join_pressed = Signal()
    withdraw_pressed = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "notice.empty", "notice.empty")
        self.setObjectName("status_page")
        self._status: TicketStatus | None = None
        self._journey = Journey(look, "status.journey", STOPS)
        self.body.addWidget(self._journey)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(12)
        self.body.addLayout(self._lines)
        self.withdraw_button = Button(
            look, "status.withdraw", name="withdraw_button", rank=Rank.QUIET, icon="trash-2"
        )
        self.body.addWidget(self.withdraw_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self._fill_bottom()
        self.withdraw_button.clicked.connect(self.withdraw_pressed)
        look.changed.connect(self._say)

    def _fill_bottom(self) -> None:
        self.close_button = Button(
            self.look, "action.close", name="status_close_button", icon="check"
        )
        self.redo_button = self._loud("status.redo", "redo_photo_button", "camera")
        self.patch_button = self._loud("status.patch", "patch_button", "pen-line")
        self.code_button = self._loud("status.phone_code", "code_button", "phone")
        self.test_button = self._loud("status.test", "test_button", "clipboard-list")
        self.join_button = self._loud("status.join", "join_button", "users")
        self._loud_buttons = {
            Redoable.PHOTO: self.redo_button,
            Redoable.PATCH: self.patch_button,
            Redoable.TEST: self.test_button,
            Redoable.JOIN: self.join_button,
            Redoable.EMAIL_CODE: self.code_button,
            Redoable.PHONE_CODE: self.code_button,
        }
        self.bottom_row.addWidget(self.close_button)
        self.bottom_row.addStretch(1)
        for button, pressed in (
            (self.redo_button, self.redo_pressed),
            (self.patch_button, self.patch_pressed),
            (self.code_button, self.code_pressed),
            (self.test_button, self.test_pressed),
            (self.join_button, self.join_pressed),
        ):
            self.bottom_row.addWidget(button)
            button.clicked.connect(pressed)
        self.close_button.clicked.connect(self.left)

    def _loud(self, key: str, name: str, icon: str) -> Button:
        return Button(self.look, key, name=name, rank=Rank.PRIMARY, icon=icon)

    def show_status(self, status: TicketStatus) -> None:
        """Come on screen with an answer."""
        self._status = status
        self.notice.clear()
        self.show_busy(busy=False)
        self._say()
        self._offer(status)

    def show_busy(self, *, busy: bool) -> None:
        """While a photo is being sealed, or the centre is asked again."""
        for button in (*self._loud_buttons.values(), self.withdraw_button):
            button.setEnabled(not busy)

    def wipe(self) -> None:
        """Forget the resident."""
        self.show_busy(busy=False)
        self._status = None
        self.notice.clear()
        self._journey.hide()
        self._clear_lines()
        self.look.write(self.title, "notice.empty")
        self.look.write(self.hint, "notice.empty")

    def _offer(self, status: TicketStatus) -> None:
        """Show the one loud button that leads on, if any, and the quiet one to withdraw."""
        loud = self._loud_buttons
        grant = status.grant_for(*loud)
        chosen = self.close_button if grant is None else loud[grant.action]
        for button in loud.values():
            button.setVisible(button is chosen)
        if grant is not None and grant.action in _CODE_BUTTONS:
            key, icon = _CODE_BUTTONS[grant.action]
            self.code_button.say(key)
            self.code_button.show_icon(icon)
        self.withdraw_button.setVisible(status.grant_for(Redoable.WITHDRAWAL) is not None)
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        status = self._status
        if status is None:
            return
        title = self._title(status)
        self.look.write(self.title, title.key, **title.values)
        day = self._day(status.updated_at)
        if status.masked_name:
            self.look.write(self.hint, "status.of", name=status.masked_name, day=day)
        else:
            self.look.write(self.hint, "status.since", day=day)
        self._journey.show_at(_STOP.get(status.state, _CHECKED), _pace(status.state))
        self._journey.setVisible(status.state is not CentreState.WITHDRAWN)
        self._clear_lines()
        for reason in status.reasons:
            self._add_reason(reason)
        self._add_steps(self._next_steps(status))

    def _title(self, status: TicketStatus) -> Sentence:
        """What the resident has to do, where a code or a correction is awaited; else the state."""
        fields = to_correct(status)
        if fields:
            return Sentence("status.to_correct", {"fields": named(fields, self.look.text)})
        grant = status.grant_for(*_CODE_BUTTONS)
        return Sentence(
            f"state.{status.state}" if grant is None else f"status.confirm.{grant.action}"
        )

    def _next_steps(self, status: TicketStatus) -> list[tuple[str, Sentence]]:
        state, batch = status.state, status.batch
        if state is CentreState.ACCEPTED:
            return self._after_acceptance(status)
        if status.grant_for(Redoable.PHOTO) is not None:
            return [("shield-check", Sentence("status.only_photo"))]
        fields = to_correct(status)
        if fields:
            what = named(fields, self.look.text)
            return [("shield-check", Sentence("status.only_patch", {"fields": what}))]
        grant = status.grant_for(Redoable.JOIN)
        if grant is not None and grant.batch is not None:
            values = {"batch": grant.batch.name, "day": self._day(grant.batch.closes_at)}
            return [("calendar", Sentence("status.batch_open", values))]
        steps = [(_NEXT_ICON.get(state, "clock"), Sentence(f"status.next.{state}"))]
        if state is CentreState.JOINED and batch is not None:
            values = {"batch": batch.name, "day": self._day(batch.closes_at)}
            steps.insert(0, ("calendar", Sentence("status.batch_joined", values)))
        return steps

    def _after_acceptance(self, status: TicketStatus) -> list[tuple[str, Sentence]]:
        until = keep_number_until(wib(status.updated_at).date())
        number = Sentence("status.accepted.keep_number", {"day": long_date(until, self.look.text)})
        training = Sentence("status.accepted.first_training")
        if status.deadline is not None:
            values = {"day": self._day(status.deadline)}
            training = Sentence("status.accepted.first_training_until", values)
        steps = [
            ("graduation-cap", training),
            ("phone", number),
            ("briefcase", Sentence("status.accepted.account")),
        ]
        if status.decree is None:
            return steps
        decree = Sentence("status.accepted.decree", {"decree": status.decree})
        return [("file-text", decree), *steps]

    def _day(self, moment: datetime) -> str:
        return long_date(wib(moment).date(), self.look.text)

    def _add_reason(self, reason: Reason) -> None:
        icon = REASON_ICON.get(reason, "circle-alert")
        frame = QFrame()
        frame.setProperty("role", "notice")
        row = QHBoxLayout(frame)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(18)
        row.addWidget(icon_label(self.look, icon, "attention", 34))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(self.look, f"reason.{reason}.title", "strong"))
        words.addWidget(label(self.look, f"reason.{reason}.action", "hint"))
        row.addLayout(words, 1)
        self._lines.addWidget(frame)
        mark(frame, kind="attention")

    def _add_steps(self, steps: Sequence[tuple[str, Sentence]]) -> None:
        card = Card(margin=20)
        for icon, sentence in steps:
            row = QHBoxLayout()
            row.setSpacing(18)
            row.addWidget(icon_label(self.look, icon, "accent", 30))
            row.addWidget(label(self.look, sentence.key, "body", **sentence.values), 1)
            card.body.addLayout(row)
        self._lines.addWidget(card)

    def _clear_lines(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            line = item.widget()
            if line is not None:
                line.hide()
                line.deleteLater()


def _pace(state: CentreState) -> Pace:
    if state is CentreState.INELIGIBLE:
        return Pace.ENDED
    return Pace.ASKING if state in _ASKING else Pace.WAITING
