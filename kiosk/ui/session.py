"""Nobody sees the last resident's form: an idle kiosk warns, covers, then forgets."""

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.camera.loop import CameraState
from kiosk.camera.mailbox import Mailbox
from kiosk.config import SessionSettings
from kiosk.ui.look import Look
from kiosk.ui.presence import LastAnswer, Moment, SessionClock, Standing
from kiosk.ui.voice import Cue
from kiosk.ui.widgets.idle_warning import IdleWarning

_SIGNS_OF_LIFE: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)
_BROKEN: Final = frozenset(
    {
        CameraState.MISSING,
        CameraState.BUSY,
        CameraState.UNFIT,
        CameraState.LOST,
        CameraState.STALLED,
        CameraState.FROZEN,
    }
)


class PresenceCamera(Protocol):
    """What the session needs of the camera."""

    @property
    def state(self) -> CameraState:
        """How the camera is."""
        ...

    @property
    def presence(self) -> Mailbox[bool]:
        """Whether somebody is before the kiosk: the newest answer."""
        ...

    def watch_presence(self, on: bool) -> None:  # noqa: FBT001 - a switch
        """Look now and then, or no more."""
        ...


class FaceWatch(QObject):
    """Asks the camera whether somebody is there, as long as a resident agreed to that.

    Without a camera that works there is no answer, and touches alone decide.

    Signals:
        lit: whether the camera's light is on, or about to be, because of this.
    """

    lit = Signal(bool)

    def __init__(self, camera: PresenceCamera, parent: QObject, *, allowed: bool) -> None:
        """`allowed`: whether the office wants it at all."""
        super().__init__(parent)
        self._camera, self._allowed = camera, allowed
        self._is_on = self._is_lit = False
        self._last = LastAnswer()

    def agree(self, *, agreed: bool) -> None:
        """The resident who is here has answered whether the camera may look."""
        wanted = agreed and self._allowed
        if wanted != self._is_on:
            self._is_on = wanted
            self._last.forget()
            self._camera.watch_presence(wanted)
        self._tell_light()

    def count_second(self) -> bool | None:
        """Whether somebody is before the camera; None where it cannot tell."""
        self._tell_light()
        if self._is_on and self._camera.state is CameraState.LIVE:
            return self._last.count_second(self._camera.presence.take())
        self._last.forget()
        return None

    def _tell_light(self) -> None:
        is_lit = self._is_on and self._camera.state not in _BROKEN
        if is_lit != self._is_lit:
            self._is_lit = is_lit
            self.lit.emit(is_lit)


class IdleSession(QObject):
    """Counts the seconds since the last touch while somebody's data are on screen.

    Where nobody's are, what somebody changed in passing (language, colours, text size) goes back.

    Signals:
        expired: nobody answered the warning; whoever owns the data forgets them.
    """

    expired = Signal()

    def __init__(
        self,
        pages: QWidget,
        look: Look,
        is_busy: Callable[[], bool],
        settings: SessionSettings,
        look_for_face: Callable[[], bool | None],
    ) -> None:
        """`pages` is what gets covered.

        `look_for_face` is asked once a second; None means that nothing can tell.
        """
        super().__init__(pages)
        self._look, self._is_busy, self._look_for_face = look, is_busy, look_for_face
        self._clock = SessionClock(settings)
        self._was_urgent = False
        self.warning = IdleWarning(pages, look)
        self.warning.stay_button.clicked.connect(self._stay)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.count_second)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._timer.start()

    def count_second(self) -> None:
        """Another second without a touch."""
        is_busy = self._is_busy()
        moment = self._clock.count_second(self._look_for_face() if is_busy else None)
        if moment.standing is Standing.EXPIRED:
            self._run_out()
        elif not is_busy:
            self.warning.hide()
        else:
            self._show(moment)

    def see_face(self) -> None:
        """Somebody stands before the camera and cannot touch anything now."""
        self._clock.see_face()

    def let_think(self) -> None:
        """Somebody reckons on paper, and touches nothing meanwhile."""
        self._clock.let_think()

    def restart(self) -> None:
        """Somebody else may come: nothing of the last one counts."""
        self._clock.restart()
        self.warning.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Any touch or key ends the waiting; it does nothing else while the warning is shown."""
        if event.type() not in _SIGNS_OF_LIFE:
            return False
        was_warning = self.warning.isVisible()
        self._stay()
        return was_warning

    def _show(self, moment: Moment) -> None:
        if moment.standing is Standing.OPEN:
            self.warning.hide()
        else:
            self.warning.show_moment(moment)
        if moment.is_urgent and not self._was_urgent:
            self._look.voice.cue(Cue.WARNING)
            self._look.voice.say(*self.warning.spoken)
        self._was_urgent = moment.is_urgent

    def _run_out(self) -> None:
        self.restart()
        if self._is_busy():
            self.expired.emit()
        else:
            self._look.reset()

    def _stay(self) -> None:
        self._clock.touch()
        self.warning.hide()
