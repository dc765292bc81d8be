"""A forgotten PIN: the temporary one, and the centre's code where no supervisor is left to ask."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.domain.pin import Pin, PinProblem
from kiosk.domain.recovery import RecoveryCode, recovery_code
from kiosk.store.officers import Officer, Role
from kiosk.store.recovery import OpenChallenge
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.gate import OfficerGate, called_gate
from kiosk.ui.officer.recovery_pages import RecoveryPages
from kiosk.ui.services import Services
from kiosk.ui.widgets.choice import Tile
from tests.store.counter import NOW
from tests.store.test_recovery import DEVICE, KEY, be_enrolled
from tests.ui.officer.conftest import PIN, Clock
from tests.ui.touch import click, find, has

NEW = "730184"


@pytest.fixture
def pages(qtbot: QtBot, look: Look, services: Services, rina: Officer) -> RecoveryPages:
    services.store.call(be_enrolled)
    pages = RecoveryPages(look, services)
    qtbot.addWidget(pages)
    pages.resize(976, 446)
    pages.show()
    pages.begin()
    qtbot.waitUntil(lambda: bool(pages.code_page.challenge.text()))
    return pages


def the_centres_code(store: StoreThread) -> RecoveryCode:
    asked = store.call(lambda s: s.recovery.ask(NOW, b"other"))
    assert isinstance(asked, OpenChallenge)
    return recovery_code(KEY, DEVICE, asked.challenge, asked.day)


def type_code(pages: RecoveryPages, code: str) -> None:
    pages.code_page.field.wipe()
    QTest.keyClicks(pages.code_page.field, code)
    click(pages, "recovery_next_button")


def told(pages: RecoveryPages) -> str | None:
    sentence = pages.code_page.notice.sentence
    return None if sentence is None else sentence.key


def test_the_only_supervisor_comes_back_by_the_centres_code(
    qtbot: QtBot, pages: RecoveryPages, store: StoreThread, rina: Officer
) -> None:
    type_code(pages, the_centres_code(store).code.lower())
    qtbot.waitUntil(pages.pin_page.isVisible)
    QTest.keyClicks(pages.pin_page.new_pin.first, NEW)
    QTest.keyClicks(pages.pin_page.new_pin.second, NEW)
    with qtbot.waitSignal(pages.left):
        click(pages, "recovery_keep_button")
    assert store.call(lambda s: s.officers.verify(rina.id, Pin(NEW), NOW)) == rina
    assert pages.code_page.field.text() == pages.code_page.challenge.text() == ""
    assert pages.pin_page.new_pin.first.text() == ""


def test_the_question_is_shown_with_its_day_and_the_office(pages: RecoveryPages) -> None:
    words = {each.text() for each in pages.code_page.findChildren(type(pages.code_page.challenge))}
    assert any("2 Maret 2026" in text and "desa-1" in text for text in words)


def test_a_misheard_code_is_no_try_and_a_wrong_one_locks_after_five(
    qtbot: QtBot, pages: RecoveryPages, store: StoreThread
) -> None:
    right = the_centres_code(store).code
    for _ in range(6):
        type_code(pages, right[:-1] + ("0" if right[-1] != "0" else "1"))
        assert told(pages) == "officer.recovery.check"
    for _ in range(4):
        type_code(pages, "0" * 16)
        qtbot.waitUntil(lambda: told(pages) == "officer.recovery.wrong")
    type_code(pages, "0" * 16)
    qtbot.waitUntil(lambda: told(pages) == "officer.recovery.locked")
    type_code(pages, right)
    qtbot.waitUntil(lambda: told(pages) == "officer.recovery.locked")
    assert not pages.pin_page.isVisible()


def test_a_pin_that_is_too_easy_or_differs_uses_no_code_up(
    qtbot: QtBot, pages: RecoveryPages, store: StoreThread, rina: Officer
) -> None:
    code = the_centres_code(store)
    type_code(pages, code.code)
    qtbot.waitUntil(pages.pin_page.isVisible)
    for first, second in (("123456", "123456"), (NEW, PIN)):
        QTest.keyClicks(pages.pin_page.new_pin.first, first)
        QTest.keyClicks(pages.pin_page.new_pin.second, second)
        click(pages, "recovery_keep_button")
        assert pages.pin_page.notice.sentence is not None
    assert store.call(lambda s: s.recovery.check(code, NOW)) is None
    assert store.call(lambda s: s.officers.verify(rina.id, Pin(PIN), NOW)) == rina


def test_a_kiosk_without_a_shared_key_says_so(
    qtbot: QtBot, look: Look, services: Services, rina: Officer
) -> None:
    pages = RecoveryPages(look, services)
    qtbot.addWidget(pages)
    pages.show()
    pages.begin()
    qtbot.waitUntil(lambda: told(pages) == "officer.recovery.no_key")


# --- the gate, before a PIN that somebody else made up --------------------------------------------


@pytest.fixture
def wahyu(store: StoreThread, rina: Officer) -> Officer:
    officer = store.call(lambda s: s.officers.add("Wahyu", Pin("111222"), Role.OFFICER, NOW))
    store.call(lambda s: s.supervision.reset_pin(rina.id, officer.id, Pin(PIN), NOW))
    return officer


@pytest.fixture
def gate(qtbot: QtBot, look: Look, store: StoreThread, clock: Clock, wahyu: Officer) -> OfficerGate:
    gate = called_gate(look, store, clock)
    qtbot.addWidget(gate)
    gate.resize(976, 446)
    gate.show()
    gate.begin()
    qtbot.waitUntil(lambda: has(gate, "officer_1") and find(gate, Tile, "officer_1").isVisible())
    click(gate, "officer_1")
    QTest.keyClicks(gate.pin, PIN)
    click(gate, "open_button")
    qtbot.waitUntil(gate.new_pin.isVisible)
    return gate


def keep(gate: OfficerGate, first: str, second: str) -> None:
    QTest.keyClicks(gate.new_pin.first, first)
    QTest.keyClicks(gate.new_pin.second, second)
    click(gate, "open_button")


def test_a_temporary_pin_opens_only_after_one_of_ones_own_was_made(
    qtbot: QtBot, gate: OfficerGate, store: StoreThread, wahyu: Officer
) -> None:
    assert gate.notice.sentence is not None
    assert gate.notice.sentence.key == PinProblem.TEMPORARY
    with qtbot.waitSignal(gate.opened) as opened:
        keep(gate, NEW, NEW)
    assert opened.args == [wahyu]
    assert gate.new_pin.first.text() == ""
    assert not gate.new_pin.isVisible()
    assert store.call(lambda s: s.officers.verify(wahyu.id, Pin(NEW), NOW)) == wahyu


@pytest.mark.parametrize(("first", "second"), [(NEW, PIN), ("123456", "123456"), (PIN, PIN)])
def test_it_does_not_open_by_a_pin_that_differs_is_easy_or_the_same(
    qtbot: QtBot, gate: OfficerGate, first: str, second: str
) -> None:
    with qtbot.assertNotEmitted(gate.opened, wait=50):
        keep(gate, first, second)
        qtbot.waitUntil(lambda: gate.new_pin.first.text() == "")
    assert gate.new_pin.isVisible()


def test_whoever_comes_next_is_asked_for_name_and_pin(gate: OfficerGate) -> None:
    QTest.keyClicks(gate.new_pin.first, NEW)
    gate.begin()
    assert not gate.new_pin.isVisible()
    assert gate.new_pin.first.text() == ""
    assert gate.pin.isVisible()


def test_forgotten_leads_on(qtbot: QtBot, gate: OfficerGate) -> None:
    gate.begin()
    with qtbot.waitSignal(gate.forgotten):
        click(gate, "forgot_button")
