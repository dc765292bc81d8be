"""Finds a registration by its ticket, its masked name, or the last digits of its phone number."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt

from kiosk.domain import crockford
from kiosk.domain.ticket import LENGTH, PREFIX
from kiosk.store.records import SubmissionRow
from kiosk.store.rows import Rows
from kiosk.store.store import Store
from kiosk.ui.look import Look
from kiosk.ui.officer.lists import row_actions, words
from kiosk.ui.officer.lists.list_room import ListRoom
from kiosk.ui.officer.lists.listing import Listing
from kiosk.ui.officer.room import RoomName
from kiosk.ui.services import Services
from kiosk.ui.widgets.field import Field

LONGEST: Final = 40
_LEAST_OF_TICKET: Final = 3
"""Shorter pieces are in too many tickets to find anybody."""
_TAIL: Final = 4
"""Digits of a phone number that the kiosk keeps."""


def _read(store: Store, _: datetime, typed: str) -> Rows[SubmissionRow]:
    return store.lists.search(ticket_piece(typed), typed.strip(), phone_tail(typed))


LISTINGS: Final = (
    Listing(
        name="found",
        columns=("ticket", "name", "phone", "state", "note"),
        wide=4,
        first_to_go=(2, 4, 1),
        read=_read,
        cells=words.found_cells,
        actions=row_actions.of_submission,
    ),
)


class SearchRoom(ListRoom):
    """Looks again after every key; nothing of it stays."""

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services, RoomName.SEARCH, LISTINGS)
        self.field = Field(look, "search_field", "officer.search.field", LONGEST)
        self._show_example()
        self.column.insertWidget(0, self.field)
        self.field.textChanged.connect(self._look_again)
        self.field.returnPressed.connect(self._go_to_first)
        look.changed.connect(self._show_example)

    def leave(self) -> None:
        """Forget what was typed."""
        super().leave()
        self.field.wipe()

    def choose(self, name: str) -> None:
        """Begin at the field."""
        super().choose(name)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _asked(self) -> tuple[str, ...]:
        return (self.field.text(),)

    def _empty_key(self) -> str:
        return "officer.empty.found" if self.field.text().strip() else "officer.empty.search"

    def _look_again(self) -> None:
        self.refresh()

    def _go_to_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_example(self) -> None:
        self.field.setPlaceholderText(self._look.text("officer.search.example"))


def ticket_piece(typed: str) -> str:
    """The piece of a ticket that this may be; empty where it cannot be one."""
    bare = "".join(typed.split()).replace("-", "").upper()
    piece = crockford.read(bare.removeprefix(PREFIX)) or ""
    return piece if _LEAST_OF_TICKET <= len(piece) <= LENGTH else ""


def phone_tail(typed: str) -> str:
    """The end of the phone number that this may be; empty where it cannot be one."""
    digits = "".join(typed.split()).replace("-", "")
    return digits[-_TAIL:] if digits.isdecimal() and len(digits) >= _TAIL else ""
