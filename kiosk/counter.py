"""An enrolled kiosk at work: what leads from the residents' side to the officers', and back."""

from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from kiosk.config import SessionSettings
from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.draft import Draft
from kiosk.domain.exception import PhotoException
from kiosk.store.errors import StoreError
from kiosk.store.officers import Officer
from kiosk.ui.background import Background
from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.area import OfficerArea
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.officer.opening.closed_page import ClosedPage
from kiosk.ui.photo_tally import PhotoTally
from kiosk.ui.resident.controller import CameraPages, ResidentFlow
from kiosk.ui.resident.doors import Door, TicketFlow
from kiosk.ui.resident.ktp_page import KtpPage
from kiosk.ui.resident.photo_page import PhotoPage
from kiosk.ui.resident.welcome_page import WelcomePage
from kiosk.ui.second_window import SecondWindow, second_screen
from kiosk.ui.services import Services
from kiosk.ui.session import FaceWatch, IdleSession


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
        self._tally = PhotoTally(services.store, services.clock, services.entropy, self)
        idle_ms = settings.officer_idle_seconds * 1000
        self.officer = OfficerArea(look, services, idle_ms=idle_ms)
        self.closed = ClosedPage(look, services)
        self._is_closed = False
        self._background = Background(self)
        self.second = SecondWindow(
            look, services.office.name, services.regions, is_sample=services.camera.is_sample
        )
        self._faces = FaceWatch(services.camera, self, allowed=settings.presence)
        self.session = IdleSession(
            window.pages, look, self._is_somebody_here, settings, self._look_for_face
        )
        for page in (self.doors, self.officer, self.closed):
            window.add_page(page)
        self._connect()

    def open(self) -> None:
        """Start sending, and wait for the first resident."""
        self._window.header.show_office(self._services.office.name)
        self._services.sync.start()
        self.resident.show_welcome()
        closed = self._services.store.submit(lambda store: store.day.is_closed())
        self._background.watch(closed, self._stay_closed, _leave_open)

    def close(self, seconds: float) -> None:
        """Stop sending and asking; what was not sent stays queued."""
        self.second.close()
        self._services.sync.stop(seconds)
        self._services.desk.close(seconds)

    def _connect(self) -> None:
        resident, doors = self.resident, self.doors
        resident.redo_requested.connect(partial(self._go_through, Door.REDO))
        resident.status_requested.connect(partial(self._go_through, Door.STATUS))
        resident.resume_requested.connect(partial(self._go_through, Door.RESUME))
        doors.finished.connect(resident.show_welcome)
        doors.draft_found.connect(self._resume_alone)
        self.session.expired.connect(self.forget)
        self._faces.lit.connect(self._window.tell_camera_light)
        resident.pages[Step.CONSENT].completed.connect(self._take_consent)
        resident.assistance.refusal_page.granted.connect(self._take_back_consent)
        resident.ended.connect(self._forget_faces)
        doors.finished.connect(self._forget_faces)
        for photo_page in (resident.photo_page, doors.photo):
            photo_page.face_seen.connect(self.session.see_face)
            photo_page.judged.connect(self._tally.count)
        self._connect_officer()
        self._connect_second()
        for thinking in (resident.thinking, doors.test.thinking):
            thinking.connect(self.session.let_think)

    def _connect_officer(self) -> None:
        officer = self.officer
        self._window.officer_requested.connect(self._call_officer)
        self.closed.officer_requested.connect(self._call_officer)
        officer.left.connect(self._leave_officer)
        officer.officer_changed.connect(self._name_officer)
        officer.day_opened.connect(self._open_day)
        officer.day_closed.connect(self._close_day)
        officer.resume_requested.connect(self._resume)
        officer.assist_requested.connect(self._assist)
        officer.door_requested.connect(self._lead)
        officer.quit_requested.connect(self.quit_requested)

    def _connect_second(self) -> None:
        """A window whose display is unplugged would come to lie over the kiosk's own."""
        self.second.follow(self.resident.photo_page.live)
        self.second.accompany(self.resident.assistance)
        self.session.warning.covers.connect(self.second.veil)
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

    def _take_back_consent(self, _: PhotoException) -> None:
        """Who refuses to be photographed is not looked at either."""
        self._faces.agree(agreed=False)

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

    def _lead(self, door: Door, ticket: str, officer_id: str) -> None:
        """An officer's list has the ticket of somebody who stands at the desk."""
        self.forget()
        self._window.show_page(self.doors)
        self._window.uncover()
        self.doors.lead(door, ticket, officer_id)

    def forget(self) -> None:
        """Forget whoever was here; what was saved stays saved, sealed."""
        self.doors.wipe()
        self.resident.end()
        self.officer.somebody_waits = False

    def _resume(self, draft: Draft) -> None:
        self.forget()
        self.resident.resume(draft)
        self._open_second()
        self._window.uncover()

    def _resume_alone(self, draft: Draft) -> None:
        """Whoever helped before is not here: what takes two is asked as of anybody alone."""
        self.resident.resume(draft.but(assisted_by=None))

    def _assist(self, officer_id: str) -> None:
        self.forget()
        self.resident.start(assisted_by=officer_id)
        self._open_second()
        self._window.uncover()

    def _call_officer(self) -> None:
        self.officer.somebody_waits = self._is_somebody_here()
        self._window.cover(self.officer, has_officer=True)

    def _name_officer(self, officer: Officer | None) -> None:
        """Two share a desk: whose name stands in the journal is always in sight."""
        self._window.seat_officer(seated=officer is not None)
        office = self._services.office.name
        self._window.header.show_office(office if officer is None else f"{officer.name}, {office}")

    def _leave_officer(self) -> None:
        """Back to the residents' side; of a closed office there is none."""
        if self._is_closed:
            self._window.cover(self.closed, has_officer=True)
        else:
            self._window.uncover()

    def _open_day(self) -> None:
        self._is_closed = False

    def _stay_closed(self, was_closed: bool) -> None:  # noqa: FBT001 - a result
        """Switching the computer off and on opens no office."""
        if was_closed:
            self._close_day()

    def _close_day(self) -> None:
        """Whoever left a form behind has it saved; from now on nobody begins one."""
        self._is_closed = True
        self.forget()
        self._leave_officer()


def _leave_open(error: Exception) -> None:
    """What is wrong with the store is said where somebody needs it."""
    if not isinstance(error, StoreError):
        raise error


def _photo_page(look: Look, services: Services) -> PhotoPage:
    gate = OfficerGate(look, services.store, services.clock)
    return PhotoPage(look, services.camera, services.clock, gate)


def _ktp_page(look: Look, services: Services) -> KtpPage:
    gate = OfficerGate(look, services.store, services.clock)
    return KtpPage(look, services.camera, services.clock, gate)
