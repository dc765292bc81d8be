"""Glasses of both kinds are refused; the advice differs."""

import pytest

from kiosk.camera.checks.glasses import check_glasses
from kiosk.domain.photo import Cue, Verdict
from tests.camera.appearances import PROFILE, seen


@pytest.mark.parametrize(
    ("clear", "dark", "verdict"),
    [
        (0.02, 0.01, Verdict.PASS),
        (0.55, 0.1, Verdict.UNSURE),
        (0.95, 0.0, Verdict.FAIL),
        (0.0, 0.95, Verdict.FAIL),
        (0.45, 0.45, Verdict.FAIL),  # which kind does not matter
    ],
)
def test_glasses_are_refused_whether_clear_or_dark(
    clear: float, dark: float, verdict: Verdict
) -> None:
    finding = check_glasses(seen(glasses_clear=clear, glasses_dark=dark), PROFILE)
    assert finding.verdict is verdict
    assert finding.value == pytest.approx(clear + dark)


@pytest.mark.parametrize(("clear", "dark", "cue"), [(0.2, 0.7, Cue.SUNGLASSES), (0.7, 0.2, None)])
def test_only_dark_glasses_are_called_sunglasses(
    clear: float, dark: float, cue: Cue | None
) -> None:
    finding = check_glasses(seen(glasses_clear=clear, glasses_dark=dark), PROFILE)
    assert finding.cue is cue
