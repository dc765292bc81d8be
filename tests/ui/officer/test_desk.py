"""The officer's desk."""

from datetime import date, timedelta
from threading import Event
from uuid import UUID

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from kiosk.domain.draft import Draft
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.store.officers import Officer
from kiosk.store.records import QueueRow
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.desk_page import DeskPage
from kiosk.ui.officer.desk_rows import DeskList
from kiosk.ui.services import Services
from tests.store.counter import NOW, begin, deliver_all, outcome, register
from tests.ui.officer.conftest import Clock, Line
from tests.ui.touch import click, find


def see(desk: DeskPage, qtbot: QtBot, kind: DeskList, lines: int) -> list[list[str]]:
    """Open a list and wait until it has so many lines; their words."""
    click(desk, f"list_{kind}")
    desk.refresh()
    qtbot.waitUntil(lambda: len(desk.table.rows) == lines)
    return [[cell.text for cell in row.cells] for row in desk.table.rows]


def queue_of(store: StoreThread) -> list[QueueRow]:
    return store.call(lambda s: s.submissions.queue_rows())


def test_lists_what_was_made_today(
    desk: DeskPage, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))

    (line,) = see(desk, qtbot, DeskList.TODAY, 1)

    assert line[0].startswith("LKT-")
    assert line[1:4] == ["Siti N…ah", "10.00", look.text("officer.state.queued")]


def test_an_empty_list_says_so(desk: DeskPage, qtbot: QtBot, look: Look) -> None:
    see(desk, qtbot, DeskList.QUEUE, 0)

    words = look.text("officer.empty.queue")
    qtbot.waitUntil(lambda: any(w.text() == words and w.isVisible() for w in labels(desk)))


def labels(desk: DeskPage) -> list[QLabel]:
    return list(desk.findChildren(QLabel))


def test_the_figures_always_add_up(desk: DeskPage, qtbot: QtBot, store: StoreThread) -> None:
    store.call(lambda s: register(s, 1))
    store.call(deliver_all)
    store.call(lambda s: [register(s, number) for number in (2, 3, 4)])
    store.call(lambda s: s.submissions.cancel(UUID(int=4, version=4), NOW, "rina"))
    store.call(lambda s: s.submissions.quarantine(begin(s), "sync.refused.envelope", NOW))
    desk.refresh()

    qtbot.waitUntil(lambda: desk.figures.figure("made") == "4")
    figures = {name: int(desk.figures.figure(name)) for name in ("made", "delivered", "queued")}
    assert figures == {"made": 4, "delivered": 1, "queued": 1}
    assert desk.figures.figure("quarantined") == "1"
    assert desk.figures.figure("cancelled") == "1"
    assert desk.figures.figure("expired") == "0"


def test_the_queue_says_when_and_why(
    desk: DeskPage, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    later = NOW + timedelta(minutes=5)
    store.call(lambda s: s.submissions.postpone(begin(s), later, "sync.unavailable.offline"))

    lines = see(desk, qtbot, DeskList.QUEUE, 2)

    form = next(line for line in lines if line[2] == look.text("officer.part.form"))
    photo = next(line for line in lines if line is not form)
    assert form[4:6] == ["1", "10.05"]
    assert form[6] == look.text("sync.unavailable.offline")
    assert photo[6] == look.text("officer.desk.waits_for_form")


def test_try_now_makes_the_part_due_and_wakes_the_sync(
    desk: DeskPage, qtbot: QtBot, store: StoreThread, line: Line
) -> None:
    store.call(lambda s: register(s, 1))
    later = NOW + timedelta(minutes=5)
    store.call(lambda s: s.submissions.postpone(begin(s), later, "sync.unavailable.offline"))
    see(desk, qtbot, DeskList.QUEUE, 2)
    form = next(n for n, row in enumerate(desk.table.rows) if is_form(row.item))
    desk.table.selectRow(form)

    click(desk, "desk_action_button")

    qtbot.waitUntil(lambda: line.wishes == 1)
    due = store.call(lambda s: s.submissions.next_due(NOW))
    assert due is not None
    assert due.attempts == 1


def is_form(item: object) -> bool:
    return isinstance(item, QueueRow) and item.part == "form"


def test_try_now_releases_what_was_held_back(
    desk: DeskPage, qtbot: QtBot, store: StoreThread, line: Line
) -> None:
    store.call(lambda s: register(s, 1))
    store.call(lambda s: s.submissions.quarantine(begin(s), "sync.refused.envelope", NOW))
    see(desk, qtbot, DeskList.QUEUE, 2)
    form = next(n for n, row in enumerate(desk.table.rows) if is_form(row.item))
    desk.table.selectRow(form)

    click(desk, "desk_action_button")

    qtbot.waitUntil(lambda: line.wishes == 1)
    assert {row.state for row in queue_of(store)} == {"queued"}


def test_what_waits_for_its_form_cannot_be_tried(
    desk: DeskPage, qtbot: QtBot, store: StoreThread
) -> None:
    store.call(lambda s: register(s, 1))
    see(desk, qtbot, DeskList.QUEUE, 2)
    photo = next(n for n, row in enumerate(desk.table.rows) if not is_form(row.item))
    desk.table.selectRow(photo)

    assert not desk.action_button.isVisible()


def test_says_which_photos_are_to_be_redone_and_how(
    desk: DeskPage, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    store.call(deliver_all)
    rejected = outcome(1, 1, CentreState.PHOTO_REJECTED, (Reason.SHADOW,))
    store.call(lambda s: s.submissions.apply_outcomes([rejected], 1, NOW))

    (line,) = see(desk, qtbot, DeskList.REDO, 1)

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
    desk: DeskPage, qtbot: QtBot, store: StoreThread, rina: Officer
) -> None:
    store.call(lambda s: s.drafts.save(DRAFT, NOW))
    (line,) = see(desk, qtbot, DeskList.DRAFTS, 1)
    assert "Nurjanah" not in " ".join(line)

    with qtbot.waitSignal(desk.resume_requested) as resumed:
        click(desk, "desk_action_button")

    assert resumed.args == [DRAFT.but(assisted_by=rina.id)]


def test_opens_no_form_once_the_officer_has_left(
    desk: DeskPage, qtbot: QtBot, store: StoreThread
) -> None:
    store.call(lambda s: s.drafts.save(DRAFT, NOW))
    see(desk, qtbot, DeskList.DRAFTS, 1)
    has_left = Event()
    store.submit(lambda _: has_left.wait())

    with qtbot.assertNotEmitted(desk.resume_requested):
        click(desk, "desk_action_button")
        desk.hide()
        has_left.set()
        store.call(lambda _: None)  # by now the form has been read
        QApplication.processEvents()

    another = DRAFT.but(draft_id=UUID(int=8, version=4), ticket="7Q4M2XA9BD")
    store.call(lambda s: s.drafts.save(another, NOW))
    desk.show()
    see(desk, qtbot, DeskList.DRAFTS, 2)


def test_helps_somebody_with_a_new_form(desk: DeskPage, qtbot: QtBot, rina: Officer) -> None:
    with qtbot.waitSignal(desk.assist_requested) as asked:
        click(desk, "assist_button")

    assert asked.args == [rina.id]


def test_says_how_it_stands_with_the_centre(
    desk: DeskPage, qtbot: QtBot, line: Line, clock: Clock, look: Look
) -> None:
    line.say(reachable=True, last_sync_at=NOW)
    desk.refresh()
    assert shown(desk, "sync_chip") == look.text("officer.sync.online", time="10.00")
    assert not shown(desk, "clock_chip")

    line.say(reachable=False, last_error="sync.unavailable.certificate", clock_skew_seconds=-300.0)
    clock.pass_by(timedelta(hours=1))
    desk.refresh()

    assert shown(desk, "sync_chip") == look.text("officer.sync.offline", time="10.00")
    assert shown(desk, "fault_chip") == look.text("sync.unavailable.certificate")
    assert shown(desk, "clock_chip") == look.text("officer.warning.clock", minutes=5)
    qtbot.waitUntil(lambda: bool(shown(desk, "key_chip")))  # this store's key is a file


def shown(desk: DeskPage, name: str) -> str:
    chip = find(desk, QAbstractButton, name)
    return chip.text() if chip.isVisible() else ""


@pytest.mark.parametrize(
    ("chip", "key"),
    [
        ("sync_chip", "sync.unavailable.certificate"),
        ("fault_chip", "sync.unavailable.certificate"),
        ("clock_chip", "officer.warning.clock"),
        ("key_chip", "store.key_file"),
    ],
)
def test_a_touched_chip_says_what_it_means_and_what_to_do(
    desk: DeskPage, qtbot: QtBot, line: Line, look: Look, chip: str, key: str
) -> None:
    line.say(reachable=False, last_error="sync.unavailable.certificate", clock_skew_seconds=-300.0)
    desk.refresh()
    qtbot.waitUntil(lambda: bool(shown(desk, "key_chip")))

    click(desk, chip)
    assert {look.text(key, minutes=5), look.text(f"{key}_do")} <= words(desk)

    click(desk, chip)
    assert look.text(f"{key}_do") not in words(desk)


def words(desk: DeskPage) -> set[str]:
    """What can be read beside the buttons."""
    return {label.text() for label in labels(desk) if label.isVisible()}


@pytest.mark.parametrize("reachable", [None, True])
def test_the_sync_chip_explains_good_news_too(
    desk: DeskPage,
    line: Line,
    look: Look,
    reachable: bool | None,
) -> None:
    line.say(reachable=reachable, last_sync_at=NOW)
    desk.refresh()
    click(desk, "sync_chip")

    key = "officer.sync.about_online" if reachable else "officer.sync.about_unknown"
    assert look.text(key, time="10.00") in words(desk)


def test_what_is_over_is_not_explained_any_more(desk: DeskPage, line: Line, look: Look) -> None:
    line.say(clock_skew_seconds=-300.0)
    desk.refresh()
    click(desk, "clock_chip")
    line.say(clock_skew_seconds=0.0)
    desk.refresh()

    assert look.text("officer.warning.clock_do") not in words(desk)


def test_reading_the_store_again_leaves_an_explanation_open(
    desk: DeskPage, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    qtbot.waitUntil(lambda: bool(shown(desk, "key_chip")))
    click(desk, "key_chip")
    store.call(lambda s: register(s, 1))
    see(desk, qtbot, DeskList.TODAY, 1)

    assert look.text("store.key_file") in words(desk)


@pytest.mark.parametrize("text_scale", [1.0, 1.5, 2.0])
def test_big_text_hides_neither_the_officer_nor_the_line(
    qtbot: QtBot, look: Look, services: Services, rina: Officer, line: Line, text_scale: float
) -> None:
    window, desk = MainWindow(look), DeskPage(look, services)
    qtbot.addWidget(window)
    window.show_page(desk)
    window.resize(1366, 768)
    look.show_text_at(text_scale)
    desk.welcome(rina)
    window.show()
    line.say(reachable=False, last_sync_at=NOW, last_error="sync.unavailable.offline")
    desk.refresh()
    qtbot.waitUntil(lambda: bool(shown(desk, "key_chip")))

    chip = find(desk, QAbstractButton, "sync_chip")
    qtbot.waitUntil(lambda: chip.width() >= chip.sizeHint().width())
    qtbot.waitUntil(lambda: rina.name in words(desk))


def test_speaks_another_language_at_once(
    desk: DeskPage, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    see(desk, qtbot, DeskList.TODAY, 1)

    look.speak("en")

    assert desk.table.rows[0].cells[3].text == look.text("officer.state.queued")
