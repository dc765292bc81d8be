"""What a closed office's screen shows: nobody begins a form, and what waits is still sent."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.store.day import Waiting
from kiosk.store.errors import StoreError
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.services import Services
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.label import icon_label, label

_LOOK_AGAIN_MS: Final = 10_000
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


class ClosedPage(QWidget):
    """Says so to whoever comes by, and whether the computer may be switched off.

    Signals:
        officer_requested: an officer opens the office again.
    """

    officer_requested = Signal()

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__()
        self.setObjectName("closed_page")
        self._look, self._services = look, services
        self._background = Background(self)
        self._sending = label(look, "closed.sending", "hint")
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._read)
        self.officer_button = Button(look, "closed.open", name="open_office_button", icon="unlock")
        self.officer_button.clicked.connect(self.officer_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(icon_label(look, "moon", "accent", 56), alignment=_CENTRE)
        for words in (label(look, "closed.title", "welcome"), label(look, "closed.hint", "lead")):
            words.setAlignment(_CENTRE)
            column.addWidget(words)
        self._sending.setAlignment(_CENTRE)
        column.addWidget(self._sending)
        column.addStretch(1)
        column.addWidget(self.officer_button, alignment=_CENTRE)

    def showEvent(self, event: QShowEvent) -> None:
        """Look what is still to be sent."""
        super().showEvent(event)
        if not event.spontaneous():
            self._read()
            self._timer.start()
            self.officer_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._timer.stop()
            self._background.forget()

    def _read(self) -> None:
        reading = self._services.store.submit(lambda store: store.day.waiting())
        self._background.watch(reading, self._show, self._fail)

    def _show(self, waiting: Waiting) -> None:
        self._look.write(self._sending, "closed.sending" if waiting.sendable else "closed.may_rest")

    def _fail(self, error: Exception) -> None:
        """Then it is not said that the computer may be switched off."""
        if not isinstance(error, StoreError):
            raise error
        self._look.write(self._sending, "closed.sending")
