"""The room of the batches: how long, who not yet, and what to do about it."""

from datetime import timedelta
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.batch import BatchState
from kiosk.domain.obstacle import Obstacle
from kiosk.domain.submission import CentreState
from kiosk.store.officers import Officer
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.batches.batches_room import READ_EVERY, BatchesRoom, BatchList
from kiosk.ui.officer.batches.board import AtRisk
from kiosk.ui.officer.room import RoomName
from kiosk.ui.resident.doors import Door
from kiosk.ui.services import Services
from kiosk.ui.theme import TEXT_SCALES
from kiosk.ui.widgets.table import ListTable
from tests.store.counter import NOW, deliver_all, outcome, register
from tests.ui.officer.batches.conftest import (
    Announce,
    batch,
    deliver_measured,
    people_at_every_step,
)
from tests.ui.officer.conftest import Clock, Line
from tests.ui.touch import click

HOUR = timedelta(hours=1)


@pytest.fixture
def everybody(store: StoreThread, announce: Announce) -> StoreThread:
    """People at every step of the way to an open batch."""
    announce(batch(70))
    store.call(people_at_every_step)
    return store


@pytest.fixture
def room(qtbot: QtBot, look: Look, services: Services) -> BatchesRoom:
    room = BatchesRoom(look, services)
    qtbot.addWidget(room)
    room.resize(1180, 520)
    room.show()
    return room


def at_risk(room: BatchesRoom) -> ListTable:
    return room.tables[BatchList.AT_RISK]


def obstacles(room: BatchesRoom) -> list[Obstacle]:
    return [row.item.obstacle for row in at_risk(room).rows if isinstance(row.item, AtRisk)]


def enter(room: BatchesRoom, qtbot: QtBot, officer: Officer, lines: int) -> list[list[str]]:
    """Come in, and wait for so many people who are not in the batch; their lines."""
    with qtbot.waitSignal(room.counted):
        room.enter(officer)
    assert len(at_risk(room).rows) == lines
    return [[cell.text for cell in row.cells] for row in at_risk(room).rows]


def choose(room: BatchesRoom, obstacle: Obstacle) -> None:
    at_risk(room).selectRow(obstacles(room).index(obstacle))


def test_everybody_who_is_not_in_yet_is_listed_the_nearest_first(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, everybody: StoreThread
) -> None:

    enter(room, qtbot, rina, 8)

    assert obstacles(room) == [
        Obstacle.NOT_JOINED,
        Obstacle.TEST,
        Obstacle.CODE,
        Obstacle.PHOTO,
        Obstacle.CORRECTION,
        Obstacle.UNSENT,
        Obstacle.HELD,
        Obstacle.UNFINISHED,
    ]


def test_each_has_its_reason_its_next_step_and_its_action(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, everybody: StoreThread
) -> None:

    lines = enter(room, qtbot, rina, 8)

    assert all(all(line) for line in lines)
    assert lines[3][2:] == ["Foto perlu diulang", "-", "Ulang foto"]
    choose(room, Obstacle.PHOTO)
    assert room.step.text() == f"{lines[3][0]}: Hubungi warga untuk foto ulang."


def test_the_time_of_sending_comes_from_what_was_measured(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, store: StoreThread, announce: Announce
) -> None:
    announce(batch(70))
    store.call(lambda s: deliver_measured(s, 1, 60.0))
    store.call(lambda s: register(s, 2))

    (line,) = enter(room, qtbot, rina, 1)

    assert line[3] == "sekitar 4 menit"  # two parts of a minute each, and twice that
    assert room.measured.isVisible()


def test_before_anything_was_sent_nobody_knows_how_long_it_takes(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, store: StoreThread, announce: Announce
) -> None:
    announce(batch(70))
    store.call(lambda s: register(s, 1))

    (line,) = enter(room, qtbot, rina, 1)

    assert (line[2], line[3]) == ("Belum terkirim", "belum tahu")
    assert room.notice.sentence is None


def test_who_waits_behind_others_waits_for_them_as_well(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, store: StoreThread, announce: Announce
) -> None:
    announce(batch(70))
    store.call(lambda s: deliver_measured(s, 1, 60.0))
    store.call(lambda s: [register(s, number) for number in (2, 3)])

    lines = enter(room, qtbot, rina, 2)

    assert [line[3] for line in lines] == ["sekitar 4 menit", "sekitar 8 menit"]


def test_what_the_line_cannot_do_in_time_is_said_aloud(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, store: StoreThread, announce: Announce
) -> None:
    announce(batch(70, closes_at=NOW + timedelta(minutes=5)))
    store.call(lambda s: deliver_measured(s, 1, 60.0))
    store.call(lambda s: [register(s, number) for number in (2, 3)])

    enter(room, qtbot, rina, 2)

    assert obstacles(room) == [Obstacle.UNSENT, Obstacle.TOO_SLOW]
    assert room.notice.sentence is not None
    assert room.notice.sentence.values == {"count": 1}


def test_a_wrong_clock_does_not_move_the_closing(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, announce: Announce, clock: Clock, line: Line
) -> None:
    announce(batch(70, closes_at=NOW + HOUR))
    clock.pass_by(2 * HOUR)
    line.say(clock_skew_seconds=7200.0)

    enter(room, qtbot, rina, 0)

    assert room.headline.left.text() == "1 jam lagi"


def test_the_countdown_goes_on_without_reading_the_store_again(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, announce: Announce, clock: Clock
) -> None:
    announce(batch(70))
    enter(room, qtbot, rina, 0)
    assert room.headline.left.text() == "2 jam 40 menit lagi"

    clock.pass_by(timedelta(hours=2, seconds=1))
    room.refresh()

    assert room.headline.left.text() == "39 menit lagi"


def test_what_changed_is_read_after_a_few_refreshes(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, store: StoreThread, announce: Announce
) -> None:
    announce(batch(70))
    enter(room, qtbot, rina, 0)
    store.call(lambda s: register(s, 1))

    with qtbot.waitSignal(room.counted):
        for _ in range(READ_EVERY):
            room.refresh()

    assert obstacles(room) == [Obstacle.UNSENT]


def test_with_no_batch_open_nobody_is_late_for_joining(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, store: StoreThread, announce: Announce
) -> None:
    announce(
        batch(71, opens_at=NOW + HOUR, closes_at=NOW + 2 * HOUR, state=BatchState.PLANNED),
    )
    store.call(lambda s: register(s, 1))
    store.call(deliver_all)
    told = [outcome(1, 1, CentreState.ELIGIBLE)]
    store.call(lambda s: s.submissions.apply_outcomes(told, 1, NOW))

    enter(room, qtbot, rina, 0)

    assert room.headline.left.text() == "Buka 1 jam lagi"
    assert "Siap ikut 1" in room.headline.counts.text()


def test_without_any_batch_the_room_says_so(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, look: Look
) -> None:
    enter(room, qtbot, rina, 0)

    assert room.headline.name.text() == look.text("officer.batches.none")
    click(room, "batches_tab_calendar")
    assert not room.tables[BatchList.CALENDAR].isVisible()


def test_the_calendar_shows_what_is_to_come_before_what_was(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, announce: Announce
) -> None:
    announce(
        batch(68, opens_at=NOW - 9 * HOUR, closes_at=NOW - 8 * HOUR, state=BatchState.DECIDED),
        batch(69, opens_at=NOW - 3 * HOUR, closes_at=NOW - HOUR, quota=0),
        batch(70),
        batch(71, opens_at=NOW + 30 * HOUR, closes_at=NOW + 60 * HOUR, state=BatchState.PLANNED),
    )
    enter(room, qtbot, rina, 0)

    click(room, "batches_tab_calendar")

    rows = room.tables[BatchList.CALENDAR].rows
    assert [[cell.text for cell in row.cells][:2] for row in rows] == [
        ["Gelombang 70", "Dibuka"],
        ["Gelombang 71", "Akan dibuka"],
        ["Gelombang 69", "Ditutup"],
        ["Gelombang 68", "Sudah diputuskan"],
    ]
    assert [cell.text for cell in rows[0].cells][3:5] == ["02/03/2026 12.40", "100"]
    assert rows[2].cells[4].text == "0"


@pytest.mark.parametrize(
    ("obstacle", "door"),
    [
        (Obstacle.NOT_JOINED, Door.STATUS),
        (Obstacle.TEST, Door.STATUS),
        (Obstacle.CODE, Door.STATUS),
        (Obstacle.PHOTO, Door.REDO),
        (Obstacle.CORRECTION, Door.STATUS),
    ],
)
def test_what_the_resident_must_do_opens_the_right_door(
    room: BatchesRoom,
    qtbot: QtBot,
    rina: Officer,
    everybody: StoreThread,
    obstacle: Obstacle,
    door: Door,
) -> None:
    enter(room, qtbot, rina, 8)
    choose(room, obstacle)

    with qtbot.waitSignal(room.door_requested) as opened:
        at_risk(room).acted.emit()

    number = list(Obstacle).index(obstacle) + 1
    row = everybody.call(lambda s: s.submissions.find(UUID(int=number, version=4)))
    assert row is not None
    assert opened.args == [door, row.ticket]


@pytest.mark.parametrize("obstacle", [Obstacle.UNSENT, Obstacle.HELD])
def test_what_waits_in_the_queue_leads_there(
    room: BatchesRoom,
    qtbot: QtBot,
    rina: Officer,
    everybody: StoreThread,
    obstacle: Obstacle,
) -> None:
    enter(room, qtbot, rina, 8)
    choose(room, obstacle)

    with qtbot.waitSignal(room.room_requested) as requested:
        at_risk(room).acted.emit()

    assert requested.args == [RoomName.QUEUE]


def test_an_unfinished_form_is_gone_on_with(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, everybody: StoreThread
) -> None:
    enter(room, qtbot, rina, 8)
    choose(room, Obstacle.UNFINISHED)

    with qtbot.waitSignal(room.resume_requested):
        at_risk(room).acted.emit()


def test_whoever_leaves_leaves_nothing_behind(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, everybody: StoreThread
) -> None:
    enter(room, qtbot, rina, 8)

    room.leave()

    assert not at_risk(room).rows


def test_another_language_is_spoken_everywhere(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, everybody: StoreThread, look: Look
) -> None:
    enter(room, qtbot, rina, 8)

    look.speak("en")
    look.renew(room)

    assert room.headline.left.text() == "2 hours 40 minutes left"
    assert room.headline.counts.text().startswith("Quota 100 people")
    assert room.step.text().endswith("Call the resident to join.")


def test_big_text_leaves_the_list_in_sight(
    room: BatchesRoom, qtbot: QtBot, rina: Officer, everybody: StoreThread, look: Look
) -> None:
    look.dress(room)
    enter(room, qtbot, rina, 8)
    beside = (room.measured, room.headline.counts, room.headline.when, room.step)
    assert all(words.isVisible() for words in beside)

    look.show_text_at(TEXT_SCALES[-1])
    look.dress(room)
    room.resize(1190, 470)

    table = at_risk(room)
    qtbot.waitUntil(lambda: table.viewport().height() >= table.rowHeight(0))
    assert not room.measured.isVisible()
