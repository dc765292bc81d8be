"""What is on screen while nobody seems to be there: the time that is left, and how to stay."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from kiosk.ui.look import Look
from kiosk.ui.presence import Moment, Standing
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import icon_label, label

_WORDS: Final[Mapping[Standing, str]] = {
    Standing.WARNED: "session.warned",
    Standing.COVERED: "session.covered",
}
_PLACED: Final = frozenset({QEvent.Type.Resize, QEvent.Type.Move})
_WIDEST: Final = 30
"""In sizes of its text."""
_ICONS: Final[Mapping[Standing, str]] = {Standing.WARNED: "clock", Standing.COVERED: "eye-off"}


class IdleWarning(QFrame):
    """Covers the place of the pages, so that nothing of the form is seen meanwhile.

    Signals:
        covers: whether it does, from now on.
    """

    covers = Signal(bool)

    def __init__(self, pages: QWidget, look: Look) -> None:
        super().__init__(pages.window())
        self._look, self._pages = look, pages
        self._key = _WORDS[Standing.WARNED]
        self._focused: QWidget | None = None
        self.setObjectName("idle_warning")
        self.setProperty("role", "cover")
        self.stay_button = Button(
            look, "session.stay", name="stay_button", rank=Rank.PRIMARY, icon="check"
        )
        self._icon = icon_label(look, _ICONS[Standing.WARNED], "accent", 44)
        self._title = label(look, f"{self._key}.title", "title")
        self._about = label(look, "session.seconds", "lead", seconds=0)
        self._kept = label(look, "session.kept", "body")
        self._card = card = Card(margin=28)
        for words in (self._icon, self._title, self._about, self._kept):
            card.body.addWidget(words)
        card.body.addSpacing(16)
        card.body.addWidget(self.stay_button, alignment=Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 20)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.hide()
        pages.installEventFilter(self)

    @property
    def spoken(self) -> tuple[str, ...]:
        """Keys of the sentences to be read aloud."""
        return (f"{self._key}.title", "session.touch")

    def show_moment(self, moment: Moment) -> None:
        """Come up, or count on."""
        self._key = _WORDS[moment.standing]
        self._look.write(self._title, f"{self._key}.title")
        self._look.write(self._about, "session.seconds", seconds=moment.seconds_left)
        self._look.draw(self._icon, _ICONS[moment.standing], "accent", 44)
        self.setAccessibleName(self._title.text())
        if not self.isVisible():
            self._come_up()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the pages wherever they stand."""
        if event.type() in _PLACED and watched is self._pages:
            self._cover_pages()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the typing go on where it was."""
        super().hideEvent(event)
        self.covers.emit(self.isVisible())
        focused, self._focused = self._focused, None
        if focused is not None and isValid(focused):
            focused.setFocus(Qt.FocusReason.OtherFocusReason)

    def _come_up(self) -> None:
        self._focused = self.window().focusWidget()
        self._cover_pages()
        self._look.dress(self)
        self.show()
        self.raise_()
        self.covers.emit(self.isVisible())
        self.stay_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cover_pages(self) -> None:
        self._card.setMaximumWidth(_WIDEST * self._look.px["lead"])
        corner = self._pages.mapTo(self.window(), QPoint())
        self.setGeometry(QRect(corner, self._pages.size()))
