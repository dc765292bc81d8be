"""The photo of the identity card."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from kiosk.camera.card import CardSight, card_profile
from kiosk.domain.exception import KEPT_CARD
from kiosk.domain.photo import PhotoProfile
from kiosk.sync.content import TakenCard
from kiosk.ui.camera_desk import CameraDesk, Use
from kiosk.ui.look import Look
from kiosk.ui.officer.exception_panel import ExceptionPanel, ExceptionTerms
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.resident.ktp_live import LiveCard
from kiosk.ui.resident.photo_result import CARD_WORDS, PhotoResult
from kiosk.ui.resident.picture_page import PicturePage, PictureParts
from kiosk.ui.widgets.check_list import CardCheckList


class KtpPage(PicturePage):
    """Takes a TakenCard."""

    use: ClassVar = Use.CARD

    def __init__(
        self, look: Look, camera: CameraDesk, clock: Callable[[], datetime], gate: OfficerGate
    ) -> None:
        self.live = LiveCard(look, camera)
        parts = PictureParts(
            PhotoResult(look, CARD_WORDS, CardCheckList(look)),
            ExceptionPanel(look, gate, ExceptionTerms(KEPT_CARD, frozenset, clock)),
        )
        super().__init__(look, camera, self.live, parts)
        self.setObjectName("ktp_page")
        self._clock = clock
        self.live.pictured.connect(self._keep)

    def profile(self) -> PhotoProfile:
        """The rules for the card."""
        return card_profile(self._camera.profile)

    def _keep(self, sight: CardSight) -> None:
        taken_at = self._clock()
        self.keep(
            self._camera.card(sight),
            lambda jpeg: TakenCard(jpeg, sight.report, taken_at, None),
        )
