"""The centre cannot be reached while somebody registers: the counter goes on."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.domain.readiness import Sign
from kiosk.store.records import QueueRow
from kiosk.sync.central import UnavailableReason
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import Counter, make_kiosk, open_counter, open_room

MINUTE = timedelta(minutes=1)
PAUSE = timedelta(hours=1)
"""Longer than any pause between two tries."""


def waiting(counter: Counter, part: str) -> QueueRow:
    (row,) = (row for row in counter.queue() if row.part == part)
    return row


def test_the_slip_comes_all_the_same_and_the_parts_survive_a_restart_until_the_centre_is_back(
    qapp: QApplication, home: Path, centre: Centre, clock: Clock, tmp_path: Path
) -> None:
    with open_room(home / "store", centre.url, clock) as room:
        make_kiosk(room, centre.new_code())
        centre.go_down()
        with open_counter(room, tmp_path) as counter:
            counter.register()

            def was_tried() -> bool:
                clock.let_pass(MINUTE)  # a call that failed just now begins another pause
                return waiting(counter, "form").last_reason is not None

            counter.hand.wait_until(was_tried, "a try")
            assert waiting(counter, "form").last_reason == UnavailableReason.OFFLINE
            assert waiting(counter, "photo").waits_for_form
            assert (counter.figures().queued, counter.figures().adds_up) == (1, True)
    centre.come_up()
    clock.let_pass(PAUSE)
    with open_room(home / "store", centre.url, clock) as room, open_counter(room, tmp_path) as c:
        c.wait_until_delivered()
        assert (c.figures().delivered, c.figures().adds_up) == (1, True)
    (record,) = centre.operator.submissions()
    assert record.photo_revisions == (1,)


def test_the_officer_sees_why_and_everything_is_sent_when_the_centre_is_back(
    counter: Counter, centre: Centre, clock: Clock
) -> None:
    centre.go_down()
    counter.register()
    counter.sign_in()
    counter.hand.press("room_queue")
    counter.hand.wait_until(lambda: len(counter.lists.table.rows) == 1, "one line on the list")
    offline = counter.app.look.text(Sign.CENTRE_OFFLINE)
    counter.hand.wait_until(lambda: counter.text_of("ready_chip") == offline, "a warning")

    centre.come_up()
    clock.let_pass(PAUSE)
    counter.hand.wait_until(lambda: not counter.lists.table.rows, "an empty list")
    counter.hand.wait_until(lambda: counter.text_of("ready_chip") != offline, "no such warning")
    assert len(centre.operator.submissions()) == 1
