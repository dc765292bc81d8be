"""Processes that only work, behind one database, and one that only takes in and tells."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration, utc_now
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from tests.central.kiosk import Kiosk
from tests.central.postgresql import programs, throw_away_cluster
from tests.central.residents import OFFICE, Resident

RESIDENTS = 12
PROCESSES = 2
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed"),
]


@contextmanager
def working(folder: Path, url: str) -> Iterator[None]:
    """One process of `kiosk central work`, beside others."""
    command = [sys.executable, "-m", "kiosk", "--home", str(folder / "home"), "central"]
    command += ["--data", str(folder / "centre"), "--database", url, "work", "--threads", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "2 at work\n"
        yield
        process.send_signal(signal.SIGTERM)
    assert process.returncode == 0


def test_two_processes_do_every_work_once(tmp_path: Path) -> None:
    with ExitStack() as stack:
        url = stack.enter_context(throw_away_cluster()).new_database("loket")
        centre = stack.enter_context(
            Centre(tmp_path / "centre", utc_now, demo_configuration(), database_url=url)
        )
        centre.workforce.employ(0)
        operator = Operator(centre)
        operator.new_office(OFFICE, "Kantor Desa A", "35.10.07.2001")
        server = EmbeddedServer(create_app(centre))
        server.start()
        stack.callback(server.stop)
        kiosk = stack.enter_context(closing(Kiosk(server.url, operator.new_code(OFFICE))))
        ids = [kiosk.register(Resident(9001, date(1980 + n, 7, 4))) for n in range(RESIDENTS)]
        assert kiosk.outcomes() == ([], 0)

        for _ in range(PROCESSES):
            stack.enter_context(working(tmp_path, url))
        heard, cursor = kiosk.outcomes()
        while len(heard) < RESIDENTS:
            more, cursor = kiosk.outcomes(cursor, wait=25)
            assert more
            heard += more

        assert {outcome.submission_id for outcome in heard} == set(ids)
        for submission_id in ids:
            events = operator.record(submission_id).events
            assert max(Counter((event.to_state, event.text) for event in events).values()) == 1
