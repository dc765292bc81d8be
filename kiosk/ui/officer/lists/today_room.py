"""Today: what was made, where it stands, what helps, and the forms that are not finished."""

from datetime import datetime
from typing import Final

from PySide6.QtGui import QResizeEvent

from kiosk.domain.period import Span, period_of
from kiosk.store.figures import Balance
from kiosk.store.records import DraftRow
from kiosk.store.rows import Rows
from kiosk.store.store import Store
from kiosk.ui.look import Look
from kiosk.ui.officer.lists import row_actions, words
from kiosk.ui.officer.lists.list_room import ListRoom
from kiosk.ui.officer.lists.listing import Listing
from kiosk.ui.officer.room import RoomName
from kiosk.ui.services import Services
from kiosk.ui.widgets.figures import Figures

_FIGURES: Final = {
    "made": "ink",
    "delivered": "right",
    "queued": "attention",
    "quarantined": "wrong",
    "cancelled": "ink",
    "expired": "ink",
}


_LEAST_WITH_FIGURES: Final = 24
"""Height of the room, in sizes of its text."""


def _read_drafts(store: Store, _: datetime) -> Rows[DraftRow]:
    return store.drafts.list_open()


LISTINGS: Final = (
    Listing(
        name="today",
        columns=("ticket", "name", "time", "state", "note"),
        wide=4,
        first_to_go=(2, 1, 4),
        read=lambda store, now: store.lists.today(now),
        cells=words.made_cells,
        actions=row_actions.of_submission,
    ),
    Listing(
        name="drafts",
        columns=("ticket", "name", "saved", "step"),
        wide=3,
        first_to_go=(2, 1, 3),
        read=_read_drafts,
        cells=words.draft_cells,
        actions=row_actions.of_draft,
    ),
)


class TodayRoom(ListRoom):
    """The first room of an officer."""

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services, RoomName.TODAY, LISTINGS)
        self.figures = Figures(look, "figures", "officer.figure", _FIGURES)
        self.column.insertWidget(1, self.figures)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the list needs the room more than the figures, which have their own."""
        super().resizeEvent(event)
        self.figures.setVisible(self.height() >= _LEAST_WITH_FIGURES * self._look.px["body"])

    def _read_beside(self, store: Store, now: datetime) -> object:
        return store.figures.balance(period_of(Span.DAY, now))

    def _show_beside(self, beside: object) -> None:
        if isinstance(beside, Balance):
            self.figures.show_figures({name: getattr(beside, name) for name in _FIGURES})
