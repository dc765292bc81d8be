"""The filled form on paper."""

import re
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from kiosk.config import Paper, PrinterSettings
from kiosk.domain.draft import Draft
from kiosk.domain.region import Regions
from kiosk.domain.statement import DrawnSignature, TypedSignature
from kiosk.ui.print.form import FilledForm, form_leaves, make_form, print_form
from kiosk.ui.print.leaf import Ink, Leaf, Words
from kiosk.ui.print.printer import Printing, draw_on
from kiosk.ui.text import Texts
from kiosk.ui.theme import load_fonts
from tests.domain.resident import NOW, complete_draft
from tests.ui.print.slips import ink_outside_boxes, outside, overlapping

STATEMENTS = ("Data saya benar.", "Saya belum pernah menerima Kartu Prakerja.")
SCRIBBLE = DrawnSignature((((0, 0), (1000, 1000)), ((500, 500),)))
LONG_NAME = "Wiraatmadjakusumanegara " * 4
LONG_DRAFT = complete_draft().but(
    full_name=LONG_NAME.strip(),
    birth_place="W" * 60,
    address_line="W" * 100,
    domicile_same=False,
    domicile_line="Dusun Krajan Wetan " * 5,
    domicile_village_code="35.10.09.2003",
    email=f"{'w' * 60}@{'w' * 60}.example.com",
    statement_signature=TypedSignature(LONG_NAME.strip()),
)


@pytest.fixture(autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts()


def form_of(
    draft: Draft, regions: Regions, language: str = "id", statements: tuple[str, ...] = STATEMENTS
) -> FilledForm:
    return make_form(draft, regions, statements, "Desa Genteng Kulon", Texts(language), NOW)


def words_on(leaves: tuple[Leaf, ...]) -> list[str]:
    return [mark.text for leaf in leaves for mark in leaf.marks if isinstance(mark, Words)]


def test_it_has_every_answer_in_clear_and_every_statement(regions: Regions) -> None:
    said = words_on(form_leaves(form_of(complete_draft(), regions), Texts("id")))

    for answer in (
        "3510 0941 0190 9001",
        "SITI NURJANAH",
        "0840-1234-9001",
        "siti.nurjanah@example.com",
        "DUSUN KRAJAN",
        "1 Januari 1990",
        *STATEMENTS,
    ):
        assert answer in said
    assert "Desa Genteng Kulon, 2 Maret 2026" in said
    assert not [text for text in said if "•" in text or "****" in text]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("draft", [complete_draft(), LONG_DRAFT], ids=["ordinary", "longest"])
@pytest.mark.parametrize("signature", [None, SCRIBBLE], ids=["unsigned", "drawn"])
def test_nothing_is_cut_or_overlaps(
    regions: Regions, draft: Draft, language: str, signature: DrawnSignature | None
) -> None:
    signed = draft.but(statement_signature=signature)
    form = form_of(signed, regions, language, STATEMENTS * 6)
    leaves = form_leaves(form, Texts(language))

    assert 1 <= len(leaves) <= 2
    for leaf in leaves:
        assert not overlapping(leaf)
        assert not outside(leaf)
        assert ink_outside_boxes(leaf) == 0


def test_pages_are_numbered_and_every_one_has_the_ticket(regions: Regions) -> None:
    form = form_of(
        complete_draft(), regions, statements=tuple("Saya setuju. " * 20 for _ in range(9))
    )
    leaves = form_leaves(form, Texts("id"))

    feet = [text for text in words_on(leaves) if "Halaman" in text]
    assert len(leaves) == 2
    assert ["Halaman 1 dari 2" in feet[0], "Halaman 2 dari 2" in feet[1]] == [True, True]
    assert all(foot.startswith(form.ticket) for foot in feet)


def test_a_signature_stands_below_what_it_signs(regions: Regions) -> None:
    form = form_of(complete_draft(), regions, statements=STATEMENTS * 4)
    *_, last = form_leaves(form, Texts("id"))

    said = words_on((last,))
    assert said.count(STATEMENTS[0]) == 4
    assert Texts("id")("form.signature") in said


def test_statements_longer_than_a_page_go_on_over_the_next(regions: Regions) -> None:
    long = tuple(f"{number} Saya setuju. " * 40 for number in range(15))
    leaves = form_leaves(form_of(complete_draft(), regions, statements=long), Texts("id"))

    assert set(long) <= set(words_on(leaves))
    assert not any(outside(leaf) or overlapping(leaf) for leaf in leaves)


def test_a_drawn_signature_keeps_its_shape_and_a_dot_is_drawn(regions: Regions) -> None:
    draft = complete_draft().but(statement_signature=SCRIBBLE)
    leaves = form_leaves(form_of(draft, regions), Texts("id"))

    (ink,) = (mark for leaf in leaves for mark in leaf.marks if isinstance(mark, Ink))
    assert ink.strokes == SCRIBBLE.strokes
    assert ink.box.width() == pytest.approx(3 * ink.box.height())


def test_a_typed_signature_says_that_it_was_typed(regions: Regions) -> None:
    said = words_on(form_leaves(form_of(complete_draft(), regions), Texts("id")))
    assert said.count("SITI NURJANAH") == 3  # the answer, the signature, the name below
    assert Texts("id")("form.typed") in said


def test_an_unsigned_form_has_room_to_sign_on_paper(regions: Regions) -> None:
    form = form_of(complete_draft().but(statement_signature=None), regions)
    last = form_leaves(form, Texts("id"))[-1]

    words = [mark for mark in last.marks if isinstance(mark, Words)]
    (label,) = (mark for mark in words if mark.text == Texts("id")("form.signature"))
    name = next(mark for mark in reversed(words) if mark.text == form.name)
    assert name.box.top() - label.box.bottom() > 20


def test_it_prints_on_a4_and_a_job_names_nobody(regions: Regions, tmp_path: Path) -> None:
    printer, path = QPrinter(QPrinter.PrinterMode.HighResolution), tmp_path / "form.pdf"
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    leaves = form_leaves(form_of(complete_draft(), regions), Texts("id"))

    assert draw_on(printer, leaves, Paper.A4)

    written = path.read_bytes()
    assert re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", written) == [(b"595", b"842")] * len(
        leaves
    )
    assert "NURJANAH".encode("utf-16-be") not in written


def test_a_receipt_printer_is_not_asked(regions: Regions) -> None:
    settings = PrinterSettings(paper=Paper.RECEIPT80)
    form = form_of(complete_draft(), regions)
    assert print_form(form, Texts("id"), settings) is Printing.WRONG_PAPER


def test_its_repr_says_nothing(regions: Regions) -> None:
    form = form_of(complete_draft(), regions)
    assert "SITI" not in repr(form)
    assert "SITI" not in repr(form_leaves(form, Texts("id")))
    assert "3510" not in repr(form.sections)
