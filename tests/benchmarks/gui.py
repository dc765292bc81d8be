"""How long the thread of the windows is away, while somebody registers and an officer looks."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from kiosk.app import KioskApp
from kiosk.backroom import BackRoom
from kiosk.config import CentreSettings, Config, StoreSettings
from kiosk.demo.centre import DemoCentre, demo_centre
from kiosk.demo.form_story import fill_form
from kiosk.demo.hand import Hand
from kiosk.demo.officer_story import PIN, SUPERVISOR, look_at_desk
from kiosk.demo.resident import SITI
from kiosk.demo.sample_camera import SampleCamera
from kiosk.domain.pin import Pin
from kiosk.program import GarbageInOneThread, make_application, show
from kiosk.store.officers import Role
from kiosk.ui.look import Look
from tests.benchmarks import lists
from tests.benchmarks.figure import Figure
from tests.benchmarks.webcam import GOOD

TICK_MS = 2
AIM_MS = 50.0
LOOK_CHANGES = ("text_size_button",) * 4 + ("contrast_button",) * 2 + ("language_button",) * 2
SETTLING_MS = 6000
"""At first the kiosk looks once through all that it has made."""
WORST = 6
METHOD = (
    "1366x768 offscreen; longest time between two ticks of a timer while this was done;"
    " at work: processor time of the windows' own thread"
)
EFFORT = "a registration with its test, eight changes of the look twice, and a look at the desk"


@dataclass(frozen=True, slots=True)
class Tick:
    """When the thread was there, how long it had worked by then, and on what (seconds)."""

    at: float
    worked: float
    doing: str


@dataclass(frozen=True, slots=True)
class Gap:
    """How long the thread was away, and how much of that it worked itself (milliseconds)."""

    away: float
    working: float


class Absence:
    """Ticks of a timer, and what was being done at each."""

    def __init__(self) -> None:
        self.doing = "start"
        self._ticks: list[Tick] = []

    def tick(self) -> None:
        """The thread is here."""
        self._ticks.append(Tick(time.perf_counter(), time.thread_time(), self.doing))

    def longest(self) -> dict[str, Gap]:
        """By what was done, the longest times without a tick."""
        longest: dict[str, Gap] = {}
        for before, after in pairwise(self._ticks):
            known = longest.get(before.doing, Gap(0.0, 0.0))
            away, worked = (after.at - before.at) * 1000, (after.worked - before.worked) * 1000
            longest[before.doing] = Gap(max(known.away, away), max(known.working, worked))
        return longest


class SteadyHand(Hand):
    """Lets the windows work after every key, and says what it does."""

    def __init__(self, kiosk: KioskApp, absence: Absence) -> None:
        super().__init__(kiosk.window, Path(), lambda _: None)
        self._absence = absence

    def press(self, name: str) -> None:
        """Press, and see what comes of it."""
        self._absence.doing = f"press {name}"
        super().press(name)
        QTest.qWait(TICK_MS)

    def type(self, name: str, text: str) -> None:
        """Type key by key."""
        self._absence.doing = f"type into {name}"
        for character in text:
            super().type(name, character)
            QTest.qWait(TICK_MS)

    def photograph(self, name: str) -> None:
        """The stories' pictures are taken elsewhere; a person looks for a moment."""
        QTest.qWait(TICK_MS)


def run() -> Iterator[Figure]:
    """Register, change the look, and look at the desk; then open and scroll long lists."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application()
    absence = Absence()
    with _kiosk() as kiosk:
        timer = _ticking(kiosk, absence)
        hand = SteadyHand(kiosk, absence)
        hand.wait_until(kiosk.welcome.isEnabled, "an open kiosk")
        QTest.qWait(SETTLING_MS)
        _register(hand)
        look_at_desk(hand)
        timer.stop()
    yield from _figures(absence.longest(), hand)
    yield from lists.run()


def _register(hand: SteadyHand) -> None:
    for name in LOOK_CHANGES:
        hand.press(name)
    fill_form(hand, SITI)
    for name in LOOK_CHANGES:
        hand.press(name)
    hand.press("use_photo_button")
    hand.press("next_button")
    hand.press("finish_button")


def _figures(longest: dict[str, Gap], hand: Hand) -> Iterator[Figure]:
    longest.pop("start", None)
    gaps = longest.values()
    yield Figure("touches of the screen", hand.taps, "", EFFORT)
    yield Figure("keys", hand.keystrokes, "", EFFORT)
    yield Figure("things done", len(gaps), "", METHOD)
    yield Figure("longer away than the aim", sum(g.away > AIM_MS for g in gaps), "", METHOD, "0")
    yield Figure("longer at work than it", sum(g.working > AIM_MS for g in gaps), "", METHOD, "0")
    yield Figure("away, median", median(g.away for g in gaps), "ms", METHOD)
    for doing, gap in sorted(longest.items(), key=lambda item: -item[1].working)[:WORST]:
        yield Figure(f"{doing}: away", gap.away, "ms", METHOD, f"< {AIM_MS:g}")
        yield Figure(f"{doing}: at work", gap.working, "ms", METHOD, f"< {AIM_MS:g}")


def _ticking(parent: QObject, absence: Absence) -> QTimer:
    timer = QTimer(parent)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(absence.tick)
    timer.start(TICK_MS)
    return timer


@contextmanager
def _kiosk() -> Iterator[KioskApp]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with (
            demo_centre(home / "centre", _now) as centre,
            BackRoom(home / "store", _config(centre), _now) as room,
        ):
            _enrol(room, centre)
            kiosk = KioskApp(room, Look(), partial(SampleCamera, GOOD), is_sample=True)
            try:
                with GarbageInOneThread():
                    show(kiosk.window, full_screen=False)
                    kiosk.begin()
                    yield kiosk
            finally:
                kiosk.close()


def _enrol(room: BackRoom, centre: DemoCentre) -> None:
    room.enrol(centre.new_code())
    now = room.clock()
    room.store.call(lambda store: store.officers.add(SUPERVISOR, Pin(PIN), Role.SUPERVISOR, now))


def _config(centre: DemoCentre) -> Config:
    return Config(centre=CentreSettings(url=centre.url), store=StoreSettings(allow_key_file=True))


def _now() -> datetime:
    return datetime.now(UTC)
