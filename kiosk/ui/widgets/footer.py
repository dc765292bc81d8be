"""The line below every page: what makes it easier, and the officer where there is none yet."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.aids import IN_SHORT, Aids
from kiosk.ui.widgets.button import Button, Rank

_GAP = 16


class Footer(QFrame):
    """One line whatever the language: where there is little room, icons stand without words.

    Signals:
        officer_requested: somebody asked for the officer.
    """

    officer_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "footer")
        self.aids = Aids(look, IN_SHORT, columns=4)
        self.officer_button = Button(
            look, "footer.officer", name="officer_button", rank=Rank.QUIET, icon="bell"
        )
        self.officer_button.clicked.connect(self.officer_requested)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(_GAP)
        row.addWidget(self.aids)
        row.addStretch(1)
        row.addWidget(self.officer_button)

    def set_margins(self, side: int, top: int) -> None:
        """Keep this far from the edges."""
        self._row.setContentsMargins(side, top, side, top)

    def take_aids(self) -> None:
        """Have the aids at the beginning of the line, as from the start."""
        self._row.insertWidget(0, self.aids)
        self._fit()

    def hide_aids(self) -> None:
        """Show no second time what the page has itself, bigger."""
        self.aids.hide()

    def show_aids(self) -> None:
        """Show them as below every other page."""
        self.aids.show()

    def offer_officer(self, *, offered: bool) -> None:
        """Offer to call the officer, or not: on the officers' own pages nobody does."""
        self.officer_button.setVisible(offered)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the width."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Fit them again when the words or their size became others."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        margins = self._row.contentsMargins()
        taken = margins.left() + margins.right()
        if not self.officer_button.isHidden():
            taken += self.officer_button.sizeHint().width() + _GAP
        if self.aids.parentWidget() is self:
            self.aids.fit(self.width() - taken)
