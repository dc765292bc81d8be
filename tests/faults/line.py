"""Thousands of submissions over a line on which everything goes wrong, against a real centre."""

import asyncio
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import Final

from tests.canary import found_in
from tests.faults.audit import Books, Findings, compare, read_centre, read_kiosk
from tests.faults.fault import Fault
from tests.faults.kiosk_process import Orders
from tests.faults.people import Person, secrets_of
from tests.faults.proxy import FaultProxy
from tests.faults.section import Row, Section

_ENDING_SECONDS: Final = 15.0
_SAID: Final = "said.txt"
"""What a process writes to standard error."""
_MOMENT: Final = re.compile(r"^[-0-9]{10} [:,0-9]{12} ")
_SHOWN: Final = 20
"""So many failures are told one by one."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is done.

    Attributes:
        chance: of every request that something happens to it.
        seconds: after so many, whatever is not where it belongs is stuck.
        kills: at this share of its registrations a kiosk is killed, and the centre with the first.
    """

    submissions: int = 10_000
    kiosks: int = 16
    chance: float = 0.25
    seconds: float = 1200.0
    kills: tuple[float, ...] = (0.2, 0.7)


WHOLE: Final = Extent()
SHORT: Final = Extent(submissions=40, kiosks=2, seconds=120.0, kills=(0.4,))


@dataclass(frozen=True, slots=True)
class Totals:
    """All kiosks together: what the last line of the suite says."""

    made: int
    delivered: int
    queued: int
    quarantined: int
    cancelled: int
    expired: int
    lost: int
    double: int
    stuck: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """The section of the table, and the figures behind it."""

    section: Section
    totals: Totals


def run(extent: Extent = WHOLE, seed: int = 1) -> Outcome:
    """Do it all in a folder of its own, which stays where something does not hold."""
    folder = Path(tempfile.mkdtemp(prefix="loket-faults-"))
    outcome = asyncio.run(Line(folder, extent, seed).run())
    if outcome.section.holds:
        shutil.rmtree(folder)
        return outcome
    section = outcome.section
    return replace(outcome, section=replace(section, rows=(*section.rows, ("kept", str(folder)))))


class Line:
    """One centre, some kiosks, and a proxy before each of them."""

    def __init__(self, folder: Path, extent: Extent, seed: int) -> None:
        self._folder, self._extent, self._seed = folder, extent, seed
        self._per_kiosk = extent.submissions // extent.kiosks
        self._centre_folder = folder / "centre"
        self._centre_folder.mkdir()
        self._worked: dict[int, float] = {}
        self._kills: Counter[str] = Counter()
        self._broken: list[str] = []

    async def run(self) -> Outcome:
        """Let everybody work, then compare the books."""
        began = time.monotonic()
        codes = await self._start_centre()
        async with AsyncExitStack() as stack:
            proxies = [
                await stack.enter_async_context(
                    FaultProxy(self._port, self._seed * 1000 + number, self._extent.chance)
                )
                for number in range(self._extent.kiosks)
            ]
            orders = [
                self._orders(number, proxy.url, code)
                for number, (proxy, code) in enumerate(zip(proxies, codes, strict=True))
            ]
            await asyncio.gather(*(self._man(each) for each in orders))
        await _end(self._centre)
        seconds = time.monotonic() - began
        return self._outcome(proxies, seconds)

    async def _start_centre(self, port: int = 0) -> list[str]:
        """Returns the codes to enrol with; none of a centre that was killed."""
        arguments = (str(self._centre_folder), str(port), str(self._extent.kiosks))
        self._centre = await _start("tests.faults.centre_process", *arguments, home=self._folder)
        assert self._centre.stdout is not None
        told = json.loads(await self._centre.stdout.readline())
        self._port = int(told["url"].rpartition(":")[2])
        return list(told["codes"])

    def _orders(self, number: int, url: str, code: str) -> Orders:
        home = self._home(number)
        (home / "tmp").mkdir(parents=True)
        return Orders(number, str(home), url, code, self._per_kiosk, self._seed)

    def _home(self, number: int) -> Path:
        return self._folder / f"kiosk-{number}"

    async def _man(self, orders: Orders) -> None:
        """See a kiosk through its day: whenever it is killed, it is switched on again."""
        kill_at = [int(share * orders.count) for share in self._extent.kills]
        end = time.monotonic() + self._extent.seconds
        while True:
            process = await _start(
                "tests.faults.kiosk_process", json.dumps(asdict(orders)), home=Path(orders.home)
            )
            try:
                async with asyncio.timeout(max(0.0, end - time.monotonic())):
                    was_killed = await self._watch(process, orders.kiosk, kill_at)
            except TimeoutError:
                await _end(process)
                return
            if not was_killed:
                if process.returncode:
                    self._broken.append(f"kiosk {orders.kiosk} ended with {process.returncode}")
                return

    async def _watch(self, process: Process, number: int, kill_at: list[int]) -> bool:
        """Returns whether it was killed, not whether it ended by itself."""
        assert process.stdout is not None
        async for line in process.stdout:
            told = json.loads(line)
            self._worked[process.pid] = told["worked"]
            if kill_at and told["settled"] >= kill_at[0]:
                del kill_at[0]
                await self._kill(process, number, kills_centre=number == 0)
                return True
        await process.wait()
        return False

    async def _kill(self, process: Process, number: int, *, kills_centre: bool) -> None:
        """By turns as by a power cut, and as by a fault of a library, which may dump memory."""
        process.send_signal((signal.SIGKILL, signal.SIGABRT)[self._kills["kiosks"] % 2])
        await process.wait()
        self._kills["kiosks"] += 1
        if kills_centre:
            self._centre.kill()
            await self._centre.wait()
            self._kills["centre"] += 1
            await self._start_centre(self._port)

    def _outcome(self, proxies: Sequence[FaultProxy], seconds: float) -> Outcome:
        people = [
            [Person(self._seed, kiosk, number) for number in range(self._per_kiosk)]
            for kiosk in range(self._extent.kiosks)
        ]
        leaks = self._leaks(people)
        books = [read_kiosk(self._home(n), those) for n, those in enumerate(people)]
        findings = compare(books, read_centre(self._centre_folder))
        totals = _totals(books, findings, seconds)
        faults = sum((proxy.faults for proxy in proxies), Counter[Fault]())
        rows = (
            *((name, str(value)) for name, value in asdict(totals).items() if name != "seconds"),
            ("requests", str(sum(proxy.requests for proxy in proxies))),
            ("of them for uploads in pieces", str(sum(proxy.pieces for proxy in proxies))),
            *_rows_of(faults),
            *((f"{what} killed", str(count)) for what, count in self._kills.items()),
            ("submissions a second", f"{totals.made / seconds:.1f}"),
            *self._work(),
            ("files searched for personal data", str(self._count_files())),
        )
        bugs = (bug for proxy in proxies for bug in proxy.bugs)
        failures = (*bugs, *self._broken, *self._complaints(), *findings.all, *leaks)
        more = len(failures) - _SHOWN
        shown = (*failures[:_SHOWN], *([f"and {more} more"] if more > 0 else []))
        return Outcome(Section("line", self._seed, rows, shown, seconds), totals)

    def _work(self) -> Iterator[Row]:
        """The processor's seconds, by whose they were."""
        children, own = (
            used.ru_utime + used.ru_stime for used in map(getrusage, (RUSAGE_CHILDREN, RUSAGE_SELF))
        )
        kiosks = sum(self._worked.values())
        for whose, seconds in (("kiosks", kiosks), ("centre", children - kiosks), ("line", own)):
            yield f"processor seconds, {whose}", f"{seconds:.0f}"

    def _complaints(self) -> list[str]:
        """What a process says of itself that is no fault of the line; each kind once."""
        found = Counter(
            _MOMENT.sub("", line)
            for said in sorted(self._folder.rglob(_SAID))
            for line in said.read_text("utf-8").splitlines()
            if " ERROR " in line or line.startswith("Traceback")
        )
        return [f"{count} times: {line}" for line, count in found.items()]

    def _leaks(self, people: Sequence[Sequence[Person]]) -> list[str]:
        """Kiosks and centre alike: neither keeps anything personal in the clear."""
        secrets = secrets_of([person for those in people for person in those])
        return found_in(self._folder, secrets)

    def _count_files(self) -> int:
        return sum(path.is_file() for path in self._folder.rglob("*"))


def _rows_of(faults: Counter[Fault]) -> list[Row]:
    return [("faults", str(faults.total())), *((f"  {f}", str(faults[f])) for f in Fault)]


def _totals(books: Sequence[Books], findings: Findings, seconds: float) -> Totals:
    balances = [one.balance for one in books]
    return Totals(
        made=sum(b.made for b in balances),
        delivered=sum(b.delivered for b in balances),
        queued=sum(b.queued for b in balances),
        quarantined=sum(b.quarantined for b in balances),
        cancelled=sum(b.cancelled for b in balances),
        expired=sum(b.expired for b in balances),
        lost=len(findings.lost),
        double=len(findings.double),
        stuck=len(findings.stuck),
        seconds=round(seconds, 1),
    )


async def _start(module: str, *arguments: str, home: Path) -> Process:
    """Everything that the process might write anywhere lies in its home."""
    temporary = str(home / "tmp")
    environment = {**os.environ, "TMPDIR": temporary, "SQLITE_TMPDIR": temporary}
    environment |= {"HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    environment |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    with (home / _SAID).open("ab") as said:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *arguments),
            cwd=home,
            env=environment,
            stdout=PIPE,
            stderr=said,
        )


async def _end(process: Process) -> None:
    """In order; a process that does not is killed."""
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(_ENDING_SECONDS):
            await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
