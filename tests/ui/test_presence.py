"""How long a form may stay on screen, second by second."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import SessionSettings
from kiosk.ui.presence import ANSWER_HOLDS_SECONDS, LastAnswer, Moment, SessionClock, Standing

USUAL = SessionSettings()
UNTIL_WARNED = USUAL.idle_seconds
UNTIL_EXPIRED = USUAL.idle_seconds + USUAL.warning_seconds
TOUCH = "touch"
SECONDS = st.sampled_from([True, False, None, TOUCH])
SETTINGS = st.builds(
    SessionSettings,
    idle_seconds=st.integers(30, 90),
    warning_seconds=st.integers(20, 40),
    away_seconds=st.integers(5, 60),
    covered_seconds=st.integers(20, 60),
    face_extends_seconds=st.integers(0, 180),
)


@dataclass
class Session:
    """A clock, and what it said in each second."""

    settings: SessionSettings = USUAL
    moments: list[Moment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = SessionClock(self.settings)

    def wait(self, seconds: int, face: bool | None = None) -> Moment:
        """Nobody touches anything; the camera says the same all the time."""
        for _ in range(seconds):
            self.moments.append(self.clock.count_second(face))
        return self.moments[-1]

    def live(self, *seconds: bool | str | None) -> None:
        """One second after the other, with a touch before some of them."""
        for second in seconds:
            if second == TOUCH:
                self.clock.touch()
                self.wait(1)
            else:
                assert not isinstance(second, str)
                self.wait(1, second)


def test_without_a_camera_it_warns_and_then_expires() -> None:
    session = Session()
    assert session.wait(UNTIL_WARNED - 1).standing is Standing.OPEN
    assert session.wait(1) == Moment(Standing.WARNED, USUAL.warning_seconds, is_urgent=True)
    assert session.wait(USUAL.warning_seconds - 1).standing is Standing.WARNED
    assert session.wait(1).standing is Standing.EXPIRED


@pytest.mark.parametrize("times", [1, 10, 25])
def test_the_warning_can_be_answered_again_and_again(times: int) -> None:
    session = Session()
    for _ in range(times):
        assert session.wait(UNTIL_EXPIRED - 1).standing is Standing.WARNED
        session.clock.touch()
    assert session.wait(UNTIL_WARNED - 1).standing is Standing.OPEN


def test_whoever_leaves_is_covered_first_and_then_forgotten() -> None:
    session = Session()
    session.wait(5, face=True)
    assert session.wait(USUAL.away_seconds - 1, face=False).standing is Standing.OPEN
    covered = session.wait(1, face=False)
    assert covered == Moment(Standing.COVERED, USUAL.covered_seconds, is_urgent=False)
    assert session.wait(USUAL.covered_seconds - 1, face=False).standing is Standing.COVERED
    assert session.wait(1, face=False).standing is Standing.EXPIRED


def test_the_covered_form_warns_by_sound_when_twenty_seconds_are_left() -> None:
    session = Session()
    session.wait(1, face=True)
    session.wait(USUAL.away_seconds + USUAL.covered_seconds, face=False)
    urgent = [moment.seconds_left for moment in session.moments if moment.is_urgent]
    assert urgent[0] == USUAL.warning_seconds


def test_somebody_who_types_without_being_seen_is_not_covered() -> None:
    session = Session()
    session.wait(1, face=True)
    for _ in range(10):
        session.clock.touch()
        assert session.wait(USUAL.away_seconds - 1, face=False).standing is Standing.OPEN


def test_a_face_that_comes_back_uncovers() -> None:
    session = Session()
    session.wait(1, face=True)
    assert session.wait(USUAL.away_seconds + 5, face=False).standing is Standing.COVERED
    assert session.wait(1, face=True).standing is Standing.OPEN


def test_a_touch_uncovers() -> None:
    session = Session()
    session.wait(1, face=True)
    assert session.wait(USUAL.away_seconds + 5, face=False).standing is Standing.COVERED
    session.clock.touch()
    assert session.wait(1, face=False).standing is Standing.OPEN


def test_what_is_covered_stays_covered_when_the_camera_fails() -> None:
    session = Session()
    session.wait(1, face=True)
    session.wait(USUAL.away_seconds, face=False)
    assert session.wait(1, face=None).standing is Standing.COVERED
    assert session.wait(USUAL.covered_seconds, face=None).standing is Standing.EXPIRED


def test_a_face_that_was_never_seen_is_not_missed() -> None:
    session = Session()
    assert session.wait(UNTIL_WARNED - 1, face=False).standing is Standing.OPEN
    assert session.wait(1, face=False).standing is Standing.WARNED


def test_the_last_residents_face_is_not_missed_in_the_next_session() -> None:
    session = Session()
    session.wait(1, face=True)
    session.clock.restart()
    assert session.wait(USUAL.away_seconds, face=False).standing is Standing.OPEN


def test_a_face_holds_the_time_for_three_minutes_and_no_more() -> None:
    session = Session()
    open_for = USUAL.face_extends_seconds + USUAL.idle_seconds - 1
    assert session.wait(open_for, face=True).standing is Standing.OPEN
    assert session.wait(1, face=True).standing is Standing.WARNED
    assert session.wait(USUAL.warning_seconds, face=True).standing is Standing.EXPIRED


def test_after_three_minutes_the_next_ones_face_does_not_uncover() -> None:
    session = Session()
    session.wait(USUAL.face_extends_seconds, face=True)
    assert session.wait(USUAL.away_seconds, face=False).standing is Standing.COVERED
    assert session.wait(1, face=True).standing is Standing.COVERED
    assert session.wait(USUAL.covered_seconds, face=True).standing is Standing.EXPIRED


def test_who_thinks_is_not_missed_but_has_three_minutes_and_no_more() -> None:
    session = Session()
    for _ in range(USUAL.face_extends_seconds):
        session.clock.let_think()
        assert session.wait(1, face=False).standing is Standing.OPEN
    for _ in range(UNTIL_EXPIRED):
        session.clock.let_think()
        session.wait(1, face=False)
    assert session.moments[-1].standing is Standing.EXPIRED


def test_a_touch_gives_a_face_its_three_minutes_back() -> None:
    session = Session()
    session.wait(USUAL.face_extends_seconds + 30, face=True)
    session.clock.touch()
    session.wait(USUAL.face_extends_seconds, face=True)
    assert session.wait(UNTIL_WARNED - 1, face=True).standing is Standing.OPEN


@given(SETTINGS, st.lists(SECONDS, max_size=200))
def test_nothing_expires_without_twenty_seconds_of_warning(
    settings: SessionSettings, seconds: list[bool | str | None]
) -> None:
    session = Session(settings)
    for second in seconds:
        session.live(second)
        if session.moments[-1].standing is Standing.EXPIRED:
            told = [moment.standing for moment in session.moments[-21:-1]]
            assert len(told) == 20
            assert Standing.OPEN not in told
            session.clock.restart()


@given(SETTINGS, st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=600))
def test_without_a_touch_no_face_keeps_a_form_open_for_ever(
    settings: SessionSettings, faces: list[bool | None]
) -> None:
    session = Session(settings)
    longest = settings.face_extends_seconds + settings.idle_seconds + settings.warning_seconds
    session.live(*(faces * (longest // len(faces) + 1)))
    assert Standing.EXPIRED in {moment.standing for moment in session.moments[: longest + 1]}


@given(SETTINGS, st.lists(SECONDS, max_size=200))
def test_a_touch_always_opens_the_form_for_as_long_as_is_promised(
    settings: SessionSettings, seconds: list[bool | str | None]
) -> None:
    session = Session(settings)
    session.live(*seconds, TOUCH)
    assert session.moments[-1].standing is Standing.OPEN
    shortest = min(settings.idle_seconds, settings.away_seconds)
    assert all(
        session.clock.count_second(False).standing is Standing.OPEN for _ in range(shortest - 2)
    )


def test_an_answer_of_the_camera_holds_for_some_seconds() -> None:
    last = LastAnswer()
    assert last.count_second(heard=True) is True
    assert [last.count_second(None) for _ in range(ANSWER_HOLDS_SECONDS)] == [True] * 3
    assert last.count_second(None) is None


def test_an_answer_about_somebody_else_is_forgotten() -> None:
    last = LastAnswer()
    last.count_second(heard=False)
    last.forget()
    assert last.count_second(None) is None
