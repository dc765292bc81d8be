"""The slip."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from kiosk.ui.dates import long_date
from kiosk.ui.print.slip import Slip, draw_qr, make_slip, write_pdf
from kiosk.ui.text import Texts
from kiosk.ui.theme import load_fonts
from tests.sync.registrations import registration
from tests.sync.scripted_central import NOON


@pytest.fixture
def slip(qapp: QApplication) -> Slip:
    load_fonts()
    return make_slip(registration(), "Desa Genteng Kulon", "1500", NOON)


def test_it_tells_how_long_to_keep_the_number(slip: Slip) -> None:
    assert long_date(slip.keep_until, Texts("id")) == "2 September 2026"


def test_no_whole_number_is_on_it(slip: Slip) -> None:
    made = registration()
    shown = f"{slip.ticket} {slip.masked_name} {slip.masked_nik} {slip.masked_phone}"
    for whole in (made.nik.value, made.nik.display, made.phone.national, made.full_name.value):
        assert whole not in shown


def test_it_is_one_page_of_pdf(slip: Slip, tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    write_pdf(slip, Texts("id"), path)
    written = path.read_bytes()
    assert written.startswith(b"%PDF-")
    assert b"/Count 1" in written


def test_a_pdf_that_cannot_be_written_is_an_error(slip: Slip, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="slip"):
        write_pdf(slip, Texts("id"), tmp_path / "missing" / "slip.pdf")


def test_its_qr_code_is_read_by_a_camera(slip: Slip) -> None:
    image = QImage(320, 320, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_qr(painter, slip.ticket, QRectF(40, 40, 240, 240), QColor("black"))
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(320, image.bytesPerLine())[:, :320]
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR))
    assert text == slip.ticket
