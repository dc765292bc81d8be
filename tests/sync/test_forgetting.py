"""What is due is forgotten, by a clock that is known to be right."""

from datetime import timedelta

import pytest

from kiosk.store.worker import StoreThread
from kiosk.sync.central import CentralUnavailableError, UnavailableReason
from kiosk.sync.runner import SyncRunner
from tests.domain.resident import complete_draft
from tests.sync.runners import SetClock
from tests.sync.scripted_central import NOON, ScriptedCentral


def kept_drafts(store: StoreThread) -> int:
    return len(store.call(lambda s: s.drafts.list_open()))


@pytest.fixture
def old_draft(store: StoreThread, central: ScriptedCentral) -> None:
    """Last touched so long ago that it is to be forgotten; the centre tells the time."""
    long_ago = NOON - timedelta(days=15)
    store.call(lambda s: s.drafts.save(complete_draft(), long_ago))
    central.clock_skew = timedelta()


@pytest.mark.usefixtures("old_draft")
def test_forgets_what_is_due_once_it_has_heard_the_time(
    runner: SyncRunner, store: StoreThread
) -> None:
    runner.run_round()

    assert kept_drafts(store) == 0


@pytest.mark.usefixtures("old_draft")
@pytest.mark.parametrize("skew", [None, timedelta(days=2), timedelta(days=-2)])
def test_a_clock_that_may_be_wrong_forgets_nothing(
    runner: SyncRunner, central: ScriptedCentral, store: StoreThread, skew: timedelta | None
) -> None:
    central.clock_skew = skew
    runner.run_round()

    assert kept_drafts(store) == 1


@pytest.mark.usefixtures("old_draft")
def test_without_an_answer_nothing_is_forgotten(
    runner: SyncRunner, central: ScriptedCentral, store: StoreThread
) -> None:
    central.faults = [CentralUnavailableError(UnavailableReason.OFFLINE)] * 3
    runner.run_round()

    assert kept_drafts(store) == 1


@pytest.mark.usefixtures("old_draft")
def test_forgets_by_the_centres_clock(
    runner: SyncRunner, central: ScriptedCentral, clock: SetClock, store: StoreThread
) -> None:
    """The draft is 13 days and 22 hours old; this computer is three hours ahead."""
    clock.forward(days=-1, hours=1)
    central.clock_skew = timedelta(hours=3)
    runner.run_round()

    assert kept_drafts(store) == 1


def test_forgets_again_a_day_later(
    runner: SyncRunner, central: ScriptedCentral, clock: SetClock, store: StoreThread
) -> None:
    central.clock_skew = timedelta()
    runner.run_round()
    store.call(lambda s: s.drafts.save(complete_draft(), NOON - timedelta(days=15)))
    clock.forward(hours=23)
    runner.run_round()
    assert kept_drafts(store) == 1

    clock.forward(hours=1)
    runner.run_round()
    assert kept_drafts(store) == 0
