"""The mirror."""

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from kiosk.camera.source import Frame
from kiosk.ui.look import Look
from kiosk.ui.widgets.camera_view import CameraView, PhotoView, mirrored_image
from tests.ui.posing import FACE

RED, BLUE = (0, 0, 255), (255, 0, 0)


def test_is_mirrored() -> None:
    pixels = np.zeros((90, 160, 3), np.uint8)
    pixels[:, :80] = RED
    pixels[:, 80:] = BLUE

    image = mirrored_image(pixels, QSize(160, 90))

    assert image.pixelColor(10, 45) == QColor("#0000ff")
    assert image.pixelColor(150, 45) == QColor("#ff0000")


def test_is_cut_to_the_shape_of_its_place_from_the_middle() -> None:
    pixels = np.zeros((90, 160, 3), np.uint8)
    pixels[:, :35] = pixels[:, 125:] = RED

    image = mirrored_image(pixels, QSize(50, 50))

    assert image.size() == QSize(50, 50)
    assert all(image.pixelColor(x, 25) == QColor("#000000") for x in (1, 25, 48))


def test_shows_nobody_after_it_was_cleared(qtbot: QtBot) -> None:
    view = CameraView(Look())
    qtbot.addWidget(view)
    view.resize(200, 200)
    empty = view.grab().toImage()
    view.show_frame(Frame(1, 0.0, np.full((90, 160, 3), 200, np.uint8)))
    assert view.grab().toImage() != empty

    view.clear()

    assert view.grab().toImage() == empty


def test_the_photo_is_shown_whole_and_forgotten(qtbot: QtBot) -> None:
    view = PhotoView(Look())
    qtbot.addWidget(view)
    view.resize(300, 200)
    empty = view.grab().toImage()
    view.show_jpeg(FACE.read_bytes())
    assert view.grab().toImage() != empty

    view.clear()

    assert view.grab().toImage() == empty
