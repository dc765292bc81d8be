"""How sure a share is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.share import Share


@pytest.mark.parametrize(
    ("share", "interval"),
    [  # the first from Newcombe, "Two-sided confidence intervals for the single proportion" (1998)
        (Share(81, 263), (0.2553, 0.3662)),
        (Share(15, 148), (0.0624, 0.1605)),
        (Share(0, 20), (0.0, 0.1611)),
        (Share(29, 29), (0.8830, 1.0)),
    ],
)
def test_the_interval_is_wilsons(share: Share, interval: tuple[float, float]) -> None:
    assert share.interval == pytest.approx(interval, abs=5e-5)


def test_counts_the_yes() -> None:
    share = Share.of([True, False, True])
    assert (share, share.rate) == (Share(2, 3), 2 / 3)


def test_of_nothing_nothing_is_known() -> None:
    assert Share(0, 0).rate is None
    assert Share(0, 0).interval == (0.0, 1.0)


@given(st.integers(1, 2000), st.data())
def test_the_rate_lies_in_an_interval_that_narrows_with_more(
    whole: int, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, whole))
    low, high = Share(count, whole).interval
    assert 0 <= low < high <= 1
    assert low - 1e-9 <= count / whole <= high + 1e-9
    narrow_low, narrow_high = Share(10 * count, 10 * whole).interval
    assert narrow_high - narrow_low < high - low
