"""What the sheets of settings have in common: they show what is in force, and keep a change."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kiosk.store.settings import DeskSettings
from kiosk.ui.officer.supervisor.sheet import SupervisorSheet


class SettingSheet(SupervisorSheet):
    """Nothing is shown as chosen, and nothing can be chosen, before it was read."""

    desk: DeskSettings | None = None

    def begin(self) -> None:
        """Read what was set."""
        self.do(lambda store: store.settings.desk(), self._take)

    def end(self) -> None:
        """Forget it."""
        self.desk = None

    def show_settings(self, desk: DeskSettings) -> None:
        """Show what was set."""
        raise NotImplementedError

    def change(self, then: Callable[[], object], **changes: Any) -> None:
        """Keep a change with who made it, and go on with `then` once it is kept."""
        if self.desk is None:
            return
        desk = replace(self.desk, **changes)
        by, now, about = self.by, self.now(), self.name

        def kept(_: None) -> None:
            self.desk = desk
            then()

        self.do(lambda store: store.supervision.save_settings(by, desk, about, now), kept)

    def _take(self, desk: DeskSettings) -> None:
        self.desk = desk
        self.show_settings(desk)
