"""Shows the camera's picture until a QR code of the kind that is asked for was read in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.camera.loop import CameraState
from kiosk.camera.source import Frame
from kiosk.domain.ticket import Ticket, parse_ticket
from kiosk.ui.camera_desk import CameraDesk, Use
from kiosk.ui.look import Look
from kiosk.ui.preview_feed import PreviewFeed
from kiosk.ui.widgets.camera_view import Mood, PaperView
from kiosk.ui.widgets.instruction import InstructionCard
from kiosk.ui.widgets.label import sample_chip

_SQUARE: Final = 1.0
_SLIP_SHARE: Final = 0.54


def _ticket_of(text: str) -> Ticket | None:
    ticket = parse_ticket(text)
    return ticket if isinstance(ticket, Ticket) and ticket.display == text else None


@dataclass(frozen=True, slots=True)
class CodeKind:
    """Which code is asked for.

    Attributes:
        use: what the camera is on for.
        read: what a text says; None for somebody else's code.
        hold: key of what to do.
        foreign: key of what is said about another code.
    """

    use: Use
    read: Callable[[str], object | None]
    hold: str
    foreign: str


TICKET_CODE: Final = CodeKind(Use.CODE, _ticket_of, "qr.hold", "qr.foreign")


class QrScan(QWidget):
    """A mirror with a square to hold the code in. Has the camera on from start() to stop().

    Codes are looked for in the desk's thread, not in that of the windows.

    Signals:
        read: with what was read, once; the camera is asked to go off before.
    """

    read = Signal(object)

    def __init__(self, look: Look, camera: CameraDesk, kind: CodeKind = TICKET_CODE) -> None:
        super().__init__()
        self.setObjectName("qr_scan")
        self._camera, self._kind = camera, kind
        self._is_on = False
        codes = camera.codes if kind.use is Use.CODE else camera.setup_codes
        self._feed = PreviewFeed(camera, self, codes)
        self.view = PaperView(look, "qr.view", _SQUARE, _SLIP_SHARE, mirrored=True)
        self.instruction = InstructionCard(look)
        on_picture = QVBoxLayout(self.view)
        on_picture.setContentsMargins(16, 16, 16, 16)
        chip = sample_chip(look, is_sample=camera.is_sample)
        on_picture.addWidget(chip, alignment=Qt.AlignmentFlag.AlignLeft)
        on_picture.addStretch(1)
        on_picture.addWidget(self.instruction)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.view)
        self._feed.frame_ready.connect(self._show_frame)
        self._feed.inspected.connect(self._take)
        self._feed.state_changed.connect(self._show_state)

    def start(self) -> None:
        """Switch the camera on and begin to look for a code."""
        self._is_on = True
        self._camera.start(self._kind.use)
        self._feed.start()

    def stop(self) -> None:
        """Switch the camera off and show nobody."""
        if self._is_on:
            self._is_on = False
            self._feed.stop()
            self._camera.stop()
            self.view.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        """Never leave the camera on unseen."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.stop()

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(240, 200)

    def _show_frame(self, frame: Frame) -> None:
        self.view.show_frame(frame)

    def _show_state(self, state: CameraState) -> None:
        if state is CameraState.LIVE:
            self.instruction.show_task(self._kind.hold, "qr-code")
            self.view.show_mood(Mood.WAITING)
            return
        self.instruction.show_camera(state)
        if not state.has_pictures:
            self.view.clear()

    def _take(self, text: str) -> None:
        answer = self._kind.read(text)
        if answer is None:
            self.instruction.show_problem(self._kind.foreign, "qr-code")
            self.view.show_mood(Mood.CORRECT)
        else:
            self.stop()
            self.read.emit(answer)
