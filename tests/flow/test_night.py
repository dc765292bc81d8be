"""Nobody is at the kiosk, and what waits is sent all the same."""

from datetime import timedelta

import pytest

from kiosk.sync.dispatch import Dispatcher
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import Counter
from tests.flow.village_office import resident
from tests.sync.registrations import PHOTO


def is_put_off(counter: Counter) -> bool:
    return any(row.last_reason is not None for row in counter.queue())


@pytest.mark.parametrize(
    "later", [timedelta(hours=9), timedelta(days=5)], ids=["in the night", "after the batch"]
)
def test_what_waits_is_sent_with_nobody_there(
    counter: Counter, centre: Centre, clock: Clock, later: timedelta
) -> None:
    room = counter.app.room
    centre.go_down()
    Dispatcher(room.store, room.configuration).register(resident(1), PHOTO, clock())
    counter.hand.wait_until(lambda: is_put_off(counter), "a failed try")

    clock.let_pass(later)
    centre.come_up()

    counter.wait_until_delivered()
    assert counter.app.counter is not None
    assert counter.app.counter.officer.is_locked
    assert counter.figures().adds_up
