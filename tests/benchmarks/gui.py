"""How long the thread of the windows is away, while somebody registers and an officer looks."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
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
from tests.benchmarks.figure import Figure
from tests.benchmarks.webcam import GOOD

TICK_MS = 2
AIM_MS = 50.0
LOOK_CHANGES = ("text_size_button",) * 4 + ("contrast_button",) * 2 + ("language_button",) * 2
METHOD = "1366x768 offscreen; longest time between two ticks of a timer while this was done"


@dataclass
class Absence:
    """Ticks of a timer, and what was being done at each."""

    doing: str = "start"
    ticks: list[tuple[float, str]] = field(default_factory=list)

    def tick(self) -> None:
        """The thread is here."""
        self.ticks.append((time.thread_time(), self.doing))

    def longest_ms(self) -> dict[str, float]:
        """By what was done, the longest time without a tick."""
        longest: dict[str, float] = {}
        for (before, doing), (after, _) in pairwise(self.ticks):
            longest[doing] = max(longest.get(doing, 0.0), (after - before) * 1000)
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
    """Register, change the look, and look at the desk."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application()
    absence = Absence()
    with _kiosk() as kiosk:
        timer = _ticking(kiosk, absence)
        hand = SteadyHand(kiosk, absence)
        hand.wait_until(kiosk.welcome.isEnabled, "an open kiosk")
        _register(hand)
        look_at_desk(hand)
        timer.stop()
    yield from _figures(absence.longest_ms())


def _register(hand: SteadyHand) -> None:
    for name in LOOK_CHANGES:
        hand.press(name)
    fill_form(hand, SITI)
    for name in LOOK_CHANGES:
        hand.press(name)
    hand.press("use_photo_button")
    hand.press("next_button")
    hand.press("finish_button")


def _figures(longest: dict[str, float]) -> Iterator[Figure]:
    longest.pop("start", None)
    worst = sorted(longest.items(), key=lambda item: -item[1])
    over = sum(ms > AIM_MS for ms in longest.values())
    yield Figure("things done", len(longest), "", METHOD)
    yield Figure("of them longer than the aim", over, "", METHOD, "0")
    yield Figure("median of the longest gaps", median(longest.values()), "ms", METHOD)
    for doing, ms in worst[:16]:
        yield Figure(doing, ms, "ms", METHOD, f"< {AIM_MS:g}")


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
