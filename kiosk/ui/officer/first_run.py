"""The first run: language, office, first supervisor, camera. It can be interrupted anywhere."""

from collections.abc import Callable
from concurrent.futures import Future
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
from kiosk.sync.central import CentralError
from kiosk.sync.enrolment import EnrolmentProblem
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
)
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.page_stack import PageStack

T = TypeVar("T")
Enrol = Callable[[str], Future[Office | EnrolmentProblem]]
"""Asks the centre, in another thread; the future may raise a CentralError."""


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
        enrol: Enrol,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self.setObjectName("first_run")
        self._look, self._store, self._enrol, self._clock = look, store, enrol, clock
        self._background = Background(self)
        self._needs_supervisor = True
        self.language = LanguageSheet(look)
        self.code = CodeSheet(look)
        self.office = OfficeSheet(look)
        self.supervisor = NameSheet(look)
        self.pin = PinSheet(look)
        self.camera = CameraSheet(look, camera)
        self._stack = PageStack(look)
        sheets = (self.language, self.code, self.office, self.supervisor, self.pin, self.camera)
        for sheet in sheets:
            self._stack.addWidget(sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.language.answered.connect(self._keep_language)
        self.code.answered.connect(self._ask_centre)
        self.office.answered.connect(self._ask_supervisor)
        self.supervisor.answered.connect(lambda: self._show(self.pin))
        self.pin.answered.connect(self._keep_supervisor)
        self.camera.answered.connect(self._finish)

    @property
    def sheet(self) -> QWidget | None:
        """The question on screen."""
        return self._stack.currentWidget()

    def begin(self) -> None:
        """Ask the first question."""
        self._show(self.language)

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
        if office is None:
            self._show(self.code)
        else:
            self._show_office(office)

    def _ask_centre(self) -> None:
        self.code.show_busy(busy=True)
        self._background.watch(
            self._enrol(self.code.code), self._take_enrolment, self._fail_enrolment
        )

    def _take_enrolment(self, answer: Office | EnrolmentProblem) -> None:
        self.code.show_busy(busy=False)
        if isinstance(answer, EnrolmentProblem):
            self.code.refuse(answer.value)
        else:
            self._show_office(answer)

    def _fail_enrolment(self, error: Exception) -> None:
        self.code.show_busy(busy=False)
        if not isinstance(error, CentralError | StoreError):
            raise error
        self.code.refuse(error.key)

    def _show_office(self, office: Office) -> None:
        self.office.show_office(office)
        self._show(self.office)

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

    def _show(self, sheet: FirstRunSheet) -> None:
        before = self.sheet
        if isinstance(before, FirstRunSheet) and before is not sheet:
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


def _has_supervisor(store: Store) -> bool:
    return any(officer.role is Role.SUPERVISOR for officer in store.officers.list())
