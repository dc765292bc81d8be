"""The program around the kiosk: the Qt application, its window, faults and signals."""

import gc
import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from types import FrameType
from typing import Final, Self

from PySide6.QtCore import QEventLoop, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kiosk.app import KioskApp
from kiosk.backroom import BackRoom
from kiosk.camera.choice import camera_of, find_cameras
from kiosk.config import Config, ConfigError
from kiosk.fault_watch import FaultWatch
from kiosk.paths import Folders
from kiosk.provision import Provisioner
from kiosk.store.errors import StoreError
from kiosk.store.rescue import Rescue
from kiosk.sync.transport import AddressError
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.loudspeaker import Loudspeaker
from kiosk.ui.main_window import MainWindow
from kiosk.ui.rescue_page import RescuePage
from kiosk.ui.stopped_page import StoppedPage
from kiosk.ui.text import Sentence
from kiosk.ui.voice import Voice
from kiosk.ui.waiting_page import WaitingPage
from kiosk.watchdog import Watchdog
from kiosk.workers import CLOSING_SECONDS, Workers

WINDOW_SIZE: Final = (1366, 768)
_COLLECT_EVERY_MS: Final = 1000
_SIGN_OF_LIFE_SECONDS: Final = 1
_UNNOTICED_MS: Final = 700
"""What takes no longer is not spoken of."""
_SECONDS_TO_SETTLE: Final = 5
_ENDING: Final = (signal.SIGINT, signal.SIGTERM)
_ENDED_BY_SIGNAL: Final = 128
"""Exit status of a program that a signal ended, without the signal's number."""
_MOST_SIGNALS: Final = 64
_RESCUED: Final = 1000
"""How the loop of a page that repaired something ends; no signal ends it so."""


class GarbageInOneThread:
    """Collects garbage in the thread of the windows alone.

    Python collects in whatever thread allocates. A widget destroyed in another thread than its own
    waits for a lock of Qt with Python's lock in hand, while the windows may wait the other way.
    What the kiosk makes in its first seconds stays for good: it is collected once, and never again
    looked through, which would take a tenth of a second each time.
    """

    def __init__(self) -> None:
        self._seconds = 0
        self._timer = QTimer(interval=_COLLECT_EVERY_MS)
        self._timer.timeout.connect(self.collect)

    def __enter__(self) -> Self:
        gc.disable()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def collect(self) -> None:
        """Collect the oldest generation that is full, as Python itself would."""
        self._seconds += 1
        if self._seconds <= _SECONDS_TO_SETTLE:
            gc.collect()
            gc.freeze()
            return
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return


class SignalWatch:
    """Ends the event loop in order on Ctrl+C or SIGTERM.

    Python looks at signals between its own instructions, and Qt may run none for long: a socket
    that the signal writes to wakes it.
    """

    def __enter__(self) -> None:
        self._receiver, self._sender = socket.socketpair()
        for end in (self._receiver, self._sender):
            end.settimeout(0)
        self._handlers = {number: signal.signal(number, self._end) for number in _ENDING}
        self._wakeup = signal.set_wakeup_fd(self._sender.fileno())
        self._notifier = QSocketNotifier(self._receiver.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._wake)

    def __exit__(self, *_: object) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._receiver.close()
        self._sender.close()

    def _wake(self) -> None:
        self._receiver.recv(_MOST_SIGNALS)

    def _end(self, number: int, _: FrameType | None) -> None:
        """From within whatever loop comes next: one that is not running yet forgets an exit."""
        QTimer.singleShot(0, partial(QApplication.exit, _ENDED_BY_SIGNAL + number))


class SignsOfLife:
    """Tells systemd from whichever loop of the windows runs that it goes round.

    A kiosk that asks for patience or for a decision is as ready as one that serves residents.
    """

    def __init__(self, watchdog: Watchdog) -> None:
        self._begin = QTimer(singleShot=True, interval=0)
        self._begin.timeout.connect(watchdog.ready)
        self._go_on = QTimer(interval=1000 * _SIGN_OF_LIFE_SECONDS)
        self._go_on.timeout.connect(partial(watchdog.went_on, _SIGN_OF_LIFE_SECONDS))

    def __enter__(self) -> None:
        self._begin.start()
        self._go_on.start()

    def __exit__(self, *_: object) -> None:
        self._begin.stop()
        self._go_on.stop()


def run(folders: Folders, config: Config, clock: Callable[[], datetime], *, windowed: bool) -> int:
    """Open the counter and stay until an officer leaves it.

    Raises StoreError or AddressError where it cannot open; a window has said so before.
    """
    application = make_application()
    speaker = Loudspeaker()
    look = Look(config.kiosk.language, voice=Voice(speaker, config.sound))
    with SignalWatch(), SignsOfLife(Watchdog()), speaker:
        room, ended = _open(lambda: BackRoom(folders.store, config, clock), look)
        provisioner = Provisioner(folders, room)
        try:
            return ended or _run_counter(application, provisioner, look, windowed=windowed)
        finally:
            room.stop()


def tell_wrong_settings(error: ConfigError) -> None:
    """Say in a window why the kiosk does not open, until it is closed: nobody sees a terminal."""
    _application = make_application()  # lives as long as the window
    look = Look()
    with SignalWatch(), SignsOfLife(Watchdog()):
        _show(look, _wrong_settings(look, error))


def make_application() -> QApplication:
    """The one QApplication; text is drawn at the size of the page, not rounded by the screen."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    application = QApplication(["loket"])
    application.setApplicationName("Loket")
    application.setQuitOnLastWindowClosed(False)
    return application


def _open(make_room: Callable[[], BackRoom], look: Look) -> tuple[BackRoom, int]:
    """Open a back room; one that does not open is rescued first, where the officer wants it.

    Returns it, and what `start_patiently` returns.
    """
    while True:
        room = make_room()
        try:
            return room, _start(room, look)
        except (StoreError, AddressError) as error:
            if not _is_rescued(room, look, error):
                raise


def _start(room: BackRoom, look: Look) -> int:
    """Only a new kiosk may be without an address: its first run asks for the code that has one."""
    if room.config.centre.url:
        room.check_address()
    ended = start_patiently(room, look)
    try:
        if room.store.call(lambda store: store.settings.enrolment()) is not None:
            room.check_address()
    except AddressError:
        room.stop()
        raise
    return ended


def start_patiently(room: BackRoom, look: Look) -> int:
    """Open the store in a thread of its own: the service may need seconds to let it go.

    Returns 0; or, where a signal came meanwhile, the status to end with, and the store is open.
    Where it did not open either, the program ends: nobody is there to be told why.
    """
    loop, background, doorkeeper = QEventLoop(), Background(), Workers(1, "opening")
    opening = doorkeeper.submit(room.start)
    background.watch(opening, lambda _: loop.exit(), lambda _: loop.exit())
    try:
        with GarbageInOneThread(), _patience_asked(look):
            ended = loop.exec()
            if ended and opening.exception() is not None:
                raise SystemExit(ended)
            opening.result()
    finally:
        doorkeeper.close(CLOSING_SECONDS)
    return ended


@contextmanager
def _patience_asked(look: Look) -> Generator[None]:
    """Say that it takes a moment, where it takes one."""
    windows: list[MainWindow] = []

    def ask() -> None:
        window = first_window(look, WaitingPage(look))
        windows.append(window)
        show(window, full_screen=False)

    timer = QTimer(singleShot=True, interval=_UNNOTICED_MS)
    timer.timeout.connect(ask)
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        for window in windows:
            window.close()
            window.deleteLater()


def _run_counter(
    application: QApplication, provisioner: Provisioner, look: Look, *, windowed: bool
) -> int:
    room = provisioner.room
    config, desk = room.config, room.desk
    look.voice.allow(config.sound)
    look.speak(config.kiosk.language)
    look.start_from(high_contrast=desk.high_contrast, text_scale=desk.text_scale)
    camera = camera_of(config.camera.source)
    kiosk = KioskApp(
        room,
        look,
        camera.open,
        camera_name=camera.name,
        patience=camera.patience,
    )
    kiosk.provisioner = provisioner
    kiosk.find_cameras = lambda: find_cameras(room.config.camera.source)
    kiosk.quit_requested.connect(application.quit)
    try:
        with FaultWatch(kiosk.tell_fault), GarbageInOneThread():
            full_screen = config.kiosk.full_screen and not windowed
            show(kiosk.window, full_screen=full_screen)
            kiosk.begin(locked=full_screen)
            return application.exec()
    finally:
        kiosk.close()


def first_window(look: Look, page: WaitingPage | StoppedPage | RescuePage) -> MainWindow:
    """A window of one page, before there is a kiosk: nobody would hear who calls the officer."""
    window = MainWindow(look)
    window.cover(page, has_officer=True)
    window.footer.setHidden(isinstance(page, WaitingPage))  # it goes before anything is pressed
    return window


def show(window: MainWindow, *, full_screen: bool) -> None:
    """Bring the window on screen."""
    if full_screen:
        window.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        window.setGeometry(window.screen().geometry())  # for screens without a window manager
        window.showFullScreen()
    else:
        window.resize(*WINDOW_SIZE)
        window.show()
    window.activateWindow()  # or no ring would show where the keyboard is before the first touch


def _is_rescued(room: BackRoom, look: Look, error: StoreError | AddressError) -> bool:
    """Say why it does not open; returns whether what was the matter has been repaired."""
    if isinstance(error, AddressError):
        return _show(look, _wrong_settings(look, error))
    rescue = Rescue(room.folder, allow_key_file=room.config.store.allow_key_file)
    diagnosis = rescue.diagnose(error)
    if diagnosis is None:
        return _show(look, StoppedPage(look, Sentence(error.key)))
    rescuer = Workers(1, "rescue")
    page = RescuePage(look, diagnosis, lambda: rescuer.submit(rescue.rescue, room.clock()))
    page.rescued.connect(partial(QApplication.exit, _RESCUED))
    is_rescued = _show(look, page)
    rescuer.close(CLOSING_SECONDS)
    return is_rescued


def _wrong_settings(look: Look, error: ConfigError | AddressError) -> StoppedPage:
    return StoppedPage(look, Sentence("stopped.settings", {"detail": str(error)}))


def _show(look: Look, page: StoppedPage | RescuePage) -> bool:
    """Show a page in a window of its own until it is left; True after a rescue."""
    window = first_window(look, page)
    page.closed.connect(QApplication.quit)
    show(window, full_screen=False)
    status = QApplication.exec()
    window.close()
    window.deleteLater()
    return status == _RESCUED
