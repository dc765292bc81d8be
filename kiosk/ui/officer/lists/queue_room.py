"""The queue: everything that waits, why and until when; and what a supervisor decides about it."""

from datetime import datetime
from typing import Final

from PySide6.QtWidgets import QWidget

from kiosk.domain.decision import CancelReason, ReleaseReason
from kiosk.store.records import QueueRow
from kiosk.ui.look import Look
from kiosk.ui.officer.lists import row_actions, words
from kiosk.ui.officer.lists.decision_sheet import DecisionSheet
from kiosk.ui.officer.lists.list_room import AnyRow, ListRoom
from kiosk.ui.officer.lists.listing import Listing
from kiosk.ui.officer.lists.row_actions import RowAction
from kiosk.ui.officer.room import RoomName
from kiosk.ui.services import Services
from kiosk.ui.text import Texts
from kiosk.ui.widgets.table import Cell

_DECISIONS: Final = {RowAction.RELEASE, RowAction.CANCEL}


class QueueRoom(ListRoom):
    """Nothing leaves the queue without a reason that somebody answers for."""

    def __init__(self, look: Look, services: Services) -> None:
        listing = Listing(
            name="queue",
            columns=("ticket", "name", "part", "state", "attempts", "next_try", "reason"),
            wide=6,
            first_to_go=(4, 2, 1, 6, 5),
            read=lambda store, *_: store.lists.queue(),
            cells=self._cells,
            actions=row_actions.of_part,
        )
        super().__init__(look, services, RoomName.QUEUE, [listing])
        self.sheet = DecisionSheet(look)
        self.content.addWidget(self.sheet)
        self.sheet.decided.connect(self._decide)
        self.sheet.left.connect(self._close_sheet)

    def leave(self) -> None:
        """Ask nothing any more."""
        self.sheet.wipe()
        super().leave()

    def _asked(self) -> tuple[str, ...]:
        """What the line says of itself stands in the list, so it is read anew when that changes."""
        line = self._services.sync.status
        return (str(line.paused_until), str(line.last_error))

    def _cells(self, row: QueueRow, now: datetime, text: Texts) -> tuple[Cell, ...]:
        return words.part_cells(row, self._services.sync.status, now, text)

    def _advice(self, item: AnyRow, now: datetime) -> str:
        if not isinstance(item, QueueRow):
            return super()._advice(item, now)
        return words.advice_on_part(item, self._services.sync.status, now, self._look.text)

    def _problem(self, item: AnyRow, now: datetime) -> str | None:
        if not isinstance(item, QueueRow):
            return super()._problem(item, now)
        return words.problem_of_part(item, self._services.sync.status, now)

    def _act(self, action: RowAction) -> None:
        item = self.table.chosen_item
        if action in _DECISIONS and isinstance(item, QueueRow):
            self.notice.clear()
            self.sheet.ask(action, item)
            self._show_content()
            self.details.clear()
        else:
            super()._act(action)

    def _content_now(self) -> QWidget:
        return super()._content_now() if self.sheet.row is None else self.sheet

    def _show_details(self) -> None:
        if self.sheet.row is None:
            super()._show_details()

    def _decide(self, row: QueueRow, reason: ReleaseReason | CancelReason) -> None:
        if self._officer is None:
            return
        self._close_sheet()
        if isinstance(reason, ReleaseReason):
            self.acts.release(row, reason, self._officer)
        else:
            self.acts.cancel(row, reason, self._officer)

    def _close_sheet(self) -> None:
        self.sheet.wipe()
        self._show_content()
        self._show_details()
        self.table.setFocus()
