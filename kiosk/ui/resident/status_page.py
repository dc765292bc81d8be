"""How a registration stands, in plain words, and the one thing to do about it."""

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
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.instruction import REASON_ICON
from kiosk.ui.widgets.label import icon_label, label

_WAITING_FOR_RESIDENT: Final = frozenset(
    {CentreState.PHOTO_REJECTED, CentreState.PHOTO_REDO, CentreState.ACTION_NEEDED}
)
_AFTER_ACCEPTANCE: Final = (
    ("phone", "status.accepted.keep_number"),
    ("graduation-cap", "status.accepted.first_training"),
    ("briefcase", "status.accepted.account"),
)


class StatusPage(Sheet):
    """Shows the masked answer of the centre; nothing on it can be edited.

    Signals:
        redo_pressed: the photo shall be taken again.
        join_pressed: the resident wants to take part in the batch.
        left: done.
    """

    redo_pressed = Signal()
    join_pressed = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "notice.empty", "notice.empty")
        self.setObjectName("status_page")
        self._status: TicketStatus | None = None
        self._lines: list[QFrame] = []
        self.close_button = Button(look, "action.close", name="status_close_button", icon="check")
        self.redo_button = Button(
            look, "status.redo", name="redo_photo_button", rank=Rank.PRIMARY, icon="camera"
        )
        self.join_button = Button(
            look, "status.join", name="join_button", rank=Rank.PRIMARY, icon="users"
        )
        self.bottom_row.addWidget(self.close_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.redo_button)
        self.bottom_row.addWidget(self.join_button)
        self.close_button.clicked.connect(self.left)
        self.redo_button.clicked.connect(self.redo_pressed)
        self.join_button.clicked.connect(self.join_pressed)
        look.changed.connect(self._say)

    def show_status(self, status: TicketStatus) -> None:
        """Come on screen with an answer."""
        self._status = status
        self.notice.clear()
        self._say()
        grant = status.grant_for(Redoable.PHOTO, Redoable.JOIN)
        action = None if grant is None else grant.action
        self.redo_button.setVisible(action is Redoable.PHOTO)
        self.join_button.setVisible(action is Redoable.JOIN)
        loud = {Redoable.PHOTO: self.redo_button, Redoable.JOIN: self.join_button}
        button = self.close_button if action is None else loud[action]
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_busy(self, *, busy: bool) -> None:
        """While a photo is being sealed."""
        self.redo_button.setEnabled(not busy)

    def wipe(self) -> None:
        """Forget the resident."""
        self.show_busy(busy=False)
        self._status = None
        self.notice.clear()
        self._clear_lines()
        self.look.write(self.title, "notice.empty")
        self.look.write(self.hint, "notice.empty")

    def _say(self) -> None:
        status = self._status
        if status is None:
            return
        self.look.write(self.title, f"state.{status.state}")
        day = long_date(wib(status.updated_at).date(), self.look.text)
        self.look.write(self.hint, "status.of", name=status.masked_name, day=day)
        self._clear_lines()
        for reason in status.reasons:
            self._add_reason(reason)
        for icon, sentence in self._next_steps(status):
            self._add_line(icon, "accent", sentence, None)

    def _next_steps(self, status: TicketStatus) -> list[tuple[str, Sentence]]:
        state = status.state
        if state is CentreState.ACCEPTED:
            until = keep_number_until(wib(status.updated_at).date())
            day = long_date(until, self.look.text)
            steps = [(icon, Sentence(key, {"day": day})) for icon, key in _AFTER_ACCEPTANCE]
            return [*self._decree(status), *steps]
        if status.grant_for(Redoable.PHOTO) is not None:
            return [("shield-check", Sentence("status.only_photo"))]
        grant = status.grant_for(Redoable.JOIN)
        if grant is not None and grant.batch is not None:
            batch = grant.batch
            closes = long_date(wib(batch.closes_at).date(), self.look.text)
            values = {"batch": batch.name, "day": closes}
            return [("calendar", Sentence("status.batch_open", values))]
        return [("clock", Sentence(_next_key(state)))]

    def _decree(self, status: TicketStatus) -> list[tuple[str, Sentence]]:
        if status.decree is None:
            return []
        return [("file-text", Sentence("status.accepted.decree", {"decree": status.decree}))]

    def _add_reason(self, reason: Reason) -> None:
        icon = REASON_ICON.get(reason, "circle-alert")
        title, action = Sentence(f"reason.{reason}.title"), Sentence(f"reason.{reason}.action")
        self._add_line(icon, "attention", title, action)

    def _add_line(self, icon: str, colour: str, title: Sentence, action: Sentence | None) -> None:
        frame = QFrame()
        frame.setProperty("role", "notice")
        row = QHBoxLayout(frame)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(18)
        row.addWidget(icon_label(self.look, icon, colour, 34))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(self.look, title.key, "strong" if action else "body", **title.values))
        if action is not None:
            words.addWidget(label(self.look, action.key, "hint", **action.values))
        row.addLayout(words, 1)
        self.body.addWidget(frame)
        self._lines.append(frame)
        mark(frame, kind="attention" if action is not None else "")

    def _clear_lines(self) -> None:
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines.clear()


def _next_key(state: CentreState) -> str:
    if state in _WAITING_FOR_RESIDENT:
        return "status.next.officer"
    if state is CentreState.ELIGIBLE:
        return "status.next.no_batch"
    if state in {CentreState.INELIGIBLE, CentreState.WITHDRAWN, CentreState.NOT_SELECTED}:
        return "status.next.ask"
    return "status.next.wait"
