"""One real centre for all tests of this folder, with a layer in front that can break a rule."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration, utc_now, with_codes
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.conformance.bench import Bench, Terms
from kiosk.conformance.line import Line
from kiosk.conformance.rules import Result
from kiosk.conformance.suite import run_suite
from tests.conformance.layer import Layer

OFFICE = "desa-uji"


@dataclass
class Trial:
    """A centre that can be asked, and broken."""

    url: str
    operator: Operator
    layer: Layer

    def run(self, chapters: Collection[int]) -> tuple[Result, ...]:
        """Ask it with a new code, and a second one."""
        codes = [self.operator.new_code(OFFICE) for _ in range(2)]
        line = Line(self.url)
        bench = Bench(line, Terms(codes[0], codes[1], patience=5.0))
        try:
            return run_suite(bench, lambda _result: None, chapters)
        finally:
            line.close()


@contextmanager
def trial_of(centre: Centre) -> Iterator[Trial]:
    operator = Operator(centre)
    operator.new_office(OFFICE, "Kantor Desa Uji")
    app = create_app(centre)
    layer = Layer(app.build_middleware_stack())
    app.build_middleware_stack = lambda: layer  # type: ignore[method-assign]
    server = EmbeddedServer(app)
    server.start()
    yield Trial(server.url, operator, layer)
    server.stop()


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    folder = tmp_path_factory.mktemp("centre")
    with Centre(folder, utc_now, demo_configuration()) as centre:
        yield centre


@pytest.fixture
def trial(centre: Centre) -> Iterator[Trial]:
    with trial_of(centre) as trial:
        yield trial


@pytest.fixture
def trial_with_codes(tmp_path: Path) -> Iterator[Trial]:
    rules = with_codes(demo_configuration())
    with Centre(tmp_path, utc_now, rules) as centre, trial_of(centre) as trial:
        yield trial
