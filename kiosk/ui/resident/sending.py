"""From a complete form and its pictures to the slip, by way of the store."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.domain.registration import Registration
from kiosk.store.errors import StoreError
from kiosk.sync.content import TakenCard, TakenPhoto
from kiosk.sync.dispatch import NotReadyError
from kiosk.ui.background import Background
from kiosk.ui.flow import Step
from kiosk.ui.print.slip import make_slip
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence


class Sending(QObject):
    """Holds the pictures of one form until it is sealed with them.

    Signals:
        sent: with the Slip; it is safe now.
        failed: with the Sentence that says why nothing was queued.
    """

    sent = Signal(object)
    failed = Signal(object)

    def __init__(self, services: Services, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._background = services, background
        self.photo: TakenPhoto | None = None
        self.card: TakenCard | None = None

    def forget(self) -> None:
        """Forget the pictures."""
        self.photo = self.card = None

    def missing(self, skipped: frozenset[Step]) -> Step | None:
        """The picture that is still to be taken, of those that are not skipped."""
        taken = {Step.PHOTO: self.photo, Step.KTP_PHOTO: self.card}
        return next(
            (s for s, picture in taken.items() if picture is None and s not in skipped), None
        )

    def send(self, registration: Registration) -> None:
        """Seal and queue it; `sent` or `failed` tells how that went."""
        now = self._services.clock()
        sealed = self._services.workers.submit(
            partial(self._services.dispatcher.register, card=self.card),
            registration,
            self.photo,
            now,
        )
        self._background.watch(sealed, partial(self._sent, registration), self._not_sent)

    def _sent(self, registration: Registration, _: object) -> None:
        self._services.sync.nudge()
        self.sent.emit(
            make_slip(
                registration,
                self._services.office.name,
                self._services.bundle().help_line,
                self._services.clock(),
            )
        )

    def _not_sent(self, error: Exception) -> None:
        if not isinstance(error, StoreError | NotReadyError):
            raise error
        self.failed.emit(Sentence(error.key))
