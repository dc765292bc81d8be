"""When a figure is reached."""

import pytest

from kiosk.camera.goals import CAUSE_GOALS, CauseGoal, is_group_reached
from kiosk.camera.scoring import CAUSES, CauseScore
from kiosk.camera.share import Share
from kiosk.domain.reason import Reason


def scored(found: Share, false: Share) -> CauseScore:
    return CauseScore(found, false, (), ())


@pytest.mark.parametrize(
    ("found", "reached"),
    [
        (Share(97, 100), True),
        (Share(96, 100), False),
        (Share(33, 34), True),
        (Share(29, 30), True),  # 96.7 %, but one miss
        (Share(8, 9), True),
        (Share(7, 9), False),
        (Share(35, 35), True),
        (Share(35, 36), True),
        (Share(34, 36), False),
        (Share(0, 0), True),
    ],
)
def test_of_few_pictures_one_may_be_missed(found: Share, reached: bool) -> None:
    score = scored(found, false=Share(0, 100))
    assert CauseGoal(0.97, 0.01).is_found(score) is reached


@pytest.mark.parametrize(("false", "reached"), [(Share(1, 100), True), (Share(2, 100), False)])
def test_false_flags_have_no_such_allowance(false: Share, reached: bool) -> None:
    assert CauseGoal(0.97, 0.01).is_clean(scored(Share(1, 1), false)) is reached


def test_a_group_needs_97_of_a_hundred() -> None:
    assert is_group_reached(Share(97, 100))
    assert not is_group_reached(Share(28, 29))


def test_every_goal_is_scored_and_only_the_open_mouth_has_none() -> None:
    assert set(CAUSES) - CAUSE_GOALS.keys() == {Reason.MOUTH_OPEN}
    assert set(CAUSES) >= CAUSE_GOALS.keys()
