"""The mirror."""

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from kiosk.camera.source import Frame
from kiosk.ui.look import Look
from kiosk.ui.widgets.camera_view import CameraView, Mood, PaperView, PhotoView, cut_image
from tests.ui.posing import FACE

RED, BLUE = (0, 0, 255), (255, 0, 0)


def test_is_mirrored() -> None:
    pixels = np.zeros((90, 160, 3), np.uint8)
    pixels[:, :80] = RED
    pixels[:, 80:] = BLUE

    image = cut_image(pixels, QSize(160, 90), mirrored=True)

    assert image.pixelColor(10, 45) == QColor("#0000ff")
    assert image.pixelColor(150, 45) == QColor("#ff0000")


def test_a_card_is_not_mirrored() -> None:
    pixels = np.zeros((90, 160, 3), np.uint8)
    pixels[:, :80] = RED

    image = cut_image(pixels, QSize(160, 90), mirrored=False)

    assert image.pixelColor(10, 45) == QColor("#ff0000")


def green_part(view: CameraView | PaperView) -> float:
    """How much of the picture the ring takes."""
    image = view.grab().toImage()
    ring = QColor("#39D46B")
    count = sum(
        image.pixelColor(x, y) == ring
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )
    return count / (image.width() * image.height() / 9)


@pytest.mark.parametrize("kind", ["oval", "card"])
def test_the_ring_fills_along_the_outline(qtbot: QtBot, kind: str) -> None:
    look = Look()
    view = (
        CameraView(look) if kind == "oval" else PaperView(look, "qr.view", 1.6, 0.5, mirrored=False)
    )
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show_frame(Frame(1, 0.0, np.full((90, 160, 3), 90, np.uint8)))
    parts = []
    for progress in (0.0, 0.5, 1.0):
        view.show_mood(Mood.GOOD, progress)
        parts.append(green_part(view))

    assert parts[0] == 0
    assert parts[1] == pytest.approx(parts[2] / 2, rel=0.2)


def test_is_cut_to_the_shape_of_its_place_from_the_middle() -> None:
    pixels = np.zeros((90, 160, 3), np.uint8)
    pixels[:, :35] = pixels[:, 125:] = RED

    image = cut_image(pixels, QSize(50, 50), mirrored=False)

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
