"""When the centre is left alone."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from kiosk.sync.backoff import DEFAULT_PACE
from kiosk.sync.central import (
    CentralError,
    CentralUnavailableError,
    DeviceRevokedError,
    NotAuthorisedError,
    UnavailableReason,
)
from kiosk.sync.circuit import FAILURES_TO_OPEN, Call, Circuit
from tests.sync.scripted_central import NOON

SECOND = timedelta(seconds=1)
OFFLINE = CentralUnavailableError(UnavailableReason.OFFLINE)
WISH = CentralUnavailableError(
    UnavailableReason.BUSY, retry_after=timedelta(minutes=10), pause_all=True
)


def circuit() -> Circuit:
    return Circuit(lambda: DEFAULT_PACE, lambda: 1.0)


@contextmanager
def calling(made: Circuit, now: datetime = NOON) -> Generator[Call]:
    with made.admitted(now) as call:
        assert call is not None
        yield call


def fail(made: Circuit, error: CentralError = OFFLINE, now: datetime = NOON) -> None:
    with calling(made, now) as call:
        made.failed(call, error, now)


def succeed(made: Circuit, now: datetime = NOON) -> None:
    with calling(made, now) as call:
        made.succeeded(call, now)


def is_open(made: Circuit, now: datetime = NOON) -> bool:
    """Whether nobody is let through."""
    with made.admitted(now) as call:
        return call is None


def opened() -> Circuit:
    made = circuit()
    for _ in range(FAILURES_TO_OPEN):
        fail(made)
    return made


def test_one_failure_is_no_reason_to_leave_it_alone() -> None:
    made = circuit()
    fail(made)

    assert made.paused_until(NOON) is None
    assert made.fault is OFFLINE


def test_failures_in_a_row_are() -> None:
    assert opened().paused_until(NOON) == NOON + 5 * SECOND


def test_after_the_pause_one_failure_opens_it_for_longer() -> None:
    made = opened()
    later = NOON + 5 * SECOND

    assert made.paused_until(later) is None
    fail(made, now=later)
    assert made.paused_until(later) == later + 10 * SECOND


def test_after_the_pause_one_success_closes_it() -> None:
    made = opened()
    later = NOON + 5 * SECOND
    succeed(made, later)

    assert made.paused_until(later) is None
    assert made.fault is None
    fail(made, now=later)
    assert made.paused_until(later) is None


def test_after_the_pause_exactly_one_is_let_through() -> None:
    made, together = opened(), Barrier(8, timeout=5)

    def ask(_: int) -> bool:
        together.wait()
        with made.admitted(NOON + 5 * SECOND) as call:
            together.wait()
            return call is not None

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(ask, range(8))) == 1


def test_whoever_was_let_through_and_did_not_call_leaves_it_to_the_next() -> None:
    made = opened()
    later = NOON + 5 * SECOND

    assert not is_open(made, later)
    assert not is_open(made, later)


def test_when_it_is_closed_everybody_may_call_at_once() -> None:
    made = circuit()

    with calling(made), calling(made):
        assert not is_open(made)


def test_what_began_before_a_pause_cannot_end_it() -> None:
    made = circuit()
    with calling(made) as early:
        fail(made, WISH)
        made.succeeded(early, NOON + SECOND)

    assert made.paused_until(NOON + SECOND) == NOON + timedelta(minutes=10, seconds=5)
    assert made.last_success_at == NOON + SECOND


def test_what_began_before_a_pause_does_not_make_it_longer_by_failing_too() -> None:
    made = circuit()
    with calling(made) as early:
        for _ in range(FAILURES_TO_OPEN):
            fail(made)
        made.failed(early, OFFLINE, NOON + SECOND)

    assert made.paused_until(NOON + SECOND) == NOON + 5 * SECOND


def test_of_two_wishes_the_longer_is_granted() -> None:
    made = circuit()
    short = CentralUnavailableError(UnavailableReason.BUSY, retry_after=SECOND, pause_all=True)
    with calling(made) as early:
        fail(made, WISH)
        made.failed(early, short, NOON)

    assert made.paused_until(NOON) == NOON + timedelta(minutes=10, seconds=5)


def test_a_call_that_took_long_makes_others_wait_from_its_end() -> None:
    made = circuit()
    later = NOON + timedelta(minutes=3)
    with calling(made) as call:
        made.failed(call, WISH, later)

    assert made.paused_until(later) == later + timedelta(minutes=10, seconds=5)
    assert is_open(made, NOON + SECOND)


def test_a_call_that_was_ended_here_says_nothing_about_the_line() -> None:
    made = circuit()
    for _ in range(FAILURES_TO_OPEN):
        fail(made, CentralUnavailableError(UnavailableReason.CLOSED))

    assert made.paused_until(NOON) is None
    assert made.fault is None


def test_the_centres_wish_is_granted_at_once_and_never_cut_short() -> None:
    made = circuit()
    fail(made, WISH)

    assert made.paused_until(NOON) == NOON + timedelta(minutes=10, seconds=5)


def test_a_person_who_asks_gets_one_call_and_the_pause_goes_on_if_it_fails() -> None:
    made = opened()
    made.allow_probe()

    with calling(made) as call:
        assert is_open(made)
        made.failed(call, OFFLINE, NOON)
    assert made.paused_until(NOON) == NOON + 10 * SECOND


def test_a_person_who_asks_while_nothing_is_wrong_changes_nothing() -> None:
    made = circuit()
    made.allow_probe()

    with calling(made):
        assert not is_open(made)


def test_even_the_centres_wish_is_set_aside_for_one_call_only() -> None:
    made = circuit()
    fail(made, WISH)
    made.allow_probe()
    fail(made)

    assert made.paused_until(NOON) is not None


def test_a_pause_set_by_a_wrong_clock_is_over_when_the_clock_is_right() -> None:
    made = opened()

    assert made.paused_until(NOON - timedelta(days=365)) is None


@pytest.mark.parametrize("jump", [timedelta(days=365), timedelta(days=-365)])
def test_a_pause_is_over_when_a_clock_that_jumped_in_the_middle_of_a_call_is_right_again(
    jump: timedelta,
) -> None:
    made = circuit()
    with calling(made) as call:
        made.failed(call, WISH, NOON + jump)

    assert is_open(made, NOON + jump)
    assert made.paused_until(NOON) is None


@pytest.mark.parametrize("error", [DeviceRevokedError(), NotAuthorisedError()])
def test_a_kiosk_that_may_not_speak_asks_seldom(error: CentralError) -> None:
    made = circuit()
    fail(made, error)

    assert made.paused_until(NOON) == NOON + timedelta(minutes=15)


def test_what_the_centre_asked_is_kept_to_after_a_restart() -> None:
    before, after = circuit(), circuit()
    fail(before, WISH)
    assert before.wish is not None
    after.resume(before.wish)

    assert after.paused_until(NOON + SECOND) == before.paused_until(NOON + SECOND)
    assert after.fault is not None
    with calling(after, before.wish.until) as call:
        assert call.is_probe
        after.succeeded(call, before.wish.until)
    assert after.wish is None


def test_a_line_that_is_dead_is_no_wish_of_the_centre() -> None:
    made = circuit()
    for _ in range(FAILURES_TO_OPEN):
        fail(made)
    assert made.paused_until(NOON) is not None
    assert made.wish is None
