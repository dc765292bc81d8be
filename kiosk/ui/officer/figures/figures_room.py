"""The room of figures: a day, a month or all time, and what is taken out of the office."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeVar

from PySide6.QtWidgets import QVBoxLayout

from kiosk.domain.period import Period, Span, period_of
from kiosk.store.errors import StoreError
from kiosk.store.figures import Figures
from kiosk.store.officers import Officer
from kiosk.store.store import Store
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.officer.figures.errands import (
    Asking,
    RecapData,
    read_handover,
    read_recap,
    save_handover,
    save_recap,
)
from kiosk.ui.officer.figures.figures_view import FiguresView
from kiosk.ui.officer.figures.places import Place, find_places
from kiosk.ui.officer.figures.save_sheet import SaveSheet
from kiosk.ui.officer.figures.saving import FOLDER, Saving
from kiosk.ui.officer.room import DeskRoom
from kiosk.ui.print.handover import Handover, print_handover
from kiosk.ui.print.printer import Printing
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.page_stack import PageStack

T = TypeVar("T")
READ_AGAIN: Final = timedelta(seconds=10)
"""Charts that move every two seconds cannot be read."""


class FiguresRoom(DeskRoom):
    """Reads the figures of a period, and again while it is not over."""

    def __init__(
        self,
        look: Look,
        services: Services,
        *,
        find_places: Callable[[], Sequence[Place]] = find_places,
    ) -> None:
        """`find_places`: where files may be saved, asked for in a worker."""
        super().__init__()
        self.setObjectName("figures_room")
        self._look, self._services = look, services
        self._officer: Officer | None = None
        self._period = period_of(Span.DAY, services.clock())
        self._read_at: datetime | None = None
        self._handover: Handover | None = None
        self._background = Background(self)
        self.view = FiguresView(look)
        self.sheet = SaveSheet(look, services, find_places)
        self._stack = PageStack(look)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()

    def enter(self, officer: Officer) -> None:
        """Show today."""
        self._officer = officer
        self._go(period_of(Span.DAY, self._services.clock()))

    def refresh(self) -> None:
        """Read a period again that is not over yet, every few seconds."""
        now = self._services.clock()
        is_due = self._read_at is not None and now - self._read_at >= READ_AGAIN
        if is_due and self._period.holds(now):
            self._read()

    def leave(self) -> None:
        """Forget what was read, and what was to be saved."""
        self._background.forget()
        self._officer = self._handover = self._read_at = None
        self._show_view()
        self.view.clear()

    def _connect(self) -> None:
        view, sheet = self.view, self.sheet
        view.span_chosen.connect(self._choose_span)
        view.earlier_pressed.connect(lambda: self._go(self._period.earlier()))
        view.later_pressed.connect(lambda: self._go(self._period.later()))
        view.save_pressed.connect(self._ask_for_recap_place)
        view.handover_pressed.connect(self._begin_handover)
        sheet.left.connect(self._show_view)
        sheet.chosen.connect(self._save)
        sheet.print_pressed.connect(self._print)

    def _choose_span(self, span: Span) -> None:
        self._go(self._period.as_span(span, self._services.clock()))

    def _go(self, period: Period) -> None:
        self._period = period
        self.view.notice.clear()
        self._read()

    def _read(self) -> None:
        period = self._period
        self._read_at = self._services.clock()
        self._do(lambda store: store.figures.read(period), self._show)

    def _show(self, figures: Figures) -> None:
        """What was asked for before another period was chosen is not shown any more."""
        if figures.period == self._period:
            now = self._services.clock()
            self.view.show_figures(figures, is_now=figures.period.holds(now))

    def _show_view(self) -> None:
        self.sheet.end()
        self._handover = None
        self._stack.setCurrentWidget(self.view)

    def _ask_for_recap_place(self) -> None:
        self._handover = None
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.begin("figures.save.recap_where", can_print=False)

    def _begin_handover(self) -> None:
        asking = self._asking()
        self._do(lambda store: read_handover(store, asking), self._ask_for_handover_place)

    def _ask_for_handover_place(self, handover: Handover) -> None:
        if not handover.carried:
            self.view.notice.tell(Kind.ATTENTION, Sentence("figures.save.nothing_waits"))
            return
        self._handover = handover
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.begin("figures.save.handover_where", can_print=True)

    def _save(self, place: Place) -> None:
        if self._handover is not None:
            self._work(partial(save_handover, self._handover, place), partial(self._saved, place))
        else:
            asking, period = self._asking(), self._period
            self._do(
                lambda store: read_recap(store, period, asking),
                partial(self._save_recap, place, asking),
            )

    def _save_recap(self, place: Place, asking: Asking, data: RecapData) -> None:
        self._work(partial(save_recap, data, asking, place), partial(self._saved, place))

    def _saved(self, place: Place, saving: Saving) -> None:
        self._show_view()
        if saving is Saving.SAVED:
            said = Sentence(saving, {"place": place.name, "folder": FOLDER})
            self.view.notice.tell(Kind.RIGHT, said)
        else:
            self.view.notice.tell(Kind.WRONG, Sentence(saving))
        self.view.page.verticalScrollBar().setValue(0)

    def _print(self) -> None:
        if self._handover is not None:
            printing = partial(print_handover, self._handover, settings=self._services.printer)
            self._work(printing, self._printed)

    def _printed(self, printing: Printing) -> None:
        self._show_view()
        kind = Kind.RIGHT if printing is Printing.SENT else Kind.WRONG
        self.view.notice.tell(kind, Sentence(printing))

    def _asking(self) -> Asking:
        if self._officer is None:
            raise RuntimeError("nobody is in the room")
        return Asking(self._officer, self._services.office.name, self._services.clock())

    def _work(self, work: Callable[..., T], on_done: Callable[[T], object]) -> None:
        """Have a file made by a worker, in the language of the moment."""
        self._background.watch(self._services.workers.submit(work, texts=self._look.text), on_done)

    def _do(self, work: Callable[[Store], T], on_done: Callable[[T], object]) -> None:
        self._background.watch(self._services.store.submit(work), on_done, self._fail)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        self._show_view()
        self.view.notice.tell(Kind.WRONG, Sentence(error.key))
