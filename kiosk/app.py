"""The composition root: builds every object, hands it on, starts and stops the threads in order."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from kiosk.backroom import BackRoom
from kiosk.camera.calibration_file import CALIBRATIONS, CalibrationFile
from kiosk.camera.inspector import Inspector
from kiosk.camera.loop import CameraLoop
from kiosk.camera.profile import ProfileError, load_profile, parse_profile
from kiosk.camera.source import FrameSource
from kiosk.camera.watch import Patience
from kiosk.config import SessionSettings
from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.draft import Draft
from kiosk.domain.photo import PhotoProfile
from kiosk.paths import models_folder
from kiosk.region_files import load_regions
from kiosk.store.settings import Office
from kiosk.sync.client import AT_THE_COUNTER
from kiosk.sync.configuration import Configuration
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.sync.runner import SyncRunner
from kiosk.sync.ticket_desk import TicketDesk
from kiosk.ui.awake import keep_awake
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.flow import Step
from kiosk.ui.kiosk_lock import KioskLock
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.area import OfficerArea
from kiosk.ui.officer.first_run import FirstRun, is_first_run
from kiosk.ui.officer.gate import OfficerGate, quit_gate
from kiosk.ui.resident.controller import CameraPages, ResidentFlow
from kiosk.ui.resident.doors import Door, TicketFlow
from kiosk.ui.resident.ktp_page import KtpPage
from kiosk.ui.resident.photo_page import PhotoPage
from kiosk.ui.resident.welcome_page import WelcomePage
from kiosk.ui.second_window import SecondWindow, second_screen
from kiosk.ui.services import Services
from kiosk.ui.session import FaceWatch, IdleSession
from kiosk.ui.stopped_page import StoppedPage
from kiosk.ui.text import Sentence
from kiosk.workers import CLOSING_SECONDS, Workers

OpenSource = Callable[[], FrameSource]
PAINT_MS = 30
"""How long a window may take to come on screen before the other pages are made."""
_WORKERS = 4
"""More than printers can hold up at once: a slip, a form, and a slip printed again."""
_log = logging.getLogger(__name__)


class KioskApp(QObject):
    """One kiosk, from the first window to the last thread. The back room is open and the owner's.

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
        """`is_sample`: the camera shows an invented person, which the photo page says.

        `camera_name` is what the camera's calibration is kept under.
        """
        super().__init__()
        self.room = room
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
        if not self.workers.close(seconds):
            _log.warning("closed without waiting for what hangs")

    def tell_fault(self, fault: BaseException) -> None:
        """From any thread: a bug. It is logged, and the officer is called."""
        _log.critical("bug", exc_info=fault)
        self._faulted.emit()

    def _first_run(self) -> None:
        first_run = FirstRun(self.look, self.room.store, self.camera, self._enrol, self.room.clock)
        first_run.finished.connect(self._open)
        self.window.show_page(first_run)
        first_run.begin()

    def _enrol(self, code: str) -> "Future[Office | EnrolmentProblem]":
        return self.workers.submit(self.room.enrol, code)

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
        return Services(
            store=room.store,
            dispatcher=Dispatcher(room.store, room.configuration),
            desk=TicketDesk(room.call_centre(AT_THE_COUNTER)),
            sync=SyncRunner(
                room.store,
                room.call_centre(),
                room.configuration,
                room.clock,
                room.circuit,
                lambda: self.camera.state.value,
            ),
            camera=self.camera,
            regions=load_regions(),
            configuration=room.configuration,
            office=office,
            clock=room.clock,
            entropy=room.entropy,
            workers=self.workers,
            printer=room.config.printer,
        )

    def _stop_for_a_bug(self) -> None:
        """Serve nobody any more: a thread may be gone. Only an officer may close the window."""
        if self._stopped is not None:
            return
        self._stopped = StoppedPage(self.look, Sentence("stopped.bug"))
        self._stopped.closed.connect(self._ask_who_closes)
        self.window.footer.hide()
        self.window.cover(self._stopped)
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
        gate = quit_gate(self.look, self.room.store, self.room.clock)
        gate.opened.connect(self._leave)
        gate.left.connect(partial(self.window.cover, self._stopped))
        self.window.cover(gate)
        gate.begin()


class Counter(QObject):
    """An enrolled kiosk at work: the residents' side and the officers' side of one window.

    Signals:
        quit_requested: an officer has shown by PIN that the kiosk may be left.
    """

    quit_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        welcome: WelcomePage,
        services: Services,
        look: Look,
        settings: SessionSettings,
    ) -> None:
        super().__init__(window)
        self._window, self._services = window, services
        cameras = CameraPages(_photo_page(look, services), _ktp_page(look, services))
        self.resident = ResidentFlow(window, services, look, welcome, cameras)
        self.doors = TicketFlow(look, services, _photo_page(look, services))
        idle_ms = settings.officer_idle_seconds * 1000
        self.officer = OfficerArea(look, services, idle_ms=idle_ms)
        self.second = SecondWindow(look, services.office.name, is_sample=services.camera.is_sample)
        self._faces = FaceWatch(services.camera, self, allowed=settings.presence)
        self.session = IdleSession(
            window.pages, look, self._is_somebody_here, settings, self._look_for_face
        )
        for page in (self.doors, self.officer):
            window.add_page(page)
        self._connect()

    def open(self) -> None:
        """Start sending, and wait for the first resident."""
        self._window.header.show_office(self._services.office.name)
        self._services.sync.start()
        self.resident.show_welcome()

    def close(self, seconds: float) -> None:
        """Stop sending and asking; what was not sent stays queued."""
        self.second.close()
        self._services.sync.stop(seconds)
        self._services.desk.close(seconds)

    def _connect(self) -> None:
        resident, doors, officer = self.resident, self.doors, self.officer
        resident.redo_requested.connect(partial(self._go_through, Door.REDO))
        resident.status_requested.connect(partial(self._go_through, Door.STATUS))
        resident.resume_requested.connect(partial(self._go_through, Door.RESUME))
        doors.finished.connect(resident.show_welcome)
        doors.draft_found.connect(resident.resume)
        self._window.officer_requested.connect(self._call_officer)
        officer.left.connect(self._window.uncover)
        officer.resume_requested.connect(self._resume)
        officer.assist_requested.connect(self._assist)
        officer.quit_requested.connect(self.quit_requested)
        self.session.expired.connect(self.forget)
        self._faces.lit.connect(self._window.tell_camera_light)
        resident.pages[Step.CONSENT].completed.connect(self._take_consent)
        resident.ended.connect(self._forget_faces)
        doors.finished.connect(self._forget_faces)
        for photo_page in (resident.photo_page, doors.photo):
            photo_page.face_seen.connect(self.session.see_face)
        self._connect_second()
        resident.thinking.connect(self.session.let_think)

    def _connect_second(self) -> None:
        """A window whose display is unplugged would come to lie over the kiosk's own."""
        self.second.follow(self.resident.photo_page.live)
        self.resident.ended.connect(self.second.hide)
        application = cast("QGuiApplication", QGuiApplication.instance())
        application.screenRemoved.connect(self.second.hide)

    def _open_second(self) -> None:
        """Somebody who is helped sees the mirror at the resident's side of the desk."""
        screen = second_screen(QGuiApplication.screens(), self._window.screen())
        if screen is not None:
            self.second.open_on(screen)

    def _is_somebody_here(self) -> bool:
        return self.resident.is_busy or self.doors.is_busy

    def _take_consent(self, draft: Draft) -> None:
        """Only now may the camera look, and only until this resident leaves."""
        agreed = ConsentPurpose.CAMERA in {consent.purpose for consent in draft.consents}
        self._faces.agree(agreed=agreed)

    def _look_for_face(self) -> bool | None:
        """Nobody is missed before an officer's page; a consent being thought over is none."""
        if self.resident.step is Step.CONSENT:
            self._faces.agree(agreed=False)
        return None if self._window.is_covered else self._faces.count_second()

    def _forget_faces(self) -> None:
        self._faces.agree(agreed=False)
        self.session.restart()

    def _go_through(self, door: Door) -> None:
        self._window.show_page(self.doors)
        self.doors.begin(door)

    def forget(self) -> None:
        """Forget whoever was here; what was saved stays saved, sealed."""
        self.doors.wipe()
        self.resident.end()

    def _resume(self, draft: Draft) -> None:
        self.forget()
        self.resident.resume(draft)
        self._open_second()
        self._window.uncover()

    def _assist(self, officer_id: str) -> None:
        self.forget()
        self.resident.start(assisted_by=officer_id)
        self._open_second()
        self._window.uncover()

    def _call_officer(self) -> None:
        self.officer.somebody_waits = self._is_somebody_here()
        self._window.cover(self.officer)


def _photo_page(look: Look, services: Services) -> PhotoPage:
    gate = OfficerGate(look, services.store, services.clock)
    return PhotoPage(look, services.camera, services.clock, gate)


def _ktp_page(look: Look, services: Services) -> KtpPage:
    gate = OfficerGate(look, services.store, services.clock)
    return KtpPage(look, services.camera, services.clock, gate)


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
