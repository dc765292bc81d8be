"""What is on screen when Loket cannot go on: what happened, what to do, and a way out."""

from PySide6.QtCore import Signal

from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.notice import Kind


class StoppedPage(Sheet):
    """Says one sentence and waits for the officer.

    Signals:
        closed: the officer wants to close Loket.
    """

    closed = Signal()

    def __init__(self, look: Look, sentence: Sentence) -> None:
        super().__init__(look, "stopped.title", "stopped.hint")
        self.setObjectName("stopped_page")
        self.notice.tell(Kind.WRONG, sentence)
        close = Button(
            look, "stopped.close", name="close_button", rank=Rank.PRIMARY, icon="log-out"
        )
        close.clicked.connect(self.closed)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(close)
