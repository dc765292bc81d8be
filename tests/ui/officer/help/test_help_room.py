"""The help: its contents, its pages, and the "?" beside every problem."""

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.domain.readiness import Finding, Sign
from kiosk.store.officers import Officer
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.area import OfficerArea
from kiosk.ui.officer.desk_page import DeskPage
from kiosk.ui.officer.help.help_index import HelpIndex
from kiosk.ui.officer.help.help_room import HelpRoom
from kiosk.ui.officer.lists.queue_room import QueueRoom
from kiosk.ui.officer.room import RoomName
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind, Notice
from kiosk.ui.widgets.why_button import WhyButton
from tests.store.counter import NOW, begin, register
from tests.ui.touch import click, nameless, type_into


@pytest.fixture
def room(qtbot: QtBot, look: Look, services: Services, rina: Officer) -> HelpRoom:
    room = HelpRoom(look, services)
    qtbot.addWidget(room)
    room.resize(880, 430)
    room.show()
    room.enter(rina)
    return room


def listed(room: HelpRoom) -> list[str]:
    return [row.page.name for row in room.index.rows if row.isVisible()]


def test_a_topic_leads_to_its_problems_and_a_problem_to_its_page(
    room: HelpRoom, look: Look
) -> None:
    click(room, "topic_printer")
    assert listed(room) == ["printer_missing", "printer_stopped", "printer_silent", "printer_paper"]

    click(room, "help_printer_stopped")

    assert room.sheet.isVisible()
    assert room.sheet.title.text() == look.text("ready.printer.stopped")
    assert room.sheet.why.text() == look.text("help.printer_stopped.why")
    assert len(room.sheet.steps.sentences) == 3
    click(room, "help_back_button")
    focused = room.window().focusWidget()
    assert focused is not None
    assert focused.objectName() == "help_printer_stopped"
    click(room, "help_topics_button")
    assert listed(room) == []


def test_typed_words_find_a_page(room: HelpRoom) -> None:
    type_into(room, "help_field", "kertas habis")
    assert listed(room) == ["printer_stopped"]

    type_into(room, "help_field", " gajah")

    assert listed(room) == []
    assert room.index.notice.sentence == Sentence("help.nothing")


def test_leaving_forgets_what_was_typed(room: HelpRoom, rina: Officer) -> None:
    type_into(room, "help_field", "printer")
    room.leave()
    room.enter(rina)
    assert (room.index.field.text(), listed(room)) == ("", [])


def test_a_page_is_said_again_in_another_language(room: HelpRoom, look: Look) -> None:
    room.explain(Sign.DISK_LOW)
    assert room.sheet.title.text() == "Ruang simpan tinggal … GB"

    look.speak("en")

    assert room.sheet.title.text() == "Only … GB left on the disk"
    assert room.sheet.steps.sentences[0] == "Empty the computer's bin."


def test_everything_can_be_read_aloud(room: HelpRoom) -> None:
    click(room, "topic_photo")
    assert nameless(room) == []


def test_a_notice_in_a_room_leads_to_its_page_and_back(desk: DeskPage, look: Look) -> None:
    desk.open_room(RoomName.QUEUE)
    queue = cast("QueueRoom", desk.room)
    queue.notice.tell(Kind.WRONG, Sentence("store.disk_full"))

    QTest.mouseClick(queue.notice.why_button, Qt.MouseButton.LeftButton)

    assert desk.help.isVisible()
    assert desk.help.title.text() == look.text("ready.disk.full")
    click(desk, "desk_help_back_button")
    assert queue.isVisible()
    assert queue.notice.sentence == Sentence("store.disk_full")


def test_from_an_explained_problem_the_rest_of_the_help_is_near(desk: DeskPage) -> None:
    desk.explain("store.disk_full")
    click(desk, "desk_help_all_button")
    assert isinstance(desk.room, HelpRoom)
    assert desk.room.isVisible()


def test_a_held_part_says_why(desk: DeskPage, qtbot: QtBot, store: StoreThread) -> None:
    store.call(lambda s: register(s, 1))
    store.call(lambda s: s.submissions.quarantine(begin(s), "sync.refused.envelope", NOW))
    desk.open_room(RoomName.QUEUE)
    queue = cast("QueueRoom", desk.room)
    qtbot.waitUntil(queue.details.why_button.isVisible)

    QTest.mouseClick(queue.details.why_button, Qt.MouseButton.LeftButton)

    assert desk.help.page is not None
    assert desk.help.page.name == "held_refused"


def test_the_health_card_explains_what_it_found(
    qtbot: QtBot, look: Look, services: Services, rina: Officer
) -> None:
    area = OfficerArea(look, services)
    qtbot.addWidget(area)
    area.resize(1286, 560)
    area.show()
    row = area.opening.rows[Sign.PRINTER_MISSING.aspect]
    row.show_finding(Finding(Sign.PRINTER_MISSING))
    area.explain(Sign.PRINTER_MISSING)
    assert area.help.isVisible()
    assert not row.why_button.isHidden()

    click(area, "day_help_back_button")

    assert area.is_locked


def test_residents_are_offered_no_explanation(qtbot: QtBot, look: Look) -> None:
    notice = Notice(look)
    qtbot.addWidget(notice)
    notice.tell(Kind.WRONG, Sentence("store.disk_full"))
    assert notice.findChildren(WhyButton) == [notice.why_button]
    assert notice.why_button.isHidden()


def test_without_rules_of_the_centre_nobody_practises(room: HelpRoom, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(room.practice_requested):
        click(room, "practice_button")
    assert room.index.notice.sentence == Sentence("sync.not_ready")


def test_the_help_needs_no_line() -> None:
    source = Path(HelpIndex.__module__.replace(".", "/")).parent
    modules = [path.read_text("utf-8") for path in source.glob("*.py")]
    assert modules
    assert not [text for text in modules if "http" in text or "QDesktopServices" in text]
