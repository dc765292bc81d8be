"""Each layout with ordinary and with the longest contents, in each language."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from kiosk.config import Paper
from kiosk.ui.print.layouts import RECEIPT_MM, slip_leaf
from kiosk.ui.print.leaf import Leaf, QrMark, Words
from kiosk.ui.print.slip import Slip, endings, facts, next_step
from kiosk.ui.text import Texts
from kiosk.ui.theme import load_fonts
from tests.ui.print.slips import (
    LONGEST,
    MM_PER_INCH,
    ORDINARY,
    SLIPS,
    ink_outside_boxes,
    outside,
    overlapping,
    photographed,
    read_qr,
)

SMALLEST_QR_MM = 28.0
SMALLEST_PRINT_MM = 2.9
LAYOUTS = (Paper.A5, Paper.RECEIPT80)


@pytest.fixture(autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts()


@pytest.fixture(params=SLIPS)
def slip(request: pytest.FixtureRequest) -> Slip:
    return SLIPS[request.param]


@pytest.fixture(params=["id", "en"])
def texts(request: pytest.FixtureRequest) -> Texts:
    return Texts(request.param)


@pytest.fixture(params=LAYOUTS)
def leaf(request: pytest.FixtureRequest, slip: Slip, texts: Texts) -> Leaf:
    return slip_leaf(slip, texts, request.param)


def test_nothing_overlaps_or_leaves_the_paper(leaf: Leaf) -> None:
    assert not overlapping(leaf)
    assert not outside(leaf)


def test_no_letter_hangs_out_of_its_place(leaf: Leaf) -> None:
    assert ink_outside_boxes(leaf) == 0


def test_everything_is_on_it(leaf: Leaf, slip: Slip, texts: Texts) -> None:
    written = {mark.text for mark in leaf.marks if isinstance(mark, Words)}
    expected = {
        slip.ticket,
        texts("slip.brand", office=slip.office),
        *(value for _, value in facts(slip)),
        *(next_step(slip, texts, number) for number in (1, 2, 3, 4)),
        *endings(slip, texts),
    }
    assert expected <= written


def test_the_code_stays_in_one_line_and_the_print_readable(leaf: Leaf, slip: Slip) -> None:
    words = [mark for mark in leaf.marks if isinstance(mark, Words)]
    (ticket,) = (mark for mark in words if mark.text == slip.ticket)
    assert ticket.box.height() < 1.5 * ticket.style.size_mm
    assert min(mark.style.size_mm for mark in words) >= SMALLEST_PRINT_MM


@pytest.mark.parametrize("paper", LAYOUTS)
@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("slip", [ORDINARY, LONGEST], ids=["ordinary", "longest"])
def test_the_printed_code_is_read_by_a_camera(slip: Slip, paper: Paper, dpi: int) -> None:
    picture = photographed(slip_leaf(slip, Texts("id"), paper), dpi)

    assert read_qr(picture) == slip.ticket


@pytest.mark.parametrize("paper", LAYOUTS)
@pytest.mark.parametrize("dpi", [203, 300])
def test_the_code_is_large_and_made_of_whole_black_dots(paper: Paper, dpi: int) -> None:
    leaf = slip_leaf(ORDINARY, Texts("id"), paper)
    code = next(mark.box for mark in leaf.marks if isinstance(mark, QrMark))
    dots = dpi / MM_PER_INCH
    left, top, right, bottom = (
        round(edge * dots) for edge in (code.left(), code.top(), code.right(), code.bottom())
    )
    cut = photographed(leaf, dpi)[top:bottom, left:right]

    assert set(np.unique(cut)) == {0, 255}
    rows, columns = np.nonzero(cut == 0)
    side = columns.max() - columns.min() + 1
    assert rows.max() - rows.min() + 1 == side
    assert side % 21 == 0
    assert side >= SMALLEST_QR_MM * dots


def test_a_receipt_is_as_wide_as_a_thermal_printer_reaches_and_as_long_as_it_takes() -> None:
    leaf = slip_leaf(ORDINARY, Texts("id"), Paper.RECEIPT80)
    assert leaf.width_mm == RECEIPT_MM
    assert slip_leaf(LONGEST, Texts("id"), Paper.RECEIPT80).height_mm > leaf.height_mm


def test_a4_takes_the_layout_of_a5() -> None:
    a4, a5 = (slip_leaf(ORDINARY, Texts("id"), paper) for paper in (Paper.A4, Paper.A5))
    assert (a4.width_mm, a4.height_mm) == (a5.width_mm, a5.height_mm)
