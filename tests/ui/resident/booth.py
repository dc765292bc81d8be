"""A page that takes a picture, in a window, and what is held before its camera."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.sync.content import TakenPicture
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.resident.picture_page import PicturePage
from tests.ui.posing import Poser


class Booth:
    """Every wait lets the windows work. `taken` is what the page handed on."""

    def __init__(self, qtbot: QtBot, poser: Poser, camera: CameraDesk, page: PicturePage) -> None:
        self.qtbot, self.poser, self.camera = qtbot, poser, camera
        self._page = page
        self.taken: list[TakenPicture] = []
        page.taken.connect(self.taken.append)
        self.window = QWidget()
        QVBoxLayout(self.window).addWidget(page)
        self.window.resize(1286, 560)
        qtbot.addWidget(self.window)

    def says(self, key: str) -> None:
        """Wait until the page says this."""
        said = self._page.instruction
        self.qtbot.waitUntil(lambda: said.sentence.key == key)

    def shows_result(self) -> None:
        self.qtbot.waitUntil(self._page.result.isVisible)

    def close(self) -> None:
        self.window.hide()
        self.camera.close()
