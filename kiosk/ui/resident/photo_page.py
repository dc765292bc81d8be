"""The photo of the resident."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal

from kiosk.camera.inspector import Inspection
from kiosk.sync.content import TakenPhoto
from kiosk.ui.camera_desk import CameraDesk, Use
from kiosk.ui.look import Look
from kiosk.ui.officer.exception_panel import ExceptionPanel
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.resident.photo_live import LivePhoto
from kiosk.ui.resident.photo_result import PHOTO_WORDS, PhotoResult
from kiosk.ui.resident.picture_page import PicturePage, PictureParts
from kiosk.ui.widgets.check_list import PhotoCheckList


class PhotoPage(PicturePage):
    """Takes a TakenPhoto.

    Signals:
        face_seen: somebody is before the camera.
    """

    face_seen = Signal()
    use: ClassVar = Use.PHOTO

    def __init__(
        self, look: Look, camera: CameraDesk, clock: Callable[[], datetime], gate: OfficerGate
    ) -> None:
        self.live = LivePhoto(look, camera)
        parts = PictureParts(
            PhotoResult(look, PHOTO_WORDS, PhotoCheckList(look)), ExceptionPanel(look, gate)
        )
        super().__init__(look, camera, self.live, parts)
        self.setObjectName("photo_page")
        self._clock = clock
        self.live.pictured.connect(partial(self._recheck, self._keep_if_good))
        self.live.pressed.connect(partial(self._recheck, self._keep))
        self.live.face_seen.connect(self.face_seen)

    @property
    def assisted(self) -> bool:
        """Whether an officer stands beside, who gets advice too."""
        return self.live.assisted

    @assisted.setter
    def assisted(self, assisted: bool) -> None:
        self.live.assisted = assisted

    def _recheck(self, on_done: Callable[[Inspection], None], picture: Inspection) -> None:
        """What travels with a photo was seen in that very frame."""
        self._background.watch(self._camera.recheck(picture), on_done)

    def _keep_if_good(self, picture: Inspection) -> None:
        """A picture that took itself is never one that has to be taken again."""
        if self._camera.profile.blocks(picture.report):
            self.live.go_on()
        else:
            self._keep(picture)

    def _keep(self, picture: Inspection) -> None:
        taken_at = self._clock()
        self.keep(
            self._camera.portrait(picture),
            lambda jpeg: TakenPhoto(jpeg, picture.report, taken_at, None),
        )
