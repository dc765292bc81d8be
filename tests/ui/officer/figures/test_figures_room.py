"""The room of figures, with a real store and folders in place of sticks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.config import Paper, PrinterSettings
from kiosk.domain.period import Span, period_of
from kiosk.domain.reason import Reason
from kiosk.store.officers import Officer
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.figures.errands import HANDOVER_TAKEN, RECAP_TAKEN
from kiosk.ui.officer.figures.figures_room import READ_AGAIN, FiguresRoom
from kiosk.ui.officer.figures.places import Place, PlaceKind
from kiosk.ui.officer.figures.saving import FOLDER
from kiosk.ui.services import Services
from tests.store.counter import NOW, deliver_all, raw, register, submission_id
from tests.ui.officer.conftest import Clock
from tests.ui.touch import click, find, has, nameless

TERMS = ("delivered", "queued", "quarantined", "cancelled", "expired")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def room(qtbot: QtBot, look: Look, services: Services, stick: Path) -> Iterator[FiguresRoom]:
    place = Place(PlaceKind.REMOVABLE, "KINGSTON", stick, 3_200_000_000)
    room = FiguresRoom(look, services, find_places=lambda: (place,))
    qtbot.addWidget(room)
    look.dress(room)
    room.resize(1150, 560)
    room.show()
    yield room
    room.leave()


def sees(room: FiguresRoom, qtbot: QtBot, made: int) -> None:
    qtbot.waitUntil(lambda: room.view.sum.figure("made") == str(made))


def terms(room: FiguresRoom) -> list[int]:
    return [int(room.view.sum.figure(name)) for name in TERMS]


def test_the_day_is_a_sum(room: FiguresRoom, qtbot: QtBot, officer: Officer) -> None:
    room.enter(officer)
    sees(room, qtbot, 33)
    assert sum(terms(room)) == 33
    assert min(terms(room)[:4]) > 0
    assert not room.view.sum.shows("missing")
    assert not room.view.mismatch.isVisible()
    assert room.view.period.text() == "Hari ini"


def test_the_month_and_everything_are_sums_too(
    room: FiguresRoom, qtbot: QtBot, officer: Officer
) -> None:
    room.enter(officer)
    click(room, "span_month")
    sees(room, qtbot, 80)
    assert room.view.period.text() == "Maret 2026"
    assert sum(terms(room)) == 80
    click(room, "span_all")
    sees(room, qtbot, 81)
    assert sum(terms(room)) == 81
    assert not room.view.earlier_button.isEnabled()


def test_the_day_before_is_one_touch_away_and_so_is_the_way_back(
    room: FiguresRoom, qtbot: QtBot, officer: Officer
) -> None:
    room.enter(officer)
    sees(room, qtbot, 33)
    assert not room.view.later_button.isEnabled()
    click(room, "earlier_button")
    sees(room, qtbot, 1)
    assert room.view.period.text() == "1 Maret 2026"
    click(room, "later_button")
    sees(room, qtbot, 33)


def test_what_got_lost_is_said_and_the_sum_still_adds_up(
    room: FiguresRoom, qtbot: QtBot, store: StoreThread, rina: Officer
) -> None:
    store.call(lambda s: [register(s, number) for number in (1, 2, 3)])
    store.call(deliver_all)
    lost = (str(submission_id(1)),)
    store.call(lambda s: raw(s).run("DELETE FROM submission WHERE id = ?", lost))
    room.enter(rina)

    sees(room, qtbot, 3)
    assert room.view.sum.shows("missing")
    assert sum(terms(room)) + int(room.view.sum.figure("missing")) == 3
    assert room.view.mismatch.isVisible()
    assert "1 hilang" in room.view.mismatch.title.text()


def test_a_row_without_a_line_in_the_journal_is_said_too(
    room: FiguresRoom, qtbot: QtBot, store: StoreThread, rina: Officer
) -> None:
    store.call(lambda s: register(s, 1))
    store.call(lambda s: raw(s).run("DELETE FROM journal WHERE event = 'submission.queued'"))
    room.enter(rina)

    sees(room, qtbot, 1)
    assert "1 tanpa catatan" in room.view.mismatch.title.text()


def test_charts_have_the_numbers_that_the_store_has(
    room: FiguresRoom, qtbot: QtBot, officer: Officer, store: StoreThread
) -> None:
    room.enter(officer)
    sees(room, qtbot, 33)
    figures = store.call(lambda s: s.figures.read(period_of(Span.DAY, NOW)))
    officers = {bar.label: bar.number for bar in room.view.cards["officers"].bars}
    assert officers == {name or "Warga sendiri": count for name, count in figures.officers}
    assert sum(bar.number for bar in room.view.cards["over_time"].bars) == 33
    states = room.view.cards["states"]
    assert sum(bar.number for bar in states.bars) == figures.balance.delivered
    assert "Ada bayangan di wajah" in room.view.cards["causes"].chart.accessibleDescription()


def test_the_same_numbers_stand_in_tables(
    room: FiguresRoom, qtbot: QtBot, officer: Officer
) -> None:
    room.enter(officer)
    sees(room, qtbot, 33)
    click(room, "figures_table_button")
    for card in room.view.cards.values():
        assert card.table.isVisible()
        assert not card.chart.isVisible()
        cells = [(row.cells[0].text, int(row.cells[1].text)) for row in card.table.rows]
        assert cells == [(bar.label, bar.number) for bar in card.bars]
    click(room, "figures_table_button")
    assert room.view.cards["officers"].chart.isVisible()


def test_advice_counts_people_and_says_what_to_do(
    room: FiguresRoom, qtbot: QtBot, officer: Officer, look: Look
) -> None:
    room.enter(officer)
    sees(room, qtbot, 33)
    card = room.view.advice
    assert card.isVisible()
    assert card.advice is not None
    assert card.advice.reason is Reason.SHADOW
    assert card.advice.photographed == 31
    assert f"{card.advice.people} dari 31 orang" in card.title.text()
    assert card.action.text() == look.text("reason.SHADOW.officer")
    look.speak("en")
    assert f"{card.advice.people} of 31 people" in card.title.text()


def test_an_empty_day_is_told_in_words(room: FiguresRoom, qtbot: QtBot, rina: Officer) -> None:
    room.enter(rina)
    sees(room, qtbot, 0)
    assert all(card.empty.isVisible() for card in room.view.cards.values())
    assert not room.view.advice.isVisible()
    assert room.view.words.text() == ""


def test_today_is_read_again_and_yesterday_is_not(
    room: FiguresRoom, qtbot: QtBot, rina: Officer, store: StoreThread, clock: Clock
) -> None:
    room.enter(rina)
    sees(room, qtbot, 0)
    store.call(lambda s: register(s, 1))
    room.refresh()
    clock.pass_by(READ_AGAIN)
    room.refresh()
    sees(room, qtbot, 1)
    click(room, "earlier_button")
    sees(room, qtbot, 0)
    store.call(lambda s: register(s, 2, NOW - timedelta(days=1)))
    clock.pass_by(READ_AGAIN)
    room.refresh()
    store.call(lambda _: None)
    QApplication.processEvents()
    assert room.view.sum.figure("made") == "0"
    click(room, "span_month")
    sees(room, qtbot, 2)


def save(room: FiguresRoom, qtbot: QtBot, button: str) -> None:
    click(room, button)
    qtbot.waitUntil(lambda: has(room, "place_0") and find(room, QWidget, "place_0").isVisible())
    click(room, "place_0")
    qtbot.waitUntil(room.view.notice.isVisible)


def test_the_recap_is_saved_masked_on_the_stick_and_noted(
    room: FiguresRoom, qtbot: QtBot, officer: Officer, stick: Path, store: StoreThread
) -> None:
    room.enter(officer)
    click(room, "span_month")
    sees(room, qtbot, 80)
    save(room, qtbot, "recap_button")

    files = sorted(path.name for path in (stick / FOLDER).iterdir())
    assert files == ["loket-rekap-2026-03.csv", "loket-rekap-2026-03.xlsx"]
    text = (stick / FOLDER / files[0]).read_text("utf-8-sig")
    assert "dibuat;80" in text
    assert "SITI" not in text
    entry = store.call(lambda s: s.journal.entries(newest=1))[0]
    assert (entry.event, entry.actor, entry.subject) == (RECAP_TAKEN, officer.id, "2026-03")
    assert "KINGSTON" in room.view.notice.title.text()


def test_the_handover_is_saved_as_a_pdf_and_noted(
    room: FiguresRoom, qtbot: QtBot, officer: Officer, stick: Path, store: StoreThread
) -> None:
    room.enter(officer)
    sees(room, qtbot, 33)
    save(room, qtbot, "handover_button")

    (file,) = (stick / FOLDER).iterdir()
    assert file.name == "loket-serah-terima-2026-03-02-1000.pdf"
    assert file.read_bytes().startswith(b"%PDF")
    entry = store.call(lambda s: s.journal.entries(newest=1))[0]
    assert (entry.event, entry.actor) == (HANDOVER_TAKEN, officer.id)


def test_where_nothing_waits_nothing_is_handed_over(
    room: FiguresRoom, qtbot: QtBot, rina: Officer
) -> None:
    room.enter(rina)
    sees(room, qtbot, 0)
    click(room, "handover_button")
    qtbot.waitUntil(room.view.notice.isVisible)
    assert room.view.isVisible()


def test_a_stick_that_was_pulled_out_is_said(
    room: FiguresRoom, qtbot: QtBot, rina: Officer, stick: Path
) -> None:
    room.enter(rina)
    sees(room, qtbot, 0)
    stick.rmdir()
    save(room, qtbot, "recap_button")
    assert room.view.notice.sentence is not None
    assert room.view.notice.sentence.key == "figures.saving.gone"


def test_a_roll_is_too_narrow_for_the_record(
    qtbot: QtBot, look: Look, services: Services, officer: Officer
) -> None:
    roll = replace(services, printer=PrinterSettings("none", Paper.RECEIPT80))
    room = FiguresRoom(look, roll, find_places=lambda: ())
    qtbot.addWidget(room)
    room.show()
    room.enter(officer)
    sees(room, qtbot, 33)
    click(room, "handover_button")
    qtbot.waitUntil(room.sheet.isVisible)
    click(room, "handover_print_button")
    qtbot.waitUntil(room.view.notice.isVisible)
    assert room.view.notice.sentence is not None
    assert room.view.notice.sentence.key == "print.wrong_paper"


def test_the_sheet_can_be_left(room: FiguresRoom, qtbot: QtBot, rina: Officer) -> None:
    room.enter(rina)
    click(room, "recap_button")
    assert room.sheet.isVisible()
    assert not room.sheet.print_button.isVisible()
    click(room, "save_back_button")
    assert room.view.isVisible()


def test_nothing_is_left_when_the_officer_leaves(
    room: FiguresRoom, qtbot: QtBot, officer: Officer
) -> None:
    room.enter(officer)
    sees(room, qtbot, 33)
    click(room, "handover_button")
    qtbot.waitUntil(room.sheet.isVisible)
    room.leave()
    assert room.view.isVisible()
    assert not any(card.bars for card in room.view.cards.values())
    assert not any(card.table.rows for card in room.view.cards.values())
    assert not room.view.advice.isVisible()
    assert room.view.period.text() == room.view.words.text() == ""
    assert not room.view.sum.shows("made")


def test_everything_has_a_name(room: FiguresRoom, qtbot: QtBot, officer: Officer) -> None:
    room.enter(officer)
    sees(room, qtbot, 33)
    assert not nameless(room)
    assert all(card.chart.accessibleName() for card in room.view.cards.values())
    assert all(card.table.accessibleName() for card in room.view.cards.values())


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_button_is_cut_off_on_a_small_screen(
    room: FiguresRoom, qtbot: QtBot, officer: Officer, look: Look, scale: float, language: str
) -> None:
    look.speak(language)
    look.show_text_at(scale)
    room.resize(806, 408)
    room.enter(officer)
    sees(room, qtbot, 33)
    buttons = (*room.view.span_buttons.values(), room.view.table_button, room.view.save_button)
    checked = (*buttons, room.view.handover_button, room.view.later_button)

    def all_fit() -> bool:
        rights = [button.mapTo(room, button.rect().topRight()).x() for button in checked]
        wide = [button.width() >= button.minimumSizeHint().width() for button in checked]
        return max(rights) <= room.width() and all(wide)

    qtbot.waitUntil(all_fit)
