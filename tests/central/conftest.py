"""A centre on a loopback port, with a clock that the test sets."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from tests.central.clock import SettableClock
from tests.central.databases import forget_databases, open_centre
from tests.central.kiosk import Kiosk
from tests.central.residents import OFFICE


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture(autouse=True)
def databases() -> Iterator[None]:
    """Gone when everything that uses them has ended."""
    yield
    forget_databases()


@pytest.fixture
def centre(tmp_path: Path, clock: SettableClock) -> Iterator[Centre]:
    folder = tmp_path / "centre"
    with open_centre(folder, clock, demo_configuration()) as centre:
        yield centre


@pytest.fixture
def operator(centre: Centre) -> Operator:
    operator = Operator(centre)
    operator.new_office(OFFICE, "Kantor Desa A", "35.10.07.2001")
    return operator


@pytest.fixture
def server(centre: Centre) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(create_app(centre))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def enrol(server: EmbeddedServer, operator: Operator) -> Iterator[Callable[[], Kiosk]]:
    """Enrol one more kiosk of the office."""
    with ExitStack() as stack:

        def enrol() -> Kiosk:
            kiosk = Kiosk(server.url, operator.new_code(OFFICE))
            stack.callback(kiosk.close)
            return kiosk

        yield enrol


@pytest.fixture
def kiosk(enrol: Callable[[], Kiosk]) -> Kiosk:
    return enrol()
