"""A window for the resident on a second display, while an officer works at the first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QScreen, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.camera.loop import CameraState
from kiosk.camera.source import Frame
from kiosk.domain.region import Regions
from kiosk.ui.look import Look
from kiosk.ui.photo_session import PhotoMoment
from kiosk.ui.resident.assistance import Assistance
from kiosk.ui.resident.facing import (
    AnswersToConfirm,
    FacingAnswers,
    FacingNumber,
    NumberToCompare,
    ToRead,
)
from kiosk.ui.resident.photo_live import LivePhoto
from kiosk.ui.widgets.camera_view import CameraView, Mood
from kiosk.ui.widgets.cause_picture import CausePicture, lay_on_picture
from kiosk.ui.widgets.instruction import InstructionCard
from kiosk.ui.widgets.label import icon_label, label, plain_label, sample_chip

_MARGIN_PX = 28
_CENTRE = Qt.AlignmentFlag.AlignCenter


def second_screen(screens: Sequence[QScreen], first: QScreen) -> QScreen | None:
    """A display that the kiosk's own window is not on."""
    return next((screen for screen in screens if screen is not first), None)


class SecondWindow(QWidget):
    """Shows the resident's own side: the mirror, a number to compare, the answers to confirm.

    Whose counter it is, when there is nothing else. Nothing can be pressed: the resident tells the
    officer.

    Signals:
        opened: whether a resident can see it now.
    """

    opened = Signal(bool)

    def __init__(
        self, look: Look, office_name: str, regions: Regions, *, is_sample: bool = False
    ) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("second_window")
        self.setWindowTitle("Loket")
        self.setProperty("role", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view = CameraView(look)
        self.instruction = InstructionCard(look, speaks=False)
        self.picture = CausePicture(look)
        lay_on_picture(
            self.view, sample_chip(look, is_sample=is_sample), self.picture, self.instruction
        )
        self.idle = _idle(look, office_name)
        self.number = FacingNumber(look)
        self.answers = FacingAnswers(look, regions)
        self._to_read: ToRead = None
        self._stack = QStackedWidget()
        for side in (self.idle, self.view, self.number, self.answers):
            self._stack.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        column.addWidget(self._stack)
        look.changed.connect(self._dress)
        self._dress()

    def follow(self, live: LivePhoto) -> None:
        """Show what a photo page shows of the resident."""
        live.frame_shown.connect(self._show_frame)
        live.moment_shown.connect(self._show_moment)
        live.state_shown.connect(self._show_state)
        live.ended.connect(self._show_idle)

    def show_reading(self, to_read: ToRead) -> None:
        """Show what the resident is to compare or confirm; None: nothing any more."""
        self._to_read = to_read
        self._show_what(to_read)

    def veil(self, covered: bool) -> None:  # noqa: FBT001 - takes a signal
        """Show nothing of the form while the officer's own page is covered."""
        if self._to_read is not None:
            self._show_what(None if covered else self._to_read)

    def _show_what(self, to_read: ToRead) -> None:
        self.number.wipe()
        self.answers.wipe()
        match to_read:
            case NumberToCompare():
                self.number.show_number(to_read)
                self._stack.setCurrentWidget(self.number)
            case AnswersToConfirm():
                self.answers.show_answers(to_read)
                self._stack.setCurrentWidget(self.answers)
            case None:
                self._stack.setCurrentWidget(self.idle)

    def showEvent(self, event: QShowEvent) -> None:
        """A resident can see it now."""
        super().showEvent(event)
        self.opened.emit(self.isVisible())

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody can."""
        super().hideEvent(event)
        self.show_reading(None)
        self.opened.emit(self.isVisible())

    def accompany(self, assistance: Assistance) -> None:
        """Show what a resident who is helped has to read, the same part as the officer sees."""
        assistance.facing.connect(self.show_reading)
        assistance.confirm_page.scrolled.connect(self.answers.scroll_to)
        self.opened.connect(assistance.confirm_page.use_second_screen)

    def open_on(self, screen: QScreen) -> None:
        """Fill a display."""
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def _show_frame(self, frame: Frame) -> None:
        if self.isVisible():
            self._stack.setCurrentWidget(self.view)
            self.view.show_frame(frame)

    def _show_moment(self, moment: PhotoMoment) -> None:
        self.instruction.show_guidance(moment.guidance)
        self.picture.show_cause(moment.guidance.reason)
        self.view.show_moment(moment.progress, correct=moment.guidance.reason is not None)

    def _show_state(self, state: CameraState) -> None:
        if state is not CameraState.LIVE:
            self.instruction.show_camera(state)
            self.picture.show_cause(None)
            self.view.show_mood(Mood.WAITING)
        if not state.has_pictures:
            self._show_idle()

    def _show_idle(self) -> None:
        self.view.clear()
        self.picture.show_cause(None)
        self._stack.setCurrentWidget(self.idle)

    def _dress(self) -> None:
        self._look.dress(self)


def _idle(look: Look, office_name: str) -> QWidget:
    """Whose counter this is, and that it costs nothing."""
    idle = QWidget()
    office = plain_label("welcome")
    office.setText(office_name)
    free = label(look, "header.free", "lead")
    column = QVBoxLayout(idle)
    column.setSpacing(20)
    column.addStretch(1)
    column.addWidget(icon_label(look, "store", "accent", 96), alignment=_CENTRE)
    for words in (office, free):
        words.setAlignment(_CENTRE)
        column.addWidget(words)
    column.addStretch(1)
    return idle
