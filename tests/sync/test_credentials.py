"""Renewing the one token that all lines of a kiosk share."""

from datetime import datetime, timedelta

import pytest

from kiosk.store.worker import StoreThread
from kiosk.sync.central import CentralUnavailableError, NotAuthorisedError, UnavailableReason
from kiosk.sync.credentials import DeviceCredentials
from kiosk.sync.protocol import TokenGrant, TokenRequest
from tests.sync.scripted_central import NOON

SECOND = timedelta(seconds=1)


class Desk:
    """A centre's: takes later times only, and loses as many answers as it is told to."""

    def __init__(self, losses: int) -> None:
        self._losses = losses
        self.taken: list[datetime] = []

    def renew(self, request: TokenRequest) -> TokenGrant:
        if self.taken and request.made_at <= self.taken[-1]:
            raise NotAuthorisedError
        self.taken.append(request.made_at)
        if len(self.taken) <= self._losses:
            raise CentralUnavailableError(UnavailableReason.OFFLINE)
        return TokenGrant(token="token-2", expires_at=NOON)


@pytest.mark.parametrize("behind", [timedelta(), SECOND, 59 * SECOND])
def test_a_line_that_heard_an_earlier_time_renews_after_one_whose_answer_was_lost(
    store: StoreThread, behind: timedelta
) -> None:
    desk, credentials = Desk(losses=1), DeviceCredentials(store)
    with pytest.raises(CentralUnavailableError):
        credentials.renew("token-1", lambda: NOON, desk.renew)
    credentials.renew("token-1", lambda: NOON - behind, desk.renew)

    assert credentials.current() == "token-2"


def test_nobody_waits_for_ever_while_another_line_renews(store: StoreThread) -> None:
    credentials, desk = DeviceCredentials(store, patience=0.0), Desk(losses=0)

    def hang(request: TokenRequest) -> TokenGrant:
        with pytest.raises(CentralUnavailableError):
            credentials.renew("token-1", lambda: NOON, desk.renew)
        return TokenGrant(token="token-3", expires_at=NOON)

    credentials.renew("token-1", lambda: NOON, hang)

    assert credentials.current() == "token-3"
    assert desk.taken == []


def test_a_clock_that_was_far_ahead_does_not_keep_a_renewal_from_being_fresh(
    store: StoreThread,
) -> None:
    credentials, asked = DeviceCredentials(store), list[datetime]()

    def refuse(request: TokenRequest) -> TokenGrant:
        asked.append(request.made_at)
        raise NotAuthorisedError

    times = [NOON + timedelta(days=365), NOON]
    clock = iter(times).__next__
    for _ in times:
        with pytest.raises(NotAuthorisedError):
            credentials.renew("token-1", clock, refuse)

    assert asked == times
