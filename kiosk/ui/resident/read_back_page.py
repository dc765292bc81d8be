"""Reading a number back to the resident, where an officer types: instead of typing it again blind.

Two people compare it, each with another thing before them: the officer reads the screen aloud, the
resident follows on the card. See docs/decisions/0012-read-back.md.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt

from kiosk.domain.draft import Draft
from kiosk.domain.personal import groups_of
from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.resident.contact_pages import typed_phone
from kiosk.ui.resident.facing import BigGroups, NumberToCompare
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.card_button import TickCard

_PIECE: Final = re.compile(r"[^.@]{1,10}|[.@][^.@]{0,10}")
Groups = Callable[[Draft], tuple[str, ...]]


class ReadBackPage(Page):
    """One number in big groups, and a tick that it fits. Another number unticks it."""

    def __init__(self, look: Look, name: str, groups: Groups) -> None:
        """`name` ends the keys of its words; `groups` finds in the draft what is read aloud."""
        super().__init__(look, f"read_back.{name}", f"read_back.{name}_do")
        self._name, self._groups_of = name, groups
        self._read: tuple[str, ...] = ()
        self.groups = BigGroups()
        self.tick = TickCard(look, f"{name}_fits", lambda: look.text("read_back.fits"))
        self.tick.clicked.connect(self._ticked)
        self.body.addWidget(self.groups)
        self.body.addWidget(self.tick)

    @property
    def to_read(self) -> NumberToCompare:
        """For the second display."""
        return NumberToCompare(f"facing.{self._name}", self._read, is_apart=self._name != "email")

    def enter(self, draft: Draft) -> None:
        """Show the number; what was ticked was another one, if it has changed."""
        groups = self._groups_of(draft)
        if groups != self._read:
            self._read = groups
            self.tick.setChecked(False)
            self.notice.clear()
        self.groups.show_number(self.to_read)
        self.focus_first()

    def focus_first(self) -> None:
        """Begin at the tick, or go on where it is ticked already."""
        begin = self.next_button if self.tick.isChecked() else self.tick
        begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget the number."""
        self._read = ()
        self.groups.wipe()
        self.tick.setChecked(False)

    def read(self, draft: Draft) -> Draft | Sentence:
        """It fits."""
        return draft if self.tick.isChecked() else Sentence("read_back.required")

    def _ticked(self) -> None:
        """It leads on at once: nobody ticks this in passing, where "Lanjut" is elsewhere."""
        self.answer_changed()
        if self.tick.isChecked():
            self._go_on()


def read_back_pages(look: Look) -> Mapping[Step, Page]:
    """In the place of each page that asks for something a second time."""
    return {step: ReadBackPage(look, name, groups) for step, (name, groups) in _READ_BACK.items()}


def _mailbox(draft: Draft) -> tuple[str, ...]:
    """Short enough to be spelled in one breath, and to go on in the next line."""
    return tuple(_PIECE.findall(draft.email or ""))


_READ_BACK: Final[Mapping[Step, tuple[str, Groups]]] = {
    Step.NIK_AGAIN: ("nik", lambda draft: groups_of(draft.nik or "")),
    Step.KK_AGAIN: ("kk", lambda draft: groups_of(draft.kk or "")),
    Step.PHONE_AGAIN: ("phone", lambda draft: groups_of(typed_phone(draft))),
    Step.EMAIL_AGAIN: ("email", _mailbox),
}
