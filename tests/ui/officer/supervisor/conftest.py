"""The supervisor's room, entered by Rina."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.store.officers import Officer
from kiosk.store.store import Store
from kiosk.ui.look import Look
from kiosk.ui.officer.supervisor.supervisor_room import SupervisorRoom
from kiosk.ui.services import Services


@pytest.fixture
def room(qtbot: QtBot, look: Look, services: Services, rina: Officer) -> SupervisorRoom:
    room = SupervisorRoom(look, services)
    qtbot.addWidget(room)
    room.resize(1180, 500)
    room.show()
    room.enter(rina)
    return room


def lines(store: Store) -> list[tuple[str, str, str]]:
    """Event, actor and subject of every line of the journal."""
    return [(entry.event, entry.actor, entry.subject) for entry in store.journal.entries()]
