"""The photo of the identity card: guided live, taken by itself, looked at, kept or taken again."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.camera.card import CardSight, card_profile
from kiosk.sync.content import TakenCard
from kiosk.ui.background import Background
from kiosk.ui.camera_desk import CameraDesk, Use
from kiosk.ui.look import Look
from kiosk.ui.officer.exception_panel import CardExceptionKind, ExceptionPanel
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.resident.ktp_live import LiveCard
from kiosk.ui.resident.photo_result import CARD_WORDS, PhotoResult
from kiosk.ui.voice import Cue
from kiosk.ui.widgets.check_list import CardCheckList
from kiosk.ui.widgets.page_stack import PageStack


class KtpPage(QWidget):
    """Has the camera on while it is on screen, and forgets every picture when it leaves.

    Signals:
        taken: with the TakenCard to send.
        back_requested: the resident wants the page before.
    """

    taken = Signal(object)
    back_requested = Signal()

    def __init__(
        self, look: Look, camera: CameraDesk, clock: Callable[[], datetime], gate: OfficerGate
    ) -> None:
        super().__init__()
        self.setObjectName("ktp_page")
        self._look, self._camera, self._clock = look, camera, clock
        self._card: TakenCard | None = None
        self._background = Background(self)
        self.live = LiveCard(look, camera)
        self.result = PhotoResult(look, CARD_WORDS, CardCheckList(look))
        self.exception = ExceptionPanel(look, gate, CardExceptionKind)
        self._stack = PageStack(look)
        for part in (self.live, self.result, self.exception):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.live.pictured.connect(self._keep)
        self.live.back_requested.connect(self.back_requested)
        self.result.use_pressed.connect(self._use)
        self.result.again_pressed.connect(self._begin)
        self.result.keep_pressed.connect(self._ask_officer)
        self.exception.granted.connect(self._use)
        self.exception.left.connect(self._show_result)

    def showEvent(self, event: QShowEvent) -> None:
        """Switch the camera on and begin."""
        super().showEvent(event)
        if not event.spontaneous():
            self._camera.start(Use.CARD)
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
        self._card = None
        self.live.end()
        self.result.clear()
        self.exception.wipe()

    def _begin(self) -> None:
        self.wipe()
        self._stack.setCurrentWidget(self.live)
        self.live.begin()

    def _keep(self, sight: CardSight) -> None:
        taken_at = self._clock()
        self._background.watch(
            self._camera.card(sight),
            lambda jpeg: self._show_card(TakenCard(jpeg, sight.report, taken_at, None)),
        )

    def _show_card(self, card: TakenCard) -> None:
        self._card = card
        self._look.voice.cue(Cue.SHUTTER)
        self.result.show_photo(card.jpeg, card.report, card_profile(self._camera.profile))
        self._show_result()

    def _show_result(self) -> None:
        self.live.end()
        self._stack.setCurrentWidget(self.result)
        self.result.use_button.setFocus()

    def _ask_officer(self) -> None:
        self._stack.setCurrentWidget(self.exception)
        self.exception.begin()

    def _use(self, override_reason: str | None = None) -> None:
        if self._card is not None:
            card = self._card
            self.taken.emit(TakenCard(card.jpeg, card.report, card.taken_at, override_reason))
