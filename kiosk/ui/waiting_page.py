"""What is on screen while the store is opened, as when the service has to let it go first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.label import icon_label, label


class WaitingPage(QWidget):
    """Asks for patience; there is nothing to press."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("waiting_page")
        title, hint = label(look, "waiting.title", "welcome"), label(look, "waiting.hint", "lead")
        column = QVBoxLayout(self)
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(
            icon_label(look, "hourglass", "accent", 56), alignment=Qt.AlignmentFlag.AlignCenter
        )
        for words in (title, hint):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        column.addStretch(1)
