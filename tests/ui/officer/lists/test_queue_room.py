"""The queue: when, why, and what is decided about what was held back."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.decision import CancelReason, ReleaseReason
from kiosk.domain.submission import KioskState
from kiosk.store.officers import Officer
from kiosk.store.records import PHOTO
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.central import RefusedReason, UnavailableReason
from kiosk.ui.look import Look
from kiosk.ui.officer.lists.queue_room import QueueRoom
from kiosk.ui.resident.doors import Door
from tests.store.counter import (
    NOW,
    begin,
    deliver_all,
    new_submission,
    register,
    submission_id,
    written,
)
from tests.ui.officer.conftest import Line
from tests.ui.officer.lists.seen import lines, offered, touch_action
from tests.ui.touch import click


@pytest.fixture
def held_back(store: StoreThread) -> None:
    """A form that the centre refused, and its photo."""
    store.call(lambda s: register(s, 1))
    store.call(lambda s: s.submissions.quarantine(begin(s), "sync.refused.envelope", NOW))


def hold_back_second_photo(store: Store) -> None:
    """Its permission had run out when it reached the centre."""
    register(store, 1)
    deliver_all(store)
    photo = written(store, 1, PHOTO, 2)
    store.submissions.queue_photo(submission_id(1), photo, "grant", NOW)
    store.submissions.quarantine(begin(store), RefusedReason.GRANT, NOW)


def events(store: StoreThread, newest: int) -> list[tuple[str, str]]:
    entries = store.call(lambda s: s.journal.entries(newest=newest))
    return [(entry.event, entry.actor) for entry in entries]


def states(store: StoreThread) -> set[KioskState]:
    return {row.state for row in store.call(lambda s: s.submissions.queue_rows())}


def test_says_when_and_why(queue: QueueRoom, qtbot: QtBot, store: StoreThread, look: Look) -> None:
    store.call(lambda s: register(s, 1))
    later = NOW + timedelta(minutes=5)
    store.call(lambda s: s.submissions.postpone(begin(s), later, "sync.unavailable.offline"))

    (form,) = lines(queue, qtbot, 1)

    assert form[2] == look.text("officer.part.form")
    assert form[4:7] == ["1", "10.05", look.text("sync.unavailable.offline")]


def test_while_the_line_pauses_nothing_is_promised_before_its_end(
    queue: QueueRoom, qtbot: QtBot, store: StoreThread, line: Line, look: Look
) -> None:
    """Be it due by itself or not; and what it waits for then is the line."""
    store.call(lambda s: register(s, 1))
    assert lines(queue, qtbot, 1)[0][5] == look.text("officer.desk.now")
    pause = NOW + timedelta(minutes=7)
    line.say(paused_until=pause, last_error=UnavailableReason.BUSY)

    queue.refresh()
    qtbot.waitUntil(lambda: queue.table.rows[0].cells[5].text == "10.07")
    queue.table.selectRow(0)

    assert queue.table.rows[0].cells[6].text == look.text(UnavailableReason.BUSY)
    assert queue.details.advice.text().endswith(look.text("officer.turn.line", time="10.07"))

    line.say(paused_until=None, last_error=None)
    queue.refresh()
    qtbot.waitUntil(lambda: queue.table.rows[0].cells[5].text == look.text("officer.desk.now"))


def test_try_now_makes_the_part_due_and_wakes_the_sync(
    queue: QueueRoom, qtbot: QtBot, store: StoreThread, line: Line, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    later = NOW + timedelta(minutes=5)
    store.call(lambda s: s.submissions.postpone(begin(s), later, "sync.unavailable.offline"))
    lines(queue, qtbot, 1)

    touch_action(queue, 0)

    qtbot.waitUntil(lambda: line.wishes == 1)
    due = store.call(lambda s: s.submissions.next_due(NOW))
    assert due is not None
    assert due.attempts == 1


def test_a_photo_has_a_line_of_its_own_once_its_form_was_delivered(
    queue: QueueRoom, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    (form,) = lines(queue, qtbot, 1)
    store.call(lambda s: s.submissions.mark_delivered(begin(s), "{}", NOW))
    queue.refresh()

    def has_photo() -> bool:
        return queue.table.rows[0].cells[2].text == look.text("officer.part.photo", revision=1)

    assert form[2] == look.text("officer.part.form")
    qtbot.waitUntil(has_photo)
    queue.table.selectRow(0)
    assert offered(queue) == ["try_now"]


@pytest.mark.usefixtures("held_back")
def test_what_was_held_back_comes_first_and_goes_on_for_a_reason(
    queue: QueueRoom, qtbot: QtBot, store: StoreThread, line: Line, rina: Officer
) -> None:
    lines(queue, qtbot, 1)
    assert offered(queue) == ["release", "cancel"]

    click(queue, "row_release_button")
    assert not queue.sheet.decide_button.isEnabled()
    click(queue, "release_reason_release.mended")
    click(queue, "decide_button")

    qtbot.waitUntil(lambda: line.wishes == 1)
    assert states(store) == {KioskState.QUEUED}
    assert events(store, 2) == [("part.released", rina.id), (ReleaseReason.MENDED, rina.id)]


def test_a_photo_that_came_too_late_is_taken_anew_by_whoever_is_there(
    queue: QueueRoom, qtbot: QtBot, store: StoreThread, sari: Officer
) -> None:
    store.call(hold_back_second_photo)
    queue.enter(sari)
    lines(queue, qtbot, 1)
    assert offered(queue) == ["redo_photo"]

    with qtbot.waitSignal(queue.door_requested) as asked:
        touch_action(queue, 0)

    assert asked.args == [Door.REDO, new_submission(1).ticket]


@pytest.mark.usefixtures("held_back")
def test_what_was_held_back_is_given_up_for_a_reason(
    queue: QueueRoom, qtbot: QtBot, store: StoreThread, rina: Officer
) -> None:
    lines(queue, qtbot, 1)

    click(queue, "row_cancel_button")
    click(queue, "cancel_reason_cancel.made_again")
    click(queue, "decide_button")

    lines(queue, qtbot, 0)
    row = store.call(lambda s: s.submissions.find(submission_id(1)))
    assert row is not None
    assert row.state is KioskState.CANCELLED
    assert events(store, 2) == [
        (CancelReason.MADE_AGAIN, rina.id),
        ("submission.cancelled", rina.id),
    ]


@pytest.mark.usefixtures("held_back")
def test_nothing_is_decided_by_going_back(
    queue: QueueRoom, qtbot: QtBot, store: StoreThread
) -> None:
    lines(queue, qtbot, 1)
    click(queue, "row_cancel_button")
    click(queue, "cancel_reason_cancel.mistake")

    click(queue, "decision_back_button")

    assert queue.table.isVisible()
    assert KioskState.QUARANTINED in states(store)


@pytest.mark.usefixtures("held_back")
def test_only_a_supervisor_decides(queue: QueueRoom, qtbot: QtBot, sari: Officer) -> None:
    queue.leave()
    queue.enter(sari)
    lines(queue, qtbot, 1)

    assert offered(queue) == []
    assert queue.details.advice.text().endswith("Penyelia yang memutuskan.")


@pytest.mark.usefixtures("held_back")
def test_a_part_that_went_on_meanwhile_is_left_alone(
    queue: QueueRoom, qtbot: QtBot, store: StoreThread
) -> None:
    lines(queue, qtbot, 1)
    click(queue, "row_release_button")
    click(queue, "release_reason_release.once_more")
    (held,) = (
        r
        for r in store.call(lambda s: list(s.submissions.queue_rows()))
        if r.state is KioskState.QUARANTINED
    )
    store.call(lambda s: s.submissions.release(held, NOW, "rina"))
    before = len(store.call(lambda s: s.journal.entries()))

    with qtbot.waitSignal(queue.acts.changed):
        click(queue, "decide_button")

    assert len(store.call(lambda s: s.journal.entries())) == before


@pytest.mark.usefixtures("held_back")
def test_the_question_is_forgotten_when_the_officer_leaves(
    queue: QueueRoom, qtbot: QtBot, sari: Officer
) -> None:
    lines(queue, qtbot, 1)
    click(queue, "row_cancel_button")

    queue.leave()
    queue.enter(sari)

    lines(queue, qtbot, 1)
    assert not queue.sheet.isVisible()
