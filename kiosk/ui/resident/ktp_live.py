"""The live half of the KTP page. The picture is no mirror: the card's words can be read."""

from typing import Final

from kiosk.camera.card import CardSight, card_profile
from kiosk.camera.card_finder import ASPECT
from kiosk.camera.loop import CameraState
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.card_session import CardMoment, CardSession
from kiosk.ui.look import Look
from kiosk.ui.resident.live_picture import LiveParts, LivePicture
from kiosk.ui.widgets.camera_view import PaperView
from kiosk.ui.widgets.cause_picture import CausePicture
from kiosk.ui.widgets.check_list import CardCheckList
from kiosk.ui.widgets.label import label

_CARD_SHARE: Final = 0.42
"""A webcam of the usual width is sharp from about 20 cm on; the card is as high as this there."""


class LiveCard(LivePicture):
    """Guides until there is a CardSight, held still or chosen by the button."""

    def __init__(self, look: Look, camera: CameraDesk) -> None:
        self._session: CardSession | None = None
        parts = LiveParts(
            label(look, "ktp.title", "lead"),
            PaperView(look, "ktp.view", ASPECT, _CARD_SHARE, mirrored=False),
            CausePicture(look, "ktp/"),
            CardCheckList(look),
            "take_card_button",
        )
        super().__init__(look, camera, parts, camera.cards)

    def show_state(self, state: CameraState) -> None:
        """Say how the camera is, or what is looked for."""
        super().show_state(state)
        if state is CameraState.LIVE:
            self.instruction.show_task("ktp.looking", "id-card")

    def follow(self, answer: CardSight) -> None:
        """Guide by what is seen of the card."""
        if self._session is None:
            self._session = CardSession(card_profile(self._camera.profile))
        moment: CardMoment = self._session.offer(answer)
        self.instruction.show_card(moment.guidance)
        self.show_moment(moment)
        self.check_list.show_report(answer.report, self._session.profile)
        if moment.picture is not None:
            self.hand_over(moment.picture)

    def press(self) -> None:
        """Hand over the best sight of the last second."""
        sight = None if self._session is None else self._session.press()
        if sight is not None:
            self.hand_over(sight)

    def interrupt(self) -> None:
        """What was seen before does not count."""
        if self._session is not None:
            self._session.interrupt()

    def forget_attempt(self) -> None:
        """Forget guidance and pictures."""
        self._session = None
