"""The record of a handover on paper."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.submission import KioskState
from kiosk.domain.ticket import new_ticket
from kiosk.store.records import QueueRow
from kiosk.ui.print.handover import SHORT_HASH, Handover, handover_leaves, make_handover
from kiosk.ui.print.leaf import Leaf, Words
from kiosk.ui.print.pdf import write_pdf
from kiosk.ui.text import Texts
from kiosk.ui.theme import load_fonts
from tests.store.counter import NOW
from tests.ui.print.slips import ink_outside_boxes, outside, overlapping

OFFICE, RINA = "Desa Genteng Kulon", "Rina Wulandari"


@pytest.fixture(autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts()


def row(
    number: int, part: str = "form", state: KioskState = KioskState.QUEUED, name: str = "Siti N…ah"
) -> QueueRow:
    return QueueRow(
        submission_id=UUID(int=number, version=4),
        part=part,
        revision=1,
        sha256=f"{number:03}{len(part)}".ljust(64, "f"),
        ticket=new_ticket(number.to_bytes(6)).code,
        masked_name=name,
        state=state,
        attempts=0,
        queued_at=NOW,
        placed_at=NOW,
        next_try_at=NOW + timedelta(minutes=1),
        last_reason=None,
        waits_for_form=part != "form",
    )


def rows(count: int) -> list[QueueRow]:
    return [row(number, part) for number in range(1, count + 1) for part in ("photo", "form")]


def record(count: int) -> Handover:
    return make_handover(rows(count), OFFICE, RINA, NOW)


def words_on(leaves: tuple[Leaf, ...]) -> list[str]:
    return [mark.text for leaf in leaves for mark in leaf.marks if isinstance(mark, Words)]


def test_every_sealed_part_is_on_it_with_the_beginning_of_its_hash() -> None:
    handover = record(3)
    said = words_on(handover_leaves(handover, Texts("id")))
    for submission in handover.carried:
        assert submission.ticket in said
        form, photo = submission.parts
        assert f"Formulir: {form.sha256[:SHORT_HASH]}\nFoto 1: {photo.sha256[:SHORT_HASH]}" in said
        assert not any(part.sha256 in text for part in submission.parts for text in said)
    assert said.count("Siti N…ah") == 3


def test_the_sums_fit_what_is_listed() -> None:
    waiting = [*rows(3), row(4, state=KioskState.QUARANTINED), row(5, state=KioskState.UPLOADING)]
    handover = make_handover(waiting, OFFICE, RINA, NOW)
    assert (len(handover.carried), handover.parts, handover.kept_back) == (4, 7, 1)
    said = words_on(handover_leaves(handover, Texts("id")))
    for label, number in (
        ("Jumlah pendaftaran", "4"),
        ("Jumlah kiriman tersegel", "7"),
        ("Kiriman tertahan yang tidak ikut dibawa", "1"),
    ):
        assert said[said.index(label) + 1] == number


def test_two_people_sign_below_each_other_s_names() -> None:
    said = words_on(handover_leaves(record(1), Texts("id")))
    assert said.count(RINA) == 2
    assert "Yang menyerahkan" in said
    assert "Yang menerima" in said
    assert "2 Maret 2026, 10.00 WIB" in said


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("count", [1, 20, 95])
def test_nothing_is_cut_off_and_every_page_has_its_heads(language: str, count: int) -> None:
    texts = Texts(language)
    leaves = handover_leaves(record(count), texts)
    for number, leaf in enumerate(leaves, 1):
        assert (leaf.width_mm, leaf.height_mm) == (210.0, 297.0)
        assert not overlapping(leaf)
        assert not outside(leaf)
        assert texts("handover.parts") in words_on((leaf,))
        foot = texts("form.page", page=number, pages=len(leaves))
        assert any(foot in text for text in words_on((leaf,)))
    assert not ink_outside_boxes(leaves[-1], dpi=100)


def test_the_signatures_stand_together_whatever_the_length() -> None:
    texts = Texts("id")
    for count in range(8, 24):
        last = words_on(handover_leaves(record(count), texts)[-1:])
        assert {texts("handover.sum_people"), texts("handover.takes"), RINA} <= set(last)


def test_long_names_and_unknown_parts_have_room_too() -> None:
    odd = [row(1, name="W" * 60), row(1, part="something-newer")]
    handover = make_handover(odd, "Kantor Wwwwwwwwwww " * 6, "Wiraatmadja " * 8, NOW)
    (leaf,) = handover_leaves(handover, Texts("id"))
    assert not overlapping(leaf)
    assert not outside(leaf)
    assert any("something-newer" in text for text in words_on((leaf,)))


def test_it_becomes_a_pdf_of_a4_pages(tmp_path: Path) -> None:
    path = tmp_path / "handover.pdf"
    write_pdf(handover_leaves(record(40), Texts("id")), path)
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page/") >= 2
