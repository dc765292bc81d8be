"""The live half of the photo page: the mirror, one instruction, the list, the button."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.camera.inspector import Inspection
from kiosk.camera.loop import CameraState
from kiosk.camera.source import Frame
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.look import Look
from kiosk.ui.photo_session import PhotoMoment, PhotoSession
from kiosk.ui.preview_feed import PreviewFeed
from kiosk.ui.widgets.beside import Beside
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.camera_view import CameraView, Mood
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.cause_picture import CausePicture, lay_on_picture
from kiosk.ui.widgets.check_list import PhotoCheckList, filling
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.instruction import InstructionCard
from kiosk.ui.widgets.label import label, sample_chip
from kiosk.ui.widgets.officer_advice import OfficerAdvice

LIST_SECONDS: Final = 0.4
"""Ticks that change with every frame cannot be read."""


class LivePhoto(QWidget):
    """Guides until there is a picture.

    Signals:
        pictured: with the Inspection that the shutter chose.
        pressed: with the Inspection that the resident chose.
        face_seen: somebody is before the camera.
        back_requested: the resident wants the page before.
        frame_shown, moment_shown, state_shown: with the Frame, PhotoMoment or CameraState that came
            on screen, for those who look from elsewhere.
        ended: nobody is shown any more.
    """

    pictured = Signal(object)
    pressed = Signal(object)
    face_seen = Signal()
    back_requested = Signal()
    frame_shown = Signal(object)
    moment_shown = Signal(object)
    state_shown = Signal(object)
    ended = Signal()

    def __init__(self, look: Look, camera: CameraDesk) -> None:
        super().__init__()
        self._camera = camera
        self._session: PhotoSession | None = None
        self._listed_at = 0.0
        self._feed = PreviewFeed(camera, self)
        self.view = CameraView(look)
        self.instruction = InstructionCard(look)
        self.picture = CausePicture(look)
        self.check_list = PhotoCheckList(look)
        self.advice = OfficerAdvice(look)
        self._title = label(look, "photo.title", "lead")
        self.take_button = Button(look, "photo.take", name="take_photo_button", icon="camera")
        self.back_button = Button(
            look, "action.back", name="back_button", rank=Rank.QUIET, icon="arrow-left"
        )
        self._lay_out(look)
        self._feed.frame_ready.connect(self._show_frame)
        self._feed.inspected.connect(self._follow)
        self._feed.state_changed.connect(self._show_state)
        self.take_button.clicked.connect(self._press)
        self.back_button.clicked.connect(self.back_requested)

    @property
    def assisted(self) -> bool:
        """Whether an officer is there, who gets advice too; it takes the place of the title."""
        return not self.advice.isHidden()

    @assisted.setter
    def assisted(self, assisted: bool) -> None:
        self.advice.setVisible(assisted)
        self._title.setVisible(not assisted)

    def begin(self) -> None:
        """Start a new attempt; the camera has been asked to start."""
        self._session = None
        self._listed_at = 0.0
        self.check_list.clear()
        self.take_button.hide()
        self._show_state(self._camera.state)
        self._feed.start()

    def go_on(self) -> None:
        """Guide on: the picture that was handed over is not good enough after all."""
        self._feed.start()

    def end(self) -> None:
        """Stop looking and show nobody."""
        self._feed.stop()
        self._session = None
        self.view.clear()
        self.check_list.clear()
        self.picture.show_cause(None)
        self.ended.emit()

    def _show_frame(self, frame: Frame) -> None:
        self.view.show_frame(frame)
        self.frame_shown.emit(frame)
        if self._camera.cannot_inspect is not None:
            self.instruction.show_cannot_inspect()

    def _show_state(self, state: CameraState) -> None:
        self.state_shown.emit(state)
        if state is CameraState.LIVE:
            return
        self.instruction.show_camera(state)
        self.picture.show_cause(None)
        self.view.show_mood(Mood.WAITING)
        if self._session is not None:
            self._session.interrupt()
        if not state.has_pictures:
            self.view.clear()
            self.check_list.clear()

    def _follow(self, inspection: Inspection) -> None:
        if self._camera.state is not CameraState.LIVE:
            return
        if self._session is None:
            self._session = PhotoSession(self._camera.profile)
        if inspection.face is not None:
            self.face_seen.emit()
        moment = self._session.offer(inspection)
        self._show_moment(moment)
        self.moment_shown.emit(moment)
        self._tick_list(inspection)
        if moment.picture is not None:
            self._feed.stop()
            self.pictured.emit(moment.picture)

    def _show_moment(self, moment: PhotoMoment) -> None:
        self.instruction.show_guidance(moment.guidance)
        self.picture.show_cause(moment.guidance.reason)
        self.advice.show_guidance(moment.guidance)
        self.view.show_moment(moment.progress, correct=moment.guidance.reason is not None)
        if moment.may_press and self.take_button.isHidden():
            self.take_button.show()

    def _tick_list(self, inspection: Inspection) -> None:
        now = inspection.frame.taken_at
        if now - self._listed_at >= LIST_SECONDS:
            self._listed_at = now
            self.check_list.show_report(inspection.report, self._camera.profile)

    def _press(self) -> None:
        picture = None if self._session is None else self._session.press()
        if picture is not None:
            self._feed.stop()
            self.pressed.emit(picture)

    def _lay_out(self, look: Look) -> None:
        chip = sample_chip(look, is_sample=self._camera.is_sample)
        lay_on_picture(self.view, chip, self.picture, self.instruction)
        card = Card(margin=20)
        card.body.setSpacing(8)
        card.body.addWidget(self._title)
        card.body.addWidget(filling(self.check_list), 1)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card, 1)
        column.addWidget(self.advice)
        buttons = FlowRow(gap=12)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.take_button)
        column.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Beside(self.view, side))
