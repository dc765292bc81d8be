"""The line below every page: text size, contrast, language, and the officer, always the same."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.text import available_languages
from kiosk.ui.widgets.button import Button, Rank


class Footer(QFrame):
    """Changes the look at once; the page keeps what was typed.

    Signals:
        officer_requested: somebody asked for the officer.
    """

    officer_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("role", "footer")
        self.size_button = Button(
            look, "footer.text_size", name="text_size_button", icon="a-large-small"
        )
        self.contrast_button = Button(
            look, "footer.contrast", name="contrast_button", icon="contrast"
        )
        self.language_button = Button(
            look, "footer.other_language", name="language_button", icon="languages"
        )
        self.officer_button = Button(
            look, "footer.officer", name="officer_button", rank=Rank.QUIET, icon="bell"
        )
        self.size_button.clicked.connect(look.next_text_size)
        self.contrast_button.clicked.connect(look.toggle_contrast)
        self.language_button.clicked.connect(self._next_language)
        self.officer_button.clicked.connect(self.officer_requested)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(16)
        for button in (self.size_button, self.contrast_button, self.language_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.officer_button)

    def set_margins(self, side: int, top: int) -> None:
        """Keep this far from the edges."""
        self._row.setContentsMargins(side, top, side, top)

    def _next_language(self) -> None:
        languages = available_languages()
        following = (languages.index(self._look.language) + 1) % len(languages)
        self._look.speak(languages[following])
