"""The live half of the KTP page: the picture, one instruction, the list, the button."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.camera.card import CardSight, card_profile
from kiosk.camera.card_finder import ASPECT
from kiosk.camera.loop import CameraState
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.card_session import CardMoment, CardSession
from kiosk.ui.look import Look
from kiosk.ui.preview_feed import PreviewFeed
from kiosk.ui.widgets.beside import Beside
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.camera_view import Mood, PaperView
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.cause_picture import CausePicture, lay_on_picture
from kiosk.ui.widgets.check_list import CardCheckList, filling
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.instruction import InstructionCard
from kiosk.ui.widgets.label import label, sample_chip

_CARD_SHARE: Final = 0.42
"""A webcam of the usual width is sharp from about 20 cm on; the card is as high as this there."""


class LiveCard(QWidget):
    """Guides until there is a picture. The picture is no mirror: the card's words can be read.

    Signals:
        pictured: with the CardSight that was held still, or that was chosen by the button.
        back_requested: the resident wants the page before.
    """

    pictured = Signal(object)
    back_requested = Signal()

    def __init__(self, look: Look, camera: CameraDesk) -> None:
        super().__init__()
        self._camera = camera
        self._session: CardSession | None = None
        self._feed = PreviewFeed(camera, self, camera.cards)
        self.view = PaperView(look, "ktp.view", ASPECT, _CARD_SHARE, mirrored=False)
        self.instruction = InstructionCard(look)
        self.picture = CausePicture(look, "ktp/")
        self.check_list = CardCheckList(look)
        self.take_button = Button(look, "photo.take", name="take_card_button", icon="camera")
        self.back_button = Button(
            look, "action.back", name="back_button", rank=Rank.QUIET, icon="arrow-left"
        )
        self._lay_out(look)
        self._feed.frame_ready.connect(self.view.show_frame)
        self._feed.inspected.connect(self._follow)
        self._feed.state_changed.connect(self._show_state)
        self.take_button.clicked.connect(self._press)
        self.back_button.clicked.connect(self.back_requested)

    def begin(self) -> None:
        """Start a new attempt; the camera has been asked to start."""
        self._session = None
        self.check_list.clear()
        self.take_button.hide()
        self._show_state(self._camera.state)
        self._feed.start()

    def end(self) -> None:
        """Stop looking and show nothing."""
        self._feed.stop()
        self._session = None
        self.view.clear()
        self.check_list.clear()
        self.picture.show_cause(None)

    def _show_state(self, state: CameraState) -> None:
        if state is CameraState.LIVE:
            self.instruction.show_task("ktp.looking", "id-card")
            return
        self.instruction.show_camera(state)
        self.picture.show_cause(None)
        self.view.show_mood(Mood.WAITING)
        if self._session is not None:
            self._session.interrupt()
        if not state.has_pictures:
            self.view.clear()
            self.check_list.clear()

    def _follow(self, sight: CardSight) -> None:
        if self._camera.state is not CameraState.LIVE:
            return
        if self._session is None:
            self._session = CardSession(card_profile(self._camera.profile))
        moment = self._session.offer(sight)
        self._show_moment(moment)
        self.check_list.show_report(sight.report, self._session.profile)
        if moment.picture is not None:
            self._hand_over(moment.picture)

    def _show_moment(self, moment: CardMoment) -> None:
        self.instruction.show_card(moment.guidance)
        self.picture.show_cause(moment.guidance.reason)
        self.view.show_moment(moment.progress, correct=moment.guidance.reason is not None)
        if moment.may_press and self.take_button.isHidden():
            self.take_button.show()

    def _press(self) -> None:
        sight = None if self._session is None else self._session.press()
        if sight is not None:
            self._hand_over(sight)

    def _hand_over(self, sight: CardSight) -> None:
        self._feed.stop()
        self.pictured.emit(sight)

    def _lay_out(self, look: Look) -> None:
        chip = sample_chip(look, is_sample=self._camera.is_sample)
        lay_on_picture(self.view, chip, self.picture, self.instruction)
        card = Card(margin=20)
        card.body.setSpacing(8)
        card.body.addWidget(label(look, "ktp.title", "lead"))
        card.body.addWidget(filling(self.check_list), 1)
        buttons = FlowRow(gap=12)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.take_button)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card, 1)
        column.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Beside(self.view, side))
