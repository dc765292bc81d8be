"""One chart with its title, or the same numbers as a table."""

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStackedWidget

from kiosk.ui.look import Look
from kiosk.ui.officer.figures.series import Series
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.chart import Bar, BarChart, ColumnChart
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.table import Cell, ListTable, TableRow, Tone

_OVER_TIME: Final = frozenset({"over_time"})
"""What is drawn as columns beside one another."""
_TABLE_EDGE_PX: Final = 6


class ChartCard(Card):
    """Says in words where there is nothing to draw."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(margin=18)
        self.setObjectName(f"{name}_card")
        self._look = look
        self._bars: tuple[Bar, ...] = ()
        key = f"figures.chart.{name}"
        self.chart = (ColumnChart if name in _OVER_TIME else BarChart)(look, f"{name}_chart")
        look.name(self.chart, key)
        self.table = ListTable(look, f"{name}_table")
        look.name(self.table, key)
        self.empty = label(look, "figures.nothing", "hint")
        self._shows_table = False
        self._stack = QStackedWidget()
        for shown in (self.empty, self.chart, self.table):
            self._stack.addWidget(shown)
        self.body.addWidget(label(look, key, "strong"))
        self.body.addWidget(self._stack)
        self.body.addStretch(1)
        look.changed.connect(self._show)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is shown."""
        return self._bars

    def show_series(self, series: Series) -> None:
        """Show these numbers."""
        self._bars = () if series.is_empty else series.bars
        self._show()

    def show_table(self, *, shown: bool) -> None:
        """Show a table in place of the chart, or the chart again."""
        self._shows_table = shown
        self._show()

    def clear(self) -> None:
        """Show nothing."""
        self._bars = ()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long labels take another line where there is little room."""
        super().resizeEvent(event)
        self._stack.setFixedHeight(self._height())

    def _show(self) -> None:
        texts = self._look.text
        self.chart.show_bars(self._bars)
        rows = [
            TableRow(bar, (Cell(bar.label), Cell(str(bar.number), Tone.STRONG)))
            for bar in self._bars
        ]
        heads = (texts("figures.label"), texts("figures.number")) if rows else ()
        self.table.show_rows(heads, rows)
        self._share_width()
        filled = self.table if self._shows_table else self.chart
        shown = filled if self._bars else self.empty
        self._stack.setCurrentWidget(shown)
        self._stack.setFixedHeight(self._height())

    def _share_width(self) -> None:
        """Words take what the numbers leave."""
        if self._bars:
            header = self.table.horizontalHeader()
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def _height(self) -> int:
        """Of what is shown: the page scrolls, no table in it does."""
        if not self._bars:
            return self.empty.sizeHint().height()
        if not self._shows_table:
            return self.chart.sizeHint().height()
        row = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        return head + len(self._bars) * row + _TABLE_EDGE_PX
