"""One instruction out of many findings."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.guidance import SETTLE_SECONDS, SHOWN_SECONDS, Guidance, Guide, Instruction
from kiosk.camera.profile import load_profile
from kiosk.domain.reason import Reason
from tests.camera.reports import report

PROFILE = load_profile()
STEP = 0.04


def play(guide: Guide, *scenes: tuple[float, tuple[Reason, ...]]) -> list[tuple[float, Guidance]]:
    """Show each scene for its seconds, 25 reports a second; return what was said when."""
    said = []
    now = 0.0
    for seconds, failed in scenes:
        for _ in range(round(seconds / STEP)):
            said.append((now, guide.update(report(*failed), now)))
            now += STEP
    return said


def test_says_the_first_cause_of_several() -> None:
    said = play(Guide(PROFILE), (1.0, (Reason.TILT, Reason.DARK, Reason.BLUR)))
    assert said[-1][1].reason is Reason.TILT
    assert said[-1][1].key == "reason.TILT"


def test_asks_to_hold_still_when_nothing_is_wrong() -> None:
    said = play(Guide(PROFILE), (1.0, ()))
    assert said[0][1] == Guidance(None, Instruction.LOOKING)
    assert said[-1][1] == Guidance(None, Instruction.HOLD_STILL)
    assert said[-1][1].key == "photo.hold_still"


def test_a_cause_that_does_not_block_is_not_a_reason_to_speak() -> None:
    said = play(Guide(PROFILE), (1.0, (Reason.BACKGROUND,)))
    assert said[-1][1].instruction is Instruction.HOLD_STILL


def test_a_cause_of_a_moment_is_not_worth_a_sentence() -> None:
    blink = (SETTLE_SECONDS - 2 * STEP, (Reason.EYES_CLOSED,))
    said = play(Guide(PROFILE), (3.0, ()), blink, (3.0, ()))
    assert Reason.EYES_CLOSED not in {guidance.reason for _, guidance in said}


def test_begins_anew_for_the_next_picture() -> None:
    guide = Guide(PROFILE)
    play(guide, (2.0, (Reason.DARK,)))
    guide.reset()
    assert guide.update(report(), 2.0) == Guidance(None, Instruction.LOOKING)


SCENES = st.lists(
    st.tuples(
        st.floats(0.04, 3.0),
        st.lists(st.sampled_from(sorted(PROFILE.blocking)), max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=8,
)


@given(SCENES)
def test_every_sentence_stays_long_enough_to_be_read(
    scenes: list[tuple[float, tuple[Reason, ...]]],
) -> None:
    said = play(Guide(PROFILE), *scenes)
    changes = [now for (_, before), (now, after) in pairwise(said) if before != after]
    assert all(later - earlier >= SHOWN_SECONDS - 1e-6 for earlier, later in pairwise(changes))


@given(SCENES, st.sampled_from(sorted(PROFILE.blocking)))
def test_what_lasts_is_said_in_the_end(
    scenes: list[tuple[float, tuple[Reason, ...]]], last: Reason
) -> None:
    said = play(Guide(PROFILE), *scenes, (SHOWN_SECONDS + SETTLE_SECONDS + 0.1, (last,)))
    assert said[-1][1].reason is last


@pytest.mark.parametrize("reason", sorted(PROFILE.blocking))
def test_every_blocking_cause_can_be_said(reason: Reason) -> None:
    assert play(Guide(PROFILE), (1.0, (reason,)))[-1][1].reason is reason
