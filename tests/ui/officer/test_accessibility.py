"""Every room and sheet of the officers: without a mouse, without colours, with big text."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.demo.gallery.layout import find_faults
from kiosk.demo.gallery.plates import SMALLEST, UPRIGHT, USUAL, Plate, look_at, settle
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.store.officers import Officer
from kiosk.store.store import Store
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.area import OfficerArea
from kiosk.ui.officer.lists.queue_room import QueueRoom
from kiosk.ui.officer.lists.search_room import SearchRoom
from kiosk.ui.officer.room import RoomName
from kiosk.ui.officer.supervisor.supervisor_room import SHEETS, SupervisorRoom
from kiosk.ui.services import Services
from kiosk.ui.theme import HIGH_CONTRAST, LIGHT
from kiosk.ui.widgets.table import ListTable
from tests.store.counter import NOW, begin, deliver_all, outcome, register
from tests.ui.keyboard import Act, Keyboard, focusable, focused, missed, said_name, way_of_tab
from tests.ui.legible import faint_words
from tests.ui.officer.conftest import OFFICE, PIN
from tests.ui.stray_windows import watched_windows
from tests.ui.touch import click, has

pytestmark = pytest.mark.no_cover  # of all that these pass by, other tests tell more
_ROUNDS = 3
"""What is read may ask for more to be read."""
BIG_TEXT = tuple(Plate(screen, LIGHT, 2.0, is_kept=False) for screen in (SMALLEST, UPRIGHT))
BOTH_THEMES = tuple(Plate(USUAL, theme, 1.0, is_kept=False) for theme in (LIGHT, HIGH_CONTRAST))


class Office:
    """The officers' side in a window, with something in every list, and Rina before it."""

    def __init__(self, window: MainWindow, area: OfficerArea, services: Services) -> None:
        self.window, self.area, self._services = window, area, services
        self.keyboard = Keyboard()

    def sign_in(self) -> None:
        """From the PIN to the desk."""
        self.act(("pin_field", PIN))
        self.keyboard.enter()
        self.settle()
        self.act(("start_day_button",))

    def go_to(self, name: RoomName) -> None:
        """By Alt and the number of the room."""
        self.keyboard.alt(list(self.area.desk.rooms).index(name) + 1)
        self.settle()

    def act(self, *acts: Act) -> None:
        """By keys, each after the one before had its effect."""
        for act in acts:
            self.keyboard.act(act)
            self.settle()
            assert self.area.isAncestorOf(focused()), f"after {act} the keys are elsewhere"

    def settle(self) -> None:
        """Until everything that was asked for is on screen."""
        for _ in range(_ROUNDS):
            self._services.store.call(lambda _: None)
            assert self._services.workers is not None
            self._services.workers.submit(lambda: None).result()
            settle()

    def places(self) -> Iterator[str]:
        """Bring one after the other on screen: pages before the desk, rooms, sheets, the end."""
        yield from self._before_the_desk()
        desk = self.area.desk
        for name in desk.rooms:
            yield self._shown(name, partial(desk.open_room, name))
        supervisor = desk.rooms[RoomName.SUPERVISOR]
        assert isinstance(supervisor, SupervisorRoom)
        for kind in SHEETS:
            desk.open_room(RoomName.SUPERVISOR)
            yield self._shown(kind.name, partial(supervisor.open_sheet, kind))
        yield self._shown("closing", desk.closing_requested.emit)

    def _before_the_desk(self) -> Iterator[str]:
        area, gate = self.area, self.area.gate
        yield self._shown("gate", area.lock)
        yield self._shown("recovery", gate.forgotten.emit)
        yield self._shown("gate", area.lock)
        self.keyboard.act(("pin_field", PIN))
        yield self._shown("opening", self.keyboard.enter)
        click(area, "start_day_button")

    def _shown(self, name: str, bring: Callable[[], object]) -> str:
        bring()
        self.settle()
        return name


@pytest.fixture
def office(qtbot: QtBot, look: Look, services: Services, rina: Officer) -> Office:
    services.store.call(fill)
    window, area = MainWindow(look, OFFICE.name), OfficerArea(look, services)
    qtbot.addWidget(window)
    window.cover(area, has_officer=True)
    window.resize(*USUAL)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    office = Office(window, area, services)
    office.settle()
    return office


def fill(store: Store) -> None:
    """One whose photo is to be made again, one that waits, one that is held back, one begun."""
    register(store, 1)
    deliver_all(store)
    store.submissions.apply_outcomes(
        [outcome(1, 1, CentreState.PHOTO_REJECTED, (Reason.SHADOW,))], 0, NOW
    )
    register(store, 2)
    store.submissions.quarantine(begin(store), "sync.refused.other", NOW)
    register(store, 3)


def test_everything_has_a_name_and_tab_leads_there_in_reading_order(office: Office) -> None:
    found = []
    for place in office.places():
        wanted = focusable(office.area)
        found += [f"{place}: no name: {w.objectName()}" for w in wanted if not said_name(w)]
        way = []
        for widget in way_of_tab():
            way.append(widget)
            if widget.visibleRegion().isEmpty():
                found.append(f"{place}: out of sight: {widget.objectName()}")
        found += [f"{place}: out of reach: {name}" for name in missed(wanted, way)]
        found += [f"{place}: {leap}" for leap in leaps(way, office.area)]
    assert found == []


def leaps(way: list[QWidget], area: QWidget) -> list[str]:
    """Where Tab goes back to what is above and further left, in one and the same part."""
    inside = [widget for widget in way if area.isAncestorOf(widget)]
    return [
        f"from {one.objectName()} back to {other.objectName()}"
        for one, other in pairwise(inside)
        if one.parentWidget() is other.parentWidget() and is_before(other, one)
    ]


def is_before(one: QWidget, other: QWidget) -> bool:
    first, second = (QRect(w.mapToGlobal(QPoint()), w.size()) for w in (one, other))
    return first.bottom() <= second.top() and first.left() <= second.left()


def test_all_words_can_be_read_in_both_themes(office: Office, look: Look) -> None:
    found = []
    for place in office.places():
        for plate in look_at(BOTH_THEMES, office.window, look):
            found += [f"{place} {plate.theme.name}: {w}" for w in faint_words(office.window)]
    assert found == []


def test_big_text_has_room_everywhere(office: Office, look: Look) -> None:
    found = []
    for place in office.places():
        for plate in look_at(BIG_TEXT, office.window, look):
            found += [f"{place} {plate}: {fault}" for fault in find_faults(office.window)]
    assert found == []


def test_a_day_at_the_desk_needs_nothing_but_a_keyboard(office: Office, qtbot: QtBot) -> None:
    area = office.area
    office.sign_in()
    for name, room in area.desk.rooms.items():
        office.go_to(name)
        assert area.desk.room is room
    office.go_to(RoomName.INBOX)
    office.keyboard.go_to("inbox_table")
    with qtbot.waitSignal(area.door_requested):
        office.keyboard.enter()
    office.act(("closing_button",))
    with qtbot.waitSignal(area.day_closed):
        office.act(("close_day_button",))


def test_the_work_of_a_room_needs_nothing_but_a_keyboard(office: Office) -> None:
    desk = office.area.desk
    office.sign_in()
    office.go_to(RoomName.QUEUE)
    queue = desk.room
    assert isinstance(queue, QueueRoom)
    before = queue.table.chosen_row
    office.keyboard.go_to("queue_table")
    office.keyboard.down()
    assert queue.table.chosen_row == before + 1

    office.go_to(RoomName.SEARCH)
    office.act(("search_field", "siti"))
    search = desk.room
    assert isinstance(search, SearchRoom)
    assert len(search.table.rows) == 3

    office.go_to(RoomName.FIGURES)
    office.act(("span_month",), ("figures_table_button",))
    assert any(table.isVisible() for table in desk.room.findChildren(ListTable))

    office.go_to(RoomName.SUPERVISOR)
    office.act(("sheet_staff",), ("add_officer_button",))
    office.act(("hire_field", "Dewi Lestari"), ("hire_save_button",))
    assert has(desk, "temporary_pin")


def test_nothing_is_shown_before_it_has_its_place(
    qapp: QApplication, look: Look, services: Services, rina: Officer
) -> None:
    with watched_windows(qapp) as shown:
        area = OfficerArea(look, services)
        supervisor = area.desk.rooms[RoomName.SUPERVISOR]
        assert isinstance(supervisor, SupervisorRoom)
        supervisor.enter(rina)
        for kind in SHEETS:
            supervisor.open_sheet(kind)
        area.deleteLater()
    assert shown == []


def test_the_keys_begin_at_what_is_done_first(office: Office) -> None:
    begins = {place: focused().objectName() for place in office.places()}
    assert begins["gate"] == "pin_field"
    assert begins["opening"] == "start_day_button"
