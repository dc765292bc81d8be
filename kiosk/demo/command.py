"""`kiosk demo`: everything at once on one computer, to be tried or to be watched."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer

from kiosk.app import KioskApp
from kiosk.backroom import BackRoom
from kiosk.camera.choice import camera_of
from kiosk.camera.measure import measure_camera
from kiosk.camera.source import FrameSource
from kiosk.config import CentreSettings, Config, StoreSettings
from kiosk.demo.centre import DemoCentre, demo_centre
from kiosk.demo.hand import StuckError
from kiosk.demo.officer_story import PIN, SUPERVISOR
from kiosk.demo.sample_camera import SampleCamera
from kiosk.demo.story import Story
from kiosk.domain.pin import Pin
from kiosk.fault_watch import FaultWatch
from kiosk.program import GarbageInOneThread, SignalWatch, make_application, show
from kiosk.store.officers import Role
from kiosk.ui.look import Look
from kiosk.ui.loudspeaker import Loudspeaker
from kiosk.ui.voice import Voice

OPERATOR_LOOKS_EVERY_MS: Final = 2000
STUCK_FILE: Final = "stuck.png"
_FIRST_WEBCAM: Final = "0"
_GLANCE_SECONDS: Final = 0.5


def run_demo(*, headless: bool, out: Path) -> int:
    """Play the story by itself, or open the window for somebody to try; returns the exit status."""
    if headless or not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return _play(out)
    return _open_window()


def _play(out: Path) -> int:
    out.mkdir(parents=True, exist_ok=True)
    make_application()
    with _demo_kiosk(SampleCamera, Voice(), is_sample=True) as (kiosk, centre):
        show(kiosk.window, full_screen=False)
        kiosk.begin()
        try:
            end = Story(kiosk, centre, out, _say).play()
        except StuckError as error:
            kiosk.window.grab().save(str(out / STUCK_FILE))
            _say(f"the story is stuck: {error}; see {STUCK_FILE}")
            return 1
    print(json.dumps(asdict(end)), flush=True)
    return 0 if end.is_as_told else 1


def _open_window() -> int:
    open_camera, is_sample = _find_camera()
    application = make_application()
    application.setQuitOnLastWindowClosed(True)
    with (
        Loudspeaker() as speaker,
        _demo_kiosk(open_camera, Voice(speaker), is_sample=is_sample) as (kiosk, centre),
    ):
        _enrol(kiosk.room, centre)
        operator = QTimer(kiosk)
        operator.timeout.connect(centre.act)
        operator.start(OPERATOR_LOOKS_EVERY_MS)
        kiosk.quit_requested.connect(application.quit)
        show(kiosk.window, full_screen=False)
        kiosk.begin()
        _say(f"officer: {SUPERVISOR}, PIN {PIN}; the centre rejects every first photo")
        return application.exec()


@contextmanager
def _demo_kiosk(
    open_camera: Callable[[], FrameSource], voice: Voice, *, is_sample: bool
) -> Iterator[tuple[KioskApp, DemoCentre]]:
    """A kiosk and its centre in a folder that is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="loket-demo-") as folder:
        home = Path(folder)
        with (
            demo_centre(home / "centre", _now) as centre,
            BackRoom(home / "store", _config(centre.url), _now) as room,
        ):
            kiosk = KioskApp(room, Look(voice=voice), open_camera, is_sample=is_sample)
            try:
                with FaultWatch(kiosk.tell_fault), SignalWatch(), GarbageInOneThread():
                    yield kiosk, centre
            finally:
                kiosk.close()


def _config(url: str) -> Config:
    """A key file is enough for invented people in a folder that goes away."""
    return Config(centre=CentreSettings(url=url), store=StoreSettings(allow_key_file=True))


def _find_camera() -> tuple[Callable[[], FrameSource], bool]:
    """The first webcam; where none gives pictures, the sample camera, and True."""
    seen = measure_camera(_FIRST_WEBCAM, _GLANCE_SECONDS)
    if not seen.state.has_pictures:
        _say(f"no webcam ({seen.detail}): showing the sample camera")
        return SampleCamera, True
    return camera_of(_FIRST_WEBCAM).open, False


def _enrol(room: BackRoom, centre: DemoCentre) -> None:
    """What the first run asks for, answered beforehand."""
    room.enrol(centre.new_code())
    now = room.clock()
    room.store.call(lambda store: store.officers.add(SUPERVISOR, Pin(PIN), Role.SUPERVISOR, now))


def _has_display() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _now() -> datetime:
    return datetime.now(UTC)


def _say(sentence: str) -> None:
    print(sentence, flush=True)
