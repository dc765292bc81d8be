"""Today: what was made, where it stands, what helps, and the forms that are not finished."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.advice import Advice
from kiosk.domain.period import Span, period_of
from kiosk.store.figures import Balance
from kiosk.store.records import DraftRow
from kiosk.store.rows import Rows
from kiosk.store.store import Store
from kiosk.ui.look import Look
from kiosk.ui.officer.figures.advice_card import AdviceCard
from kiosk.ui.officer.figures.recap import sum_terms
from kiosk.ui.officer.figures.series import TERM_COLOURS
from kiosk.ui.officer.lists import row_actions, words
from kiosk.ui.officer.lists.list_room import ListRoom
from kiosk.ui.officer.lists.listing import Listing
from kiosk.ui.officer.room import RoomName
from kiosk.ui.services import Services
from kiosk.ui.widgets.figures import Figures

_LEAST_WITH_FIGURES: Final = 27
"""Height of the room, in sizes of its text."""


def _read_drafts(store: Store, _: datetime) -> Rows[DraftRow]:
    return store.drafts.list_open()


LISTINGS: Final = (
    Listing(
        name="today",
        columns=("ticket", "name", "time", "state", "note"),
        wide=4,
        first_to_go=(2, 4, 1),
        read=lambda store, now: store.lists.today(now),
        cells=words.made_cells,
        actions=row_actions.of_submission,
    ),
    Listing(
        name="drafts",
        columns=("ticket", "name", "saved", "step"),
        wide=3,
        first_to_go=(2, 3, 1),
        read=_read_drafts,
        cells=words.draft_cells,
        actions=row_actions.of_draft,
    ),
)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands above today's list."""

    balance: Balance
    advice: Advice | None


class TodayRoom(ListRoom):
    """The first room of an officer."""

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services, RoomName.TODAY, LISTINGS)
        self.figures = Figures(look, "figures", "figures.term", TERM_COLOURS, is_sum=True)
        self.advice = AdviceCard(look)
        self._above = QWidget()
        above = QVBoxLayout(self._above)
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self.figures)
        above.addWidget(self.advice)
        self.column.insertWidget(1, self._above)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the list needs the room more than the figures, which have their own."""
        super().resizeEvent(event)
        self._above.setVisible(self.height() >= _LEAST_WITH_FIGURES * self._look.px["body"])

    def _read_beside(self, store: Store, now: datetime) -> object:
        balance = store.figures.balance(period_of(Span.DAY, now))
        return _Beside(balance, store.figures.advice(now))

    def _show_beside(self, beside: object) -> None:
        if isinstance(beside, _Beside):
            self.figures.show_figures(sum_terms(beside.balance))
            self.advice.show_advice(beside.advice)
