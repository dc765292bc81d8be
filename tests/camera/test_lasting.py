"""Causes that last, out of report after report."""

from kiosk.camera.lasting import (
    CLEAR_SECONDS,
    FADE_SECONDS,
    MOST_URGENT_FIRST,
    SETTLE_SECONDS,
    LastingCauses,
)
from kiosk.camera.profile import load_profile
from kiosk.domain.photo import Finding, PhotoReport, Verdict
from kiosk.domain.reason import PHOTO_REASONS, Reason
from tests.camera.reports import report

PROFILE = load_profile()
STEP = 1 / 30


def seconds_until(causes: LastingCauses, seen: PhotoReport, now: float, *, lasts: bool) -> float:
    """How long a report must be seen until something lasts, or nothing does."""
    for number in range(300):
        if bool(causes.update(seen, now + number * STEP)) is lasts:
            return number * STEP
    raise AssertionError("never")


def test_every_cause_a_photo_can_have_has_its_place() -> None:
    assert sorted(MOST_URGENT_FIRST) == sorted(PHOTO_REASONS)


def test_a_cause_lasts_after_a_third_of_a_second() -> None:
    waited = seconds_until(LastingCauses(PROFILE), report(Reason.TILT), 0.0, lasts=True)
    assert SETTLE_SECONDS <= waited <= SETTLE_SECONDS + 2 * STEP


def test_it_ends_a_quarter_of_a_second_after_it_was_corrected() -> None:
    causes = LastingCauses(PROFILE)
    seconds_until(causes, report(Reason.TILT), 0.0, lasts=True)
    waited = seconds_until(causes, report(), 1.0, lasts=False)
    assert CLEAR_SECONDS - 0.2 <= waited <= CLEAR_SECONDS + 2 * STEP


def test_a_doubtful_correction_takes_a_second() -> None:
    causes = LastingCauses(PROFILE)
    seconds_until(causes, report(Reason.TILT), 0.0, lasts=True)
    waited = seconds_until(causes, report(unsure=(Reason.TILT,)), 0.5, lasts=False)
    assert FADE_SECONDS - 0.2 <= waited <= FADE_SECONDS + 2 * STEP


def test_what_cannot_be_judged_any_more_does_not_last_for_ever() -> None:
    """Ears that were hidden are not looked for under a hijab."""
    causes = LastingCauses(PROFILE)
    seconds_until(causes, report(Reason.EYES_CLOSED), 0.0, lasts=True)
    unknown = PhotoReport("test", (Finding(Reason.EYES_CLOSED, Verdict.SKIPPED),))
    assert seconds_until(causes, unknown, 0.5, lasts=False) <= FADE_SECONDS + 2 * STEP


def test_a_check_that_answers_a_third_of_a_second_late_cannot_raise_a_cause_alone() -> None:
    """Made in turns, one wrong look is repeated in every frame until the next."""
    causes = LastingCauses(PROFILE)
    causes.update(report(), 0.0)
    for number in range(1, 10):
        assert not causes.update(report(Reason.TURNED), number * STEP)
    assert not causes.update(report(), 10 * STEP)


def test_two_frames_must_agree_however_slow_the_computer_is() -> None:
    causes = LastingCauses(PROFILE)
    causes.update(report(), 0.0)
    assert not causes.update(report(Reason.TILT), 2.0)
    assert causes.update(report(Reason.TILT), 4.0)


def test_the_worst_of_several_findings_speaks_for_a_cause() -> None:
    """TURNED has one for each axis."""
    causes = LastingCauses(PROFILE)
    yaw = Finding(Reason.TURNED, Verdict.PASS, 1.0)
    pitch = Finding(Reason.TURNED, Verdict.FAIL, 30.0)
    seconds_until(causes, PhotoReport("test", (yaw, pitch)), 0.0, lasts=True)
    assert causes.update(PhotoReport("test", (yaw, pitch)), 1.0) == (pitch,)


def test_somebody_who_is_too_far_away_is_somebody() -> None:
    """The report about a face that only the detector sees does not say that nobody is missing."""
    causes = LastingCauses(PROFILE)
    nobody = PhotoReport("test", (Finding(Reason.NO_FACE, Verdict.FAIL),))
    far = PhotoReport("test", (Finding(Reason.TOO_SMALL, Verdict.FAIL, 20.0),))
    seconds_until(causes, nobody, 0.0, lasts=True)
    times = [1.0 + number * STEP for number in range(round(SETTLE_SECONDS / STEP) + 2)]
    lasting = [causes.update(far, now) for now in times][-1]
    assert [finding.reason for finding in lasting] == [Reason.TOO_SMALL]
