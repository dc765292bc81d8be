"""Is this counter ready to serve? What was measured, judged: what to see to, why, and what stops.

Warned of is early what would hold somebody up later; stopped is only what cannot work.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from kiosk.domain.window import wib

SKEW: Final = timedelta(minutes=2)
"""A clock that is wrong by more is told of."""
OLD: Final = timedelta(days=1)
"""What waits longer to be sent is told of."""
LOW_DISK_BYTES: Final = 1_000_000_000
"""Of a thousand registrations, and of what else the computer writes in a day."""
FULL_DISK_BYTES: Final = 50_000_000
"""Below it a form might be begun that cannot be kept."""
_GIGABYTE: Final = 1_000_000_000


class Aspect(StrEnum):
    """What is looked at, in the order of the card: what matters most is told first."""

    CAMERA = "camera"
    LIGHT = "light"
    CENTRE = "centre"
    CLOCK = "clock"
    DISK = "disk"
    QUEUE = "queue"
    SERVICE = "service"
    PRINTER = "printer"
    SEAT = "seat"
    KEY = "key"
    VERSION = "version"


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    STOP = "stop"


class Unattended(StrEnum):
    """Whether sending goes on when the window is closed."""

    RUNS = "runs"
    HELD_UP = "held_up"
    """The service runs, and something keeps it from sending."""
    STANDS_STILL = "stands_still"
    """The service ran on this computer, and does not now."""
    ABSENT = "absent"
    """There is none."""


class Work(StrEnum):
    """What a finding may stop."""

    PHOTOS = "photos"
    FORMS = "forms"


class Sign(StrEnum):
    """What can be found; the value is the key of its sentence.

    Beside all that is not well, `<key>_why` is the cause and `<key>_do` the next step.
    """

    CAMERA_WORKS = "ready.camera.works"
    CAMERA_MISSING = "ready.camera.missing"
    CAMERA_BUSY = "ready.camera.busy"
    CAMERA_UNFIT = "ready.camera.unfit"
    CAMERA_BLACK = "ready.camera.black"
    CAMERA_SILENT = "ready.camera.silent"
    LIGHT_GOOD = "ready.light.good"
    LIGHT_DIM = "ready.light.dim"
    LIGHT_DARK = "ready.light.dark"
    LIGHT_BLINDING = "ready.light.blinding"
    SEAT_TODAY = "ready.seat.today"
    SEAT_EARLIER = "ready.seat.earlier"
    SEAT_NEVER = "ready.seat.never"
    CENTRE_HEARD = "ready.centre.heard"
    CENTRE_OFFLINE = "ready.centre.offline"
    CENTRE_UNKNOWN = "ready.centre.unknown"
    QUEUE_EMPTY = "ready.queue.empty"
    QUEUE_WAITS = "ready.queue.waits"
    QUEUE_OLD = "ready.queue.old"
    QUEUE_HELD = "ready.queue.held"
    QUEUE_SUMS = "ready.queue.sums"
    QUEUE_LOST = "ready.queue.lost"
    SERVICE_RUNS = "ready.service.runs"
    SERVICE_HELD_UP = "ready.service.held_up"
    SERVICE_STANDS_STILL = "ready.service.stands_still"
    SERVICE_ABSENT = "ready.service.absent"
    PRINTER_READY = "ready.printer.ready"
    PRINTER_MISSING = "ready.printer.missing"
    PRINTER_STOPPED = "ready.printer.stopped"
    CLOCK_RIGHT = "ready.clock.right"
    CLOCK_UNCHECKED = "ready.clock.unchecked"
    CLOCK_WRONG = "ready.clock.wrong"
    CLOCK_BEHIND = "ready.clock.behind"
    DISK_ROOMY = "ready.disk.roomy"
    DISK_LOW = "ready.disk.low"
    DISK_FULL = "ready.disk.full"
    DISK_JOURNAL = "ready.disk.journal"
    KEY_SAFE = "ready.key.safe"
    KEY_IN_FILE = "ready.key.in_file"
    VERSION_CURRENT = "ready.version.current"
    VERSION_NEWER = "ready.version.newer"
    """For the IT staff: nobody at the counter has to do anything about it."""

    @property
    def aspect(self) -> Aspect:
        """Of what."""
        return Aspect(self.value.split(".")[1])

    @property
    def stops(self) -> Work | None:
        """What cannot work before it is mended."""
        return _STOPS.get(self)

    @property
    def level(self) -> Level:
        """How bad it is."""
        if self in _STOPS:
            return Level.STOP
        return Level.OK if self in _WELL else Level.WARN


_STOPS: Final[Mapping[Sign, Work]] = {
    Sign.CAMERA_MISSING: Work.PHOTOS,
    Sign.CAMERA_BUSY: Work.PHOTOS,
    Sign.CAMERA_UNFIT: Work.PHOTOS,
    Sign.CAMERA_BLACK: Work.PHOTOS,
    Sign.CAMERA_SILENT: Work.PHOTOS,
    Sign.CENTRE_UNKNOWN: Work.FORMS,
    Sign.DISK_FULL: Work.FORMS,
}
_WELL: Final = frozenset(
    {
        Sign.CAMERA_WORKS,
        Sign.LIGHT_GOOD,
        Sign.SEAT_TODAY,
        Sign.SEAT_EARLIER,
        Sign.CENTRE_HEARD,
        Sign.QUEUE_EMPTY,
        Sign.QUEUE_WAITS,
        Sign.SERVICE_RUNS,
        Sign.SERVICE_ABSENT,
        Sign.PRINTER_READY,
        Sign.CLOCK_RIGHT,
        Sign.CLOCK_UNCHECKED,
        Sign.DISK_ROOMY,
        Sign.KEY_SAFE,
        Sign.VERSION_CURRENT,
        Sign.VERSION_NEWER,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One sign, with the values of its sentence.

    Attributes:
        fault: key of a sentence that says the cause more exactly; its `<key>_do` is the next step.
    """

    sign: Sign
    values: Mapping[str, object] = field(default_factory=dict)
    fault: str | None = None

    @property
    def problem(self) -> str:
        """Key of the sentence that says most exactly what is the matter."""
        return self.fault or self.sign

    @property
    def cause(self) -> str:
        """Key of the sentence that says why."""
        return self.fault or f"{self.sign}_why"

    @property
    def next_step(self) -> str:
        """Key of the sentence that says what to do."""
        return f"{self.problem}_do"


@dataclass(frozen=True, slots=True)
class Line:
    """How it stands with the centre; `fault` is the key of a sentence."""

    is_reached: bool
    heard_at: datetime | None
    fault: str | None


@dataclass(frozen=True, slots=True)
class Stock:
    """What the store says of itself.

    Attributes:
        latest: the newest thing that was written down.
        seated_at: when camera and chair were set up last.
        oldest: since when the longest waiting part waits to be sent.
        adds_up: whether the last check found everything that was made.
        lost: so many parts the centre signed for and has no more.
        journal_is_whole: whether the last look found every line of the journal as it was written.
    """

    free_bytes: int
    key_in_file: bool
    latest: datetime | None
    seated_at: datetime | None
    waiting: int
    oldest: datetime | None
    held: int
    adds_up: bool
    lost: int
    unattended: Unattended
    journal_is_whole: bool


@dataclass(frozen=True, slots=True)
class NewerVersion:
    """A version that could be installed, and the folder that it lies in."""

    version: str
    place: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known by now; None of what is still being measured.

    `camera`, `light` and `printer` are signs already: who measures them can tell no more.
    `version` is the one that runs; nobody waits for a look at newer ones.
    """

    version: str | None = None
    newer: NewerVersion | None = None

    stock: Stock | None = None
    line: Line | None = None
    skew: timedelta | None = None
    is_configured: bool = True
    camera: Sign | None = None
    light: Sign | None = None
    printer: Sign | None = None


def judge(measured: Measured, now: datetime) -> tuple[Finding, ...]:
    """What is to be said of all that was measured, in the order of the card."""
    found = [Finding(s) for s in (measured.camera, measured.light, measured.printer) if s]
    found += _judge_centre(measured, now)
    found += _judge_version(measured)
    if measured.stock is not None:
        found += _judge_stock(measured.stock, now)
        found.append(_judge_clock(measured.skew, measured.stock.latest, now))
    order = list(Aspect)
    return tuple(sorted(found, key=lambda finding: order.index(finding.sign.aspect)))


def gravest(findings: Iterable[Finding]) -> Finding | None:
    """What to see to first, if anything."""
    levels = (Level.STOP, Level.WARN)
    bad = [finding for finding in findings if finding.sign.level is not Level.OK]
    return min(bad, key=lambda finding: levels.index(finding.sign.level), default=None)


def stopped(findings: Iterable[Finding]) -> frozenset[Work]:
    """What cannot work now."""
    return frozenset(f.sign.stops for f in findings if f.sign.stops is not None)


def _judge_centre(measured: Measured, now: datetime) -> list[Finding]:
    if not measured.is_configured:
        return [Finding(Sign.CENTRE_UNKNOWN)]
    line = measured.line
    if line is None:
        return []
    time = {"time": "-" if line.heard_at is None else _time(line.heard_at, now)}
    sign = Sign.CENTRE_HEARD if line.is_reached else Sign.CENTRE_OFFLINE
    return [Finding(sign, time, line.fault)]


def _judge_version(measured: Measured) -> list[Finding]:
    newer = measured.newer
    if newer is not None:
        values = {"version": newer.version, "place": newer.place}
        return [Finding(Sign.VERSION_NEWER, values)]
    version = measured.version
    return [] if version is None else [Finding(Sign.VERSION_CURRENT, {"version": version})]


def _judge_stock(stock: Stock, now: datetime) -> list[Finding]:
    found = (_judge_seat(stock, now), _judge_queue(stock, now), _judge_disk(stock))
    key = Sign.KEY_IN_FILE if stock.key_in_file else Sign.KEY_SAFE
    return [*found, Finding(Sign(f"ready.service.{stock.unattended}")), Finding(key)]


def _judge_seat(stock: Stock, now: datetime) -> Finding:
    at = stock.seated_at
    if at is None:
        return Finding(Sign.SEAT_NEVER)
    is_today = wib(at).date() == wib(now).date()
    return Finding(Sign.SEAT_TODAY if is_today else Sign.SEAT_EARLIER, {"time": _time(at, now)})


def _judge_queue(stock: Stock, now: datetime) -> Finding:
    if not stock.adds_up:
        return Finding(Sign.QUEUE_SUMS)
    if stock.lost:
        return Finding(Sign.QUEUE_LOST, {"count": stock.lost})
    if stock.held:
        return Finding(Sign.QUEUE_HELD, {"count": stock.held})
    if not stock.waiting or stock.oldest is None:
        return Finding(Sign.QUEUE_EMPTY)
    age = now - stock.oldest
    sign = Sign.QUEUE_OLD if age > OLD else Sign.QUEUE_WAITS
    return Finding(sign, {"count": stock.waiting, "days": max(age.days, 1)})


def _judge_disk(stock: Stock) -> Finding:
    room = {"room": f"{stock.free_bytes / _GIGABYTE:.1f}".replace(".", ",")}
    if stock.free_bytes < FULL_DISK_BYTES:
        return Finding(Sign.DISK_FULL, room)
    if not stock.journal_is_whole:
        return Finding(Sign.DISK_JOURNAL)
    is_low = stock.free_bytes < LOW_DISK_BYTES
    return Finding(Sign.DISK_LOW if is_low else Sign.DISK_ROOMY, room)


def _judge_clock(skew: timedelta | None, latest: datetime | None, now: datetime) -> Finding:
    """The centre's clock tells; without it, what was written down cannot be from the future."""
    time = {"time": f"{wib(now):%H.%M}"}
    if skew is not None and abs(skew) > SKEW:
        return Finding(Sign.CLOCK_WRONG, {"minutes": round(abs(skew) / timedelta(minutes=1))})
    if latest is not None and latest - now > SKEW:
        return Finding(Sign.CLOCK_BEHIND)
    return Finding(Sign.CLOCK_UNCHECKED if skew is None else Sign.CLOCK_RIGHT, time)


def _time(moment: datetime, now: datetime) -> str:
    """`08.57` of the same day in WIB, `21/11 08.57` of another."""
    local = wib(moment)
    return f"{local:%H.%M}" if local.date() == wib(now).date() else f"{local:%d/%m %H.%M}"
