"""An office's day: opened, one registration, closed while it still waits, and opened again."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from kiosk.backroom import BackRoom
from kiosk.store.day import DayEvent
from kiosk.store.store import Store
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import Counter, open_counter

NIGHT = timedelta(hours=15)


def last_time(event: DayEvent, store: Store) -> datetime:
    last = store.day.last(event)
    assert last is not None
    return last


def test_what_waits_when_the_office_closes_is_sent_in_the_night(
    counter: Counter, centre: Centre, clock: Clock
) -> None:
    hand = counter.hand
    centre.go_down()
    counter.register()
    counter.sign_in()
    hand.press("closing_button")
    hand.wait_until(lambda: "closing.stay_open" in counter.said(), "what is still to be sent")
    hand.press("close_day_button")
    hand.wait_to_see("closed_page")
    assert not hand.sees("new_door")
    assert not hand.sees("officer_button")

    centre.come_up()
    clock.let_pass(NIGHT)
    counter.wait_until_delivered()
    assert hand.sees("closed_page")

    hand.press("open_office_button")
    counter.show_pin()
    hand.press("start_day_button")
    hand.press("lock_button")
    hand.wait_to_see("new_door")
    opened, closed = (
        counter.store(partial(last_time, event)) for event in (DayEvent.OPENED, DayEvent.CLOSED)
    )
    assert opened - closed >= NIGHT


def test_somebody_who_only_looks_does_not_open_a_closed_office(counter: Counter) -> None:
    hand = counter.hand
    counter.sign_in()
    hand.press("closing_button")
    hand.press("close_day_button")
    hand.press("open_office_button")
    hand.press("gate_back_button")

    hand.wait_to_see("closed_page")
    assert not hand.sees("new_door")


@pytest.mark.usefixtures("qapp")
def test_a_closed_office_stays_closed_when_the_computer_is_switched_on_again(
    room: BackRoom, tmp_path: Path
) -> None:
    now = room.clock()
    room.store.call(lambda s: s.day.note(DayEvent.CLOSED, "bu-contoh", now))

    with open_counter(room, tmp_path) as counter:
        hand = counter.hand
        hand.wait_to_see("closed_page")
        assert not hand.sees("new_door")
        hand.press("open_office_button")
        counter.show_pin()
        hand.press("start_day_button")
        hand.press("lock_button")
        hand.wait_to_see("new_door")
