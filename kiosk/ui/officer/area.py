"""The officers' side: PIN, desk, and the lock when nobody touches anything."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.store.officers import Officer
from kiosk.ui.look import Look
from kiosk.ui.officer.calibration_page import CalibrationPage
from kiosk.ui.officer.desk_page import DeskPage
from kiosk.ui.officer.gate import called_gate, quit_gate
from kiosk.ui.officer.rooms import make_rooms
from kiosk.ui.services import Services
from kiosk.ui.widgets.page_stack import PageStack

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


class OfficerArea(QWidget):
    """Asks for the PIN every time it comes on screen, and again after two idle minutes.

    Signals:
        left: the officer goes back to the residents' side.
        resume_requested: with the Draft that the officer helps to go on with.
        assist_requested: with the id of the officer who helps somebody with a new form.
        door_requested: with the Door and the ticket (code) of somebody who came back.
        quit_requested: an officer has shown by PIN that the kiosk may be left.
    """

    left = Signal()
    resume_requested = Signal(object)
    assist_requested = Signal(str)
    door_requested = Signal(object, str)
    quit_requested = Signal()

    def __init__(self, look: Look, services: Services, *, idle_ms: int = IDLE_MS) -> None:
        super().__init__()
        self.setObjectName("officer_area")
        self.gate = called_gate(look, services.store, services.clock)
        self.quit_gate = quit_gate(look, services.store, services.clock)
        self.desk = DeskPage(look, services, make_rooms(look, services))
        self.calibration = CalibrationPage(look, services.camera)
        self._stack = PageStack(look)
        for page in (self.gate, self.quit_gate, self.desk, self.calibration):
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

    def _connect_gates(self) -> None:
        self.gate.opened.connect(self._open)
        self.gate.left.connect(self.left)
        self.quit_gate.left.connect(self._back_to_desk)
        self.quit_gate.opened.connect(self.quit_requested)

    def _connect_desk(self) -> None:
        desk = self.desk
        desk.resume_requested.connect(self.resume_requested)
        desk.assist_requested.connect(self.assist_requested)
        desk.door_requested.connect(self.door_requested)
        desk.lock_requested.connect(self.left)
        desk.quit_requested.connect(self._ask_to_quit)
        desk.calibration_requested.connect(self._calibrate)
        desk.worked.connect(self._idle.start)
        self.calibration.left.connect(self._back_to_desk)
        self.calibration.worked.connect(self._idle.start)

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

    def lock(self) -> None:
        """Ask for the PIN again."""
        self._idle.stop()
        self.quit_gate.wipe()
        self.calibration.end()
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

    def _open(self, officer: Officer) -> None:
        self.desk.welcome(officer)
        self._back_to_desk()

    def _back_to_desk(self) -> None:
        self._stack.setCurrentWidget(self.desk)
        self._idle.start()

    def _calibrate(self) -> None:
        self._stack.setCurrentWidget(self.calibration)
        self.calibration.begin()

    def _ask_to_quit(self) -> None:
        self._stack.setCurrentWidget(self.quit_gate)
        self.quit_gate.begin()


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("there is no application")
    return application
