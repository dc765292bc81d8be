"""The officers' side: PIN, health card, desk, and the lock when nobody touches anything."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.store.day import DayEvent
from kiosk.store.errors import StoreError
from kiosk.store.officers import Officer
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.officer.calibration_page import CalibrationPage
from kiosk.ui.officer.desk_page import DeskPage
from kiosk.ui.officer.gate import QuitGate, called_gate
from kiosk.ui.officer.help.catalogue import page_of
from kiosk.ui.officer.help.help_sheet import HelpSheet
from kiosk.ui.officer.opening.checkup import Checkup
from kiosk.ui.officer.opening.closing_page import ClosingPage
from kiosk.ui.officer.opening.opening_page import OpeningPage
from kiosk.ui.officer.practice.practice_desk import PracticeDesk
from kiosk.ui.officer.recovery_pages import RecoveryPages
from kiosk.ui.officer.rooms import make_rooms
from kiosk.ui.services import Services
from kiosk.ui.widgets.page_stack import PageStack
from kiosk.ui.widgets.why_button import Explainer

IDLE_MS: Final = 120_000
_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)


class OfficerArea(QWidget, Explainer):
    """Asks for the PIN every time it comes on screen, and again after two idle minutes.

    The first officer of a day sees the health card before the desk, unless somebody waits.

    Signals:
        left: the officer goes back to the residents' side.
        resume_requested: with the Draft that the officer helps to go on with.
        assist_requested: with the id of the officer who helps somebody with a new form.
        door_requested: with the Door and the ticket (code) of somebody who came back, and the id of
            the officer who helps.
        quit_requested: an officer has shown by PIN that the kiosk may be left.
        officer_changed: with the Officer who is here now; None when nobody is any more.
        day_opened: the office serves people, from now on or as before.
        day_closed: it does not any more.
    """

    left = Signal()
    resume_requested = Signal(object)
    assist_requested = Signal(str)
    door_requested = Signal(object, str, str)
    quit_requested = Signal()
    officer_changed = Signal(object)
    day_opened = Signal()
    day_closed = Signal()

    def __init__(self, look: Look, services: Services, *, idle_ms: int = IDLE_MS) -> None:
        super().__init__()
        self.setObjectName("officer_area")
        self._services = services
        self._officer: Officer | None = None
        self._background, self._notes = Background(self), Background(self)
        self.checkup = Checkup(services, self)
        self.gate = called_gate(look, services.store, services.clock)
        self.quit_gate = QuitGate(look, services.store, services.clock)
        self.recovery = RecoveryPages(look, services)
        self.desk = DeskPage(look, services, self.checkup, make_rooms(look, services))
        self.opening = OpeningPage(look, self.checkup)
        self.closing = ClosingPage(look, services)
        self.calibration = CalibrationPage(look, services.camera)
        self.practice = PracticeDesk(look, services)
        self.help = HelpSheet(look, "day_help")
        self._explained_on: QWidget = self.gate
        self._stack = PageStack(look)
        for page in (
            *(self.gate, self.quit_gate, self.recovery, self.desk),
            *(self.opening, self.closing, self.calibration, self.practice, self.help),
        ):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(idle_ms)
        self._idle.timeout.connect(self.lock)
        self._connect_gates()
        self._connect_desk()
        self._connect_day()

    @property
    def somebody_waits(self) -> bool:
        """Whether a resident's form or status is beneath."""
        return self.desk.somebody_waits

    @somebody_waits.setter
    def somebody_waits(self, waits: bool) -> None:
        self.desk.somebody_waits = waits

    @property
    def is_locked(self) -> bool:
        """Whether a PIN is needed to see anything."""
        return self._stack.currentWidget() is self.gate

    def explains(self, problem: str) -> bool:
        """Whether the help has a page about a problem, by the key of its sentence."""
        return page_of(problem) is not None

    def explain(self, problem: str) -> None:
        """Show the page of a problem that was met before or beside the desk, then come back."""
        page = self._stack.currentWidget()
        if page is not None:
            self._explained_on = page
        self.help.explain(problem)
        self._show(self.help)

    def lock(self) -> None:
        """Ask for the PIN again."""
        self._idle.stop()
        self._background.forget()
        self.officer_changed.emit(None)
        self.quit_gate.wipe()
        self.recovery.wipe()
        self.calibration.end()
        self.practice.end()
        self._stack.setCurrentWidget(self.gate)
        self.gate.begin()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask who it is, and watch for idleness."""
        super().showEvent(event)
        if not event.spontaneous():
            self.lock()
            _application().installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave nothing open behind."""
        super().hideEvent(event)
        if not event.spontaneous():
            _application().removeEventFilter(self)
            self.lock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever touches anything is not idle."""
        if event.type() in _TOUCHES and not self.is_locked:
            self._idle.start()
        return super().eventFilter(watched, event)

    def _connect_gates(self) -> None:
        self.gate.opened.connect(self._open)
        self.gate.left.connect(self.left)
        self.gate.forgotten.connect(self._recover)
        self.recovery.left.connect(self.lock)
        self.quit_gate.left.connect(self._back_to_desk)
        self.quit_gate.opened.connect(self.quit_requested)
        self.help.left.connect(self._stop_explaining)

    def _connect_desk(self) -> None:
        desk = self.desk
        desk.resume_requested.connect(self.resume_requested)
        desk.assist_requested.connect(self.assist_requested)
        desk.door_requested.connect(self.door_requested)
        desk.lock_requested.connect(self.left)
        desk.opening_requested.connect(self._show_opening)
        desk.closing_requested.connect(self._show_closing)
        desk.worked.connect(self._idle.start)
        desk.practice_requested.connect(self._practise)
        self.practice.left.connect(self._stop_practising)

    def _connect_day(self) -> None:
        self.opening.left.connect(self._begin_work)
        self.opening.calibration_requested.connect(self._calibrate)
        self.closing.left.connect(self._back_to_desk)
        self.closing.closed.connect(self._close_day)
        self.closing.quit_requested.connect(self._ask_to_quit)
        self.calibration.left.connect(self._show_opening)
        self.calibration.kept.connect(self._note_seat)
        self.calibration.worked.connect(self._idle.start)

    def _open(self, officer: Officer) -> None:
        """The desk, or the health card before it where the day was not opened yet."""
        self._officer = officer
        self.officer_changed.emit(officer)
        self.desk.welcome(officer)
        now = self._services.clock()
        asked = self._services.store.submit(lambda store: store.day.is_open(now))
        self._background.watch(asked, self._go_in, self._go_in_unread)

    def _go_in(self, is_open: bool) -> None:  # noqa: FBT001 - a result
        self.opening.begin(opens_day=not is_open)
        if is_open:
            self.day_opened.emit()
        if is_open or self.somebody_waits:
            self._back_to_desk()
        else:
            self._show_opening()

    def _go_in_unread(self, error: Exception) -> None:
        """Whether the day was opened cannot be read: the health card comes first."""
        _let_the_card_tell(error)
        self._go_in(is_open=False)

    def _begin_work(self) -> None:
        if self.opening.opens_day:
            self.opening.begin(opens_day=False)
            self._note(DayEvent.OPENED)
            self.day_opened.emit()
        self._back_to_desk()

    def _close_day(self) -> None:
        self._note(DayEvent.CLOSED)
        self.day_closed.emit()

    def _note_seat(self) -> None:
        self._note(DayEvent.SEATED, self._services.camera.name)

    def _note(self, event: DayEvent, subject: str = "") -> None:
        """Where the disk takes nothing any more, the health card says so."""
        if self._officer is None:
            raise RuntimeError("nobody is at the desk")
        officer, now = self._officer.id, self._services.clock()
        noted = self._services.store.submit(lambda s: s.day.note(event, officer, now, subject))
        self._notes.watch(noted, lambda _: None, _let_the_card_tell)

    def _stop_explaining(self) -> None:
        self._show(self._explained_on)

    def _practise(self) -> None:
        if self._officer is not None:
            self._show(self.practice)
            self.practice.begin(self._officer)

    def _stop_practising(self) -> None:
        self._back_to_desk()
        self.practice.end()

    def _back_to_desk(self) -> None:
        self._show(self.desk)

    def _show_opening(self) -> None:
        self._show(self.opening)

    def _show_closing(self) -> None:
        self._show(self.closing)

    def _calibrate(self) -> None:
        self._show(self.calibration)
        self.calibration.begin()

    def _recover(self) -> None:
        """Nobody is let in by it: whoever has a new PIN comes to the gate again."""
        self._stack.setCurrentWidget(self.recovery)
        self.recovery.begin()
        self._idle.start()

    def _ask_to_quit(self) -> None:
        self._show(self.quit_gate)
        self.quit_gate.begin()

    def _show(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        self._idle.start()


def _let_the_card_tell(error: Exception) -> None:
    if not isinstance(error, StoreError):
        raise error


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("there is no application")
    return application
