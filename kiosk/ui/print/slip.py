"""The slip a resident takes home: drawn once, for screen, paper and PDF alike."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

import segno
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from kiosk.domain.registration import Registration
from kiosk.domain.window import keep_number_until, wib
from kiosk.ui.dates import long_date
from kiosk.ui.text import Texts
from kiosk.ui.theme import FONT_FAMILY

_INK, _QUIET = QColor("#000000"), QColor("#404040")
_WIDTH_MM: Final = 148.0
_MARGIN_MM: Final = 12.0
_DPI: Final = 300
_QR_MM: Final = 34.0
_NEXT_STEPS: Final = 4


@dataclass(frozen=True, slots=True, repr=False)
class Slip:
    """What is on it: nothing that opens an account or tells a whole number."""

    ticket: str
    masked_name: str
    masked_nik: str
    masked_phone: str
    office: str
    made_at: datetime
    keep_until: date
    help_line: str


def make_slip(registration: Registration, office: str, help_line: str, now: datetime) -> Slip:
    """The slip of a registration made at `now`."""
    return Slip(
        ticket=registration.ticket.display,
        masked_name=registration.masked_name,
        masked_nik=registration.nik.masked,
        masked_phone=registration.phone.masked,
        office=office,
        made_at=wib(now),
        keep_until=keep_number_until(wib(now).date()),
        help_line=help_line,
    )


def write_pdf(slip: Slip, texts: Texts, path: Path) -> None:
    """Write the slip as one A5 page. Raises OSError when the file cannot be written."""
    page = QBuffer()
    page.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(page)
    writer.setResolution(_DPI)
    writer.setPageLayout(_a5())
    writer.setTitle(texts("slip.title"))
    painter = QPainter(writer)
    _draw(painter, slip, texts, _DPI)
    painter.end()
    path.write_bytes(page.data().data())


class Printing(StrEnum):
    """How it ended; the value is the key of its sentence."""

    PRINTED = "slip.printed"
    NO_PRINTER = "slip.no_printer"
    NOT_PRINTED = "slip.not_printed"


def print_slip(slip: Slip, texts: Texts) -> Printing:
    """Print at this computer's printer, without a dialog.

    Waits for the printer and its driver: never called in the thread of the windows.
    """
    printer_info = QPrinterInfo.defaultPrinter()
    if printer_info.isNull():
        return Printing.NO_PRINTER
    printer = QPrinter(printer_info, QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(_a5())
    printer.setDocName("Loket")
    painter = QPainter()
    if not painter.begin(printer):
        return Printing.NOT_PRINTED
    _draw(painter, slip, texts, printer.resolution())
    return Printing.PRINTED if painter.end() else Printing.NOT_PRINTED


def qr_squares(text: str) -> list[tuple[int, int]]:
    """The dark squares (column, row) of a QR code, without its quiet zone."""
    rows = segno.make(text, error="m", micro=False).matrix
    return [(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]


def draw_qr(painter: QPainter, text: str, box: QRectF, colour: QColor) -> None:
    """Draw a QR code into a square."""
    squares = qr_squares(text)
    side = box.width() / (1 + max(x for x, _ in squares))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for x, y in squares:
        corner = QPointF(box.left() + x * side, box.top() + y * side)
        end = QPointF(box.left() + (x + 1) * side, box.top() + (y + 1) * side)
        painter.fillRect(QRectF(corner, end), colour)
    painter.restore()


def _a5() -> QPageLayout:
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A5),
        QPageLayout.Orientation.Portrait,
        QMarginsF(),
        QPageLayout.Unit.Millimeter,
    )


class _Pen:
    """Writes lines downwards, in millimetres."""

    def __init__(self, painter: QPainter, dots_per_inch: int) -> None:
        self._painter = painter
        painter.scale(dots_per_inch / 25.4, dots_per_inch / 25.4)
        self.y = _MARGIN_MM

    def write(
        self,
        text: str,
        size_mm: float,
        *,
        bold: bool = False,
        colour: QColor = _INK,
        width_mm: float = _WIDTH_MM - 2 * _MARGIN_MM,
    ) -> None:
        """Write a paragraph and move below it."""
        font = QFont(FONT_FAMILY)
        font.setPixelSize(100)  # fonts have whole pixels only, so they are drawn scaled
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        scale = size_mm / 100
        self._painter.save()
        self._painter.translate(_MARGIN_MM, self.y)
        self._painter.scale(scale, scale)
        self._painter.setFont(font)
        self._painter.setPen(colour)
        box = QRectF(0, 0, width_mm / scale, 10_000)
        drawn = self._painter.drawText(box, Qt.TextFlag.TextWordWrap, text)
        self._painter.restore()
        self.y += drawn.height() * scale


def _draw(painter: QPainter, slip: Slip, texts: Texts, dots_per_inch: int) -> None:
    pen = _Pen(painter, dots_per_inch)
    beside_qr = _WIDTH_MM - 2 * _MARGIN_MM - _QR_MM - 6
    qr_box = QRectF(_WIDTH_MM - _MARGIN_MM - _QR_MM, pen.y, _QR_MM, _QR_MM)
    draw_qr(painter, slip.ticket, qr_box, _INK)
    pen.write(texts("slip.brand", office=slip.office), 3.6, colour=_QUIET, width_mm=beside_qr)
    pen.write(texts("slip.title"), 6.2, bold=True, width_mm=beside_qr)
    pen.y += 3
    pen.write(texts("slip.ticket"), 3.6, colour=_QUIET, width_mm=beside_qr)
    pen.write(slip.ticket, 7.4, bold=True, width_mm=beside_qr)
    pen.y = max(pen.y, qr_box.bottom()) + 7
    for key, value in facts(slip):
        pen.write(texts(key), 3.4, colour=_QUIET)
        pen.write(value, 4.4, bold=True)
        pen.y += 1.5
    pen.y += 4
    pen.write(texts("slip.next.title"), 4.8, bold=True)
    for number in range(1, _NEXT_STEPS + 1):
        pen.y += 1.2
        pen.write(f"{number}.  {next_step(slip, texts, number)}", 4.0)
    pen.y += 5
    pen.write(texts("slip.help", help_line=slip.help_line), 3.8)
    pen.write(texts("slip.free"), 3.8, bold=True)


def facts(slip: Slip) -> tuple[tuple[str, str], ...]:
    """Label key and value of each line about the resident."""
    return (
        ("review.full_name", slip.masked_name),
        ("review.nik", slip.masked_nik),
        ("review.phone", slip.masked_phone),
        ("slip.made_at", f"{slip.made_at:%d-%m-%Y, %H.%M} WIB"),
    )


def next_step(slip: Slip, texts: Texts, number: int) -> str:
    """What happens next, 1 to 4."""
    return texts(f"slip.next.step_{number}", date=long_date(slip.keep_until, texts))
