"""Two blind entries, compared group by group."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.double_entry import differing_groups

NIK_LIKE = st.text("0123456789", min_size=16, max_size=16)


def test_spaces_make_no_difference() -> None:
    assert differing_groups("3510 1708 1290 9001", "3510170812909001") == ()


def test_names_the_groups_that_differ() -> None:
    assert differing_groups("3510170812909001", "3510180712909001") == (1,)
    assert differing_groups("3510170812909001", "3511170812909010") == (0, 3)


def test_a_group_that_is_missing_differs() -> None:
    assert differing_groups("3510170812909001", "351017081290") == (3,)


@given(first=NIK_LIKE, second=NIK_LIKE)
def test_only_the_same_number_differs_nowhere(first: str, second: str) -> None:
    groups = differing_groups(first, second)
    assert (groups == ()) is (first == second)
    assert set(groups) <= {0, 1, 2, 3}


@given(number=NIK_LIKE, place=st.integers(0, 15), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_marks_its_own_group(number: str, place: int, digit: str) -> None:
    typed = number[:place] + digit + number[place + 1 :]
    assert differing_groups(number, typed) == (() if typed == number else (place // 4,))
