"""Tiles, the sheets behind them, and what each of them shows."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.domain.decision import CancelReason, ReleaseReason
from kiosk.domain.pin import Pin
from kiosk.store.day import DayEvent
from kiosk.store.errors import DiskFullError
from kiosk.store.journal import Event
from kiosk.store.officers import Officer, Role
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.figures.errands import HANDOVER_TAKEN, RECAP_TAKEN
from kiosk.ui.officer.figures.places import Place, PlaceKind
from kiosk.ui.officer.room import RoomName
from kiosk.ui.officer.supervisor.held_sheet import HeldSheet
from kiosk.ui.officer.supervisor.journal_sheet import JournalSheet
from kiosk.ui.officer.supervisor.look_sheet import LookSheet
from kiosk.ui.officer.supervisor.office_sheet import OfficeSheet
from kiosk.ui.officer.supervisor.printer_sheet import PrinterSheet
from kiosk.ui.officer.supervisor.retention_sheet import RetentionSheet
from kiosk.ui.officer.supervisor.sheet import SupervisorSheet
from kiosk.ui.officer.supervisor.supervisor_room import SHEETS, SupervisorRoom
from kiosk.ui.services import Services
from kiosk.ui.text import Texts
from kiosk.ui.theme import HIGH_CONTRAST, LIGHT
from tests.store.counter import NOW, begin, raw, register
from tests.store.test_recovery import DEVICE, be_enrolled
from tests.ui.officer.conftest import OFFICE, PIN, Clock, Line
from tests.ui.officer.supervisor.conftest import lines
from tests.ui.resident.test_full_disk import full_disk
from tests.ui.touch import click


def told(sheet: SupervisorSheet) -> str | None:
    return None if sheet.notice.sentence is None else sheet.notice.sentence.key


def opened(room: SupervisorRoom, kind: type[SupervisorSheet]) -> SupervisorSheet:
    click(room, f"sheet_{kind.name}")
    assert room.sheet is not None
    return room.sheet


@pytest.mark.parametrize("kind", SHEETS)
def test_each_tile_opens_its_sheet_by_keyboard_and_back_leads_to_the_tile(
    qtbot: QtBot, room: SupervisorRoom, kind: type[SupervisorSheet]
) -> None:
    tile = room.tiles.tiles[kind]
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_Space)
    assert [type(sheet) for sheet in room.path] == [kind]
    click(room, f"{kind.name}_back_button")
    assert room.path == ()
    assert room.focusWidget() is tile


def test_an_officer_who_is_no_supervisor_opens_nothing(
    room: SupervisorRoom, store: StoreThread
) -> None:
    wahyu = store.call(lambda s: s.officers.add("Wahyu", Pin(PIN), Role.OFFICER, NOW))
    room.leave()
    room.enter(wahyu)
    room.open_sheet(JournalSheet)
    assert room.sheet is None
    assert not room.tiles.isEnabled()


# --- what is held back ---------------------------------------------------------------------------


@pytest.fixture
def held(qtbot: QtBot, room: SupervisorRoom, store: StoreThread) -> HeldSheet:
    """Two of three parts are held back for one reason, one for another."""

    def hold(number: int, reason: str) -> None:
        store.call(lambda s: register(s, number))
        item = store.call(begin)
        store.call(lambda s: s.submissions.quarantine(item, reason, NOW))

    hold(1, "sync.refused.too_large")
    hold(2, "sync.refused.too_large")
    hold(3, "sync.refused.other")
    sheet = opened(room, HeldSheet)
    assert isinstance(sheet, HeldSheet)
    qtbot.waitUntil(lambda: len(sheet.table.rows) == 2)
    return sheet


def test_what_is_held_back_is_counted_by_reason(held: HeldSheet) -> None:
    assert [row.cells[0].text for row in held.table.rows] == ["2", "1"]
    assert held.reason == "sync.refused.too_large"


def test_on_a_low_screen_the_list_goes_only_while_a_question_is_asked(held: HeldSheet) -> None:
    held.resize(760, 200)
    assert held.table.isVisible()
    click(held, "release_all_button")
    assert not held.table.isVisible()
    click(held, "decline_button")
    assert held.table.isVisible()


def test_all_of_one_reason_are_sent_again_by_two_touches(
    qtbot: QtBot, held: HeldSheet, store: StoreThread, line: Line, rina: Officer
) -> None:
    click(held, "release_all_button")
    assert told(held) == "officer.held.ask"
    assert line.wishes == 0
    click(held, "agree_button")
    qtbot.waitUntil(lambda: len(held.table.rows) == 1)
    assert line.wishes == 1
    released = [entry for entry in store.call(lines) if entry[0] == "part.released"]
    assert [actor for _, actor, _ in released] == [rina.id] * 2


def test_only_what_was_asked_about_is_sent_again(
    qtbot: QtBot, held: HeldSheet, store: StoreThread
) -> None:
    click(held, "release_all_button")
    held.table.selectRow(1)

    assert told(held) is None
    click(held, "release_all_button")
    click(held, "agree_button")
    qtbot.waitUntil(lambda: len(held.table.rows) == 1)
    assert held.reason == "sync.refused.too_large"


def test_one_of_them_is_looked_at_in_the_queue(
    qtbot: QtBot, held: HeldSheet, room: SupervisorRoom
) -> None:
    with qtbot.waitSignal(room.room_requested) as asked:
        click(held, "open_queue_button")
    assert asked.args == [RoomName.QUEUE]


# --- the journal ---------------------------------------------------------------------------------


@pytest.fixture
def journal(qtbot: QtBot, room: SupervisorRoom, store: StoreThread, rina: Officer) -> JournalSheet:
    store.call(lambda s: register(s, 1))
    store.call(lambda s: s.officers.verify(rina.id, Pin(PIN), NOW))
    sheet = opened(room, JournalSheet)
    assert isinstance(sheet, JournalSheet)
    qtbot.waitUntil(lambda: len(sheet.table.rows) == 3)
    return sheet


def test_the_journal_names_officers_and_shows_the_newest_first(journal: JournalSheet) -> None:
    newest = [cell.text for cell in journal.table.rows[0].cells]
    assert newest[2:4] == ["Petugas masuk", "Rina Wulandari"]
    assert [row.cells[0].text for row in journal.table.rows] == ["3", "2", "1"]


def test_the_journal_is_narrowed_down(qtbot: QtBot, journal: JournalSheet) -> None:
    click(journal, "journal_sending")
    qtbot.waitUntil(lambda: [r.cells[0].text for r in journal.table.rows] == ["2"])


def test_a_whole_journal_and_a_changed_one_are_told_apart(
    qtbot: QtBot, journal: JournalSheet, store: StoreThread
) -> None:
    click(journal, "verify_journal_button")
    qtbot.waitUntil(lambda: told(journal) == "officer.journal.whole")
    assert journal.notice.sentence is not None
    assert journal.notice.sentence.values == {"count": 3}
    store.call(lambda s: raw(s).run("UPDATE journal SET actor = 'nobody' WHERE seq = 2"))
    click(journal, "verify_journal_button")
    qtbot.waitUntil(lambda: told(journal) == "officer.journal.broken")
    assert journal.notice.sentence.values == {"number": 2}


def test_the_journal_is_saved_with_who_saved_it(
    qtbot: QtBot, journal: JournalSheet, store: StoreThread, rina: Officer, tmp_path: Path
) -> None:
    journal.places.find_places = lambda: (Place(PlaceKind.REMOVABLE, "STICK", tmp_path, 10**9),)
    click(journal, "save_journal_button")
    qtbot.waitUntil(lambda: any(button.isVisible() for button in journal.places.buttons))
    click(journal.places, "place_0")
    qtbot.waitUntil(lambda: told(journal.places) == "officer.place.saved")
    (file,) = (tmp_path / "Loket").glob("jurnal-*.csv")
    text = file.read_text("utf-8-sig")
    assert "Jurnal disimpan sebagai berkas;Rina Wulandari" in text
    assert store.call(lines)[-1] == ("journal.exported", rina.id, "")


# --- retention -----------------------------------------------------------------------------------


def test_a_place_can_be_tried_again_after_the_disk_was_full(
    qtbot: QtBot, journal: JournalSheet, tmp_path: Path
) -> None:
    journal.places.find_places = lambda: (Place(PlaceKind.REMOVABLE, "STICK", tmp_path, 10**9),)
    click(journal, "save_journal_button")
    qtbot.waitUntil(lambda: any(button.isVisible() for button in journal.places.buttons))
    with full_disk():
        click(journal.places, "place_0")
        qtbot.waitUntil(lambda: told(journal.places) == DiskFullError.key)

    click(journal.places, "place_0")
    qtbot.waitUntil(lambda: told(journal.places) == "officer.place.saved")


def test_what_is_kept_is_counted_and_what_is_due_deleted_by_the_centres_clock(
    qtbot: QtBot, room: SupervisorRoom, store: StoreThread, line: Line, clock: Clock, rina: Officer
) -> None:
    store.call(lambda s: register(s, 1))
    store.call(lambda s: s.submissions.cancel(register(s, 2), NOW, rina.id))
    clock.pass_by(timedelta(days=60))
    sheet = opened(room, RetentionSheet)
    click(sheet, "purge_button")
    assert told(sheet) == "officer.retention.clock"
    line.say(clock_skew_seconds=timedelta(days=45).total_seconds())
    click(sheet, "purge_button")
    click(sheet, "agree_button")
    qtbot.waitUntil(lambda: told(sheet) == "officer.retention.purged")
    assert store.call(lines)[-1] == ("retention.run", rina.id, "0 0 0")
    line.say(clock_skew_seconds=0.0)
    click(sheet, "purge_button")
    click(sheet, "agree_button")
    qtbot.waitUntil(lambda: store.call(lines)[-1][2] == "0 1 0")


# --- settings ------------------------------------------------------------------------------------


def test_language_text_contrast_and_sound_take_effect_at_once_and_stay(
    qtbot: QtBot, room: SupervisorRoom, store: StoreThread, look: Look, rina: Officer
) -> None:
    sheet = opened(room, LookSheet)
    assert isinstance(sheet, LookSheet)
    qtbot.waitUntil(lambda: sheet.desk is not None)
    for name in ("set_language_en", "set_text_1.5", "set_theme_contrast"):
        click(sheet, name)
        qtbot.waitUntil(lambda: store.call(lambda s: s.settings.desk()) == sheet.desk)
    assert (look.language, look.text_scale, look.theme) == ("en", 1.5, HIGH_CONTRAST)
    click(sheet, "set_cues_off")
    qtbot.waitUntil(lambda: not look.voice.settings.cues)
    assert look.voice.settings.voice
    look.toggle_contrast()
    look.show_text_at(1.0)
    look.reset()
    assert (look.language, look.text_scale, look.theme) == ("en", 1.5, HIGH_CONTRAST)
    assert ("settings.changed", rina.id, "look") in store.call(lines)


def test_nothing_is_changed_before_what_is_set_was_read(
    room: SupervisorRoom, store: StoreThread, look: Look
) -> None:
    sheet = opened(room, LookSheet)
    click(sheet, "set_theme_contrast")
    assert look.theme is LIGHT


def test_printer_and_paper_are_used_at_once(
    qtbot: QtBot, room: SupervisorRoom, store: StoreThread, services: Services
) -> None:
    sheet = opened(room, PrinterSheet)
    assert isinstance(sheet, PrinterSheet)
    qtbot.waitUntil(lambda: sheet.desk is not None and sheet.printers is not None)
    click(sheet, "paper_receipt80")
    qtbot.waitUntil(lambda: services.printer.paper == "receipt80")
    assert services.printer.name == "a printer that nobody has"
    click(sheet, "test_print_button")
    qtbot.waitUntil(lambda: told(sheet) == "print.no_printer")
    assert store.call(lambda s: s.settings.desk()).paper == "receipt80"


def test_the_office_is_shown_and_how_the_centre_knows_this_computer(
    qtbot: QtBot, room: SupervisorRoom, store: StoreThread
) -> None:
    store.call(be_enrolled)
    sheet = opened(room, OfficeSheet)
    assert isinstance(sheet, OfficeSheet)
    qtbot.waitUntil(lambda: sheet.facts["device"].text().replace("\u200b", "") == str(DEVICE))
    assert sheet.facts["name"].text() == OFFICE.name


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_event_has_its_words(language: str) -> None:
    texts = Texts(language)
    events = {*Event, *DayEvent, *ReleaseReason, *CancelReason, RECAP_TAKEN, HANDOVER_TAKEN}
    assert {event for event in events if f"officer.journal.event.{event}" not in texts} == set()
