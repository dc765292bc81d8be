"""Brings camera frames and what was found in them into the GUI thread."""

from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.camera.inspector import Inspection
from kiosk.camera.loop import CameraState
from kiosk.camera.mailbox import Mailbox
from kiosk.camera.source import Frame

REFRESH_MS: Final = 33


class CameraPictures(Protocol):
    """What can be shown of a camera."""

    @property
    def state(self) -> CameraState:
        """How the camera is."""
        ...

    @property
    def frames(self) -> Mailbox[Frame]:
        """The newest frame."""
        ...

    @property
    def inspections(self) -> Mailbox[Inspection]:
        """The newest judged frame."""
        ...


class Answers(Protocol):
    """A mailbox with what was seen, whatever it is."""

    def take(self) -> object | None:
        """The newest that was not read yet."""
        ...


class PreviewFeed(QObject):
    """Takes the newest frame and the newest answer on a timer.

    A queued signal per frame would pile up behind a slow paint; a timer that takes the newest
    skips instead.

    Signals:
        frame_ready: with a Frame.
        inspected: with the answer; an Inspection where no other mailbox was given.
        state_changed: with the CameraState; once at the start, too.
    """

    frame_ready = Signal(object)
    inspected = Signal(object)
    state_changed = Signal(object)

    def __init__(
        self,
        camera: CameraPictures,
        parent: QObject | None = None,
        answers: Answers | None = None,
    ) -> None:
        super().__init__(parent)
        self._camera = camera
        self._answers: Answers = answers or camera.inspections
        self._state: CameraState | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._take_newest)

    def start(self) -> None:
        """Begin when the page is shown, with how the camera is at that moment."""
        self._state = None
        self._tell_state()
        self._timer.start()

    def stop(self) -> None:
        """Stop when the page is hidden."""
        self._timer.stop()

    def _take_newest(self) -> None:
        state = self._tell_state()
        frame = self._camera.frames.take()
        if frame is not None and state.has_pictures:  # else it is the last one before
            self.frame_ready.emit(frame)
        answer = self._answers.take()
        if answer is not None and self._timer.isActive():
            self.inspected.emit(answer)

    def _tell_state(self) -> CameraState:
        state = self._camera.state
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)
        return state
