"""The figures of one period on the screen: their sum, advice, and charts or tables."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from kiosk.domain.period import Span
from kiosk.store.figures import Figures
from kiosk.ui.look import Look
from kiosk.ui.officer.figures.advice_card import AdviceCard
from kiosk.ui.officer.figures.chart_card import ChartCard
from kiosk.ui.officer.figures.recap import sum_terms
from kiosk.ui.officer.figures.series import TERM_COLOURS, period_words, series_of
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.aids import AidButton
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.figures import Figures as SumLine
from kiosk.ui.widgets.flow_row import FlowRow, settle
from kiosk.ui.widgets.label import plain_label
from kiosk.ui.widgets.notice import Kind, Notice
from kiosk.ui.widgets.scroll import Scroll

_WIDE: Final = "over_time"
"""The chart that takes the whole width."""
_CHARTS: Final = (_WIDE, "officers", "causes", "states", "reasons")
_BESIDE_FROM: Final = 38
"""Two charts stand beside one another from so many sizes of their text on."""
_GAP: Final = 12
_TOP_GAP: Final = 8


class FiguresView(QWidget):
    """Shows what it is given; the room reads.

    Signals:
        span_chosen: with the Span to show.
        earlier_pressed, later_pressed: the period before or after.
        save_pressed: the recap is to be saved.
        handover_pressed: the record of a handover is wanted.
    """

    span_chosen = Signal(object)
    earlier_pressed = Signal()
    later_pressed = Signal()
    save_pressed = Signal()
    handover_pressed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("figures_view")
        self._look = look
        self._figures: Figures | None = None
        self._is_now = False
        self._columns = 0
        self.notice, self.mismatch = Notice(look), Notice(look)
        self.mismatch.setObjectName("figures_mismatch")
        self.period = plain_label("strong")
        self.period.setObjectName("figures_period")
        self.period.setWordWrap(False)
        self.sum = SumLine(look, "figures_sum", "figures.term", TERM_COLOURS, is_sum=True)
        self.advice = AdviceCard(look)
        self.words = plain_label("body")
        self.words.setObjectName("figures_words")
        self.cards = {name: ChartCard(look, name) for name in _CHARTS}
        self._make_buttons()
        self._lay_out()
        look.changed.connect(self._show)

    def show_figures(self, figures: Figures, *, is_now: bool) -> None:
        """Show these; `is_now` says that the period is not over yet."""
        self._figures, self._is_now = figures, is_now
        self._show()

    def clear(self) -> None:
        """Show nothing, and the charts again."""
        self._figures = None
        for card in self.cards.values():
            card.clear()
        self.sum.show_figures({})
        self.advice.show_advice(None)
        self.notice.clear()
        self.mismatch.clear()
        self.period.setText("")
        self.words.clear()
        self.table_button.setChecked(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the charts beside one another where there is room."""
        super().resizeEvent(event)
        self._place_cards()
        self._fit_top()

    def _show(self) -> None:
        figures, texts = self._figures, self._look.text
        self._place_cards()
        self._fit_top()
        if figures is None:
            return
        words = period_words(figures.period, texts)
        is_today = self._is_now and figures.period.span is Span.DAY
        self.period.setText(texts("figures.today") if is_today else words)
        settle(self._turner, self)
        self.later_button.setEnabled(not self._is_now)
        self.earlier_button.setEnabled(figures.period.span is not Span.ALL)
        self.span_buttons[figures.period.span].setChecked(True)
        self.sum.show_figures(sum_terms(figures.balance))
        self.advice.show_advice(figures.photos.advice)
        for series in series_of(figures, texts):
            self.cards[series.name].show_series(series)
        self._show_words(figures)
        self._show_mismatch(figures)

    def _show_words(self, figures: Figures) -> None:
        minutes, photos, said = figures.median_minutes, figures.photos, []
        if minutes is not None:
            said.append(self._look.text("figures.minutes", minutes=max(round(minutes), 1)))
        if photos.people:
            values = {"again": photos.again, "people": photos.people}
            said.append(self._look.text("figures.again", **values))
        self.words.setText(" ".join(said))
        self.words.setVisible(bool(said))

    def _show_mismatch(self, figures: Figures) -> None:
        """Said once, and not with a sound every few seconds."""
        balance = figures.balance
        if balance.agrees:
            self.mismatch.clear()
            return
        values = {"missing": balance.missing, "unrecorded": balance.unrecorded}
        said = Sentence("figures.mismatch", values)
        if self.mismatch.sentence != said:
            self.mismatch.tell(Kind.WRONG, said)

    def _show_tables(self, shown: bool) -> None:  # noqa: FBT001
        for card in self.cards.values():
            card.show_table(shown=shown)

    def _make_buttons(self) -> None:
        look, small = self._look, Rank.SMALL
        group = QButtonGroup(self)
        self.span_buttons: dict[Span, Button] = {}
        for span in Span:
            tab = Button(look, f"figures.span.{span}", name=f"span_{span}", rank=small)
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.clicked.connect(partial(self.span_chosen.emit, span))
            group.addButton(tab)
            self.span_buttons[span] = tab
        self.earlier_button = AidButton(
            look, "figures.earlier", name="earlier_button", rank=small, icon="chevron-left"
        )
        self.later_button = AidButton(
            look, "figures.later", name="later_button", rank=small, icon="chevron-right"
        )
        for button in (self.earlier_button, self.later_button):
            button.show_words(shown=False)
        self.table_button = AidButton(
            look, "figures.table", name="figures_table_button", rank=small, icon="list"
        )
        self.table_button.setProperty("role", "tab")
        self.table_button.setCheckable(True)
        self.save_button = Button(
            look, "figures.save.recap", name="recap_button", rank=small, icon="download"
        )
        self.handover_button = Button(
            look, "figures.save.handover", name="handover_button", rank=small, icon="file-text"
        )
        self._connect_buttons()

    def _connect_buttons(self) -> None:
        self.earlier_button.clicked.connect(self.earlier_pressed)
        self.later_button.clicked.connect(self.later_pressed)
        self.table_button.toggled.connect(self._show_tables)
        self.save_button.clicked.connect(self.save_pressed)
        self.handover_button.clicked.connect(self.handover_pressed)

    def _lay_out(self) -> None:
        self._turner = _beside(self.earlier_button, self.period, self.later_button)
        tabs, actions = FlowRow(gap=_TOP_GAP), FlowRow(gap=_TOP_GAP)
        for part in (*self.span_buttons.values(), self._turner):
            tabs.addWidget(part)
        for button in (self.table_button, self.save_button, self.handover_button):
            actions.addWidget(button)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(_TOP_GAP)
        self._top.addLayout(tabs, 1)
        self._top.addLayout(actions)
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self.page = Scroll()
        self.page.body.setSpacing(_GAP)
        for part in (self.notice, self.mismatch, self.sum, self.advice, self.words):
            self.page.body.addWidget(part)
        self.page.body.addLayout(self._grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addLayout(self._top)
        column.addWidget(self.page, 1)
        self._place_cards()

    def _fit_top(self) -> None:
        """The icon of the tables stands alone where that saves a second line."""
        actions = sum(b.sizeHint().width() for b in (self.save_button, self.handover_button))
        actions += self.table_button.whole_width + 2 * _TOP_GAP
        tabs = sum(tab.sizeHint().width() + _TOP_GAP for tab in self.span_buttons.values())
        whole = tabs + self._turner.sizeHint().width() + _TOP_GAP + actions
        folded = whole - self.table_button.fontMetrics().horizontalAdvance(self.table_button.text())
        has_one_line = folded <= self.width()
        self.table_button.show_words(shown=not has_one_line or whole <= self.width())
        directions = QBoxLayout.Direction
        self._top.setDirection(directions.LeftToRight if has_one_line else directions.TopToBottom)

    def _place_cards(self) -> None:
        """What happened when takes the whole width; the others stand in pairs."""
        columns = 2 if self.width() >= _BESIDE_FROM * self._look.px["small"] else 1
        if columns == self._columns:
            return
        self._columns = columns
        others = [name for name in _CHARTS if name != _WIDE]
        self._grid.addWidget(self.cards[_WIDE], 0, 0, 1, columns)
        for place, name in enumerate(others):
            self._grid.addWidget(self.cards[name], 1 + place // columns, place % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def _beside(*parts: QWidget) -> QWidget:
    """What stays together where the line is broken."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(_TOP_GAP)
    for part in parts:
        row.addWidget(part)
    return whole
