"""Charts: every number is drawn, told, and readable without colour."""

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.theme import contrast_ratio
from kiosk.ui.widgets.chart import Bar, BarChart, Chart, ColumnChart

BARS = (Bar("Rina Wulandari", 20), Bar("Agus Prasetyo", 10), Bar("Warga sendiri", 0))
MONTH = tuple(Bar(str(day), day % 7) for day in range(1, 32))


def shown(chart: Chart, qtbot: QtBot, bars: tuple[Bar, ...], width: int = 500) -> None:
    qtbot.addWidget(chart)
    chart.show_bars(bars)
    chart.resize(width, chart.sizeHint().height())
    chart.show()


def painted(chart: Chart, colour: str) -> npt.NDArray[np.bool_]:
    """Which pixels have exactly this colour, row by row."""
    image = chart.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    found: npt.NDArray[np.bool_] = (pixels & 0xFFFFFF) == int(colour.removeprefix("#"), 16)
    return found


@pytest.mark.parametrize("kind", [BarChart, ColumnChart])
def test_a_screen_reader_is_told_every_number(qtbot: QtBot, kind: type[Chart]) -> None:
    chart = kind(Look(), "chart")
    shown(chart, qtbot, BARS)
    assert (
        chart.accessibleDescription() == "Rina Wulandari: 20; Agus Prasetyo: 10; Warga sendiri: 0"
    )
    chart.show_bars(())
    assert chart.accessibleDescription() == ""
    chart.grab()


def test_twice_as_many_is_twice_as_long(qtbot: QtBot) -> None:
    look = Look()
    chart = BarChart(look, "chart")
    shown(chart, qtbot, BARS)
    rows = np.array_split(painted(chart, look.theme.accent), 3)
    long, short, none = (int(row.sum(axis=1).max()) for row in rows)
    assert long == pytest.approx(2 * short, rel=0.05)
    assert none <= 2


def test_columns_stand_as_high_as_their_numbers(qtbot: QtBot) -> None:
    look = Look()
    chart = ColumnChart(look, "chart")
    shown(chart, qtbot, BARS)
    columns = np.array_split(painted(chart, look.theme.accent), 3, axis=1)
    high, low, none = (int(column.sum(axis=0).max()) for column in columns)
    assert high == pytest.approx(2 * low, rel=0.1)
    assert none == 0


def test_long_labels_stand_above_their_bars_where_there_is_little_room(qtbot: QtBot) -> None:
    chart = BarChart(Look(), "chart")
    shown(chart, qtbot, (Bar("Nomor KK tidak cocok dengan NIK", 4),), width=900)
    beside = chart.sizeHint().height()
    chart.resize(300, beside)
    assert chart.sizeHint().height() == 2 * beside


@pytest.mark.parametrize("width", [900, 300, 120])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_month_is_drawn_at_every_width(qtbot: QtBot, width: int, scale: float) -> None:
    look = Look()
    look.show_text_at(scale)
    chart = ColumnChart(look, "chart")
    shown(chart, qtbot, MONTH, width)
    filled = painted(chart, look.theme.accent)
    assert filled.any()
    assert not filled[:, -1].all()


def test_bars_stand_out_from_the_card_in_both_themes() -> None:
    look = Look()
    for _ in range(2):
        assert contrast_ratio(look.theme.accent, look.theme.card) >= 4.5
        look.toggle_contrast()
