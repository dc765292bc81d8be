"""Who may grant what: an officer alone, or with a supervisor's PIN as well."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.exception import KEPT_PHOTO, ExceptionKind, PhotoException
from kiosk.domain.pin import Pin
from kiosk.store.officers import Role
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.exception_panel import ExceptionPanel, ExceptionTerms
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.widgets.choice import Tile
from tests.store.counter import NOW
from tests.ui.touch import click, has, type_into

RINAS_PIN, BOSS_PIN = "482913", "274913"
APPROVED = frozenset({ExceptionKind.CHECK_MISTAKEN, ExceptionKind.REFUSES_PHOTO})
BOSS, RINA = "officer_0", "officer_1"
"""In the order of their names."""


class Case:
    """One question to officer Rina and her supervisor, Bu Contoh."""

    def __init__(self, qtbot: QtBot, store: StoreThread, *kinds: ExceptionKind) -> None:
        self.qtbot = qtbot
        add = store.call
        self.rina = add(lambda s: s.officers.add("Rina", Pin(RINAS_PIN), Role.OFFICER, NOW))
        self.boss = add(lambda s: s.officers.add("Bu Contoh", Pin(BOSS_PIN), Role.SUPERVISOR, NOW))
        self.gate = OfficerGate(Look(), store, lambda: NOW)
        terms = ExceptionTerms(kinds or KEPT_PHOTO, lambda: APPROVED, lambda: NOW)
        self.panel = ExceptionPanel(Look(), self.gate, terms)
        self.granted: list[PhotoException] = []
        self.panel.granted.connect(self.granted.append)
        qtbot.addWidget(self.panel)
        self.panel.show()
        self.panel.begin()

    def choose(self, kind: ExceptionKind) -> None:
        click(self.panel, f"exception_{kind}")
        click(self.panel, "exception_next_button")

    def show_pin(self, officer: str, pin: str) -> None:
        self.qtbot.waitUntil(lambda: self._offers(officer))
        click(self.panel, officer)
        type_into(self.panel, "pin_field", pin)
        click(self.panel, "open_button")

    def _offers(self, officer: str) -> bool:
        tiles = self.panel.findChildren(Tile, officer)
        return self.gate.open_button.isEnabled() and any(tile.isVisible() for tile in tiles)

    def only_supervisors_are_asked(self) -> None:
        self.qtbot.waitUntil(lambda: not has(self.panel, RINA))

    def is_granted(self, *expected: PhotoException) -> None:
        self.qtbot.waitUntil(lambda: self.granted == list(expected))


@pytest.fixture
def case(qtbot: QtBot, store: StoreThread) -> Case:
    return Case(qtbot, store)


def test_an_officer_grants_what_needs_no_approval(case: Case) -> None:
    case.choose(ExceptionKind.MEDICAL)
    case.show_pin(RINA, RINAS_PIN)
    case.is_granted(PhotoException(ExceptionKind.MEDICAL, case.rina.id, None, NOW))


def test_a_supervisor_approves_what_the_profile_says(case: Case) -> None:
    case.choose(ExceptionKind.CHECK_MISTAKEN)
    case.show_pin(RINA, RINAS_PIN)
    case.only_supervisors_are_asked()
    assert not case.granted
    case.show_pin(BOSS, BOSS_PIN)
    case.is_granted(PhotoException(ExceptionKind.CHECK_MISTAKEN, case.rina.id, case.boss.id, NOW))


def test_a_supervisor_needs_nobody_else(case: Case) -> None:
    case.choose(ExceptionKind.CHECK_MISTAKEN)
    case.show_pin(BOSS, BOSS_PIN)
    case.is_granted(PhotoException(ExceptionKind.CHECK_MISTAKEN, case.boss.id, case.boss.id, NOW))


def test_without_the_approval_nothing_is_granted(case: Case) -> None:
    case.choose(ExceptionKind.CHECK_MISTAKEN)
    case.show_pin(RINA, RINAS_PIN)
    case.only_supervisors_are_asked()
    click(case.panel, "gate_back_button")
    case.choose(ExceptionKind.MEDICAL)
    case.show_pin(RINA, RINAS_PIN)
    case.is_granted(PhotoException(ExceptionKind.MEDICAL, case.rina.id, None, NOW))


def test_where_there_is_one_reason_only_the_pin_is_asked_for_at_once(
    qtbot: QtBot, store: StoreThread
) -> None:
    case = Case(qtbot, store, ExceptionKind.REFUSES_PHOTO)
    with qtbot.waitSignal(case.panel.left):
        click(case.panel, "gate_back_button")
    assert not case.granted
