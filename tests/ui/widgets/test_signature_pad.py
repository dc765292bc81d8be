"""Signing on the screen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.domain.statement import (
    MOST_POINTS,
    MOST_STROKES,
    PAD_UNITS,
    DrawnSignature,
    parse_drawing,
)
from kiosk.ui.look import Look
from kiosk.ui.widgets.signature_pad import SignaturePad

LEFT = Qt.MouseButton.LeftButton
SIZE = (600, 200)
PLACES = st.tuples(st.integers(-50, SIZE[0] + 50), st.integers(-50, SIZE[1] + 50))


@pytest.fixture
def pad(qtbot: QtBot) -> SignaturePad:
    made = SignaturePad(Look(), "pad")
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.show()
    return made


def draw(pad: SignaturePad, *places: tuple[int, int]) -> None:
    first, *others = [QPoint(*place) for place in places]
    QTest.mousePress(pad, LEFT, pos=first)
    for place in others:
        QTest.mouseMove(pad, place)
    QTest.mouseRelease(pad, LEFT, pos=QPoint(*places[-1]))


def test_a_line_is_kept_in_parts_of_the_pad(pad: SignaturePad) -> None:
    draw(pad, (60, 100), (300, 50), (540, 150))
    assert pad.strokes == (((100, 500), (500, 250), (900, 750)),)


def test_a_finger_that_leaves_the_pad_draws_along_its_edge(pad: SignaturePad) -> None:
    draw(pad, (300, 100), (900, 400))
    assert pad.strokes == (((500, 500), (PAD_UNITS, PAD_UNITS)),)


def test_beside_the_pad_nothing_begins(pad: SignaturePad) -> None:
    pad.resize(SIZE[0], SIZE[1] // 2)
    draw(pad, (20, 50), (300, 50))
    assert pad.strokes == ()


def test_it_is_no_higher_than_what_can_be_drawn_on(pad: SignaturePad) -> None:
    pad.resize(SIZE[0], 3 * SIZE[1])
    assert pad.maximumHeight() == SIZE[1]


def test_the_last_line_is_taken_back_by_touch_and_by_key(pad: SignaturePad) -> None:
    draw(pad, (60, 100), (300, 50))
    draw(pad, (60, 150), (300, 150))
    draw(pad, (90, 150), (300, 190))
    pad.undo()
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert pad.strokes == (((100, 500), (500, 250)),)


def test_wiped_in_the_middle_of_a_line_it_draws_nothing_more(pad: SignaturePad) -> None:
    QTest.mousePress(pad, LEFT, pos=QPoint(60, 100))
    pad.wipe()
    QTest.mouseMove(pad, QPoint(300, 50))
    assert pad.strokes == ()


def test_it_says_when_the_drawing_changes(pad: SignaturePad, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pad.changed):
        draw(pad, (60, 100), (300, 50))
    with qtbot.waitSignal(pad.changed):
        pad.wipe()


def test_it_can_be_reached_and_named(pad: SignaturePad) -> None:
    assert pad.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert pad.accessibleName()


@settings(max_examples=30)
@given(lines=st.lists(st.lists(PLACES, min_size=1, max_size=6), max_size=4))
def test_whatever_is_drawn_is_on_the_pad(lines: list[list[tuple[int, int]]]) -> None:
    pad = SignaturePad(Look(), "pad")
    pad.resize(*SIZE)
    for line in lines:
        draw(pad, *line)
    drawn = parse_drawing(pad.strokes)
    if isinstance(drawn, DrawnSignature):
        assert drawn.strokes == pad.strokes


def test_a_pad_that_is_full_takes_no_more(pad: SignaturePad) -> None:
    pad.show_strokes((((0, 0), (0, 9)) * (MOST_POINTS // 2),))
    draw(pad, (60, 100), (300, 50))
    assert sum(map(len, pad.strokes)) == MOST_POINTS

    pad.show_strokes((((0, 0), (0, 9)),) * MOST_STROKES)
    draw(pad, (60, 100), (300, 50))
    assert len(pad.strokes) == MOST_STROKES
