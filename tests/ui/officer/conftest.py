"""A counter with two officers and a few registrations, and no line to the centre."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from kiosk.config import PrinterSettings
from kiosk.domain.pin import Pin
from kiosk.domain.region import Regions
from kiosk.store.officers import Officer, Role
from kiosk.store.settings import Office
from kiosk.store.worker import StoreThread
from kiosk.sync.configuration import Configuration
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.runner import SyncRunner, SyncStatus
from kiosk.sync.ticket_desk import TicketDesk
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.look import Look
from kiosk.ui.officer.desk_page import DeskPage
from kiosk.ui.officer.opening.checkup import Checkup
from kiosk.ui.officer.rooms import make_rooms
from kiosk.ui.services import Services
from tests.store.counter import NOW
from tests.sync.scripted_central import ScriptedCentral
from tests.ui.posing import Poser, desk_before, standing

PIN = "482913"
OFFICE = Office("desa-1", "Desa Genteng Kulon", "35.10.09.2003")


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time


class Line:
    """Stands where the sync runner stands: says how it is, and counts the wishes."""

    def __init__(self) -> None:
        self.status = SyncStatus()
        self.wishes = 0

    def try_now(self) -> None:
        self.wishes += 1

    def say(self, **changes: object) -> None:
        self.status = replace(self.status, **changes)  # type: ignore[arg-type]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def look() -> Look:
    return Look()


@pytest.fixture
def rina(store: StoreThread) -> Officer:
    """The supervisor."""
    pin = Pin(PIN)
    return store.call(lambda s: s.officers.add("Rina Wulandari", pin, Role.SUPERVISOR, NOW))


@pytest.fixture
def poser() -> Poser:
    return Poser(standing())


@pytest.fixture
def camera(poser: Poser) -> Iterator[CameraDesk]:
    desk = desk_before(poser)
    yield desk
    desk.close()


@pytest.fixture
def services(
    store: StoreThread, camera: CameraDesk, line: Line, clock: Clock
) -> Iterator[Services]:
    central = ScriptedCentral()
    configuration = Configuration(store)
    desk, workers = TicketDesk(central), ThreadPoolExecutor(1, "worker")
    yield Services(
        store=store,
        dispatcher=Dispatcher(store, configuration),
        desk=desk,
        sync=cast("SyncRunner", line),
        camera=camera,
        regions=cast("Regions", None),
        configuration=configuration,
        office=OFFICE,
        clock=clock,
        entropy=bytes,
        workers=workers,
        printer=PrinterSettings("a printer that nobody has"),
    )
    workers.shutdown()
    desk.close()


@pytest.fixture
def desk(qtbot: QtBot, look: Look, services: Services, rina: Officer) -> DeskPage:
    """The whole desk, with every room."""
    desk = DeskPage(look, services, Checkup(services), make_rooms(look, services))
    qtbot.addWidget(desk)
    desk.resize(1286, 560)
    desk.welcome(rina)
    desk.show()
    return desk
