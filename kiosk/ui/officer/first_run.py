"""The first run: language, office, first supervisor, camera. It can be interrupted anywhere."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.pin import Pin
from kiosk.store.errors import StoreError
from kiosk.store.officers import Role
from kiosk.store.settings import Office
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.central import CentralError, UnavailableReason
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.sync.provisioning import Provisioning, ProvisioningProblem, open_provisioning
from kiosk.ui.background import Background
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.look import Look
from kiosk.ui.officer.first_run_sheets import (
    CameraSheet,
    CodeSheet,
    FirstRunSheet,
    LanguageSheet,
    NameSheet,
    OfficeSheet,
    PinSheet,
    ScanSheet,
)
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.page_stack import PageStack

T = TypeVar("T")
Answer = Office | EnrolmentProblem | ProvisioningProblem
_A_FILE = "{"
"""What the text of a provisioning file begins with, and no code does."""
_NO_LINE = "first_run.code.no_line"
_WITHOUT_LINE = frozenset({UnavailableReason.OFFLINE, UnavailableReason.TIMEOUT})


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How this computer becomes a kiosk. All ask the centre in another thread.

    The futures may raise a CentralError or a StoreError.

    Attributes:
        enrol: by a code that was typed.
        provision: by the text of a provisioning file.
        provision_offered: by the file that lies on this computer; None where there is none.
    """

    enrol: Callable[[str], Future[Answer]]
    provision: Callable[[bytes], Future[Answer]]
    provision_offered: Callable[[], Future[Answer | None]]


def is_first_run(store: Store) -> bool:
    """Whether this kiosk has no identity or no supervisor yet."""
    return store.settings.enrolment() is None or not _has_supervisor(store)


class FirstRun(QWidget):
    """Everything is kept the moment it is answered.

    Signals:
        finished: the kiosk is ready to be opened.
    """

    finished = Signal()

    def __init__(
        self,
        look: Look,
        store: StoreThread,
        camera: CameraDesk,
        ways: WaysIn,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self.setObjectName("first_run")
        self._look, self._store, self._ways, self._clock = look, store, ways, clock
        self._background = Background(self)
        self._needs_supervisor = True
        self._is_provisioning = False
        self._provisioned: Office | None = None
        self._refusal = ""
        self._scanned_centre = ""
        self.language = LanguageSheet(look)
        self.code = CodeSheet(look)
        self.scan = ScanSheet(look, camera)
        self.office = OfficeSheet(look)
        self.supervisor = NameSheet(look)
        self.pin = PinSheet(look)
        self.camera = CameraSheet(look, camera)
        self._stack = PageStack(look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._arrange()

    def _arrange(self) -> None:
        sheets: tuple[QWidget, ...] = (
            *(self.language, self.code, self.scan, self.office),
            *(self.supervisor, self.pin, self.camera),
        )
        for sheet in sheets:
            self._stack.addWidget(sheet)
        self.language.answered.connect(self._keep_language)
        self.code.answered.connect(self._ask_centre)
        self.code.scan_pressed.connect(lambda: self._show(self.scan))
        self.code.again_pressed.connect(self._provision_again)
        self.scan.left.connect(lambda: self._show(self.code))
        self.scan.answered.connect(self._take_scanned)
        self.office.answered.connect(self._ask_supervisor)
        self.supervisor.answered.connect(lambda: self._show(self.pin))
        self.pin.answered.connect(self._keep_supervisor)
        self.camera.answered.connect(self._finish)

    @property
    def sheet(self) -> QWidget | None:
        """The question on screen."""
        return self._stack.currentWidget()

    def begin(self) -> None:
        """Ask the first question; a file that lies on this computer is tried meanwhile."""
        self._show(self.language)
        self._provision_offered()

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(320, 240)

    def _keep_language(self) -> None:
        language = self._look.language

        def keep(store: Store) -> tuple[Office | None, bool]:
            store.settings.save_language(language)
            is_enrolled = store.settings.enrolment() is not None
            return store.settings.office() if is_enrolled else None, _has_supervisor(store)

        self._do(keep, self._go_on_where_it_was)

    def _go_on_where_it_was(self, known: tuple[Office | None, bool]) -> None:
        office, has_supervisor = known
        self._needs_supervisor = not has_supervisor
        if office is not None:
            self._show_office(office)
        elif self._provisioned is not None:
            self._welcome(self._provisioned)
        else:
            self._ask_for_code()

    def _ask_for_code(self) -> None:
        """Or say how it stands with the file that lies here."""
        self._show(self.code)
        if self._is_provisioning:
            self.code.say_waiting()
        elif self._refusal:
            self.code.refuse(self._refusal)

    def _provision_offered(self) -> None:
        self._is_provisioning = True
        answer = self._ways.provision_offered()
        self._background.watch(answer, self._take_provisioning, self._fail_provisioning)

    def _provision_again(self) -> None:
        self.code.say_waiting()
        self._provision_offered()

    def _take_provisioning(self, answer: Answer | None) -> None:
        if isinstance(answer, Office):
            self._provisioned = answer
        self._end_provisioning("" if answer is None or isinstance(answer, Office) else answer)

    def _fail_provisioning(self, error: Exception) -> None:
        """Nothing was decided: the same file may do later."""
        if not isinstance(error, CentralError | StoreError):
            raise error
        self.code.again_button.show()
        self._end_provisioning(_NO_LINE if error.key in _WITHOUT_LINE else error.key)

    def _end_provisioning(self, refusal: str) -> None:
        """Whoever is past the language has waited for it."""
        self._is_provisioning, self._refusal = False, refusal
        self.code.show_busy(busy=False)
        if self.sheet is not self.code:
            return
        self.code.notice.clear()
        if self._provisioned is not None:
            self._welcome(self._provisioned)
        elif refusal:
            self.code.refuse(refusal)

    def _ask_centre(self) -> None:
        self._scanned_centre = ""
        self._wait_for(self._ways.enrol(self.code.code))

    def _take_scanned(self, text: str) -> None:
        self._show(self.code)
        if text.startswith(_A_FILE):
            self._scanned_centre = _centre_in(text)
            self._wait_for(self._ways.provision(text.encode()))
        else:
            self.code.put(text)
            self._ask_centre()

    def _wait_for(self, answer: Future[Answer]) -> None:
        self.code.show_busy(busy=True)
        self._background.watch(answer, self._take_enrolment, self._fail_enrolment)

    def _take_enrolment(self, answer: Answer) -> None:
        self.code.show_busy(busy=False)
        if isinstance(answer, Office):
            self._show_office(answer)
        else:
            self.code.refuse(answer.value)

    def _fail_enrolment(self, error: Exception) -> None:
        self.code.show_busy(busy=False)
        if not isinstance(error, CentralError | StoreError):
            raise error
        self.code.refuse(error.key)

    def _show_office(self, office: Office) -> None:
        self.office.show_office(office, self._scanned_centre)
        self._show(self.office)

    def _welcome(self, office: Office) -> None:
        """The office was chosen by whoever put the file there: it is told, not asked."""
        self._ask_supervisor()
        said = Sentence("first_run.welcome", {"office": office.name})
        self.supervisor.notice.tell(Kind.RIGHT, said)

    def _ask_supervisor(self) -> None:
        self._show(self.supervisor if self._needs_supervisor else self.camera)

    def _keep_supervisor(self) -> None:
        name, pin, now = self.supervisor.name, self.pin.pin, self._clock()
        if isinstance(pin, Pin):
            self._do(
                lambda store: store.officers.add(name, pin, Role.SUPERVISOR, now),
                lambda _: self._show(self.camera),
            )

    def _finish(self) -> None:
        self.camera.end()
        self.finished.emit()

    def _show(self, sheet: FirstRunSheet | ScanSheet) -> None:
        before = self.sheet
        if isinstance(before, FirstRunSheet | ScanSheet) and before is not sheet:
            before.end()
        self._stack.setCurrentWidget(sheet)
        sheet.begin()

    def _do(self, work: Callable[[Store], T], on_done: Callable[[T], object]) -> None:
        self._background.watch(self._store.submit(work), on_done, self._fail)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        sheet = self.sheet
        if isinstance(sheet, FirstRunSheet):
            sheet.notice.tell(Kind.WRONG, Sentence(error.key))


def _centre_in(text: str) -> str:
    """Whoever made a code chose the centre, and any centre may say any office's name."""
    found = open_provisioning(text.encode())
    return found.centre_place if isinstance(found, Provisioning) else ""


def _has_supervisor(store: Store) -> bool:
    return any(officer.role is Role.SUPERVISOR for officer in store.officers.list())
