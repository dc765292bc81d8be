"""A receipt means stored, whatever is killed in the middle of a burst."""

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event, Semaphore
from uuid import uuid4

import pytest
import requests

from kiosk.central.centre import DATABASE_FILE, Centre
from kiosk.central.operator import Operator
from kiosk.central.pipeline.pipeline import LEASE
from kiosk.central.settings.configuration import demo_configuration, utc_now
from kiosk.central.storage.models import PartRow, SubmissionRow
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import Receipt
from tests.central.kiosk import Kiosk
from tests.central.postgresql import programs, throw_away_cluster
from tests.central.problems import assert_problem
from tests.central.residents import OFFICE, Resident

KIOSKS = 8
RESIDENTS = 5
"""Of each kiosk."""
BEFORE = 25
"""So many parts are delivered before somebody is killed."""
SOON = 30
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed like this there"),
]


@dataclass
class _Clock:
    """The computer's own, or ahead of it."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


class Burst:
    """Kiosks that deliver all at once, each until it has its receipts, and what they were given."""

    def __init__(self, url: str, codes: list[str]) -> None:
        self._kiosks = [Kiosk(url, code) for code in codes]
        self._delivered = Semaphore(0)
        self._is_back = Event()
        self.receipts: list[Receipt] = []
        self.interrupted = 0

    def run(self, kill: Callable[[], None], bring_back: Callable[[], object]) -> None:
        """Deliver; kill when enough has come, and go on when it is back."""
        with ThreadPoolExecutor(KIOSKS) as threads:
            running = [threads.submit(self._deliver, number) for number in range(KIOSKS)]
            for _ in range(BEFORE):
                assert self._delivered.acquire(timeout=SOON)
            kill()
            bring_back()
            self._is_back.set()
        for one in running:
            one.result()
        for kiosk in self._kiosks:
            kiosk.close()

    def _deliver(self, number: int) -> None:
        kiosk = self._kiosks[number]
        for serial in range(9001, 9001 + RESIDENTS):
            resident, family = Resident(serial, date(1980 + number, 7, 4)), f"{number + 1}{serial}"
            submission_id = uuid4()
            form = kiosk.sealed_form(submission_id, resident, kk=f"35100701011{family}")
            photo = kiosk.sealed_photo(submission_id)
            self._insist(kiosk, partial(kiosk.put_form, submission_id, form))
            self._insist(kiosk, partial(kiosk.put_photo, submission_id, photo))

    def _insist(self, kiosk: Kiosk, put: Callable[[], requests.Response]) -> None:
        while (answer := self._answer(put)) is None:
            self.interrupted += 1
            assert self._is_back.wait(SOON)
        self.receipts.append(kiosk.receipt(answer))
        self._delivered.release()

    @staticmethod
    def _answer(put: Callable[[], requests.Response]) -> requests.Response | None:
        """None where the centre is not there, or says that it is to be tried later."""
        try:
            answer = put()
        except requests.ConnectionError:
            return None
        if answer.status_code == 503:
            assert_problem(answer, 503, "busy")
            assert int(answer.headers["Retry-After"]) > 0
            return None
        assert answer.status_code in {200, 201}, answer.text
        return answer


def assert_nothing_is_lost(centre: Centre, burst: Burst) -> None:
    """Every receipt that was given is kept, and every submission went on."""
    assert len(burst.receipts) == KIOSKS * RESIDENTS * 2
    assert burst.interrupted
    with centre.database.reading() as session:
        for receipt in burst.receipts:
            part = session.get_one(PartRow, (receipt.submission_id, receipt.part, receipt.revision))
            assert part.sha256 == receipt.sha256
            submission = session.get_one(SubmissionRow, receipt.submission_id)
            assert submission.state is CentreState.PHOTO_VERIFYING


def codes_of(centre: Centre) -> list[str]:
    operator = Operator(centre)
    operator.new_office(OFFICE, "Kantor Desa A", "35.10.07.2001")
    return [operator.new_code(OFFICE) for _ in range(KIOSKS)]


@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")
def test_no_receipt_is_lost_with_a_postgresql_that_is_killed(tmp_path: Path) -> None:
    with ExitStack() as stack:
        cluster = stack.enter_context(throw_away_cluster(is_careful=True))
        url = cluster.new_database("loket")
        clock = _Clock()
        centre = stack.enter_context(
            Centre(tmp_path, clock, demo_configuration(), database_url=url)
        )
        centre.workforce.employ(1)
        stack.callback(centre.workforce.dismiss)
        server = EmbeddedServer(create_app(centre))
        server.start()
        stack.callback(server.stop)

        def kill() -> None:
            cluster.kill()
            somebody = {"Authorization": "Bearer unknown"}
            answer = requests.get(f"{server.url}/v1/config", headers=somebody, timeout=SOON)
            assert_problem(answer, 503, "busy")

        burst = Burst(server.url, codes_of(centre))
        burst.run(kill, cluster.start)

        centre.workforce.dismiss()
        clock.ahead = LEASE  # of what was claimed when the database went
        centre.workforce.drain()
        assert_nothing_is_lost(centre, burst)


class Process:
    """`kiosk central` in a process of its own, on the same port whenever it starts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = 0
        self._running: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Return where it answers."""
        command = [sys.executable, "-m", "kiosk", "--home", str(self._folder / "home"), "central"]
        place = ["--data", str(self._folder / "centre"), "--port", str(self._port)]
        self._running = subprocess.Popen([*command, *place], stdout=subprocess.PIPE, text=True)
        assert self._running.stdout is not None
        found = re.search(r"http://127.0.0.1:(\d+)", self._running.stdout.readline())
        assert found is not None
        self._port = int(found[1])
        return found[0]

    def kill(self, how: int = signal.SIGKILL) -> None:
        assert self._running is not None
        self._running.send_signal(how)
        self._running.communicate()


@contextmanager
def process(folder: Path) -> Iterator[Process]:
    running = Process(folder)
    yield running
    running.kill(signal.SIGTERM)


def test_no_receipt_is_lost_with_a_centre_that_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "centre"
    with Centre(folder, utc_now, demo_configuration()) as centre:
        codes = codes_of(centre)
    with process(tmp_path) as central:
        burst = Burst(central.start(), codes)
        burst.run(central.kill, central.start)
    assert (folder / DATABASE_FILE).exists()
    with Centre(folder, _Clock(LEASE), demo_configuration()) as centre:
        centre.workforce.drain()
        assert_nothing_is_lost(centre, burst)
