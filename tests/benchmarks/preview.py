"""The live preview while every newest frame is inspected, and the memory it takes."""

import os
import sys
import time
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from kiosk.camera.inspection import InspectionLoop
from kiosk.camera.inspector import Inspection, Inspector
from kiosk.camera.loop import CameraLoop, CameraState
from kiosk.camera.mailbox import Mailbox
from kiosk.camera.profile import load_profile
from kiosk.camera.source import Frame
from kiosk.demo.sample_camera import SampleCamera
from kiosk.ui.look import Look
from kiosk.ui.preview_feed import PreviewFeed
from kiosk.ui.widgets.camera_view import CameraView
from tests.benchmarks.figure import Figure
from tests.benchmarks.webcam import GOOD, MODELS

SECONDS = 10.0
WARM_UP_SECONDS = 1.5
TICK_MS = 5
SIZE = (1366, 768)


class Counter:
    """Camera, inspection and preview as the photo page has them."""

    def __init__(self) -> None:
        self._camera = CameraLoop(partial(SampleCamera, GOOD))
        profile = load_profile()
        self._inspection = InspectionLoop(
            self._camera.to_inspect, lambda: Inspector(profile, MODELS)
        )
        self.view = CameraView(Look())
        self.view.resize(*SIZE)
        self.view.show()
        self.shown: list[float] = []
        self.inspected: list[float] = []
        self._feed = PreviewFeed(self)
        self._feed.frame_ready.connect(self._show)
        self._feed.inspected.connect(self._note)

    @property
    def state(self) -> CameraState:
        """How the camera is."""
        return self._camera.state

    @property
    def frames(self) -> Mailbox[Frame]:
        """The newest frame."""
        return self._camera.frames

    @property
    def inspections(self) -> Mailbox[Inspection]:
        """The newest inspection."""
        return self._inspection.latest

    def start(self) -> None:
        """Switch everything on."""
        self._camera.start()
        self._inspection.start()
        self._feed.start()

    def stop(self) -> None:
        """Switch everything off and wait for it."""
        self._feed.stop()
        self._inspection.stop()
        self._camera.stop()
        self.view.close()

    def _show(self, frame: Frame) -> None:
        self.view.show_frame(frame)
        self.view.repaint()
        self.shown.append(time.perf_counter())

    def _note(self, _: Inspection) -> None:
        self.inspected.append(time.perf_counter())


def run() -> Iterator[Figure]:
    """Let the preview run and count."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    ticks: list[float] = []
    timer = QTimer(app)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    counter = Counter()
    began = time.perf_counter()
    counter.start()
    timer.start(TICK_MS)
    _spin(SECONDS + WARM_UP_SECONDS)
    timer.stop()
    memory = _peak_memory_mb()
    counter.stop()
    yield from _figures(counter, ticks, began)
    if memory is not None:
        yield Figure("peak memory", memory, "MB", "resident set of this whole process", "< 400")


def _figures(counter: Counter, ticks: list[float], began: float) -> Iterator[Figure]:
    steady = began + WARM_UP_SECONDS
    method = f"sample camera at 30 a second, {SIZE[0]}x{SIZE[1]} view, {SECONDS:g} s, offscreen"
    seconds = ticks[-1] - steady
    shown = sum(at >= steady for at in counter.shown) / seconds
    inspected = sum(at >= steady for at in counter.inspected) / seconds
    gap = max(later - earlier for earlier, later in pairwise(t for t in ticks if t >= steady))
    yield Figure("camera on to live preview", counter.shown[0] - began, "s", method, "< 3")
    yield Figure("preview while inspecting", shown, "frames/s", method, "30")
    yield Figure("inspections", inspected, "frames/s", method)
    yield Figure("longest gap in the GUI thread", gap * 1000, "ms", method, "< 50")


def _spin(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _peak_memory_mb() -> float | None:
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - Windows has no such module

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
