"""No page cuts words off, lets things overlap, or has a target too small for a finger."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.demo.gallery.form import PAST_THE_FORM
from kiosk.demo.gallery.layout import find_faults
from kiosk.demo.gallery.plates import SMALLEST, UPRIGHT, Plate, look_at, settle
from kiosk.domain.draft import Draft
from kiosk.ui.flow import Step
from kiosk.ui.theme import LIGHT
from tests.domain.resident import complete_draft
from tests.ui.resident.counter import Counter

NARROW = tuple(
    Plate(screen, LIGHT, scale, is_kept=False)
    for screen in (SMALLEST, UPRIGHT)
    for scale in (1.0, 2.0)
)
PAGES = [step for step in Step if step not in PAST_THE_FORM]


@pytest.fixture
def counter(same_counter: Counter) -> Counter:
    return same_counter


def faults_on_pages(counter: Counter, show: Callable[[Counter, Step], None]) -> list[str]:
    found = []
    for plate in look_at(NARROW, counter.window, counter.look):
        for step in PAGES:
            show(counter, step)
            settle()
            assert counter.look.text_scale == plate.text_scale
            found += [f"{step} at {plate}: {fault}" for fault in find_faults(counter.window)]
    return found


def show_filled(counter: Counter, step: Step) -> None:
    draft = complete_draft().but(step=step.value, domicile_same=False)
    counter.flow.resume(draft)
    if counter.flow.step is not step:
        counter.window.show_page(counter.flow.pages[step])
        counter.flow.pages[step].show_draft(draft)


def complain(counter: Counter, step: Step) -> None:
    whole = complete_draft()
    counter.flow.resume(Draft(whole.draft_id, whole.ticket, step=step.value))
    counter.click("next_button")
    assert counter.problem() is not None or step is Step.ASSESSMENT  # where the test begins


def test_the_gallery_has_every_page_of_the_form(counter: Counter) -> None:
    assert set(PAGES) == set(counter.flow.pages) - {Step.REVIEW}


@pytest.mark.parametrize("show", [show_filled, complain])
def test_every_page_is_well_laid_out(
    counter: Counter, show: Callable[[Counter, Step], None]
) -> None:
    assert faults_on_pages(counter, show) == []


def test_the_first_page_is_well_laid_out(counter: Counter) -> None:
    plates = look_at(NARROW, counter.window, counter.look)
    assert [f"{plate}: {fault}" for plate in plates for fault in find_faults(counter.window)] == []


class Sketch(QWidget):
    """A window to lay things out badly in."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(400, 300)
        self.setStyleSheet("QPushButton, QLineEdit { min-height: 56px; }")

    def place(self, widget: QWidget, name: str, *area: int) -> None:
        widget.setObjectName(name)
        widget.setParent(self)
        widget.setGeometry(*area)


@pytest.fixture
def sketch(qtbot: QtBot) -> Sketch:
    sketch = Sketch()
    qtbot.addWidget(sketch)
    return sketch


def complaints(sketch: Sketch) -> list[str]:
    sketch.show()
    return [str(fault) for fault in find_faults(sketch)]


def test_what_is_well_laid_out_is_not_complained_about(sketch: Sketch) -> None:
    row = QHBoxLayout()
    for name in ("one", "two"):
        button = QPushButton(name)
        button.setObjectName(name)
        row.addWidget(button)
    column = QVBoxLayout(sketch)
    column.addWidget(QLabel("Words that fit."))
    column.addLayout(row)
    assert complaints(sketch) == []


def test_words_that_are_cut_off_are_found(sketch: Sketch) -> None:
    sketch.place(QLabel("Nama lengkap Anda"), "label", 0, 0, 40, 60)
    sketch.place(QPushButton("Lanjut ke halaman berikutnya"), "button", 0, 100, 60, 60)
    assert complaints(sketch) == [
        "label: words cut off: Nama lengkap Anda",
        "button: words cut off: Lanjut ke halaman berikutnya",
    ]


def test_things_on_top_of_each_other_are_found(sketch: Sketch) -> None:
    sketch.place(QLineEdit(), "below", 0, 0, 100, 60)
    sketch.place(QLineEdit(), "above", 50, 0, 100, 60)
    assert complaints(sketch) == ["below: overlaps above"]


def test_a_control_beyond_the_edge_is_found(sketch: Sketch) -> None:
    sketch.place(QLineEdit(), "outside", 350, 0, 100, 60)
    assert complaints(sketch) == ["outside: reaches out of Sketch"]


def test_a_target_too_small_for_a_finger_is_found(sketch: Sketch) -> None:
    sketch.setStyleSheet("")
    sketch.place(QLineEdit(), "field", 0, 0, 200, 40)
    assert complaints(sketch) == ["field: 200x40 px are too little for a finger (56)"]
