"""The photo of the resident."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent

from kiosk.camera.inspector import Inspection
from kiosk.domain.exception import KEPT_PHOTO
from kiosk.domain.reason import Reason
from kiosk.sync.content import TakenPhoto
from kiosk.ui.camera_desk import CameraDesk, Use
from kiosk.ui.look import Look
from kiosk.ui.officer.exception_panel import ExceptionPanel, ExceptionTerms
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.photo_session import PhotoMoment
from kiosk.ui.photo_tally import Delays, JudgedPhoto, Sitter
from kiosk.ui.resident.photo_live import LivePhoto
from kiosk.ui.resident.photo_result import PHOTO_WORDS, PhotoResult
from kiosk.ui.resident.picture_page import PicturePage, PictureParts
from kiosk.ui.widgets.check_list import PhotoCheckList


class PhotoPage(PicturePage):
    """Takes a TakenPhoto.

    Signals:
        face_seen: somebody is before the camera.
        judged: with the JudgedPhoto that was used, or taken again, or left.
        refused: the resident wants no photo of theirs, says the officer beside.
    """

    face_seen = Signal()
    judged = Signal(object)
    refused = Signal()
    use: ClassVar = Use.PHOTO

    def __init__(
        self, look: Look, camera: CameraDesk, clock: Callable[[], datetime], gate: OfficerGate
    ) -> None:
        self.live = LivePhoto(look, camera)
        parts = PictureParts(
            PhotoResult(look, PHOTO_WORDS, PhotoCheckList(look)),
            ExceptionPanel(
                look,
                gate,
                ExceptionTerms(KEPT_PHOTO, lambda: camera.profile.exception_approval, clock),
            ),
        )
        super().__init__(look, camera, self.live, parts)
        self.setObjectName("photo_page")
        self._clock = clock
        self.sitter: Sitter | None = None
        self._delays = Delays()
        self._shown: frozenset[Reason] | None = None
        self.live.moment_shown.connect(self._hear)
        self.taken.connect(partial(self._judge, kept=True))
        self.result.again_pressed.connect(partial(self._judge, kept=False))
        self.live.pictured.connect(partial(self._recheck, self._keep_if_good))
        self.live.pressed.connect(partial(self._recheck, self._keep))
        self.live.face_seen.connect(self.face_seen)
        self.live.refused.connect(self.refused)

    @property
    def assisted(self) -> bool:
        """Whether an officer stands beside, who gets advice too."""
        return self.live.assisted

    @assisted.setter
    def assisted(self, assisted: bool) -> None:
        self.live.assisted = assisted

    def offer_refusal(self, *, offered: bool) -> None:
        """An officer can say that the resident wants no photo at all."""
        self.live.refuse_button.setVisible(offered)

    def hideEvent(self, event: QHideEvent) -> None:
        """A photo that was shown counts, even if it is left."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._judge(kept=False)

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
        self._shown = self._delays.causes.union(self._camera.profile.blocks(picture.report))
        self.keep(
            self._camera.portrait(picture),
            lambda jpeg: TakenPhoto(jpeg, picture.report, taken_at, None),
        )

    def _hear(self, moment: PhotoMoment) -> None:
        self._delays.hear(moment.guidance.reason, self._clock())

    def _judge(self, _: object = None, *, kept: bool) -> None:
        """Tell once of every photo that was shown what came of it."""
        causes, self._shown = self._shown, None
        self._delays.forget()
        if causes is not None and self.sitter is not None:
            self.judged.emit(JudgedPhoto(self.sitter, causes, kept))
