"""One instruction out of many findings."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.guidance import SHOWN_SECONDS, Guidance, Guide, Instruction, most_urgent
from kiosk.camera.lasting import CLEAR_SECONDS, SETTLE_SECONDS
from kiosk.camera.profile import load_profile
from kiosk.domain.photo import Cue, Finding, PhotoReport, Verdict
from kiosk.domain.reason import Reason
from tests.camera.reports import report

PROFILE = load_profile()
STEP = 0.04
REACTION_SECONDS = 0.7
LOOKING = Guidance(None, Instruction.LOOKING)
HOLD_STILL = Guidance(None, Instruction.HOLD_STILL)

Scene = tuple[float, PhotoReport]


def play(guide: Guide, *scenes: Scene) -> list[tuple[float, Guidance]]:
    """Show each report for its seconds, 25 a second; return what was said when."""
    said = []
    number = 0
    for seconds, seen in scenes:
        for _ in range(round(seconds / STEP)):
            said.append((number * STEP, guide.update(seen, number * STEP)))
            number += 1
    return said


def failing(reason: Reason, cue: Cue | None) -> PhotoReport:
    """A report in which one cause fails for one of its remedies."""
    return PhotoReport("test", (Finding(reason, Verdict.FAIL, 1.0, "", 0.5, cue),))


def test_says_the_most_urgent_cause_of_several() -> None:
    said = play(Guide(PROFILE), (1.0, report(Reason.DARK, Reason.BLUR, Reason.TILT)))
    assert said[-1][1].reason is Reason.TILT
    assert said[-1][1].key == "reason.TILT"


IN_ORDER = (
    Reason.NO_FACE,
    Reason.TOO_SMALL,
    Reason.TILT,
    Reason.DARK,
    Reason.EYES_CLOSED,
    Reason.BLUR,
    Reason.LOW_RESOLUTION,
)


@pytest.mark.parametrize(("first", "second"), [*pairwise(IN_ORDER)])
def test_presence_comes_before_place_pose_light_eyes_and_stillness(
    first: Reason, second: Reason
) -> None:
    said = play(Guide(PROFILE), (1.0, report(second, first)))
    assert said[-1][1].reason is first


def test_asks_to_hold_still_when_nothing_is_wrong() -> None:
    said = play(Guide(PROFILE), (1.0, report()))
    assert said[0][1] == LOOKING
    assert said[-1][1] == HOLD_STILL
    assert said[-1][1].key == "photo.hold_still"


def test_a_cause_that_does_not_block_is_not_a_reason_to_speak() -> None:
    said = play(Guide(PROFILE), (1.0, report(Reason.BACKGROUND)))
    assert said[-1][1] == HOLD_STILL


def test_a_cause_of_a_moment_is_not_worth_a_sentence() -> None:
    blink = (SETTLE_SECONDS - 2 * STEP, report(Reason.EYES_CLOSED))
    said = play(Guide(PROFILE), (3.0, report()), blink, (3.0, report()))
    assert Reason.EYES_CLOSED not in {guidance.reason for _, guidance in said}


def test_does_not_praise_between_two_causes() -> None:
    """The second is found a moment later, as by a check that is made in turns."""
    guide = Guide(PROFILE)
    said = play(guide, (3.0, report(Reason.TILT)), (0.28, report()), (1.0, report(Reason.DARK)))
    assert HOLD_STILL not in [guidance for _, guidance in said]
    assert said[-1][1].reason is Reason.DARK


def test_does_not_praise_while_something_is_wrong() -> None:
    guide = Guide(PROFILE)
    play(guide, (3.0, report(Reason.TILT)), (0.44, report()))
    assert guide.update(report(Reason.TILT), 3.48).reason is Reason.TILT
    assert guide.update(report(), 3.52) == HOLD_STILL


def test_says_which_remedy_is_meant() -> None:
    said = play(Guide(PROFILE), (1.0, failing(Reason.DARK, Cue.BACKLIGHT)))
    assert said[-1][1].key == "reason.DARK.BACKLIGHT"


def test_another_remedy_for_the_same_cause_is_said_when_it_lasts() -> None:
    guide = Guide(PROFILE)
    dark, backlit = failing(Reason.DARK, None), failing(Reason.DARK, Cue.BACKLIGHT)
    said = play(guide, (2.0, dark), (1.0, backlit))
    assert said[-1][1].key == "reason.DARK.BACKLIGHT"


def test_remedies_that_alternate_do_not_make_the_sentence_flicker() -> None:
    guide = Guide(PROFILE)
    dark, backlit = failing(Reason.DARK, None), failing(Reason.DARK, Cue.BACKLIGHT)
    said = play(guide, *[(STEP, dark), (STEP, backlit)] * 100)
    assert {guidance.key for now, guidance in said if now > 1.0} == {said[-1][1].key}


def test_begins_anew_for_the_next_picture() -> None:
    guide = Guide(PROFILE)
    play(guide, (2.0, report(Reason.DARK)))
    guide.reset()
    assert guide.update(report(), 2.0) == LOOKING


BLOCKING = st.sampled_from(sorted(PROFILE.blocking))
SCENES = st.lists(
    st.tuples(
        st.floats(0.04, 3.0),
        st.lists(BLOCKING, max_size=2).map(lambda failed: report(*failed)),
    ),
    min_size=1,
    max_size=8,
)


def changes(said: list[tuple[float, Guidance]]) -> list[float]:
    """When another sentence came on screen."""
    return [now for (_, before), (now, after) in pairwise(said) if before.key != after.key]


@given(SCENES)
def test_every_sentence_stays_long_enough_to_be_read(scenes: list[Scene]) -> None:
    said = play(Guide(PROFILE), *scenes)
    assert all(
        later - earlier >= SHOWN_SECONDS - 1e-6 for earlier, later in pairwise(changes(said))
    )


@given(SCENES, BLOCKING)
def test_what_lasts_is_said_in_the_end(scenes: list[Scene], last: Reason) -> None:
    ending = (SHOWN_SECONDS + SETTLE_SECONDS + 0.1, report(last))
    said = play(Guide(PROFILE), *scenes, ending)
    assert said[-1][1].reason is last


@given(st.lists(st.tuples(st.floats(1.5, 4.0), st.none() | BLOCKING), min_size=1, max_size=6))
def test_each_change_is_answered_in_time(scenes: list[tuple[float, Reason | None]]) -> None:
    """Whatever the order: a cause, another cause, all well."""
    shown = [(seconds, report(*([reason] if reason else []))) for seconds, reason in scenes]
    said = play(Guide(PROFILE), *shown)
    begins = 0.0
    for seconds, reason in scenes:
        begins += round(seconds / STEP) * STEP
        wanted = HOLD_STILL.key if reason is None else f"reason.{reason}"
        answered = [g.key for now, g in said if begins - seconds + REACTION_SECONDS <= now < begins]
        assert {*answered} <= {wanted}


@given(BLOCKING, st.integers(10, 29))
def test_one_bad_frame_of_thirty_is_never_said(reason: Reason, place: int) -> None:
    thirty = [(STEP * place, report()), (STEP, report(reason)), (STEP * (29 - place), report())]
    said = play(Guide(PROFILE), *thirty * 5)
    assert {guidance.reason for _, guidance in said} == {None}


@given(BLOCKING, st.integers(0, 29))
def test_one_good_frame_of_thirty_is_no_reason_for_praise(reason: Reason, place: int) -> None:
    bad = report(reason)
    thirty = [(STEP * place, bad), (STEP, report()), (STEP * (29 - place), bad)]
    said = play(Guide(PROFILE), *thirty * 5)
    assert {guidance.reason for now, guidance in said if now > 1.0} == {reason}


@given(BLOCKING, st.integers(1, 5), st.integers(1, 5))
def test_nothing_flickers_at_a_limit(reason: Reason, failed: int, doubtful: int) -> None:
    """A value around its limit is now failing, now doubtful: the sentence may go, but only once."""
    seen = [(STEP * failed, report(reason)), (STEP * doubtful, report(unsure=(reason,)))]
    said = play(Guide(PROFILE), (1.0, report(reason)), *seen * 30)
    assert len(changes(said)) <= 2


@pytest.mark.parametrize("reason", sorted(PROFILE.blocking))
def test_every_blocking_cause_can_be_said(reason: Reason) -> None:
    assert play(Guide(PROFILE), (1.0, report(reason)))[-1][1].reason is reason


def test_a_cause_is_gone_sooner_than_it_came() -> None:
    assert CLEAR_SECONDS < SETTLE_SECONDS


def test_of_one_picture_the_most_urgent_cause_is_told() -> None:
    told = most_urgent(report(Reason.BLUR, Reason.TILT, Reason.BACKGROUND), PROFILE)
    assert told
    assert told.reason is Reason.TILT
    assert most_urgent(report(Reason.BACKGROUND), PROFILE) is None
