"""Checks that take turns."""

from collections import Counter

import numpy as np
import pytest

from kiosk.camera.face import align
from kiosk.camera.turns import OLDEST_SECONDS, RENEW_SECONDS, Check, Sight, Turns
from kiosk.domain.photo import Finding, Verdict
from kiosk.domain.reason import Reason
from tests.camera.faces import face_at
from tests.camera.pictures import frame_of

FACE = face_at(32, 24, 20)
REASONS = (Reason.DARK, Reason.SHADOW, Reason.GLASSES, Reason.HEADWEAR)


class Made:
    """Four checks that count how often they are made; a finding's value is the time it is of."""

    def __init__(self) -> None:
        self.count: Counter[Reason] = Counter()
        self.turns = Turns([self._check(reason) for reason in REASONS])

    def _check(self, reason: Reason) -> Check:
        def check(sight: Sight) -> tuple[Finding, ...]:
            self.count[reason] += 1
            return (Finding(reason, Verdict.PASS, sight.frame.taken_at),)

        return check

    def look(self, at: float) -> tuple[Finding, ...]:
        frame = frame_of(np.zeros((48, 64, 3), np.uint8), at)
        return self.turns.look(Sight(frame, FACE, align(frame.pixels, FACE)))


@pytest.fixture
def made() -> Made:
    return Made()


def test_all_are_made_for_the_first_frame(made: Made) -> None:
    assert [finding.reason for finding in made.look(0.0)] == [*REASONS]
    assert {*made.count.values()} == {1}


def test_they_spread_to_one_a_frame_and_each_in_its_turn(made: Made) -> None:
    for number in range(60):
        before = made.count.total()
        made.look(number / 30)
        assert number < 10 or made.count.total() <= before + 1
    assert max(made.count.values()) - min(made.count.values()) <= 1


@pytest.mark.parametrize("frames_a_second", [60, 30, 25, 15])
def test_an_answer_that_is_fresh_is_left_as_it_is(made: Made, frames_a_second: int) -> None:
    for number in range(10 * frames_a_second):
        made.look(number / frames_a_second)
    assert max(made.count.values()) <= 1 + 10 / RENEW_SECONDS


@pytest.mark.parametrize("frames_a_second", [30, 15, 8, 3, 1])
def test_no_answer_is_old_however_slow_the_camera(made: Made, frames_a_second: int) -> None:
    for number in range(40):
        now = number / frames_a_second
        answers = made.look(now)
        assert len(answers) == len(REASONS)
        assert all(now - (finding.value or 0.0) < OLDEST_SECONDS for finding in answers)


def test_all_are_made_for_another_face(made: Made) -> None:
    made.look(0.0)
    made.turns.forget()
    made.look(0.01)
    assert {*made.count.values()} == {2}


def test_a_frame_of_before_is_looked_at_anew(made: Made) -> None:
    made.look(5.0)
    assert {finding.value for finding in made.look(2.0)} == {2.0}
