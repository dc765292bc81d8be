"""Each room with lists by itself, an officer and a supervisor, and a centre that answers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.pin import Pin
from kiosk.store.officers import Officer, Role
from kiosk.store.worker import StoreThread
from kiosk.sync.ticket_desk import TicketDesk
from kiosk.ui.look import Look
from kiosk.ui.officer.lists.inbox_room import InboxRoom
from kiosk.ui.officer.lists.list_room import ListRoom
from kiosk.ui.officer.lists.queue_room import QueueRoom
from kiosk.ui.officer.lists.search_room import SearchRoom
from kiosk.ui.officer.lists.today_room import TodayRoom
from kiosk.ui.services import Services
from tests.store.counter import NOW
from tests.sync.scripted_central import ScriptedCentral

R = TypeVar("R", bound=ListRoom)


@pytest.fixture
def central() -> ScriptedCentral:
    return ScriptedCentral()


@pytest.fixture
def services(services: Services, central: ScriptedCentral) -> Iterator[Services]:
    desk = TicketDesk(central)
    yield replace(services, desk=desk)
    desk.close()


@pytest.fixture
def sari(store: StoreThread) -> Officer:
    """Not a supervisor."""
    pin = Pin("482914")
    return store.call(lambda s: s.officers.add("Sari Puspita", pin, Role.OFFICER, NOW))


@pytest.fixture
def opened(qtbot: QtBot, look: Look, services: Services) -> Callable[[type[R]], R]:
    """Makes a room of a kind and puts it on screen."""

    def make(kind: type[R]) -> R:
        room = kind(look, services)  # type: ignore[call-arg]
        qtbot.addWidget(room)
        room.resize(1200, 560)
        look.dress(room)
        room.show()
        return room

    return make


@pytest.fixture
def today(opened: Callable[[type[TodayRoom]], TodayRoom], rina: Officer) -> TodayRoom:
    room = opened(TodayRoom)
    room.enter(rina)
    return room


@pytest.fixture
def queue(opened: Callable[[type[QueueRoom]], QueueRoom], rina: Officer) -> QueueRoom:
    room = opened(QueueRoom)
    room.enter(rina)
    return room


@pytest.fixture
def inbox(opened: Callable[[type[InboxRoom]], InboxRoom], rina: Officer) -> InboxRoom:
    room = opened(InboxRoom)
    room.enter(rina)
    return room


@pytest.fixture
def search(opened: Callable[[type[SearchRoom]], SearchRoom], rina: Officer) -> SearchRoom:
    room = opened(SearchRoom)
    room.enter(rina)
    return room
