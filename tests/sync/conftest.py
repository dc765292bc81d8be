"""An enrolled kiosk with a real store, and the centre it belongs to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.demo.centre import DemoCentre, demo_centre
from kiosk.store.worker import StoreThread
from kiosk.sync.configuration import Configuration
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.enrolment import enrol
from kiosk.sync.runner import SyncRunner
from tests.store.counter import open_store
from tests.sync import carrier_story
from tests.sync.carrier_story import Office, enrolled
from tests.sync.runners import SetClock, make_runner
from tests.sync.scripted_central import NOON, ScriptedCentral


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def new_store(folder: Path) -> Iterator[StoreThread]:
    """Of a kiosk that no centre knows yet."""
    thread = StoreThread(lambda: open_store(folder))
    thread.start()
    yield thread
    thread.stop()


@pytest.fixture
def central() -> ScriptedCentral:
    return ScriptedCentral()


@pytest.fixture
def store(new_store: StoreThread, central: ScriptedCentral) -> StoreThread:
    enrol(new_store, central, "7Q4M-2XA9-BC0D", NOON)
    central.calls.get_nowait()
    return new_store


@pytest.fixture
def configuration(store: StoreThread, central: ScriptedCentral) -> Configuration:
    configuration = Configuration(store)
    configuration.refresh(central)
    central.calls.get_nowait()
    return configuration


@pytest.fixture
def dispatcher(store: StoreThread, configuration: Configuration) -> Dispatcher:
    return Dispatcher(store, configuration)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[DemoCentre]:
    """A real one, for whoever carries a stick to it."""
    with demo_centre(tmp_path / "centre", carrier_story.clock) as centre:
        yield centre


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def village(tmp_path: Path, centre: DemoCentre) -> Iterator[Office]:
    """A kiosk of the real centre, without a line."""
    with enrolled(tmp_path / "store", centre) as office:
        yield office


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def runner(
    store: StoreThread, central: ScriptedCentral, configuration: Configuration, clock: SetClock
) -> SyncRunner:
    return make_runner(store, central, configuration, clock)
