"""Printing, at a printer of Qt's own that writes PDF files here."""

import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication

from kiosk.config import Paper, PrinterSettings
from kiosk.ui.print.layouts import slip_leaf
from kiosk.ui.print.pdf import write_pdf
from kiosk.ui.print.printer import Printing, draw_on, makes_files, print_slip
from kiosk.ui.text import Texts
from kiosk.ui.theme import load_fonts
from tests.ui.print.slips import ORDINARY

MM_PER_POINT = 25.4 / 72
TEXTS = Texts("id")


@pytest.fixture(autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts()


@pytest.fixture
def paper_file(tmp_path: Path) -> Path:
    return tmp_path / "printed.pdf"


@pytest.fixture
def printer(paper_file: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(paper_file))
    return printer


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in millimetres."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(w) * MM_PER_POINT), round(float(h) * MM_PER_POINT)) for w, h in boxes]


def everything_in(pdf: bytes) -> bytes:
    """The file with its compressed streams opened."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    opened = []
    for stream in streams:
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            opened.append(stream)
    return b"\n".join([pdf, *opened])


@pytest.mark.parametrize(
    ("paper", "size"), [(Paper.A5, (148, 210)), (Paper.A4, (210, 297))], ids=["a5", "a4"]
)
def test_a_slip_is_one_page_of_the_paper(
    printer: QPrinter, paper_file: Path, paper: Paper, size: tuple[int, int]
) -> None:
    assert draw_on(printer, [slip_leaf(ORDINARY, TEXTS, paper)], paper)

    assert page_sizes(paper_file.read_bytes()) == [size]


def test_a_receipt_is_80_mm_wide_and_as_long_as_it_takes(
    printer: QPrinter, paper_file: Path
) -> None:
    leaf = slip_leaf(ORDINARY, TEXTS, Paper.RECEIPT80)
    assert draw_on(printer, [leaf], Paper.RECEIPT80)

    assert page_sizes(paper_file.read_bytes()) == [(80, round(leaf.height_mm))]
    assert printer.resolution() == 203


def test_several_leaves_are_as_many_pages(printer: QPrinter, paper_file: Path) -> None:
    leaf = slip_leaf(ORDINARY, TEXTS, Paper.A5)
    assert draw_on(printer, [leaf, leaf, leaf], Paper.A5)

    assert page_sizes(paper_file.read_bytes()) == [(148, 210)] * 3


def test_it_prints_beside_the_thread_of_the_windows(paper_file: Path) -> None:
    def work() -> bool:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(paper_file))
        return draw_on(printer, [slip_leaf(ORDINARY, TEXTS, Paper.A5)], Paper.A5)

    with ThreadPoolExecutor(1) as workers:
        assert workers.submit(work).result()

    assert page_sizes(paper_file.read_bytes()) == [(148, 210)]


def test_title_and_properties_of_a_job_name_nobody(printer: QPrinter, paper_file: Path) -> None:
    draw_on(printer, [slip_leaf(ORDINARY, TEXTS, Paper.A5)], Paper.A5)

    assert printer.docName() == "Loket"
    (title,) = re.findall(rb"/Title \((.*?)\)\n", paper_file.read_bytes(), re.DOTALL)
    assert title.decode("utf-16") == "Loket"
    told = everything_in(paper_file.read_bytes())
    for secret in (ORDINARY.ticket, ORDINARY.masked_name):
        for coding in ("utf-8", "utf-16-be"):
            assert secret.encode(coding) not in told  # drawn as glyphs, named nowhere


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_said(tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "printed.pdf"))

    assert not draw_on(printer, [slip_leaf(ORDINARY, TEXTS, Paper.A5)], Paper.A5)


@pytest.mark.parametrize("paper", Paper)
def test_a_printer_that_is_not_there_is_said(paper: Paper) -> None:
    name = "a printer that nobody has"
    assert QPrinterInfo.printerInfo(name).isNull()

    assert print_slip(ORDINARY, TEXTS, PrinterSettings(name, paper)) is Printing.NO_PRINTER


@pytest.mark.parametrize(
    ("name", "model", "expected"),
    [
        ("Microsoft Print to PDF", "Microsoft Print To PDF", True),
        ("Simpan", "Microsoft XPS Document Writer v4", True),
        ("OneNote (Desktop)", "Send to Microsoft OneNote 16 Driver", True),
        ("PDF", "Generic CUPS-PDF Printer (w/ options)", True),
        ("Struk", "EPSON TM-T82 Receipt", False),
        ("Kantor", "HP LaserJet P3005 PDF", False),
    ],
)
def test_what_makes_files_is_no_printer(name: str, model: str, expected: bool) -> None:
    assert makes_files(name, model) is expected


@pytest.mark.parametrize("how", Printing)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_end_has_its_sentence_and_what_to_do(how: Printing, language: str) -> None:
    texts = Texts(language)
    assert texts(how)
    assert texts(f"{how}_do")


def test_a_file_has_a_page_for_each_leaf(tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    leaves = [slip_leaf(ORDINARY, TEXTS, paper) for paper in (Paper.A5, Paper.RECEIPT80)]
    write_pdf(leaves, path)

    written = path.read_bytes()
    assert written.startswith(b"%PDF-")
    assert page_sizes(written) == [(148, 210), (72, round(leaves[1].height_mm))]


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="slip"):
        write_pdf([slip_leaf(ORDINARY, TEXTS, Paper.A5)], tmp_path / "no such folder" / "slip.pdf")
