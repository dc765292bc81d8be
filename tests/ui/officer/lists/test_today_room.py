"""Today: what was made, what is not finished, and the figures above."""

from datetime import date, timedelta
from functools import partial
from threading import Event
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.domain.draft import Draft
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.store.officers import Officer
from kiosk.store.photo_tries import PhotoTry
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.lists.today_room import TodayRoom
from kiosk.ui.officer.room import RoomName
from kiosk.ui.resident.doors import Door
from tests.store.counter import NOW, begin, deliver_all, new_submission, outcome, register
from tests.ui.officer.conftest import Clock, Line
from tests.ui.officer.lists.seen import lines, touch_action
from tests.ui.touch import click

DRAFT = Draft(
    UUID(int=9, version=4),
    "7Q4M2XA9BC",
    step="phone",
    full_name="Siti Nurjanah",
    birth_date=date(1990, 1, 1),
)


def photograph_in_the_dark(store: Store) -> None:
    for sitting in "abc":
        store.photo_tries.add(PhotoTry(sitting, None, (Reason.DARK,), kept=True), NOW)


def save(draft: Draft, store: Store) -> None:
    store.drafts.save(draft, NOW)


def test_lists_what_was_made_today(
    today: TodayRoom, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))

    (line,) = lines(today, qtbot, 1)

    assert line[0].startswith("LKT-")
    assert line[1:4] == ["Siti N…ah", "10.00", look.text("officer.state.queued")]


def test_an_empty_list_says_so(today: TodayRoom, qtbot: QtBot, look: Look) -> None:
    qtbot.waitUntil(lambda: today.empty.text() == look.text("officer.empty.today"))

    assert today.empty.isVisible()
    assert not today.details.isVisible()


def test_the_figures_always_add_up(today: TodayRoom, qtbot: QtBot, store: StoreThread) -> None:
    store.call(lambda s: register(s, 1))
    store.call(deliver_all)
    store.call(lambda s: [register(s, number) for number in (2, 3, 4)])
    store.call(lambda s: s.submissions.cancel(UUID(int=4, version=4), NOW, "rina"))
    store.call(lambda s: s.submissions.quarantine(begin(s), "sync.refused.envelope", NOW))
    today.refresh()

    qtbot.waitUntil(lambda: today.figures.figure("made") == "4")
    rest = ("delivered", "queued", "quarantined", "cancelled", "expired")
    assert [today.figures.figure(name) for name in rest] == ["1", "1", "1", "1", "0"]


def test_what_would_help_most_people_today_stands_above_the_list(
    today: TodayRoom, qtbot: QtBot, store: StoreThread
) -> None:
    store.call(photograph_in_the_dark)
    today.refresh()

    qtbot.waitUntil(today.advice.isVisible)
    assert "3 dari 3 orang" in today.advice.title.text()


def test_try_now_hurries_every_part_of_a_registration(
    today: TodayRoom, qtbot: QtBot, store: StoreThread, line: Line
) -> None:
    store.call(lambda s: register(s, 1))
    later = NOW + timedelta(minutes=5)
    store.call(lambda s: s.submissions.postpone(begin(s), later, "sync.unavailable.offline"))
    lines(today, qtbot, 1)

    touch_action(today, 0)

    qtbot.waitUntil(lambda: line.wishes == 1)
    due = store.call(lambda s: s.submissions.next_due(NOW))
    assert due is not None
    assert due.attempts == 1


def test_what_is_held_back_leads_to_the_queue(
    today: TodayRoom, qtbot: QtBot, store: StoreThread
) -> None:
    store.call(lambda s: register(s, 1))
    store.call(lambda s: s.submissions.quarantine(begin(s), "sync.refused.envelope", NOW))
    lines(today, qtbot, 1)

    with qtbot.waitSignal(today.room_requested) as asked:
        touch_action(today, 0)

    assert asked.args == [RoomName.QUEUE]


def test_a_rejected_photo_is_redone_from_its_line_by_touch_or_key(
    today: TodayRoom, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    store.call(deliver_all)
    rejected = outcome(1, 1, CentreState.PHOTO_REJECTED, (Reason.SHADOW,))
    store.call(lambda s: s.submissions.apply_outcomes([rejected], 1, NOW))
    (line,) = lines(today, qtbot, 1)
    assert line[-1] == look.text("officer.row.redo_photo")

    ticket = new_submission(1).ticket
    with qtbot.waitSignal(today.door_requested) as touched:
        touch_action(today, 0)
    with qtbot.waitSignal(today.door_requested) as typed:
        QTest.keyClick(today.table, Qt.Key.Key_Return)

    assert touched.args == typed.args == [Door.REDO, ticket]


def test_a_touch_beside_the_action_only_chooses(
    today: TodayRoom, qtbot: QtBot, store: StoreThread, line: Line
) -> None:
    store.call(lambda s: [register(s, number) for number in (1, 2)])
    lines(today, qtbot, 2)
    place = today.table.visualRect(today.table.model().index(1, 0)).center()

    QTest.mouseClick(today.table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert today.table.chosen_row == 1
    assert line.wishes == 0


def test_the_choice_stays_with_the_thing_that_was_chosen(
    today: TodayRoom, qtbot: QtBot, store: StoreThread
) -> None:
    store.call(lambda s: [register(s, number) for number in (1, 2)])
    lines(today, qtbot, 2)
    today.table.selectRow(1)
    chosen = today.details.title.text()

    store.call(lambda s: register(s, 3, NOW + timedelta(minutes=1)))
    lines(today, qtbot, 3)

    assert today.table.chosen_row == 2
    assert today.details.title.text() == chosen


def test_nothing_is_chosen_once_the_chosen_thing_is_gone(
    today: TodayRoom, qtbot: QtBot, store: StoreThread
) -> None:
    other = DRAFT.but(draft_id=UUID(int=8, version=4), ticket="7Q4M2XA9BD")
    for draft in (other, DRAFT):
        store.call(partial(save, draft))
    click(today, "list_drafts")
    lines(today, qtbot, 2)
    chosen = today.table.chosen_item

    store.call(lambda s: s.drafts.delete(getattr(chosen, "draft_id")))  # noqa: B009
    lines(today, qtbot, 1)

    assert today.table.chosen_item is None
    assert not today.details.isVisible()


def test_goes_on_with_an_unfinished_form(
    today: TodayRoom, qtbot: QtBot, store: StoreThread
) -> None:
    store.call(lambda s: s.drafts.save(DRAFT, NOW))
    click(today, "list_drafts")
    (line,) = lines(today, qtbot, 1)
    assert "Nurjanah" not in " ".join(line)

    with qtbot.waitSignal(today.resume_requested) as resumed:
        click(today, "row_resume_button")

    assert resumed.args == [DRAFT]


def test_opens_no_form_once_the_officer_has_left(
    today: TodayRoom, qtbot: QtBot, store: StoreThread, rina: Officer
) -> None:
    store.call(lambda s: s.drafts.save(DRAFT, NOW))
    click(today, "list_drafts")
    lines(today, qtbot, 1)
    has_left = Event()
    store.submit(lambda _: has_left.wait())

    with qtbot.assertNotEmitted(today.resume_requested):
        click(today, "row_resume_button")
        today.leave()
        has_left.set()
        store.call(lambda _: None)  # by now the form has been read
        QApplication.processEvents()

    assert len(today.table.rows) == 0
    today.enter(rina)
    click(today, "list_drafts")
    lines(today, qtbot, 1)


def test_speaks_another_language_at_once(
    today: TodayRoom, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    lines(today, qtbot, 1)

    look.speak("en")

    assert today.table.rows[0].cells[3].text == "Waiting for the line"


def test_yesterday_is_gone_after_midnight_though_nothing_was_written(
    today: TodayRoom, qtbot: QtBot, store: StoreThread, clock: Clock
) -> None:
    store.call(lambda s: register(s, 1))
    lines(today, qtbot, 1)

    clock.pass_by(timedelta(days=1))

    assert lines(today, qtbot, 0) == []
