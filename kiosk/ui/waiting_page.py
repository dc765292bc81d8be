"""What is on screen while the service that sends lets the store go: that it takes a moment."""

from kiosk.ui.look import Look
from kiosk.ui.page import Sheet


class WaitingPage(Sheet):
    """Asks for patience; there is nothing to press."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "waiting.title", "waiting.hint")
        self.setObjectName("waiting_page")
