"""The live half of the photo page: a mirror with an oval."""

from typing import Final

from PySide6.QtCore import Signal

from kiosk.camera.inspector import Inspection
from kiosk.camera.loop import CameraState
from kiosk.camera.source import Frame
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.look import Look
from kiosk.ui.photo_session import PhotoMoment, PhotoSession
from kiosk.ui.resident.live_picture import LiveParts, LivePicture
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.camera_view import CameraView
from kiosk.ui.widgets.cause_picture import CausePicture
from kiosk.ui.widgets.check_list import PhotoCheckList
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.officer_advice import OfficerAdvice

LIST_SECONDS: Final = 0.4
"""Ticks that change with every frame cannot be read."""


class LivePhoto(LivePicture):
    """Guides until there is an Inspection that the shutter chose.

    Signals:
        pressed: with the Inspection that the resident chose.
        face_seen: somebody is before the camera.
        frame_shown, moment_shown, state_shown: with the Frame, PhotoMoment or CameraState that came
            on screen, for those who look from elsewhere.
        ended: nobody is shown any more.
        refused: no photo is to be taken, says the officer.
    """

    pressed = Signal(object)
    face_seen = Signal()
    frame_shown = Signal(object)
    moment_shown = Signal(object)
    state_shown = Signal(object)
    ended = Signal()
    refused = Signal()

    def __init__(self, look: Look, camera: CameraDesk) -> None:
        self._session: PhotoSession | None = None
        self._listed_at = 0.0
        parts = LiveParts(
            label(look, "photo.title", "lead"),
            CameraView(look),
            CausePicture(look),
            PhotoCheckList(look),
            "take_photo_button",
        )
        super().__init__(look, camera, parts)
        self.advice = OfficerAdvice(look)
        self.stand_below_list(self.advice)
        self.refuse_button = Button(
            look, "exception.refuse", name="refuse_photo_button", rank=Rank.QUIET, icon="camera-off"
        )
        self.refuse_button.clicked.connect(self.refused)
        self.refuse_button.hide()
        self.buttons.addWidget(self.refuse_button)

    @property
    def assisted(self) -> bool:
        """Whether an officer is there, who gets advice too; it takes the place of the title."""
        return not self.advice.isHidden()

    @assisted.setter
    def assisted(self, assisted: bool) -> None:
        self.advice.setVisible(assisted)
        self._title.setVisible(not assisted)

    def end(self) -> None:
        """Stop looking and show nobody."""
        super().end()
        self.ended.emit()

    def show_frame(self, frame: Frame) -> None:
        """Show the newest frame."""
        super().show_frame(frame)
        self.frame_shown.emit(frame)
        if self._camera.cannot_inspect is not None:
            self.instruction.show_cannot_inspect()

    def show_state(self, state: CameraState) -> None:
        """Say how the camera is, where it gives no pictures to judge."""
        self.state_shown.emit(state)
        super().show_state(state)

    def follow(self, answer: Inspection) -> None:
        """Guide by what is seen of the face."""
        if self._session is None:
            self._session = PhotoSession(self._camera.profile)
        if answer.face is not None:
            self.face_seen.emit()
        moment: PhotoMoment = self._session.offer(answer)
        self.instruction.show_guidance(moment.guidance)
        self.advice.show_guidance(moment.guidance)
        self.show_moment(moment)
        self.moment_shown.emit(moment)
        self._tick_list(answer)
        if moment.picture is not None:
            self.hand_over(moment.picture)

    def press(self) -> None:
        """Hand over the best frame of the last second."""
        picture = None if self._session is None else self._session.press()
        if picture is not None:
            self._feed.stop()
            self.pressed.emit(picture)

    def interrupt(self) -> None:
        """What was seen before does not count."""
        if self._session is not None:
            self._session.interrupt()

    def forget_attempt(self) -> None:
        """Forget guidance and pictures."""
        self._session = None
        self._listed_at = 0.0

    def _tick_list(self, inspection: Inspection) -> None:
        now = inspection.frame.taken_at
        if now - self._listed_at >= LIST_SECONDS:
            self._listed_at = now
            self.check_list.show_report(inspection.report, self._camera.profile)
