"""Prints leaves at this computer's printer, without a dialog and without a file of our own."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from kiosk.config import Paper, PrinterSettings
from kiosk.ui.print.layouts import RECEIPT_MM, slip_leaf
from kiosk.ui.print.leaf import Leaf
from kiosk.ui.print.pdf import page_size
from kiosk.ui.print.slip import Slip
from kiosk.ui.text import Texts

JOB_NAME: Final = "Loket"
"""All that the queue of a printer shows of a job."""
_THERMAL_DPI: Final = 203
_ROLL_MM: Final = 80.0
_MM_PER_INCH: Final = 25.4
_MAKES_FILES: Final = ("print to pdf", "cups-pdf", "xps document", "onenote", "shared fax")
_STANDS_STILL: Final = frozenset({QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted})


class Printing(StrEnum):
    """How it ended; the value is the key of its sentence."""

    SENT = "print.sent"
    NO_PRINTER = "print.no_printer"
    STOPPED = "print.stopped"
    FAILED = "print.failed"
    WRONG_PAPER = "print.wrong_paper"


def print_slip(slip: Slip, texts: Texts, settings: PrinterSettings) -> Printing:
    """Print a slip; see `print_leaves`."""
    return print_leaves([slip_leaf(slip, texts, settings.paper)], settings)


def print_leaves(leaves: Sequence[Leaf], settings: PrinterSettings) -> Printing:
    """Print at the printer of the settings.

    Waits for the printer and its driver: never called in the thread of the windows. What stands
    still is given nothing, so that no slip of this resident comes out for the next one.
    """
    found = find_printer(settings.name)
    if found is None:
        return Printing.NO_PRINTER
    if stands_still(found):
        return Printing.STOPPED
    printer = QPrinter(found, QPrinter.PrinterMode.HighResolution)
    return Printing.SENT if draw_on(printer, leaves, settings.paper) else Printing.FAILED


def find_printer(name: str) -> QPrinterInfo | None:
    """The printer of that name, or the default one, unless it makes files."""
    found = QPrinterInfo.printerInfo(name) if name else QPrinterInfo.defaultPrinter()
    if found.isNull() or makes_files(found.printerName(), found.makeAndModel()):
        return None
    return found


def stands_still(printer: QPrinterInfo) -> bool:
    """Whether it prints nothing before somebody has seen to it."""
    return printer.state() in _STANDS_STILL


def printer_names() -> tuple[str, ...]:
    """Every printer that prints on paper; asks the system, so not in the thread of the windows."""
    found = QPrinterInfo.availablePrinters()
    return tuple(
        sorted(
            each.printerName()
            for each in found
            if not makes_files(each.printerName(), each.makeAndModel())
        )
    )


def makes_files(name: str, model: str) -> bool:
    """Whether this is no printer but a way to files, whose driver would ask the resident where."""
    told = f"{name} {model}".casefold()
    return any(sign in told for sign in _MAKES_FILES)


def draw_on(printer: QPrinter, leaves: Sequence[Leaf], paper: Paper) -> bool:
    """Draw each leaf on a sheet of paper, as large as fits; tell whether the printer took it.

    A printer that does not know the paper keeps its own: the leaf is fitted to what it has.
    """
    printer.setDocName(JOB_NAME)
    if paper is Paper.RECEIPT80:
        printer.setResolution(_THERMAL_DPI)
    layout = QPageLayout(_size(leaves[0], paper), QPageLayout.Orientation.Portrait, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    dots = printer.resolution()
    is_page = paper is not Paper.RECEIPT80
    for number, leaf in enumerate(leaves):
        if number:
            printer.newPage()
        room = QRectF(printer.pageLayout().fullRectPixels(dots))
        at_most = float("inf") if is_page else dots / _MM_PER_INCH
        leaf.draw(painter, leaf.place(room, at_most=at_most))
    return painter.end()


def _size(leaf: Leaf, paper: Paper) -> QPageSize:
    match paper:
        case Paper.A5:
            return QPageSize(QPageSize.PageSizeId.A5)
        case Paper.A4:
            return QPageSize(QPageSize.PageSizeId.A4)
        case Paper.RECEIPT80:
            return page_size(leaf, (_ROLL_MM - RECEIPT_MM) / 2)
