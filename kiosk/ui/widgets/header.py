"""The line above every page: whose counter this is, how far one is, and that it costs nothing."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.aids import Aids
from kiosk.ui.widgets.label import ElidedLabel, icon_label, label
from kiosk.ui.widgets.progress import ProgressDots

_BRAND_PX = 240


class Header(QFrame):
    """One line. Where it has no room, the progress takes a second one, or does without its pills.

    Height is dear on a screen that lies, and not on one that stands upright.
    """

    def __init__(self, look: Look, stages: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "header")
        self._brand = QWidget()
        row = QHBoxLayout(self._brand)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(icon_label(look, "store", "accent", 30))
        name = label(look, "header.brand", "brand")
        name.setWordWrap(False)
        row.addWidget(name)
        self._office = ElidedLabel("office")
        row.addWidget(self._office, 1)
        self._progress = ProgressDots(look, stages)
        self._chip = label(look, "header.free", "chip")
        self._chip.setWordWrap(False)
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(24)
        self._grid.addWidget(self._brand, 0, 0)
        self._grid.addWidget(self._chip, 0, 2, alignment=Qt.AlignmentFlag.AlignRight)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(2, 1)
        self._aids: Aids | None = None
        self._two_lines = False
        self._place_progress()
        self._progress.hide()

    def set_margins(self, side: int, top: int) -> None:
        """Keep this far from the edges."""
        self._grid.setContentsMargins(side, top, side, top)

    def show_office(self, name: str) -> None:
        """Say which office this is."""
        self._office.show_text(name)

    def take_aids(self, aids: Aids) -> None:
        """Have them at the end of the line: officers know what it costs, and whose site it is."""
        self._aids = aids
        self._chip.hide()
        self._grid.addWidget(aids, 0, 2, alignment=Qt.AlignmentFlag.AlignRight)
        self._fit_aids()

    def give_aids(self) -> None:
        """Have none any more: they stand elsewhere again."""
        self._aids = None
        self._chip.show()

    def show_stage(self, stage: int | None) -> None:
        """Show how far the form is; None where there is no form."""
        self._progress.setVisible(stage is not None)
        if stage is not None:
            self._progress.show_step(stage)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the progress where it fits."""
        super().resizeEvent(event)
        margins = self._grid.contentsMargins()
        free = event.size().width() - margins.left() - margins.right()
        needed = _BRAND_PX + self._progress.whole_width + self._chip.sizeHint().width()
        upright = self.window().height() > self.window().width()
        self._progress.show_pills(shown=needed <= free or upright)
        if (needed > free and upright) != self._two_lines:
            self._two_lines = not self._two_lines
            self._place_progress()
        self._fit_aids()

    def event(self, event: QEvent) -> bool:
        """Fit the aids again when words or their size became others."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit_aids()
        return super().event(event)

    def _fit_aids(self) -> None:
        """Who is at the desk is read in full; the aids have icons."""
        if self._aids is not None:
            margins = self._grid.contentsMargins()
            taken = margins.left() + margins.right() + self._grid.horizontalSpacing()
            named = _BRAND_PX + self._office.whole_width
            self._aids.fit(self.width() - taken - named)

    def _place_progress(self) -> None:
        self._grid.removeWidget(self._progress)
        if self._two_lines:
            self._grid.addWidget(
                self._progress, 1, 0, 1, 3, alignment=Qt.AlignmentFlag.AlignHCenter
            )
        else:
            self._grid.addWidget(self._progress, 0, 1)
