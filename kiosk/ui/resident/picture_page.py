"""A page that takes a picture: guided live, taken by itself, looked at, kept or taken again."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.exception import PhotoException
from kiosk.domain.photo import PhotoProfile
from kiosk.sync.content import TakenPicture
from kiosk.ui.background import Background
from kiosk.ui.camera_desk import CameraDesk, Use
from kiosk.ui.look import Look
from kiosk.ui.officer.exception_panel import ExceptionPanel
from kiosk.ui.resident.live_picture import LivePicture
from kiosk.ui.resident.photo_result import PhotoResult
from kiosk.ui.voice import Cue
from kiosk.ui.widgets.instruction import InstructionCard
from kiosk.ui.widgets.page_stack import PageStack


@dataclass(frozen=True, slots=True)
class PictureParts:
    """What such a page shows, one after the other; an officer may keep a picture all the same."""

    result: PhotoResult[Any]
    exception: ExceptionPanel


class PicturePage(QWidget):
    """Has the camera on while it is on screen, and forgets every picture when it leaves.

    Signals:
        taken: with the TakenPicture to send.
        back_requested: the resident wants the page before.
    """

    taken = Signal(object)
    back_requested = Signal()
    use: ClassVar[Use]
    """What the camera is for."""

    def __init__(
        self, look: Look, camera: CameraDesk, live: LivePicture, parts: PictureParts
    ) -> None:
        super().__init__()
        self._look, self._camera = look, camera
        self._taken: TakenPicture | None = None
        self._background = Background(self)
        self._live, self.result, self.exception = live, parts.result, parts.exception
        self._stack = PageStack(look)
        for part in (live, self.result, self.exception):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        live.back_requested.connect(self.back_requested)
        self.result.use_pressed.connect(self._use)
        self.result.again_pressed.connect(self._begin)
        self.result.keep_pressed.connect(self._ask_officer)
        self.exception.granted.connect(self._use)
        self.exception.left.connect(self._show_result)

    @property
    def instruction(self) -> InstructionCard:
        """What the live half says."""
        return self._live.instruction

    def profile(self) -> PhotoProfile:
        """The rules that the picture is judged by."""
        return self._camera.profile

    def showEvent(self, event: QShowEvent) -> None:
        """Switch the camera on and begin."""
        super().showEvent(event)
        if not event.spontaneous():
            self._camera.start(self.use)
            self._begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """Switch the camera off and forget the picture."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._camera.stop()
            self.wipe()

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(320, 240)

    def wipe(self) -> None:
        """Forget the resident."""
        self._background.forget()
        self._taken = None
        self._live.end()
        self.result.clear()
        self.exception.wipe()

    def keep(self, picture: "Future[bytes]", make: Callable[[bytes], TakenPicture]) -> None:
        """Show a picture, once it is encoded, as the one that would be sent."""
        self._background.watch(picture, lambda jpeg: self._show(make(jpeg)))

    def _begin(self) -> None:
        self.wipe()
        self._stack.setCurrentWidget(self._live)
        self._live.begin()

    def _show(self, taken: TakenPicture) -> None:
        self._taken = taken
        self._look.voice.cue(Cue.SHUTTER)
        self.result.show_photo(taken.jpeg, taken.report, self.profile())
        self._show_result()

    def _show_result(self) -> None:
        self._live.end()
        self._stack.setCurrentWidget(self.result)
        self.result.use_button.setFocus()

    def _ask_officer(self) -> None:
        self._stack.setCurrentWidget(self.exception)
        self.exception.begin()

    def _use(self, exception: PhotoException | None = None) -> None:
        if self._taken is not None:
            self.taken.emit(replace(self._taken, exception=exception))
