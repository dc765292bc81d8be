"""How long a question is left open."""

from uuid import UUID

import pytest

from kiosk.domain.submission import CentreState
from kiosk.store.worker import StoreThread
from kiosk.sync.central import CentralUnavailableError, UnavailableReason
from kiosk.sync.configuration import Configuration
from kiosk.sync.listener import LONGEST_POLL_SECONDS, Patience
from kiosk.sync.protocol import OutcomePage
from tests.sync.runners import SetClock, make_runner
from tests.sync.scripted_central import CONFIGS, ScriptedCentral, signed_outcome

CUT = CentralUnavailableError(UnavailableReason.OFFLINE)


class WaitedCentral(ScriptedCentral):
    """Notes for how long each question for outcomes may be left open."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def outcomes(self, after: int, wait_seconds: float) -> OutcomePage:
        self.waits.append(wait_seconds)
        return super().outcomes(after, wait_seconds)


@pytest.fixture
def central() -> WaitedCentral:
    return WaitedCentral()


def test_it_is_asked_without_waiting_first_and_then_for_longer_and_longer(
    store: StoreThread, central: WaitedCentral, configuration: Configuration, clock: SetClock
) -> None:
    """But not for longer than the centre wants to be asked again: 20 s here."""
    runner = make_runner(store, central, configuration, clock)
    for _ in range(6):
        runner.run_round()
        clock.forward(seconds=20)

    assert central.waits == [0, 2, 4, 8, 16, 20]


def test_a_line_that_cuts_what_is_silent_does_not_stop_the_sending(
    store: StoreThread, central: WaitedCentral, configuration: Configuration, clock: SetClock
) -> None:
    """Each question that is left open for longer than 4 s fails; the next one is not left open."""
    runner = make_runner(store, central, configuration, clock)
    for _ in range(12):
        patient = bool(central.waits) and central.waits[-1] == 4
        central.faults = [CUT] if patient else []
        runner.run_round()
        clock.forward(seconds=20)
        assert runner.status.paused_until is None

    assert central.waits == [0, 2, 4, 8] * 3


def test_a_word_that_cannot_be_believed_is_told_and_keeps_no_part_waiting(
    store: StoreThread, central: WaitedCentral, configuration: Configuration, clock: SetClock
) -> None:
    """One outcome that this kiosk cannot read must not stand before what residents wait for."""
    forged = signed_outcome(1, UUID(int=5), CentreState.ELIGIBLE, key=CONFIGS)
    runner = make_runner(store, central, configuration, clock)
    central.page = [forged]
    for _ in range(6):
        runner.run_round()
        assert runner.status.paused_until is None
        assert runner.status.last_error == UnavailableReason.WRONG_SIGNATURE
        clock.forward(seconds=20)

    central.page = None
    runner.run_round()
    assert runner.status.reachable
    assert runner.status.last_error is None


def test_no_question_is_left_open_for_longer_than_centres_hold_it() -> None:
    patience = Patience()
    for _ in range(10):
        patience.grow()

    assert patience.seconds(longest=600) == LONGEST_POLL_SECONDS
