"""Printing at the end of a form."""

from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.print.printer import Printing
from kiosk.ui.print.slip import Slip, make_slip
from kiosk.ui.resident.slip_page import SlipPage
from kiosk.ui.text import Sentence, Texts
from tests.sync.registrations import registration
from tests.sync.scripted_central import NOON
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


@pytest.mark.parametrize("how", Printing)
def test_says_how_printing_ended(page: SlipPage, printer: Printer, how: Printing) -> None:
    click(page, "print_button")
    assert page.notice.sentence is None

    printer.end(how)

    assert page.notice.sentence == Sentence(how)


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
