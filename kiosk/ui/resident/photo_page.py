"""The photo: guided live, taken by itself, looked at, kept or taken again."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.camera.inspector import Inspection
from kiosk.sync.content import TakenPhoto
from kiosk.ui.background import Background
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.look import Look
from kiosk.ui.officer.exception_panel import ExceptionPanel
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.resident.photo_live import LivePhoto
from kiosk.ui.resident.photo_result import PHOTO_WORDS, PhotoResult
from kiosk.ui.voice import Cue
from kiosk.ui.widgets.check_list import PhotoCheckList
from kiosk.ui.widgets.page_stack import PageStack


class PhotoPage(QWidget):
    """Has the camera on while it is on screen, and forgets every picture when it leaves.

    Signals:
        taken: with the TakenPhoto to send.
        face_seen: somebody is before the camera.
        back_requested: the resident wants the page before.
    """

    taken = Signal(object)
    face_seen = Signal()
    back_requested = Signal()

    def __init__(
        self, look: Look, camera: CameraDesk, clock: Callable[[], datetime], gate: OfficerGate
    ) -> None:
        super().__init__()
        self.setObjectName("photo_page")
        self._look, self._camera, self._clock = look, camera, clock
        self._photo: TakenPhoto | None = None
        self._background = Background(self)
        self.live = LivePhoto(look, camera)
        self.result = PhotoResult(look, PHOTO_WORDS, PhotoCheckList(look))
        self.exception = ExceptionPanel(look, gate)
        self._stack = PageStack(look)
        for part in (self.live, self.result, self.exception):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.live.pictured.connect(partial(self._recheck, self._keep_if_good))
        self.live.pressed.connect(partial(self._recheck, self._keep_picture))
        self.live.face_seen.connect(self.face_seen)
        self.live.back_requested.connect(self.back_requested)
        self.result.use_pressed.connect(self._use)
        self.result.again_pressed.connect(self._begin)
        self.result.keep_pressed.connect(self._ask_officer)
        self.exception.granted.connect(self._use)
        self.exception.left.connect(self._show_result)

    @property
    def assisted(self) -> bool:
        """Whether an officer stands beside, who gets advice too."""
        return self.live.assisted

    @assisted.setter
    def assisted(self, assisted: bool) -> None:
        self.live.assisted = assisted

    def showEvent(self, event: QShowEvent) -> None:
        """Switch the camera on and begin."""
        super().showEvent(event)
        if not event.spontaneous():
            self._camera.start()
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
        self._photo = None
        self.live.end()
        self.result.clear()
        self.exception.wipe()

    def _begin(self) -> None:
        self.wipe()
        self._stack.setCurrentWidget(self.live)
        self.live.begin()

    def _recheck(self, on_done: Callable[[Inspection], None], picture: Inspection) -> None:
        """What travels with a photo was seen in that very frame."""
        self._background.watch(self._camera.recheck(picture), on_done)

    def _keep_if_good(self, picture: Inspection) -> None:
        """A picture that took itself is never one that has to be taken again."""
        if self._camera.profile.blocks(picture.report):
            self.live.go_on()
        else:
            self._keep_picture(picture)

    def _keep_picture(self, picture: Inspection) -> None:
        taken_at = self._clock()
        self._background.watch(
            self._camera.portrait(picture),
            lambda jpeg: self._show_photo(TakenPhoto(jpeg, picture.report, taken_at, None)),
        )

    def _show_photo(self, photo: TakenPhoto) -> None:
        self._photo = photo
        self._look.voice.cue(Cue.SHUTTER)
        self.result.show_photo(photo.jpeg, photo.report, self._camera.profile)
        self._show_result()

    def _show_result(self) -> None:
        self.live.end()
        self._stack.setCurrentWidget(self.result)
        self.result.use_button.setFocus()

    def _ask_officer(self) -> None:
        self._stack.setCurrentWidget(self.exception)
        self.exception.begin()

    def _use(self, override_reason: str | None = None) -> None:
        if self._photo is not None:
            photo = self._photo
            self.taken.emit(TakenPhoto(photo.jpeg, photo.report, photo.taken_at, override_reason))
