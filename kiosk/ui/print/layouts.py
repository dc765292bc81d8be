"""How a slip is laid out: on a page, or on the roll of a receipt printer."""

from typing import Final

from PySide6.QtCore import QRectF

from kiosk.config import Paper
from kiosk.ui.print.column import Column
from kiosk.ui.print.leaf import Leaf, QrMark, Style
from kiosk.ui.print.slip import NEXT_STEPS, Slip, endings, facts, next_step
from kiosk.ui.text import Texts

A5_MM: Final = (148.0, 210.0)
RECEIPT_MM: Final = 72.0
"""What thermal printers reach of an 80 mm roll."""
_MARGIN_MM: Final = 12.0
_PAGE_QR_MM: Final = 50.0
_RECEIPT_QR_MM: Final = 46.0
"""With the quiet zone: the code itself is 31.5 mm wide at 203 dots an inch."""
_QUIET_SHARE: Final = 4 / 29
_ZOOMS: Final = (1.3, 1.2, 1.1, 1.0, 0.9, 0.8, 0.7)
_LABEL_SHARE: Final = 0.36
_RULE_MM: Final = 0.375
"""Three dots of a thermal printer."""

_SMALL, _SMALL_BOLD = Style(3.6), Style(3.6, bold=True)
_BODY, _BODY_BOLD = Style(4.1), Style(4.1, bold=True)
_TITLE = Style(6.4, bold=True)
_TICKET = Style(7.4, bold=True)


def slip_leaf(slip: Slip, texts: Texts, paper: Paper) -> Leaf:
    """The layout for a paper; A4 has the shape of A5, and takes the same one enlarged."""
    if paper is Paper.RECEIPT80:
        return receipt(slip, texts)
    return page(slip, texts)


def page(slip: Slip, texts: Texts) -> Leaf:
    """One A5 page, its words as large as fit."""
    width, height = A5_MM
    column = _page_column(slip, texts, _ZOOMS[0])
    for zoom in _ZOOMS[1:]:
        if column.y <= height - _MARGIN_MM:
            break
        column = _page_column(slip, texts, zoom)
    return Leaf(width, height, tuple(column.marks))


def receipt(slip: Slip, texts: Texts) -> Leaf:
    """A receipt, as long as it takes."""
    column = Column(1, 1, RECEIPT_MM - 2)
    for text, style in (
        (texts("slip.brand", office=slip.office), Style(3.4, centred=True)),
        (texts("slip.title"), Style(5.2, bold=True, centred=True)),
    ):
        column.write(text, style)
    column.code(slip.ticket, _RECEIPT_QR_MM)
    column.write(texts("slip.ticket"), Style(3.4, centred=True))
    column.line(slip.ticket, Style(6.6, bold=True, centred=True))
    _ruled(column)
    _write_facts(column, slip, texts, (Style(3.4), Style(3.6, bold=True)))
    _ruled(column)
    _write_steps(column, slip, texts, Style(3.6))
    _ruled(column)
    for said in endings(slip, texts):
        column.write(said, Style(3.6, bold=True))
        column.skip(0.8)
    return Leaf(RECEIPT_MM, column.y + 1, tuple(column.marks))


def _page_column(slip: Slip, texts: Texts, zoom: float) -> Column:
    width, _ = A5_MM
    column = Column(_MARGIN_MM, _MARGIN_MM, width - 2 * _MARGIN_MM, zoom)
    quiet = _PAGE_QR_MM * _QUIET_SHARE
    head = column.beside(0, column.width - _PAGE_QR_MM + quiet)
    head.write(texts("slip.brand", office=slip.office), _SMALL)
    head.skip(1)
    head.line(texts("slip.title"), _TITLE)
    head.skip(4)
    head.write(texts("slip.ticket"), _SMALL)
    head.line(slip.ticket, _TICKET)
    corner = width - _MARGIN_MM - _PAGE_QR_MM + quiet
    box = QRectF(corner, _MARGIN_MM - quiet, _PAGE_QR_MM, _PAGE_QR_MM)
    column.marks.append(QrMark(box, slip.ticket))
    column.y = box.bottom()
    column.take(head)
    column.skip(2)
    _write_facts(column, slip, texts, (_SMALL, _BODY_BOLD))
    _ruled(column)
    _write_steps(column, slip, texts, _BODY)
    _ruled(column)
    for said in endings(slip, texts):
        column.write(said, _SMALL_BOLD)
        column.skip(1)
    return column


def _write_facts(column: Column, slip: Slip, texts: Texts, styles: tuple[Style, Style]) -> None:
    for key, value in facts(slip):
        column.pair(texts(key), value, _LABEL_SHARE, styles)
        column.skip(0.8)


def _write_steps(column: Column, slip: Slip, texts: Texts, style: Style) -> None:
    column.write(texts("slip.next.title"), Style(style.size_mm * 1.2, bold=True))
    for number in range(1, NEXT_STEPS + 1):
        column.skip(1.2)
        column.item(f"{number}.", next_step(slip, texts, number), style)


def _ruled(column: Column) -> None:
    column.skip(2.5)
    column.rule(_RULE_MM)
    column.skip(2.5)
