"""When the centre is left alone."""

from datetime import timedelta

import pytest

from kiosk.sync.backoff import DEFAULT_PACE
from kiosk.sync.central import (
    CentralError,
    CentralUnavailableError,
    DeviceRevokedError,
    NotAuthorisedError,
    UnavailableReason,
)
from kiosk.sync.circuit import FAILURES_TO_OPEN, Circuit
from tests.sync.scripted_central import NOON

SECOND = timedelta(seconds=1)
OFFLINE = CentralUnavailableError(UnavailableReason.OFFLINE)


def circuit() -> Circuit:
    return Circuit(lambda: DEFAULT_PACE, lambda: 1.0)


def opened() -> Circuit:
    made = circuit()
    for _ in range(FAILURES_TO_OPEN):
        made.failed(OFFLINE, NOON)
    return made


def test_one_failure_is_no_reason_to_leave_it_alone() -> None:
    made = circuit()
    made.failed(OFFLINE, NOON)

    assert made.paused_until(NOON) is None
    assert made.fault is OFFLINE


def test_failures_in_a_row_are() -> None:
    assert opened().paused_until(NOON) == NOON + 5 * SECOND


def test_after_the_pause_one_failure_opens_it_for_longer() -> None:
    made = opened()
    later = NOON + 5 * SECOND

    assert made.paused_until(later) is None
    made.failed(OFFLINE, later)
    assert made.paused_until(later) == later + 10 * SECOND


def test_one_success_closes_it() -> None:
    made = opened()
    made.succeeded(NOON)

    assert made.paused_until(NOON) is None
    assert made.fault is None
    made.failed(OFFLINE, NOON)
    assert made.paused_until(NOON) is None


def test_the_centres_wish_is_granted_at_once_and_never_cut_short() -> None:
    wish = CentralUnavailableError(
        UnavailableReason.BUSY, retry_after=timedelta(minutes=10), pause_all=True
    )
    made = circuit()
    made.failed(wish, NOON)

    assert made.paused_until(NOON) == NOON + timedelta(minutes=10, seconds=5)


def test_a_person_who_asks_gets_one_call_and_the_pause_goes_on_if_it_fails() -> None:
    made = opened()
    made.allow_probe()

    assert made.paused_until(NOON) is None
    made.failed(OFFLINE, NOON)
    assert made.paused_until(NOON) == NOON + 10 * SECOND


def test_even_the_centres_wish_is_set_aside_for_one_call_only() -> None:
    made = circuit()
    made.failed(
        CentralUnavailableError(
            UnavailableReason.BUSY, retry_after=timedelta(minutes=10), pause_all=True
        ),
        NOON,
    )
    made.allow_probe()
    made.failed(OFFLINE, NOON)

    assert made.paused_until(NOON) is not None


def test_a_pause_set_by_a_wrong_clock_is_over_when_the_clock_is_right() -> None:
    made = opened()

    assert made.paused_until(NOON - timedelta(days=365)) is None


@pytest.mark.parametrize("error", [DeviceRevokedError(), NotAuthorisedError()])
def test_a_kiosk_that_may_not_speak_asks_seldom(error: CentralError) -> None:
    made = circuit()
    made.failed(error, NOON)

    assert made.paused_until(NOON) == NOON + timedelta(minutes=15)
