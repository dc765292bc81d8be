"""What a centre on this computer takes in: sustained, at three times that, and with two processes.

The kiosks are a process of their own and share the processors with centre and database: a centre
that had them for itself would do better. Registrations are a form and a photo, sealed beforehand.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration, utc_now
from kiosk.central.storage.models import PartRow, SubmissionRow
from kiosk.domain.submission import CentreState
from tests.benchmarks.figure import Figure
from tests.benchmarks.load_generator import CREATED, Orders
from tests.central.kiosk import Kiosk
from tests.central.postgresql import throw_away_cluster
from tests.central.residents import OFFICE

KIOSKS: Final = 16
QUIET_OFFICE: Final = "desa-b"
PHOTO_BYTES: Final = 60_000
CONNECTIONS: Final = 8
MANY_CONNECTIONS: Final = 64
SECONDS: Final = 20.0
POLLING_SECONDS: Final = 5.0
WARM_UP: Final = 40
ENOUGH: Final = 1200
"""Registrations: more than can be sent in the time."""
OVERLOAD: Final = 3.0
BUSY: Final = 429
PUBLISHED_UPLOADS: Final = 1.85
"""A second, of MOSIP's registration client with ten users, packets of about 2 MB."""


@dataclass(frozen=True, slots=True)
class Site:
    """One centre: its folder, its database, and where its processes answer."""

    folder: Path
    database: str | None
    urls: tuple[str, ...]

    def count(self, *conditions: Any) -> int:
        """How many parts are here; with conditions, how many submissions that fulfil them."""
        counted = select(func.count()).select_from(SubmissionRow if conditions else PartRow)
        with self.open() as centre, centre.database.reading() as session:
            return session.scalar(counted.where(*conditions)) or 0

    def open(self) -> Centre:
        """The same centre, for a look or a job."""
        return Centre(self.folder, utc_now, demo_configuration(), database_url=self.database)


def run() -> Iterator[Figure]:
    """On both databases; on PostgreSQL with one and with two processes."""
    yield from _measured("SQLite", None, processes=1)
    for processes in (1, 2):
        with throw_away_cluster(is_careful=True) as cluster:
            url = cluster.new_database("load")
            yield from _measured(f"PostgreSQL, {processes}", url, processes=processes)


def _measured(name: str, database: str | None, *, processes: int) -> Iterator[Figure]:
    with _centre(database, processes) as site:
        _play(site, registrations=WARM_UP, connections=CONNECTIONS, first=0)
        heard = _play(site, registrations=ENOUGH, connections=CONNECTIONS, first=10_000)
        sustained = heard["whole"] / heard["seconds"]
        said = (
            f"{CONNECTIONS} connections, {PHOTO_BYTES // 1000} kB photos; the field's best known"
            f" publishes {PUBLISHED_UPLOADS} uploads a second"
        )
        yield Figure(f"{name}: sustained", sustained, "registrations/s", said)
        yield from _times(name, "sustained", heard["accepted_seconds"])
        yield Figure(f"{name}: worked off after", _settled_after(site), "s", "workers, afterwards")
        yield from _overloaded(name, site, sustained)
        said = f"{CONNECTIONS} connections of one kiosk each, nothing new to tell, not waited for"
        yield Figure(f"{name}: questions for outcomes", _polls(site), "/s", said)


def _polls(site: Site) -> float:
    """Questions for outcomes a second; the generator's own threads are in this process."""
    with site.open() as centre:
        operator = Operator(centre)
        operator.new_office(QUIET_OFFICE, "Kantor Desa B", "35.10.07.2002")
        codes = [operator.new_code(QUIET_OFFICE) for _ in range(CONNECTIONS)]
    kiosks = [Kiosk(site.urls[n % len(site.urls)], code) for n, code in enumerate(codes)]
    asked = [0] * len(kiosks)
    ends_at = time.perf_counter() + POLLING_SECONDS

    def ask(number: int) -> None:
        while time.perf_counter() < ends_at:
            kiosks[number].outcomes()
            asked[number] += 1

    with ThreadPoolExecutor(len(kiosks)) as pool:
        list(pool.map(ask, range(len(kiosks))))
    for kiosk in kiosks:
        kiosk.close()
    return sum(asked) / POLLING_SECONDS


def _overloaded(name: str, site: Site, sustained: float) -> Iterator[Figure]:
    before = site.count()
    rate = sustained * OVERLOAD
    count = int(rate * SECONDS)
    heard = _play(site, registrations=count, connections=MANY_CONNECTIONS, first=100_000, rate=rate)
    statuses: dict[str, int] = heard["statuses"]
    accepted = statuses.get(str(CREATED), 0)
    said = f"{rate:.0f} registrations a second asked for; answers {statuses}"
    yield Figure(
        f"{name}: at {OVERLOAD:.0f}x", heard["whole"] / heard["seconds"], "registrations/s", said
    )
    yield from _times(name, f"at {OVERLOAD:.0f}x, taken", heard["accepted_seconds"])
    yield from _times(name, f"at {OVERLOAD:.0f}x, told later", heard["refused_seconds"])
    lost = float(accepted - (site.count() - before))
    yield Figure(f"{name}: receipts without a part", lost, "", "what was accepted is stored", "0")
    silent = float(heard["without_wait"])
    yield Figure(f"{name}: refusals without a time", silent, "", "of all refusals", "0")


def _times(name: str, what: str, seconds: Sequence[float]) -> Iterator[Figure]:
    if len(seconds) < 100:
        return
    cuts = statistics.quantiles(seconds, n=100)
    for label, value in (("p50", cuts[49]), ("p99", cuts[98])):
        yield Figure(f"{name}: {what} {label}", value * 1000, "ms", f"of {len(seconds)} parts")


def _settled_after(site: Site) -> float:
    """Until no form waits to be opened."""
    began = time.perf_counter()
    while site.count(SubmissionRow.state == CentreState.SUBMITTED):
        time.sleep(0.1)
    return time.perf_counter() - began


def _play(site: Site, **wanted: Any) -> dict[str, Any]:
    """Have the generator send; what it heard, as JSON has it."""
    with site.open() as centre:
        codes = tuple(Operator(centre).new_code(OFFICE) for _ in range(KIOSKS))
    wanted["seed"] = wanted.pop("first")
    orders = Orders(site.urls, codes, photo_bytes=PHOTO_BYTES, seconds=SECONDS, **wanted)
    command = [sys.executable, "-m", "tests.benchmarks.load_generator", json.dumps(asdict(orders))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as generator:
        assert generator.stdout is not None
        assert generator.stdout.readline() == "ready\n"
        answer, _ = generator.communicate("go\n")
    heard: dict[str, Any] = json.loads(answer)
    return heard


@contextmanager
def _centre(database: str | None, processes: int) -> Iterator[Site]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name) / "centre"
        with Site(folder, database, ()).open() as centre:
            operator = Operator(centre)
            operator.new_office(OFFICE, "Kantor Desa A", "35.10.07.2001")
        urls = [running.enter_context(_process(folder, database)) for _ in range(processes)]
        yield Site(folder, database, tuple(urls))


@contextmanager
def _process(folder: Path, database: str | None) -> Iterator[str]:
    """A web process with one worker; its URL."""
    command = [sys.executable, "-m", "kiosk", "--home", str(folder.parent), "central"]
    command += ["--data", str(folder), "--port", "0"]
    command += ["--database", database] if database else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url = program.stdout.readline().split()[-1]
        try:
            yield url
        finally:
            program.terminate()
