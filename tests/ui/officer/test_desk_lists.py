"""The officer's lists."""

from datetime import date, timedelta
from threading import Event
from uuid import UUID

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kiosk.domain.draft import Draft
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.store.officers import Officer
from kiosk.store.records import QueueRow
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.desk_lists import DeskLists
from kiosk.ui.officer.desk_rows import DeskList
from tests.store.counter import NOW, begin, deliver_all, outcome, register
from tests.ui.officer.conftest import Line
from tests.ui.touch import click


def see(lists: DeskLists, qtbot: QtBot, kind: DeskList, lines: int) -> list[list[str]]:
    """Open a list and wait until it has so many lines; their words."""
    click(lists, f"list_{kind}")
    lists.refresh()
    qtbot.waitUntil(lambda: len(lists.table.rows) == lines)
    return [[cell.text for cell in row.cells] for row in lists.table.rows]


def queue_of(store: StoreThread) -> list[QueueRow]:
    return store.call(lambda s: s.submissions.queue_rows())


def test_lists_what_was_made_today(
    lists: DeskLists, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))

    (line,) = see(lists, qtbot, DeskList.TODAY, 1)

    assert line[0].startswith("LKT-")
    assert line[1:4] == ["Siti N…ah", "10.00", look.text("officer.state.queued")]


def test_an_empty_list_says_so(lists: DeskLists, qtbot: QtBot, look: Look) -> None:
    see(lists, qtbot, DeskList.QUEUE, 0)

    words = look.text("officer.empty.queue")
    qtbot.waitUntil(lambda: any(w.text() == words and w.isVisible() for w in labels(lists)))


def labels(lists: DeskLists) -> list[QLabel]:
    return list(lists.findChildren(QLabel))


def test_the_figures_always_add_up(lists: DeskLists, qtbot: QtBot, store: StoreThread) -> None:
    store.call(lambda s: register(s, 1))
    store.call(deliver_all)
    store.call(lambda s: [register(s, number) for number in (2, 3, 4)])
    store.call(lambda s: s.submissions.cancel(UUID(int=4, version=4), NOW, "rina"))
    store.call(lambda s: s.submissions.quarantine(begin(s), "sync.refused.envelope", NOW))
    lists.refresh()

    qtbot.waitUntil(lambda: lists.figures.figure("made") == "4")
    figures = {name: int(lists.figures.figure(name)) for name in ("made", "delivered", "queued")}
    assert figures == {"made": 4, "delivered": 1, "queued": 1}
    assert lists.figures.figure("quarantined") == "1"
    assert lists.figures.figure("cancelled") == "1"
    assert lists.figures.figure("expired") == "0"


def test_the_queue_says_when_and_why(
    lists: DeskLists, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    later = NOW + timedelta(minutes=5)
    store.call(lambda s: s.submissions.postpone(begin(s), later, "sync.unavailable.offline"))

    lines = see(lists, qtbot, DeskList.QUEUE, 2)

    form = next(line for line in lines if line[2] == look.text("officer.part.form"))
    photo = next(line for line in lines if line is not form)
    assert form[4:6] == ["1", "10.05"]
    assert form[6] == look.text("sync.unavailable.offline")
    assert photo[6] == look.text("officer.desk.waits_for_form")


def test_try_now_makes_the_part_due_and_wakes_the_sync(
    lists: DeskLists, qtbot: QtBot, store: StoreThread, line: Line
) -> None:
    store.call(lambda s: register(s, 1))
    later = NOW + timedelta(minutes=5)
    store.call(lambda s: s.submissions.postpone(begin(s), later, "sync.unavailable.offline"))
    see(lists, qtbot, DeskList.QUEUE, 2)
    form = next(n for n, row in enumerate(lists.table.rows) if is_form(row.item))
    lists.table.selectRow(form)

    click(lists, "desk_action_button")

    qtbot.waitUntil(lambda: line.wishes == 1)
    due = store.call(lambda s: s.submissions.next_due(NOW))
    assert due is not None
    assert due.attempts == 1


def is_form(item: object) -> bool:
    return isinstance(item, QueueRow) and item.part == "form"


def test_try_now_releases_what_was_held_back(
    lists: DeskLists, qtbot: QtBot, store: StoreThread, line: Line
) -> None:
    store.call(lambda s: register(s, 1))
    store.call(lambda s: s.submissions.quarantine(begin(s), "sync.refused.envelope", NOW))
    see(lists, qtbot, DeskList.QUEUE, 2)
    form = next(n for n, row in enumerate(lists.table.rows) if is_form(row.item))
    lists.table.selectRow(form)

    click(lists, "desk_action_button")

    qtbot.waitUntil(lambda: line.wishes == 1)
    assert {row.state for row in queue_of(store)} == {"queued"}


def test_what_waits_for_its_form_cannot_be_tried(
    lists: DeskLists, qtbot: QtBot, store: StoreThread
) -> None:
    store.call(lambda s: register(s, 1))
    see(lists, qtbot, DeskList.QUEUE, 2)
    photo = next(n for n, row in enumerate(lists.table.rows) if not is_form(row.item))
    lists.table.selectRow(photo)

    assert not lists.action_button.isVisible()


def test_says_which_photos_are_to_be_redone_and_how(
    lists: DeskLists, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    store.call(deliver_all)
    rejected = outcome(1, 1, CentreState.PHOTO_REJECTED, (Reason.SHADOW,))
    store.call(lambda s: s.submissions.apply_outcomes([rejected], 1, NOW))

    (line,) = see(lists, qtbot, DeskList.REDO, 1)

    assert line[3] == look.text("officer.state.photo_rejected")
    assert line[4] == look.text("reason.SHADOW.officer")


DRAFT = Draft(
    UUID(int=9, version=4),
    "7Q4M2XA9BC",
    step="phone",
    full_name="Siti Nurjanah",
    birth_date=date(1990, 1, 1),
)


def test_goes_on_with_an_unfinished_form(
    lists: DeskLists, qtbot: QtBot, store: StoreThread, rina: Officer
) -> None:
    store.call(lambda s: s.drafts.save(DRAFT, NOW))
    (line,) = see(lists, qtbot, DeskList.DRAFTS, 1)
    assert "Nurjanah" not in " ".join(line)

    with qtbot.waitSignal(lists.resume_requested) as resumed:
        click(lists, "desk_action_button")

    assert resumed.args == [DRAFT.but(assisted_by=rina.id)]


def test_opens_no_form_once_the_officer_has_left(
    lists: DeskLists, qtbot: QtBot, store: StoreThread, rina: Officer
) -> None:
    store.call(lambda s: s.drafts.save(DRAFT, NOW))
    see(lists, qtbot, DeskList.DRAFTS, 1)
    has_left = Event()
    store.submit(lambda _: has_left.wait())

    with qtbot.assertNotEmitted(lists.resume_requested):
        click(lists, "desk_action_button")
        lists.leave()
        has_left.set()
        store.call(lambda _: None)  # by now the form has been read
        QApplication.processEvents()

    another = DRAFT.but(draft_id=UUID(int=8, version=4), ticket="7Q4M2XA9BD")
    store.call(lambda s: s.drafts.save(another, NOW))
    lists.enter(rina)
    see(lists, qtbot, DeskList.DRAFTS, 2)


def test_speaks_another_language_at_once(
    lists: DeskLists, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    see(lists, qtbot, DeskList.TODAY, 1)

    look.speak("en")

    assert lists.table.rows[0].cells[3].text == look.text("officer.state.queued")
