"""The health card ("Siap melayani?"): what was found, the worst first."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout

from kiosk.domain.readiness import Aspect, Finding, Work, gravest, stopped
from kiosk.ui.look import Look
from kiosk.ui.officer.opening.checkup import Checkup
from kiosk.ui.officer.opening.finding_row import FindingRow
from kiosk.ui.page import Sheet
from kiosk.ui.widgets.aids import AidButton
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card

_COLUMN_TEXTS: Final = 15
"""A column is at least so many sizes of its text wide."""
_REFRESH_MS: Final = 1000
_MOST_ILL: Final = 2
_MOST_WELL: Final = 3
"""Columns, however wide the screen is."""
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class OpeningPage(Sheet):
    """Measures when it comes on screen. Nobody has to wait for the end of it.

    Signals:
        left: the officer goes on to the desk.
        calibration_requested: the officer wants to set up the camera.
    """

    left = Signal()
    calibration_requested = Signal()

    def __init__(self, look: Look, checkup: Checkup) -> None:
        super().__init__(look, "ready.title", "ready.hint")
        self.setObjectName("opening_page")
        self._checkup = checkup
        self.opens_day = False
        self.rows = {aspect: FindingRow(look, aspect) for aspect in Aspect}
        self._ill = QGridLayout()
        self._ill.setSpacing(10)
        self._well = QGridLayout()
        self._well.setSpacing(4)
        self._card = Card(margin=12)
        self._card.body.addLayout(self._well)
        self.body.addLayout(self._ill)
        self.body.addWidget(self._card)
        self._make_buttons()
        self._place()
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(checkup.refresh)
        checkup.changed.connect(self._show)
        look.changed.connect(self._place)

    def begin(self, *, opens_day: bool) -> None:
        """Get ready to come on screen: to open the day, or to be looked at in between."""
        self.opens_day = opens_day
        self.start_button.say("ready.start" if opens_day else "ready.back")

    def showEvent(self, event: QShowEvent) -> None:
        """Measure anew."""
        super().showEvent(event)
        if not event.spontaneous():
            self._checkup.begin()
            self._timer.start()
            self.start_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the camera go."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._timer.stop()
            self._checkup.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An officer may go on with Enter: nothing is lost by it."""
        if event.key() in _ENTER:
            self.start_button.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the width."""
        super().resizeEvent(event)
        self._place()

    def arrange(self) -> None:
        """Where words have no room beside the loud button, icons stand alone."""
        buttons = (*self._foldable, self.start_button)
        for button in self._foldable:
            button.show_words(shown=True)
        for button in self._foldable:
            needed = sum(b.sizeHint().width() + self.bottom_row.spacing() for b in buttons)
            button.show_words(shown=needed <= self.width())
        super().arrange()

    def _show(self) -> None:
        findings = {finding.sign.aspect: finding for finding in self._checkup.findings}
        if all(row.finding == findings.get(aspect) for aspect, row in self.rows.items()):
            return
        for aspect, row in self.rows.items():
            row.show_finding(findings.get(aspect))
        self._say_all(tuple(findings.values()))
        self._place()

    def _say_all(self, findings: tuple[Finding, ...]) -> None:
        key = "ready.title"
        if len(findings) == len(Aspect):
            key = "ready.title_well" if gravest(findings) is None else "ready.title_warned"
        stops = stopped(findings)
        if stops:
            key = "ready.title_forms" if Work.FORMS in stops else "ready.title_photos"
        self.look.write(self.title, key)

    def _place(self) -> None:
        """What is not well stands above in full, what is well below it in a word.

        Of the light nothing is said while the camera, which measures it, does not work.
        """
        light, has_camera = self.rows[Aspect.LIGHT], self.rows[Aspect.CAMERA].is_well
        rows = tuple(row for row in self.rows.values() if row is not light or has_camera)
        ill = [row for row in rows if not row.is_well]
        well = [row for row in rows if row.is_well]
        for row in self.rows.values():
            self._ill.removeWidget(row)
            self._well.removeWidget(row)
        self._fill(self._ill, ill, min(len(ill), _MOST_ILL))
        self._fill(self._well, well, _MOST_WELL)
        light.setVisible(has_camera)
        self._card.setVisible(bool(well))

    def _fill(self, grid: QGridLayout, rows: Sequence[FindingRow], most: int) -> None:
        wide = self.width() // (_COLUMN_TEXTS * max(self.look.px["body"], 1))
        columns = max(1, min(wide, most))
        for place, row in enumerate(rows):
            grid.addWidget(row, *divmod(place, columns))
        for column in range(_MOST_WELL):
            grid.setColumnStretch(column, int(column < columns))

    def _make_buttons(self) -> None:
        look = self.look
        camera = AidButton(look, "ready.calibrate", name="calibrate_button", icon="camera")
        again = AidButton(
            look, "ready.again", name="check_again_button", rank=Rank.QUIET, icon="refresh-cw"
        )
        self.start_button = Button(
            look, "ready.start", name="start_day_button", rank=Rank.PRIMARY, icon="arrow-right"
        ).with_icon_last()
        camera.clicked.connect(self.calibration_requested)
        again.clicked.connect(self._checkup.begin)
        self.start_button.clicked.connect(self.left)
        self._foldable = (again, camera)
        self.bottom_row.addWidget(camera)
        self.bottom_row.addWidget(again)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.start_button)
