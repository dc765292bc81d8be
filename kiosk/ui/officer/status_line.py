"""How it stands with the centre, and what somebody should see to, as chips."""

from datetime import datetime
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from kiosk.store.vault import KeyOrigin
from kiosk.sync.runner import SyncStatus
from kiosk.ui.look import Look, mark
from kiosk.ui.officer.desk_rows import clock_time
from kiosk.ui.widgets.label import label

_SKEW_SECONDS: Final = 120.0
"""From here on a wrong clock is shown."""


class SyncChip(QLabel):
    """Connected, not connected, or not known yet; with the time of the last success."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("sync_chip")
        self.setProperty("role", "chip")
        self._look = look
        look.write(self, "officer.sync.unknown")

    def show_status(self, status: SyncStatus, now: datetime) -> None:
        """Say how it stands."""
        if status.reachable is None:
            self._say("", "officer.sync.unknown")
        elif status.last_sync_at is None:
            self._say("attention", "officer.sync.never")
        else:
            kind, key = (
                ("right", "officer.sync.online")
                if status.reachable
                else ("attention", "officer.sync.offline")
            )
            self._say(kind, key, time=clock_time(status.last_sync_at, now))

    def _say(self, kind: str, key: str, **values: object) -> None:
        self._look.write(self, key, **values)
        if self.property("kind") != kind:
            mark(self, kind=kind)


class Warnings(QWidget):
    """Takes room only while there is something to see to."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("desk_warnings")
        self._look = look
        self._fault = self._chip("fault_chip", "attention")
        self._skew = self._chip("clock_chip", "wrong")
        self._key = self._chip("key_chip", "wrong")
        self._sums = self._chip("sums_chip", "wrong")
        look.write(self._key, "officer.warning.key_file")
        look.write(self._sums, "officer.warning.sums")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for chip in self._chips:
            row.addWidget(chip)
        row.addStretch(1)
        self._fold()

    def show_status(self, status: SyncStatus) -> None:
        """Warn of what the sync says: its last fault, and a clock that is wrong."""
        error = status.last_error
        known = error is not None and error in self._look.text
        self._fault.setVisible(known)
        if known and error is not None:
            self._look.write(self._fault, error)
        skew = abs(status.clock_skew_seconds or 0.0)
        self._skew.setVisible(skew > _SKEW_SECONDS)
        self._look.write(self._skew, "officer.warning.clock", minutes=round(skew / 60))
        self._fold()

    def show_store(self, origin: KeyOrigin, *, adds_up: bool) -> None:
        """Warn of a key that a thief would have too, and of figures that do not add up."""
        self._key.setVisible(origin is KeyOrigin.FILE)
        self._sums.setVisible(not adds_up)
        self._fold()

    @property
    def _chips(self) -> tuple[QLabel, ...]:
        return (self._sums, self._fault, self._skew, self._key)

    def _chip(self, name: str, kind: str) -> QLabel:
        chip = label(self._look, "notice.empty", "chip")
        chip.setObjectName(name)
        chip.setProperty("kind", kind)
        chip.setWordWrap(False)
        chip.hide()
        return chip

    def _fold(self) -> None:
        self.setVisible(not all(chip.isHidden() for chip in self._chips))
