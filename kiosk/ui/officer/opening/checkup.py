"""Measures whether this counter is ready: the store, the line, the printer, and one look around."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QObject, Signal

from kiosk import __version__
from kiosk.camera.checks.light import check_room
from kiosk.camera.loop import CameraState
from kiosk.camera.signs import SIGN_OF, sign_of_light
from kiosk.camera.source import Frame
from kiosk.config import PrinterSettings
from kiosk.domain.photo import PhotoProfile
from kiosk.domain.readiness import Finding, Line, Measured, Sign, Stock, judge
from kiosk.store.day import DayEvent
from kiosk.store.errors import StoreError
from kiosk.store.store import Store
from kiosk.store.vault import KeyOrigin
from kiosk.ui.background import Background
from kiosk.ui.preview_feed import PreviewFeed
from kiosk.ui.print.printer import find_printer, stands_still
from kiosk.ui.services import Services

_SETTLING_SECONDS: Final = 0.8
"""Until a camera that was just opened has found how bright it is."""


class Checkup(QObject):
    """Knows what was measured last, of what was measured at all.

    Signals:
        changed: there is something new in `findings`.
    """

    changed = Signal()

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._measured = Measured(version=__version__)
        self._is_looking = self._is_reading = False
        self._opened_at: float | None = None
        self._background = Background(self)
        self._feed = PreviewFeed(services.camera, self)
        self._feed.state_changed.connect(self._see_state)
        self._feed.frame_ready.connect(self._see_frame)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is known by now, in the order of the card."""
        return judge(self._measured, self._services.clock())

    def begin(self) -> None:
        """Measure everything anew: the camera stays on until it has shown the room, or `end()`."""
        self.end()
        self._measured = Measured(version=__version__)
        self.refresh()
        self._look_for_newer()
        printing = self._services.workers.submit(look_for_printer, self._services.printer)
        self._background.watch(printing, lambda sign: self._take(printer=sign))
        self._is_looking = True
        self._opened_at = None
        self._services.camera.start()
        self._feed.start()

    def end(self) -> None:
        """Switch the camera off; what was measured stays known."""
        self._background.forget()
        self._is_reading = False
        self._stop_looking()

    def refresh(self) -> None:
        """Measure again what costs nothing: the store, the line and the clock."""
        services = self._services
        status = services.sync.status
        line = None
        if status.reachable is not None:
            line = Line(status.reachable, status.last_sync_at, status.last_error)
        skew = status.clock_skew_seconds
        self._take(
            line=line,
            skew=None if skew is None else timedelta(seconds=skew),
            is_configured=services.configuration.bundle is not None,
        )
        if not self._is_reading:
            self._is_reading = True
            camera = services.camera.name
            now = services.clock()
            reading = services.store.submit(lambda store: take_stock(store, camera, now))
            self._background.watch(reading, self._take_stock, self._fail)

    def _look_for_newer(self) -> None:
        """In no hurry: a share that does not answer is no matter of the officer's."""
        if self._services.look_for_newer is not None:
            looking = self._services.look_for_newer()
            self._background.watch(looking, lambda newer: self._take(newer=newer))

    def _take_stock(self, stock: Stock) -> None:
        self._is_reading = False
        self._take(stock=stock)

    def _fail(self, error: Exception) -> None:
        """What the store cannot tell is not known; whatever needs it says so itself."""
        self._is_reading = False
        if not isinstance(error, StoreError):
            raise error

    def _take(self, **news: object) -> None:
        measured = replace(self._measured, **news)  # type: ignore[arg-type]
        self._measured = measured
        self.changed.emit()

    def _see_state(self, state: CameraState) -> None:
        """A cable that is plugged in while somebody looks is noticed."""
        if state in SIGN_OF:
            self._opened_at = None
            self._take(camera=SIGN_OF[state], light=None)

    def _see_frame(self, frame: Frame) -> None:
        if self._services.camera.state is not CameraState.LIVE or not self._is_looking:
            return
        if self._opened_at is None:
            self._opened_at = frame.taken_at
        if frame.taken_at - self._opened_at >= _SETTLING_SECONDS:
            light = judge_light(frame, self._services.camera.profile)
            self._stop_looking()
            self._take(camera=Sign.CAMERA_WORKS, light=light)

    def _stop_looking(self) -> None:
        self._feed.stop()
        if self._is_looking:
            self._is_looking = False
            self._services.camera.stop()


def judge_light(frame: Frame, profile: PhotoProfile) -> Sign:
    """Whether the room is bright enough for photos, whoever sits there."""
    return sign_of_light(check_room(frame.pixels, profile))


def look_for_printer(settings: PrinterSettings) -> Sign:
    """How it stands with the printer. Asks the system, which may take its time."""
    found = find_printer(settings.name)
    if found is None:
        return Sign.PRINTER_MISSING
    return Sign.PRINTER_STOPPED if stands_still(found) else Sign.PRINTER_READY


def take_stock(store: Store, camera: str, now: datetime) -> Stock:
    """Ask the store; in its thread. `camera`: by the name that its calibration is kept under."""
    waiting, reckoning = store.day.waiting(), store.reckonings.of_today(now)
    return Stock(
        free_bytes=store.free_bytes(),
        key_in_file=store.key_origin is KeyOrigin.FILE,
        latest=store.day.latest(),
        seated_at=store.day.last(DayEvent.SEATED, camera),
        waiting=waiting.sendable,
        oldest=waiting.oldest,
        held=waiting.held,
        adds_up=reckoning.balance.agrees,
        lost=reckoning.lost,
        journal_is_whole=store.settings.journal_broken_at() is None,
        unattended=store.unattended(now),
    )
