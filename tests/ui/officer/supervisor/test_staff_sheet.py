"""Officers: who comes, who goes, and what the last supervisor cannot do."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.domain.pin import Pin, PinProblem
from kiosk.store.officers import Officer, Role
from kiosk.store.worker import StoreThread
from kiosk.ui.officer.supervisor.sheet import SupervisorSheet
from kiosk.ui.officer.supervisor.staff_forms import NewOfficerForm, PinSheet
from kiosk.ui.officer.supervisor.staff_sheet import StaffSheet
from kiosk.ui.officer.supervisor.supervisor_room import SupervisorRoom
from kiosk.ui.services import Services
from tests.store.counter import NOW
from tests.ui.officer.conftest import PIN
from tests.ui.officer.supervisor.conftest import lines
from tests.ui.touch import click


@pytest.fixture
def wahyu(store: StoreThread, rina: Officer) -> Officer:
    return store.call(lambda s: s.officers.add("Wahyu Hidayat", Pin(PIN), Role.OFFICER, NOW))


@pytest.fixture
def sheet(qtbot: QtBot, room: SupervisorRoom, wahyu: Officer) -> StaffSheet:
    room.open_sheet(StaffSheet)
    sheet = room.sheet
    assert isinstance(sheet, StaffSheet)
    qtbot.waitUntil(lambda: len(sheet.table.rows) == 2)
    return sheet


def choose(sheet: StaffSheet, name: str) -> None:
    names = [row.cells[0].text for row in sheet.table.rows]
    sheet.table.selectRow(names.index(name))


def told(sheet: SupervisorSheet) -> str | None:
    return None if sheet.notice.sentence is None else sheet.notice.sentence.key


def agreed_to(sheet: StaffSheet, act: str, name: str) -> None:
    choose(sheet, name)
    click(sheet, f"staff_{act}")
    click(sheet, "agree_button")


def test_somebody_new_gets_a_temporary_pin_that_is_shown_once(
    qtbot: QtBot, sheet: StaffSheet, room: SupervisorRoom, store: StoreThread, rina: Officer
) -> None:
    click(sheet, "add_officer_button")
    form = room.sheet
    assert isinstance(form, NewOfficerForm)
    QTest.keyClicks(form.field, "Dewi Lestari")
    click(form, "hire_save_button")
    qtbot.waitUntil(lambda: isinstance(room.sheet, PinSheet))
    shown = sheet.pin_sheet.pin.text()
    pin = Pin(shown.replace(" ", ""))
    dewi = next(o for o in store.call(lambda s: s.officers.list()) if o.name == "DEWI LESTARI")
    assert dewi.role is Role.OFFICER
    answer = store.call(lambda s: s.officers.verify(dewi.id, pin, NOW))
    assert answer is PinProblem.TEMPORARY
    assert ("officer.added", rina.id, dewi.id) in store.call(lines)
    click(sheet.pin_sheet, "temporary_pin_back_button")
    assert room.sheet is sheet
    assert sheet.pin_sheet.pin.text() == ""
    qtbot.waitUntil(lambda: len(sheet.table.rows) == 3)


def test_a_name_that_is_none_or_taken_is_asked_for_again(
    qtbot: QtBot, sheet: StaffSheet, room: SupervisorRoom
) -> None:
    click(sheet, "add_officer_button")
    form = sheet.form
    click(form, "hire_save_button")
    assert told(form) == "name.required"
    QTest.keyClicks(form.field, "wahyu hidayat")
    assert told(form) is None
    click(form, "hire_save_button")
    qtbot.waitUntil(lambda: told(form) == "officer.staff.name_taken")
    assert room.sheet is form


def test_a_name_is_mended(qtbot: QtBot, sheet: StaffSheet, store: StoreThread) -> None:
    choose(sheet, "Wahyu Hidayat")
    click(sheet, "staff_rename")
    assert sheet.name_form.field.text() == "Wahyu Hidayat"
    QTest.keyClicks(sheet.name_form.field, "ullah")
    click(sheet.name_form, "rename_save_button")
    qtbot.waitUntil(lambda: sheet.table.rows[1].cells[0].text == "WAHYU HIDAYATULLAH")


def test_a_forgotten_pin_is_replaced_only_after_a_second_touch(
    qtbot: QtBot, sheet: StaffSheet, room: SupervisorRoom, store: StoreThread, wahyu: Officer
) -> None:
    choose(sheet, "Wahyu Hidayat")
    click(sheet, "staff_reset")
    assert told(sheet) == "officer.staff.ask.reset"
    assert store.call(lambda s: s.officers.verify(wahyu.id, Pin(PIN), NOW)) == wahyu
    click(sheet, "agree_button")
    qtbot.waitUntil(lambda: room.sheet is sheet.pin_sheet)
    assert store.call(lambda s: s.officers.verify(wahyu.id, Pin(PIN), NOW)) is PinProblem.WRONG


def test_a_question_is_about_the_officer_it_was_asked_for(sheet: StaffSheet) -> None:
    choose(sheet, "Wahyu Hidayat")
    click(sheet, "staff_retire")
    choose(sheet, "Rina Wulandari")
    assert told(sheet) is None


@pytest.mark.parametrize("act", ["promote", "retire"])
def test_the_last_supervisor_stays(
    qtbot: QtBot, sheet: StaffSheet, store: StoreThread, rina: Officer, act: str
) -> None:
    agreed_to(sheet, act, "Rina Wulandari")
    qtbot.waitUntil(lambda: told(sheet) == "officer.staff.last_supervisor")
    assert rina in store.call(lambda s: s.officers.list())


def test_roles_are_given_and_taken(
    qtbot: QtBot, sheet: StaffSheet, store: StoreThread, wahyu: Officer
) -> None:
    for role in (Role.SUPERVISOR, Role.OFFICER):
        agreed_to(sheet, "promote", "Wahyu Hidayat")
        qtbot.waitUntil(lambda: told(sheet) == "officer.staff.role_given")
        qtbot.waitUntil(lambda role=role: role_of(store, wahyu) is role)  # type: ignore[misc]
        qtbot.waitUntil(lambda role=role: shown_role(sheet) is role)  # type: ignore[misc]


def role_of(store: StoreThread, officer: Officer) -> Role | None:
    found = store.call(lambda s: s.officers.find(officer.id))
    return None if found is None else found.role


def shown_role(sheet: StaffSheet) -> Role | None:
    choose(sheet, "Wahyu Hidayat")
    return None if sheet.chosen is None else sheet.chosen.officer.role


def test_who_is_let_go_is_not_listed_any_more(qtbot: QtBot, sheet: StaffSheet) -> None:
    agreed_to(sheet, "retire", "Wahyu Hidayat")
    qtbot.waitUntil(lambda: len(sheet.table.rows) == 1)
    assert told(sheet) == "officer.staff.retired"


def test_nothing_is_left_when_the_room_is_left(sheet: StaffSheet, room: SupervisorRoom) -> None:
    sheet.pin_sheet.pin.setText("482 913")
    room.leave()
    assert sheet.table.rows == ()
    assert room.sheet is None


def test_whoever_was_demoted_meanwhile_is_refused_by_the_store(
    qtbot: QtBot,
    sheet: StaffSheet,
    store: StoreThread,
    services: Services,
    rina: Officer,
    wahyu: Officer,
) -> None:
    def demote(by: str) -> Callable[..., object]:
        return lambda s: s.supervision.give_role(by, rina.id, Role.OFFICER, NOW)

    store.call(lambda s: s.supervision.give_role(rina.id, wahyu.id, Role.SUPERVISOR, NOW))
    store.call(demote(wahyu.id))
    agreed_to(sheet, "retire", "Wahyu Hidayat")
    qtbot.waitUntil(lambda: told(sheet) == "store.not_allowed")
    assert wahyu.id in {each.id for each in store.call(lambda s: s.officers.list())}


def test_whoever_thinks_better_of_it_lets_nobody_go(sheet: StaffSheet, store: StoreThread) -> None:
    before = store.call(lambda s: s.officers.list())
    click(sheet, "staff_retire")
    assert sheet.notice.decline_button.hasFocus()

    click(sheet, "decline_button")

    assert not sheet.notice.isVisible()
    assert store.call(lambda s: s.officers.list()) == before
