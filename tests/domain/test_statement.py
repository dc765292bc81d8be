"""Signatures below the statement, drawn and typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.statement import (
    MOST_POINTS,
    MOST_STROKES,
    PAD_UNITS,
    DrawnSignature,
    StatementProblem,
    TypedSignature,
    check_signature,
    parse_drawing,
    parse_signature,
)

ON_THE_PAD = st.tuples(st.integers(0, PAD_UNITS), st.integers(0, PAD_UNITS))
STROKES = st.lists(st.lists(ON_THE_PAD, max_size=20).map(tuple), max_size=8).map(tuple)
LINE = ((100, 500), (300, 480))


@pytest.mark.parametrize(
    "typed", ["Siti Nurjanah, S.Pd.", "SITI NURJANAH SPd", "siti nurjanah spd"]
)
def test_the_own_name_in_any_capitals_is_a_signature(typed: str) -> None:
    assert parse_signature(typed, full_name="SITI NURJANAH, S.PD.") == TypedSignature(typed)


def test_another_name_or_none_is_no_signature() -> None:
    name = "SITI NURJANAH"
    assert parse_signature("Siti", full_name=name) is StatementProblem.SIGNATURE_DIFFERS
    assert parse_signature("  ", full_name=name) is StatementProblem.SIGNATURE_REQUIRED


def test_a_name_with_more_around_it_than_the_form_takes_is_no_signature() -> None:
    assert parse_signature("Siti" + "." * 96, full_name="SITI") == TypedSignature("Siti" + "." * 96)
    longer = parse_signature("Siti" + "." * 97, full_name="SITI")
    assert longer is StatementProblem.SIGNATURE_DIFFERS


def test_a_line_over_the_pad_is_a_signature() -> None:
    assert parse_drawing((LINE,)) == DrawnSignature((LINE,))


@pytest.mark.parametrize(
    ("strokes", "problem"),
    [
        ((), StatementProblem.SIGNATURE_REQUIRED),
        (((),), StatementProblem.SIGNATURE_REQUIRED),
        ((((500, 500),), ((530, 510),)), StatementProblem.DRAWING_TOO_SMALL),
        ((((0, 0), (PAD_UNITS + 1, 0)),), StatementProblem.SIGNATURE_REQUIRED),
        ((((0, 0), (900, 0)) * (MOST_POINTS // 2 + 1),), StatementProblem.DRAWING_TOO_LONG),
        ((LINE,) * (MOST_STROKES + 1), StatementProblem.DRAWING_TOO_LONG),
    ],
    ids=["nothing", "no points", "dots", "beside the pad", "scribble", "hatching"],
)
def test_a_drawing_that_is_no_signature_is_told(
    strokes: tuple[tuple[tuple[int, int], ...], ...], problem: StatementProblem
) -> None:
    assert parse_drawing(strokes) is problem


@given(strokes=STROKES)
def test_a_drawing_that_was_taken_is_taken_again(
    strokes: tuple[tuple[tuple[int, int], ...], ...],
) -> None:
    drawn = parse_drawing(strokes)
    if isinstance(drawn, DrawnSignature):
        assert check_signature(drawn, full_name="SITI") == drawn
        assert [point for stroke in drawn.strokes for point in stroke] == [
            point for stroke in strokes for point in stroke
        ]


def test_repr_shows_neither_name_nor_lines() -> None:
    assert "SITI" not in repr(TypedSignature("SITI"))
    assert "300" not in repr(DrawnSignature((LINE,)))
