"""While the counter is open, the window is all there is: no key, click or gesture leads out of it.

What the system takes for itself never gets here, and is kept from residents by the session that
the kiosk runs in: docs/decisions/0010-what-locks-the-kiosk.md
"""

from typing import Final, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

_Key, _Modifier = Qt.Key, Qt.KeyboardModifier
_MOVING: Final = frozenset(
    {
        *(_Key.Key_Tab, _Key.Key_Backtab, _Key.Key_Return, _Key.Key_Enter),
        *(_Key.Key_Backspace, _Key.Key_Delete, _Key.Key_Home, _Key.Key_End),
        *(_Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down),
        *(_Key.Key_PageUp, _Key.Key_PageDown),
        *(_Key.Key_Shift, _Key.Key_AltGr, _Key.Key_CapsLock, _Key.Key_NumLock),
    }
)
_COMMANDS: Final = _Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier
_ALT_GR: Final = _Modifier.ControlModifier | _Modifier.AltModifier
"""How Windows reports the AltGr of many keyboards."""
_KEYS: Final = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride}
)
_CLICKS: Final = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
    }
)
_NEVER: Final = frozenset(
    {
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
        QEvent.Type.FileOpen,
        QEvent.Type.NativeGesture,
        QEvent.Type.EnterWhatsThisMode,
        QEvent.Type.WhatsThisClicked,
    }
)
_COME_BACK_MS: Final = 500
_X11: Final = "xcb"


class KioskLock(QObject):
    """Keeps one window full screen, in front and open until `release()`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._is_engaged = False
        self._come_back = QTimer(self, singleShot=True, interval=_COME_BACK_MS)
        self._come_back.timeout.connect(self._take_screen)

    @property
    def is_engaged(self) -> bool:
        """Whether it holds."""
        return self._is_engaged

    def engage(self) -> None:
        """Hold from now on. The window is on screen already."""
        if not self._is_engaged:
            self._is_engaged = True
            _application().installEventFilter(self)
            _application().applicationStateChanged.connect(self._watch_state)
            self._take_screen()

    def release(self) -> None:
        """Let go: the window may be closed."""
        if self._is_engaged:
            self._is_engaged = False
            self._come_back.stop()
            _application().removeEventFilter(self)
            _application().applicationStateChanged.disconnect(self._watch_state)
            self._grab_keyboard(grab=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow what leads out."""
        kind = event.type()
        if kind in _NEVER:
            event.ignore()
            return True
        if kind in _KEYS and isinstance(event, QKeyEvent):
            return not may_press(event)
        if kind in _CLICKS and isinstance(event, QMouseEvent):
            return event.button() != Qt.MouseButton.LeftButton
        if kind == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            return bool(event.modifiers() & _COMMANDS)
        if kind == QEvent.Type.WindowStateChange:
            self._watch_state()
        return kind == QEvent.Type.Close and self._refuses_to_close(watched, event)

    def _refuses_to_close(self, watched: QObject, event: QEvent) -> bool:
        is_ours = watched in {self._window, self._window.windowHandle()}
        if is_ours:
            event.ignore()
        return is_ours

    def _watch_state(self) -> None:
        """What came in front, or made the window small, has a moment; never a fight of windows."""
        is_in_front = _application().applicationState() is Qt.ApplicationState.ApplicationActive
        if self._is_engaged and not (is_in_front and self._window.isFullScreen()):
            self._come_back.start()

    def _take_screen(self) -> None:
        if not self._window.isFullScreen():
            self._window.showFullScreen()
        self._window.raise_()
        self._window.activateWindow()
        if not self._grab_keyboard(grab=True):
            self._come_back.start()

    def _grab_keyboard(self, *, grab: bool) -> bool:
        """On X11 no window manager sees a key any more; elsewhere no program may ask for that."""
        if QGuiApplication.platformName() != _X11:
            return True
        return self._window.windowHandle().setKeyboardGrabEnabled(grab)


def may_press(event: QKeyEvent) -> bool:
    """Whether a key types or moves within the page; every other key is nobody's."""
    commands = event.modifiers() & _COMMANDS
    types = event.text().isprintable() and event.text() != ""
    if commands == _Modifier.NoModifier:
        return types or event.key() in _MOVING
    return types and commands == _ALT_GR


def _application() -> QGuiApplication:
    return cast("QGuiApplication", QCoreApplication.instance())
