"""How it stands with the centre, and what somebody should see to, as chips that explain."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.sync.central import UnavailableReason
from kiosk.sync.runner import SyncStatus
from kiosk.ui.look import Look
from kiosk.ui.officer.desk_rows import clock_time
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.chip import Chip
from kiosk.ui.widgets.notice import Kind, Notice

_SKEW_SECONDS: Final = 120.0
"""From here on a wrong clock is shown."""


class SyncChip(Chip):
    """Connected, not connected, or not known yet; with the time of the last success."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "sync_chip")
        self._show("unknown", "", Sentence("officer.sync.about_unknown"))

    def show_status(self, status: SyncStatus, now: datetime) -> None:
        """Say how it stands."""
        heard_at = status.last_sync_at
        time = {} if heard_at is None else {"time": clock_time(heard_at, now)}
        if status.reachable is None:
            self._show("unknown", "", Sentence("officer.sync.about_unknown"))
        elif status.reachable:
            self._show("online", "right", Sentence("officer.sync.about_online", time), time)
        else:
            fault = Sentence(status.last_error or UnavailableReason.OFFLINE)
            self._show("offline" if time else "never", "attention", fault, time)

    def _show(
        self, key: str, kind: str, meaning: Sentence, values: Mapping[str, object] | None = None
    ) -> None:
        self.say(Sentence(f"officer.sync.{key}", values or {}), meaning)
        self.colour(kind)


class StatusLine(QWidget):
    """Warnings while there are any; a touched chip says below what it means and what to do.

    `sync_chip` is to be placed by the page, or here by `hold_sync_chip`.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("desk_status")
        self.sync_chip = SyncChip(look)
        self._fault = Chip(look, "fault_chip", "attention", gives_way=True)
        self._skew = Chip(look, "clock_chip", "wrong")
        self._say_as_it_is(self._skew, Sentence("officer.warning.clock", {"minutes": 0}))
        self._say_as_it_is(self._fault, Sentence(UnavailableReason.OFFLINE))
        self._explained: Chip | None = None
        self.notice = Notice(look)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        for chip in self._warnings:
            chip.hide()
            self._row.addWidget(chip)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._row)
        column.addWidget(self.notice)
        for chip in (self.sync_chip, *self._warnings):
            chip.clicked.connect(partial(self._explain, chip))
        self._fold()

    def hold_sync_chip(self) -> None:
        """Take the chip in, before the warnings."""
        if self._row.indexOf(self.sync_chip) < 0:
            self._row.insertWidget(0, self.sync_chip)
            self._fold()

    def show_status(self, status: SyncStatus, now: datetime) -> None:
        """Say what the sync says: how it stands, its last fault, and a clock that is wrong."""
        self.sync_chip.show_status(status, now)
        self._fault.setVisible(status.last_error is not None)
        if status.last_error is not None:
            self._say_as_it_is(self._fault, Sentence(status.last_error))
        skew = abs(status.clock_skew_seconds or 0.0)
        self._skew.setVisible(skew > _SKEW_SECONDS)
        minutes = {"minutes": round(skew / 60)}
        self._say_as_it_is(self._skew, Sentence("officer.warning.clock", minutes))
        self._fold()

    def fold_up(self) -> None:
        """Explain nothing any more."""
        self._explained = None
        self.notice.clear()
        self._fold()

    def release_sync_chip(self) -> SyncChip:
        """Give the chip away, to be placed elsewhere."""
        self._row.removeWidget(self.sync_chip)
        return self.sync_chip

    @property
    def _warnings(self) -> tuple[Chip, ...]:
        return (self._fault, self._skew)

    def _say_as_it_is(self, chip: Chip, sentence: Sentence) -> None:
        chip.say(sentence, sentence)

    def _explain(self, chip: Chip) -> None:
        """Touched once it explains, touched again it folds up."""
        self._explained = None if chip is self._explained else chip
        self._fold()

    def _fold(self) -> None:
        """Explain what is still so, and take room only for what there is to see."""
        chip = self._explained
        if chip is None or chip.isHidden():
            self._explained = None
            if self.notice.sentence is not None:
                self.notice.clear()
        elif self.notice.sentence != chip.meaning:
            self.notice.tell(_KIND.get(str(chip.property("kind")), Kind.RIGHT), chip.meaning)
        holds_chip = self._row.indexOf(self.sync_chip) >= 0
        is_needed = holds_chip or self._explained or not all(c.isHidden() for c in self._warnings)
        self.setVisible(bool(is_needed))


_KIND: Final = {"attention": Kind.ATTENTION, "wrong": Kind.WRONG}
