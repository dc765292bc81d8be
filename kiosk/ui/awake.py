"""Asks the desktop to keep the screen lit. What the desktop has no say in is the installer's."""

from typing import Final

from PySide6.QtDBus import QDBusConnection, QDBusMessage

_SERVICE: Final = "org.freedesktop.ScreenSaver"
_PATH: Final = "/org/freedesktop/ScreenSaver"
_WHO_AND_WHY: Final = ("Loket", "kiosk")


def keep_awake(bus: QDBusConnection | None = None) -> None:
    """Hold the screen saver off until this process ends, where a desktop offers that.

    The desktop itself lets go when the process that asked is gone. `bus`: the session's own by
    default; without one there is nobody to ask.
    """
    session = bus or QDBusConnection.sessionBus()
    if session.isConnected():
        call = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SERVICE, "Inhibit")
        call.setArguments(list(_WHO_AND_WHY))
        session.asyncCall(call)
