"""Nobody sees the last resident's form: an idle kiosk warns, then forgets."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import label

IDLE_SECONDS: Final = 60
WARNING_SECONDS: Final = 20
FACE_EXTENDS_SECONDS: Final = 180
_SIGNS_OF_LIFE: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)


class IdleSession(QObject):
    """Counts the seconds since the last touch while somebody's data are on screen.

    Where nobody's are, what somebody changed in passing (language, colours, text size) goes back.

    Signals:
        expired: nobody answered the warning; whoever owns the data forgets them.
    """

    expired = Signal()

    def __init__(self, window: QWidget, look: Look, is_busy: Callable[[], bool]) -> None:
        super().__init__(window)
        self._look, self._is_busy = look, is_busy
        self._idle_seconds = 0
        self._untouched_seconds = 0
        self.warning = IdleWarning(window, look)
        self.warning.stay_button.clicked.connect(self._stay)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.count_second)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._timer.start()

    def count_second(self) -> None:
        """Another second without a touch."""
        self._idle_seconds += 1
        self._untouched_seconds += 1
        left = IDLE_SECONDS + WARNING_SECONDS - self._idle_seconds
        if left <= 0:
            self._run_out()
        elif not self._is_busy():
            self.warning.hide()
        elif left <= WARNING_SECONDS:
            self.warning.show_seconds(left)

    def see_face(self) -> None:
        """Somebody stands before the camera and cannot touch anything now.

        A face extends the time by three minutes at most: the next in the queue has one too.
        """
        if self._untouched_seconds <= FACE_EXTENDS_SECONDS:
            self._idle_seconds = 0
            self.warning.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Any touch or key ends the waiting; it does nothing else while the warning is shown."""
        if event.type() not in _SIGNS_OF_LIFE:
            return False
        was_warning = self.warning.isVisible()
        self._stay()
        return was_warning

    def _run_out(self) -> None:
        self._stay()
        if self._is_busy():
            self.expired.emit()
        else:
            self._look.reset()

    def _stay(self) -> None:
        self._idle_seconds = 0
        self._untouched_seconds = 0
        self.warning.hide()


class IdleWarning(QFrame):
    """Covers the whole window, so that nothing of the form is seen meanwhile."""

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self._look = look
        self.setObjectName("idle_warning")
        self.setProperty("role", "cover")
        self.stay_button = Button(
            look, "session.stay", name="stay_button", rank=Rank.PRIMARY, icon="check"
        )
        self._about = label(look, "session.about", "lead", seconds=WARNING_SECONDS)
        card = Card(margin=40)
        card.setMaximumWidth(720)
        card.body.addWidget(label(look, "session.title", "title"))
        card.body.addWidget(self._about)
        card.body.addSpacing(16)
        card.body.addWidget(self.stay_button, alignment=Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(card, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.hide()

    def show_seconds(self, seconds: int) -> None:
        """Come up, or count on."""
        self._look.write(self._about, "session.about", seconds=seconds)
        parent = self.parentWidget()
        if not self.isVisible() and parent is not None:
            self.setGeometry(parent.rect())
            self.show()
            self.raise_()
            self.stay_button.setFocus(Qt.FocusReason.OtherFocusReason)
