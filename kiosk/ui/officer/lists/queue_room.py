"""The queue: everything that waits, why and until when; and what a supervisor decides about it."""

from typing import Final

from PySide6.QtWidgets import QWidget

from kiosk.domain.decision import CancelReason, ReleaseReason
from kiosk.store.records import QueueRow
from kiosk.ui.look import Look
from kiosk.ui.officer.lists import row_actions, words
from kiosk.ui.officer.lists.decision_sheet import DecisionSheet
from kiosk.ui.officer.lists.list_room import ListRoom
from kiosk.ui.officer.lists.listing import Listing
from kiosk.ui.officer.lists.row_actions import RowAction
from kiosk.ui.officer.room import RoomName
from kiosk.ui.services import Services

_DECISIONS: Final = {RowAction.RELEASE, RowAction.CANCEL}
LISTINGS: Final = (
    Listing(
        name="queue",
        columns=("ticket", "name", "part", "state", "attempts", "next_try", "reason"),
        wide=6,
        first_to_go=(4, 2, 1, 6, 5),
        read=lambda store, _: store.lists.queue(),
        cells=words.part_cells,
        actions=row_actions.of_part,
    ),
)


class QueueRoom(ListRoom):
    """Nothing leaves the queue without a reason that somebody answers for."""

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services, RoomName.QUEUE, LISTINGS)
        self.sheet = DecisionSheet(look)
        self.content.addWidget(self.sheet)
        self.sheet.decided.connect(self._decide)
        self.sheet.left.connect(self._close_sheet)

    def leave(self) -> None:
        """Ask nothing any more."""
        self.sheet.wipe()
        super().leave()

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
