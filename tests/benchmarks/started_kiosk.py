"""A kiosk process that says when its window and its live preview are on screen, and ends."""

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from kiosk.app import KioskApp
from kiosk.backroom import BackRoom
from kiosk.camera.choice import camera_of
from kiosk.config import CentreSettings, Config, StoreSettings
from kiosk.demo.sample_camera import SampleCamera
from kiosk.program import make_application, show
from kiosk.ui.look import Look
from tests.benchmarks.webcam import GOOD


class FirstPaint(QObject):
    """Calls back when a widget has been painted for the first time."""

    def __init__(self, widget: QWidget, painted: Callable[[], None]) -> None:
        super().__init__(widget)
        self._painted = painted
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the first paint, and let it happen."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._painted()
        return False


def main(home: Path, url: str, stay_seconds: int = 0, source: str = "") -> int:
    """Open an enrolled kiosk, go to the camera, stay there, end; prints when it got where.

    The camera is the sample, or a `source` as the settings name it.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    config = Config(centre=CentreSettings(url=url), store=StoreSettings(allow_key_file=True))
    room = BackRoom(home, config, lambda: datetime.now(UTC))
    room.start()
    camera = camera_of(source).open if source else partial(SampleCamera, GOOD)
    kiosk = KioskApp(room, Look(), camera, is_sample=not source)
    FirstPaint(kiosk.welcome.new_door, partial(_say, "window"))
    kiosk.begin()
    show(kiosk.window, full_screen=False)
    opened = QTimer(kiosk)
    stay = partial(QTimer.singleShot, 1000 * stay_seconds, application.quit)
    opened.timeout.connect(partial(_show_camera, kiosk, opened, stay))
    opened.start()
    application.exec()
    kiosk.close()
    room.stop()
    return 0


def _show_camera(kiosk: KioskApp, opened: QTimer, done: Callable[[], None]) -> None:
    """Once the doors can be opened: go where the camera is, and wait for its first picture."""
    if kiosk.counter is None:
        return
    opened.stop()
    _say("ready")
    photo = kiosk.counter.doors.photo

    def watch_preview() -> None:
        if kiosk.camera.frames.peek() is None:
            FirstPaint(photo.live.view, watch_preview)
            return
        _say("preview")
        done()

    FirstPaint(photo.live.view, watch_preview)
    kiosk.window.show_page(photo)


def _say(name: str) -> None:
    print(f"{name} {time.time()}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2]))
