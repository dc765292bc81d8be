"""What the sheets with a list have in common: the list keeps two rows on any screen."""

from typing import Final

from PySide6.QtGui import QResizeEvent

from kiosk.ui.look import Look
from kiosk.ui.officer.supervisor.sheet import SupervisorSheet
from kiosk.ui.services import Services
from kiosk.ui.widgets.table import ListTable

_LOW_LINES: Final = 14
"""A sheet of fewer lines of text does without its title."""
_LEAST_ROWS: Final = 2


class ListSheet(SupervisorSheet):
    """`table` stands below the body and takes the room that is left."""

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services)
        self.table = ListTable(look, f"{self.name}_table")
        look.name(self.table, f"officer.supervisor.{self.name}.title")
        self.set_below(self.table)
        self.notice.said.connect(self._keep_rows)
        look.changed.connect(self._keep_rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep rows in sight."""
        super().resizeEvent(event)
        self._keep_rows()

    def _keep_rows(self) -> None:
        """A notice is read first: then one row is enough, and below a question none."""
        is_low = self.height() / self.look.px["body"] < _LOW_LINES
        self.title.setVisible(not is_low)
        self.hint.setVisible(not is_low)
        self.table.setHidden(is_low and not self.notice.agree_button.isHidden())
        rows = _LEAST_ROWS if self.notice.sentence is None else 1
        row_px = self.table.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight(self.table.horizontalHeader().height() + rows * row_px)
