"""All languages, each in its own words, over the page that was there."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.scroll import Scroll

_WIDTH = 560


class LanguageSheet(QFrame):
    """Covers the window until one is chosen, or none; then it is gone.

    It goes too when the look is reset for the next person.
    """

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self.setObjectName("language_sheet")
        self.setProperty("role", "cover")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        card = Card(margin=28)
        card.setMinimumWidth(_WIDTH)
        card.body.addWidget(label(look, "language.title", "title"))
        self._buttons = {code: self._button(code) for code in look.languages}
        scroll = Scroll()
        for button in self._buttons.values():
            scroll.body.addWidget(button)
        scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        card.body.addWidget(scroll)
        back = Button(
            look, "action.back", name="language_back_button", rank=Rank.QUIET, icon="arrow-left"
        )
        back.clicked.connect(self.close)
        card.body.addWidget(back, alignment=Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(1)
        column.addWidget(card)
        column.addStretch(1)
        column.setAlignment(card, Qt.AlignmentFlag.AlignHCenter)
        window.installEventFilter(self)
        look.was_reset.connect(self.close)

    def open(self) -> None:
        """Come up, with the language of the moment in focus."""
        self._cover_window()
        self._look.dress(self)
        self.show()
        self.raise_()
        self._buttons[self._look.language].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window whatever its size becomes."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._cover_window()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves everything as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Tab stays on the sheet: the page below it is not to be typed into."""
        buttons = self.findChildren(Button)
        focused = next((n for n, each in enumerate(buttons) if each.hasFocus()), 0)
        step = 1 if following else -1
        buttons[(focused + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _button(self, code: str) -> Button:
        is_spoken = code == self._look.language
        button = Button(
            self._look,
            "notice.empty",
            name=f"speak_{code}",
            rank=Rank.PRIMARY if is_spoken else Rank.SECONDARY,
            icon="check" if is_spoken else None,
        )
        button.say("language.name", name=self._look.language_name(code))
        button.clicked.connect(partial(self._choose, code))
        return button

    def _choose(self, code: str) -> None:
        self.close()
        self._look.speak(code)

    def _cover_window(self) -> None:
        self.setGeometry(self.window().rect())
