"""The composition root: builds every object, hands it on, starts and stops the threads in order."""

import logging
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.backroom import BackRoom
from kiosk.camera.calibration_file import CALIBRATIONS, CalibrationFile
from kiosk.camera.choice import Camera, camera_of
from kiosk.camera.inspector import Inspector
from kiosk.camera.loop import CameraLoop
from kiosk.camera.profile import ProfileError, load_profile, parse_profile
from kiosk.camera.source import FrameSource
from kiosk.camera.watch import Patience
from kiosk.counter import Counter
from kiosk.domain.photo import PhotoProfile
from kiosk.paths import folders_under, models_folder
from kiosk.provision import Provisioner, Refused
from kiosk.region_files import load_regions
from kiosk.sync.configuration import Configuration
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.sync.ticket_desk import TicketDesk
from kiosk.sync.transport import AT_THE_COUNTER
from kiosk.ui.awake import keep_awake
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.kiosk_lock import KioskLock
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.first_run import Answer, FirstRun, WaysIn, is_first_run
from kiosk.ui.officer.gate import QuitGate
from kiosk.ui.resident.welcome_page import WelcomePage
from kiosk.ui.services import LookForNewer, Services
from kiosk.ui.stopped_page import StoppedPage
from kiosk.ui.text import Sentence
from kiosk.updates import UpdateWatch, release_key
from kiosk.workers import CLOSING_SECONDS, Workers

OpenSource = Callable[[], FrameSource]
PAINT_MS = 30
"""How long a window may take to come on screen before the other pages are made."""
_WORKERS = 4
"""More than printers can hold up at once: a slip, a form, and a slip printed again."""
_log = logging.getLogger(__name__)


class KioskApp(QObject):
    """One kiosk, from the first window to the last thread. The back room is open and the owner's.

    What may be set before it begins: `find_cameras`, those that a supervisor may choose from;
    `look_for_newer`, for versions to tell of; `provisioner`, where the settings are not beside the
    store.

    Signals:
        quit_requested: an officer has shown by PIN that the kiosk may be left.
    """

    quit_requested = Signal()
    _faulted = Signal()

    def __init__(
        self,
        room: BackRoom,
        look: Look,
        open_camera: OpenSource,
        *,
        camera_name: str = "camera",
        patience: Patience | None = None,
        is_sample: bool = False,
    ) -> None:
        """`is_sample`: of an invented person; `camera_name`: what its calibration is kept under."""
        super().__init__()
        self.room = room
        in_use = Camera(camera_name, camera_name, open_camera, patience or Patience())
        self.provisioner = Provisioner(folders_under(room.folder.parent), room)
        self.find_cameras: Callable[[], Sequence[Camera]] = lambda: (in_use,)
        self.look = look
        self.window = MainWindow(look)
        self.welcome = WelcomePage(look)
        self.welcome.aids_shown.connect(self.window.footer.hide_aids)
        self.welcome.aids_gone.connect(self.window.footer.show_aids)
        self._loop = CameraLoop(open_camera, patience)
        self.camera = CameraDesk(
            self._loop,
            lambda profile: Inspector(profile, models_folder()),
            lambda: profile_in_force(room.configuration),
            CalibrationFile(room.folder / CALIBRATIONS, camera_name),
            is_sample=is_sample,
        )
        self.lock = KioskLock(self.window)
        self._is_locked = False
        self.workers = Workers(_WORKERS, "worker")
        self._updates = UpdateWatch(room.config.updates.folder, release_key())
        self.look_for_newer: LookForNewer = self._updates.look_for_newer
        self.counter: Counter | None = None
        self._stopped: StoppedPage | None = None
        self._opening = QTimer(self, singleShot=True, interval=PAINT_MS)
        self._opening.timeout.connect(self._open)
        self._faulted.connect(self._stop_for_a_bug)

    def begin(self, *, locked: bool = False) -> None:
        """Ask what a new kiosk has to know, or wait for the first resident.

        The first page is on screen before the others are made: that takes as long again.
        `locked`: as soon as there is somebody with a PIN, only that PIN leads out.
        """
        self._is_locked = locked
        if self.room.store.call(is_first_run):
            self._first_run()
        else:
            self.welcome.setEnabled(False)
            self.window.show_page(self.welcome)
            self._opening.start()

    def close(self, seconds: float = CLOSING_SECONDS) -> None:
        """Stop every thread but the store's; what was not sent stays queued.

        A printer or a line that hangs is left behind after so many seconds.
        """
        self._opening.stop()
        self.lock.release()
        self.window.close()
        if self.counter is not None:
            self.counter.close(seconds)
        self.camera.close()
        self._updates.close()
        if not self.workers.close(seconds):
            _log.warning("closed without waiting for what hangs")

    def tell_fault(self, fault: BaseException) -> None:
        """From any thread: a bug. It is logged, and the officer is called."""
        _log.critical("bug", exc_info=fault)
        self._faulted.emit()

    def _first_run(self) -> None:
        ways = WaysIn(
            enrol=lambda code: self.workers.submit(self._enrol, code),
            provision=lambda data: self.workers.submit(self._provision, data),
            provision_offered=lambda: self.workers.submit(self._provision_offered),
        )
        first_run = FirstRun(self.look, self.room.store, self.camera, ways, self.room.clock)
        first_run.finished.connect(self._open)
        self.window.show_page(first_run)
        first_run.begin()

    def _enrol(self, code: str) -> Answer:
        """In a worker, as the two below."""
        if not self.room.config.centre.url:
            return EnrolmentProblem.NO_CENTRE
        return self.room.enrol(code)

    def _provision(self, data: bytes) -> Answer:
        source = self.room.config.camera.source
        answer = self.provisioner.provision(data)
        if isinstance(answer, Refused):
            _log.warning("not provisioned: %s %s", answer.problem.name, answer.detail)
            return answer.problem
        chosen = self.room.config.camera.source
        if chosen != source:
            self.camera.change_camera(camera_of(chosen))
        return answer.office

    def _provision_offered(self) -> Answer | None:
        data = self.provisioner.offered()
        return self._provision(data) if isinstance(data, bytes) else data

    def _open(self) -> None:
        services = self._make_services()
        session = self.room.config.session
        self.counter = Counter(self.window, self.welcome, services, self.look, session)
        self.counter.quit_requested.connect(self._leave)
        self.counter.open()
        self.welcome.setEnabled(True)
        if self._is_locked:
            self.lock.engage()
            keep_awake()

    def _make_services(self) -> Services:
        room = self.room
        office = room.store.call(lambda store: store.settings.office())
        if office is None:
            raise RuntimeError("a kiosk is opened after it was enrolled")
        desk = TicketDesk(room.call_centre(AT_THE_COUNTER))
        return Services(
            store=room.store,
            dispatcher=Dispatcher(room.store, room.configuration, lambda: desk.clock_skew),
            desk=desk,
            sync=room.make_runner(lambda: self.camera.state.value),
            camera=self.camera,
            regions=load_regions(),
            configuration=room.configuration,
            office=office,
            clock=room.clock,
            entropy=room.entropy,
            workers=self.workers,
            printer=room.config.printer,
            find_cameras=self.find_cameras,
            look_for_newer=self.look_for_newer,
        )

    def _stop_for_a_bug(self) -> None:
        """Serve nobody any more: a thread may be gone. Only an officer may close the window."""
        if self._stopped is not None:
            return
        self._stopped = StoppedPage(self.look, Sentence("stopped.bug"))
        self._stopped.closed.connect(self._ask_who_closes)
        self.window.cover(self._stopped)
        self.window.footer.hide()
        if self.counter is not None:
            self.counter.forget()

    def _leave(self) -> None:
        """A window that refuses to close would keep the program from ending."""
        self.lock.release()
        self.quit_requested.emit()

    def _ask_who_closes(self) -> None:
        if self._stopped is None or self.counter is None:
            self._leave()
            return
        gate = QuitGate(self.look, self.room.store, self.room.clock)
        gate.opened.connect(self._leave)
        gate.left.connect(partial(self.window.cover, self._stopped))
        self.window.cover(gate)
        gate.begin()


def profile_in_force(configuration: Configuration) -> PhotoProfile:
    """The centre's photo rules; the built-in ones where it sent none that can be used."""
    bundle = configuration.bundle
    if bundle is None or not bundle.photo_profile:
        return load_profile()
    try:
        return parse_profile(bundle.photo_profile)
    except ProfileError as error:
        _log.warning("the centre's photo profile is not used: %s", error)
        return load_profile()
