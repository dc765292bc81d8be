"""A window for the resident on a second display, while an officer works at the first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.camera.loop import CameraState
from kiosk.camera.source import Frame
from kiosk.ui.look import Look
from kiosk.ui.photo_session import PhotoMoment
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
    """Shows the mirror, the oval and what to do while a photo is taken; else whose counter it is.

    Nothing of a form is ever on it, and nothing can be pressed.
    """

    def __init__(self, look: Look, office_name: str, *, is_sample: bool = False) -> None:
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
        self._stack = QStackedWidget()
        self._stack.addWidget(self.idle)
        self._stack.addWidget(self.view)
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
