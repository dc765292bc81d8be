"""Measuring how a camera sees somebody who sits straight."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.calibrate import (
    MOST_PITCH_DEG,
    PATIENCE_SECONDS,
    SECONDS,
    Calibration,
    CalibrationProblem,
    Calibrator,
    Measured,
    calibrated,
    measure,
)
from kiosk.camera.inspector import Inspection, Inspector
from kiosk.camera.profile import load_profile
from kiosk.camera.source import Frame
from kiosk.domain.photo import PhotoProfile
from kiosk.domain.reason import Reason
from tests.camera.faces import face_at
from tests.camera.pictures import MODELS, empty_room, frame_of, stand
from tests.camera.reports import report

PROFILE = load_profile()
PIXELS = np.zeros((72, 128, 3), np.uint8)
STEP = 1 / 15
FACE = face_at(64, 40, 30)
Answer = Measured | CalibrationProblem | None


def sitting(
    *failed: Reason, pitch: float = 9.0, yaw: float = 1.0, unsure: tuple[Reason, ...] = ()
) -> Inspection:
    """Somebody on the chair."""
    face = replace(FACE, pitch_deg=pitch, yaw_deg=yaw)
    return Inspection(Frame(1, 0.0, PIXELS), face, report(*failed, unsure=unsure))


NOBODY = Inspection(Frame(1, 0.0, PIXELS), None, report(Reason.NO_FACE))


class Chair:
    """Shows inspections to a calibrator, 15 a second, until it answers."""

    def __init__(self) -> None:
        self.calibrator = Calibrator(PROFILE)
        self.now = 0.0

    def show(self, *seen: Inspection, seconds: float) -> Answer:
        answer: Answer = None
        end = self.now + seconds
        while answer is None and self.now < end:
            for each in seen:
                frame = Frame(1, self.now, PIXELS)
                answer = self.calibrator.offer(replace(each, frame=frame)) or answer
                self.now += STEP
        return answer


def test_measures_somebody_who_sits_straight_for_three_seconds() -> None:
    chair = Chair()
    answer = chair.show(sitting(), seconds=10.0)
    assert isinstance(answer, Measured)
    assert SECONDS <= chair.now <= SECONDS + 3 * STEP
    assert answer.calibration.pitch_deg == 9.0
    assert answer.calibration.eye_distance_px == pytest.approx(FACE.eye_distance_px, abs=0.01)
    assert 0.4 < answer.calibration.head_x < 0.6
    assert not answer.advice


def test_takes_the_middle_of_small_movements() -> None:
    answer = Chair().show(sitting(pitch=8.0), sitting(pitch=9.0), sitting(pitch=9.5), seconds=10.0)
    assert isinstance(answer, Measured)
    assert answer.calibration.pitch_deg == 9.0


def test_waits_for_somebody_to_sit_down() -> None:
    chair = Chair()
    assert chair.show(NOBODY, seconds=5.0) is None
    assert isinstance(chair.show(sitting(), seconds=5.0), Measured)


def test_a_face_that_is_lost_for_a_moment_is_still_the_same_person() -> None:
    chair = Chair()
    chair.show(sitting(), seconds=1.5)
    chair.show(NOBODY, seconds=0.2)
    assert isinstance(chair.show(sitting(), seconds=1.6), Measured)


def test_another_person_is_measured_anew() -> None:
    chair = Chair()
    chair.show(sitting(), seconds=2.0)
    chair.show(NOBODY, seconds=1.0)
    assert chair.show(sitting(), seconds=2.5) is None


@pytest.mark.parametrize(
    ("seen", "problem"),
    [
        ((NOBODY,), CalibrationProblem.NOBODY),
        ((sitting(Reason.MANY_FACES),), CalibrationProblem.SEVERAL),
        ((*[sitting(yaw=-9.0)] * 4, *[sitting(yaw=9.0)] * 4), CalibrationProblem.RESTLESS),
        ((sitting(yaw=20.0),), CalibrationProblem.SIDEWAYS),
        ((sitting(pitch=PROFILE.pitch_zero_deg + 18),), CalibrationProblem.STEEP),
    ],
)
def test_refuses_what_cannot_be_measured(
    seen: tuple[Inspection, ...], problem: CalibrationProblem
) -> None:
    chair = Chair()
    assert chair.show(*seen, seconds=60.0) is problem
    assert chair.now <= PATIENCE_SECONDS + 1.0


def test_a_slow_nod_is_not_sitting_still() -> None:
    chair = Chair()
    for number in range(60):
        pitch = 9.0 + number * 0.3  # 4.5 degrees a second
        assert chair.show(sitting(pitch=pitch), seconds=STEP / 2) is None


def test_says_what_to_move_the_most_urgent_first() -> None:
    seen = sitting(Reason.DARK, unsure=(Reason.TOO_SMALL,))
    answer = Chair().show(seen, seconds=10.0)
    assert isinstance(answer, Measured)
    assert [finding.reason for finding in answer.advice] == [Reason.TOO_SMALL, Reason.DARK]


def test_what_was_wrong_for_a_moment_is_nothing_to_move() -> None:
    answer = Chair().show(sitting(Reason.DARK), *[sitting()] * 4, seconds=10.0)
    assert isinstance(answer, Measured)
    assert not answer.advice


def test_shows_how_much_of_the_time_is_over() -> None:
    chair = Chair()
    chair.show(sitting(), seconds=1.5)
    assert 0.4 < chair.calibrator.progress < 0.6


@given(st.floats(-60.0, 60.0))
def test_only_a_plausible_zero_replaces_the_profiles(pitch: float) -> None:
    calibration = Calibration(pitch, 0.0, 0.0, 90.0, 0.5, 0.4)
    zero = calibrated(PROFILE, calibration).pitch_zero_deg
    plausible = abs(pitch - PROFILE.pitch_zero_deg) <= MOST_PITCH_DEG
    assert zero == (pitch if plausible else PROFILE.pitch_zero_deg)


def test_without_a_calibration_the_profile_stays_as_it_is() -> None:
    assert calibrated(PROFILE, None) is PROFILE


def clip(
    *pictures: "tuple[float, np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]",
) -> Iterator[Frame]:
    """Each picture for its seconds, 10 frames a second."""
    now = 0.0
    for seconds, pixels in pictures:
        for _ in range(round(seconds * 10)):
            yield frame_of(pixels, now)
            now += 0.1


@pytest.fixture
def following(profile: PhotoProfile) -> Iterator[Inspector]:
    inspector = Inspector(profile, MODELS)
    yield inspector
    inspector.close()


def test_a_real_face_reads_level_once_its_camera_is_calibrated(following: Inspector) -> None:
    answer = measure(clip((0.5, empty_room()), (3.5, stand())), following, PROFILE)
    assert isinstance(answer, Measured)
    levelled = calibrated(PROFILE, answer.calibration)
    face = following.inspect(frame_of(stand(), 9.0)).face
    assert face
    assert face.pitch_deg == pytest.approx(levelled.pitch_zero_deg, abs=1.0)


def test_an_empty_chair_is_refused(following: Inspector) -> None:
    answer = measure(clip((1.0, empty_room())), following, PROFILE)
    assert answer is CalibrationProblem.NOBODY


def test_a_clip_that_ends_too_soon_is_refused(following: Inspector) -> None:
    answer = measure(clip((1.0, stand())), following, PROFILE)
    assert answer is CalibrationProblem.RESTLESS
