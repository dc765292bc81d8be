"""What the 3:4 portrait will show."""

import pytest

from kiosk.camera.checks.framing import check_framing
from kiosk.camera.portrait import place_portrait
from kiosk.camera.profile import load_profile
from kiosk.domain.photo import Verdict
from kiosk.domain.reason import Reason
from tests.camera.faces import face_at

PROFILE = load_profile()
HD = (1280, 720)


def failed(x: float, y: float, height: float, size: tuple[int, int] = HD) -> list[Reason]:
    face = face_at(x, y, height)
    portrait = place_portrait(face, *size, PROFILE.head_share)
    findings = check_framing(face, portrait, size, PROFILE)
    return [finding.reason for finding in findings if finding.verdict is Verdict.FAIL]


@pytest.mark.parametrize("height", [200, 250, 330, 400])
@pytest.mark.parametrize("x", [320, 640, 960])
@pytest.mark.parametrize("y", [330, 400])
def test_a_face_at_a_counter_is_well_framed(x: float, y: float, height: float) -> None:
    assert not failed(x, y, height)


@pytest.mark.parametrize(
    ("x", "y", "height", "reason"),
    [
        (640, 360, 120, Reason.TOO_SMALL),
        (640, 400, 560, Reason.TOO_BIG),
        (640, 160, 300, Reason.CUT_OFF),
        (640, 600, 300, Reason.CUT_OFF),
        (60, 360, 300, Reason.CUT_OFF),
        (1220, 360, 300, Reason.CUT_OFF),
        (125, 360, 300, Reason.OFF_CENTRE),
        (640, 585, 300, Reason.OFF_CENTRE),
    ],
)
def test_names_what_is_wrong_with_the_place(
    x: float, y: float, height: float, reason: Reason
) -> None:
    assert reason in failed(x, y, height)


def test_a_small_webcam_has_too_few_pixels_however_near_the_face() -> None:
    assert failed(160, 130, 150, (320, 240)) == [Reason.LOW_RESOLUTION]


def test_a_portrait_that_fits_its_picture_exactly_is_well_framed() -> None:
    assert not failed(300, 420, 490, (600, 800))
