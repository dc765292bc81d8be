"""Printing at the end of a form."""

from concurrent.futures import Future

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kiosk.config import Paper
from kiosk.ui.look import Look
from kiosk.ui.print.layouts import slip_leaf
from kiosk.ui.print.printer import Printing
from kiosk.ui.print.slip import Slip, make_slip
from kiosk.ui.resident.slip_page import SlipPage
from kiosk.ui.text import Sentence, Texts
from tests.sync.registrations import registration
from tests.sync.scripted_central import NOON
from tests.ui.print.slips import read_qr
from tests.ui.touch import click

SLIP = make_slip(registration(), "Desa Genteng Kulon", "1500", NOON)


class Printer:
    """Ends each print when the test says so."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Slip, Future[Printing]]] = []

    def print(self, slip: Slip, texts: Texts) -> Future[Printing]:
        printing: Future[Printing] = Future()
        self.jobs.append((slip, printing))
        return printing

    def end(self, how: Printing) -> None:
        """The last job."""
        self.jobs[-1][1].set_result(how)
        QApplication.processEvents()


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
def page(qtbot: QtBot, printer: Printer) -> SlipPage:
    page = SlipPage(Look(), printer.print)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    page.show_slip(SLIP)
    return page


def test_shows_the_slip_as_it_will_be_printed_in_the_language_of_the_moment(
    page: SlipPage,
) -> None:
    assert page.preview.leaf == slip_leaf(SLIP, Texts("id"), Paper.A5)

    page.look.speak("en")

    assert page.preview.leaf == slip_leaf(SLIP, Texts("en"), Paper.A5)


def test_a_phone_reads_the_code_on_the_screen(page: SlipPage) -> None:
    page.resize(1024, 480)
    picture = page.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), -1)

    assert read_qr(lines[:, : picture.width()].copy()) == SLIP.ticket


def test_leaves_nothing_of_the_resident_behind(page: SlipPage) -> None:
    page.wipe()

    assert page.slip is None
    assert page.preview.leaf is None
    assert page.qr.leaf is None
    shown = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "LKT-" not in shown
    assert "2026" not in shown


def test_says_that_it_is_printing_until_it_is_done(page: SlipPage, printer: Printer) -> None:
    click(page, "print_button")
    assert page.print_button.text() == page.look.text("print.busy")

    printer.end(Printing.SENT)

    assert page.print_button.text() == page.look.text("slip.print")


@pytest.mark.parametrize("how", Printing)
def test_says_how_printing_ended(page: SlipPage, printer: Printer, how: Printing) -> None:
    click(page, "print_button")
    assert page.notice.isHidden()

    printer.end(how)

    assert page.notice.sentence == Sentence(how)
    said = {label.text() for label in page.notice.findChildren(QLabel)}
    advice = "print.sent_do" if how is Printing.SENT else "slip.photograph_instead"
    assert page.look.text(advice) in said


def test_pressed_twice_it_prints_one_slip_and_does_not_leave(
    page: SlipPage, printer: Printer, qtbot: QtBot
) -> None:
    page.print_button.setFocus()
    with qtbot.assertNotEmitted(page.finished):
        for _ in range(2):
            QTest.keyClick(page.focusWidget(), Qt.Key.Key_Space)
    click(page, "print_button")
    assert [slip for slip, _ in printer.jobs] == [SLIP]

    printer.end(Printing.FAILED)
    click(page, "print_button")

    assert [slip for slip, _ in printer.jobs] == [SLIP, SLIP]


def test_a_slow_printer_says_nothing_to_the_next_resident(page: SlipPage, printer: Printer) -> None:
    click(page, "print_button")
    page.wipe()
    page.show_slip(make_slip(registration(), "Desa Genteng Kulon", "1500", NOON))
    assert not page.print_button.isEnabled()

    printer.end(Printing.FAILED)

    assert page.notice.sentence is None
    assert page.print_button.isEnabled()
