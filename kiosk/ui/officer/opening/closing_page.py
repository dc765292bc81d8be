"""Closing the day ("Tutup hari"): what it made, what still waits, and that sending goes on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

from kiosk.domain.batch import BatchWindow
from kiosk.domain.period import Span, period_of
from kiosk.domain.readiness import Unattended
from kiosk.domain.window import wib
from kiosk.store.day import Waiting
from kiosk.store.errors import StoreError
from kiosk.store.figures import Balance
from kiosk.store.lists import ListCounts
from kiosk.store.store import Store
from kiosk.sync.pace import calendar_of
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.officer.figures.recap import sum_terms
from kiosk.ui.officer.figures.series import TERM_COLOURS
from kiosk.ui.page import Sheet
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.figures import Figures
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


@dataclass(frozen=True, slots=True)
class DayReport:
    """How the day ends."""

    balance: Balance
    waiting: Waiting
    counts: ListCounts
    unattended: Unattended


def report_day(store: Store, now: datetime) -> DayReport:
    """Read it; in the store's thread."""
    balance = store.figures.balance(period_of(Span.DAY, now))
    waiting, counts = store.day.waiting(), store.lists.counts(now)
    return DayReport(balance, waiting, counts, store.unattended(now))


def sentences(report: DayReport, batch: BatchWindow | None) -> tuple[Sentence, ...]:
    """What waits, each in a sentence; nothing where nothing does."""
    waiting, counts = report.waiting, report.counts
    numbers = {
        "sending": waiting.sendable,
        "held": waiting.held,
        "needed": counts.needed,
        "drafts": counts.drafts,
    }
    said = [Sentence(f"closing.{n}", {"count": count}) for n, count in numbers.items() if count]
    if batch is not None and any((waiting.sendable, waiting.held, counts.needed)):
        closes = f"{wib(batch.closes_at):%d/%m %H.%M}"
        said.append(Sentence("closing.until", {"batch": batch.name, "time": closes}))
    return tuple(said)


class ClosingPage(Sheet):
    """Reads when it comes on screen.

    Signals:
        left: the officer goes back to the desk.
        closed: the office is closed for today.
        quit_requested: the officer wants to leave the kiosk.
    """

    left = Signal()
    closed = Signal()
    quit_requested = Signal()

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, "closing.title", "closing.hint")
        self.setObjectName("closing_page")
        self._services = services
        self._background = Background(self)
        self.figures = Figures(look, "day_figures", "figures.term", TERM_COLOURS, is_sum=True)
        self._card = Card(margin=16)
        self.body.addWidget(self.figures)
        self.body.addWidget(self._card)
        self._make_buttons()

    def showEvent(self, event: QShowEvent) -> None:
        """Read how the day was."""
        super().showEvent(event)
        if not event.spontaneous():
            now = self._services.clock()
            reading = self._services.store.submit(lambda store: report_day(store, now))
            self._background.watch(reading, self._show, self._fail)
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._background.forget()
            self._say(())
            self.notice.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An officer may close with Enter: nothing is lost by it."""
        if event.key() in _ENTER:
            self.close_button.click()
        else:
            super().keyPressEvent(event)

    def _show(self, report: DayReport) -> None:
        self.figures.show_figures(sum_terms(report.balance))
        calendar = calendar_of(self._services.configuration.bundle)
        self._say(sentences(report, calendar.current(self._services.clock())))
        if report.waiting.sendable:
            goes_on = report.unattended is Unattended.RUNS
            key = "closing.stay_on" if goes_on else "closing.stay_open"
            self.notice.tell(Kind.ATTENTION, Sentence(key))
        elif report.waiting.held:
            self.notice.tell(Kind.RIGHT, Sentence("closing.rest_sent"))
        else:
            self.notice.tell(Kind.RIGHT, Sentence("closing.all_sent"))

    def _say(self, said: tuple[Sentence, ...]) -> None:
        while (item := self._card.body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.setParent(None)
                old.deleteLater()
        for sentence in said:
            words = label(self.look, "notice.empty")
            self.look.write(words, sentence.key, **sentence.values)
            self._card.body.addWidget(words)
        self._card.setVisible(bool(said))

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        self.notice.tell(Kind.WRONG, Sentence(error.key))

    def _make_buttons(self) -> None:
        look = self.look
        back = Button(look, "action.back", name="closing_back_button", icon="arrow-left")
        leave = Button(
            look, "officer.quit.action", name="quit_button", rank=Rank.QUIET, icon="log-out"
        )
        self.close_button = Button(
            look, "closing.close", name="close_day_button", rank=Rank.PRIMARY, icon="moon"
        )
        back.clicked.connect(self.left)
        leave.clicked.connect(self.quit_requested)
        self.close_button.clicked.connect(self.closed)
        self.bottom_row.addWidget(back)
        self.bottom_row.addWidget(leave)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.close_button)
