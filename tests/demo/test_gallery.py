"""The gallery's pictures: small, and still what was on screen."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from kiosk.demo.gallery.album import INDEX, Album
from kiosk.demo.gallery.picture import palette_png, small_webp
from kiosk.demo.gallery.plates import UPRIGHT, USUAL, WHOLE, Plate
from kiosk.ui.theme import HIGH_CONTRAST, LIGHT

PAPER, INK = QColor("#F5F6F3"), QColor("#13201E")


@pytest.fixture
def screen(qapp: QApplication) -> QImage:
    """Words on paper."""
    image = QImage(*USUAL, QImage.Format.Format_RGB32)
    image.fill(PAPER)
    painter = QPainter(image)
    painter.setPen(INK)
    painter.drawText(100, 100, "Selamat datang. Apa keperluan Anda?")
    painter.end()
    return image


@pytest.fixture
def photo() -> QImage:
    """As many colours as in a face."""
    pixels = np.random.default_rng(1).integers(0, 256, (400, 600, 4), np.uint8)
    return QImage(pixels.tobytes(), 600, 400, QImage.Format.Format_RGB32).copy()


def test_a_palette_keeps_the_colours_of_a_screen(screen: QImage) -> None:
    picture = QImage.fromData(palette_png(screen))
    assert picture.size() == screen.size()
    assert picture.pixelColor(0, 0) == PAPER
    assert len(palette_png(screen)) < 10_000


def test_a_photo_finds_its_nearest_colours(photo: QImage) -> None:
    picture = QImage.fromData(palette_png(photo))
    apart = [
        abs(picture.pixelColor(x, 9).green() - photo.pixelColor(x, 9).green()) for x in range(600)
    ]
    assert picture.colorCount() <= 256
    assert max(apart) < 64


def test_a_small_picture_is_exact_where_that_takes_few_bytes(screen: QImage) -> None:
    picture = QImage.fromData(small_webp(screen))
    assert picture.size() == screen.size()
    assert picture.pixelColor(0, 0) == PAPER


def test_a_big_screen_is_kept_in_half(qapp: QApplication) -> None:
    image = QImage(*UPRIGHT, QImage.Format.Format_RGB32)
    image.fill(PAPER)
    picture = QImage.fromData(small_webp(image))
    assert (picture.width(), picture.height()) == (UPRIGHT[0] // 2, UPRIGHT[1] // 2)


def test_a_small_photo_takes_fewer_bytes_than_an_exact_one(photo: QImage) -> None:
    assert len(small_webp(photo)) < len(palette_png(photo)) // 2


def test_the_index_shows_every_picture_that_was_kept(tmp_path: Path, screen: QImage) -> None:
    album = Album(tmp_path)
    for theme in (LIGHT, HIGH_CONTRAST):
        album.keep("nik", Plate(USUAL, theme, 2.0, is_kept=True), screen)
    size = album.close()
    files = sorted(tmp_path.rglob("*.png"))
    assert [file.name for file in files] == [
        "1366x768-high-contrast-200.png",
        "1366x768-light-200.png",
    ]
    assert size == sum(file.stat().st_size for file in files)
    page = (tmp_path / INDEX).read_text("utf-8")
    assert all(f'src="nik/{file.name}"' in page for file in files)


def test_every_size_theme_and_text_is_looked_at() -> None:
    assert len({(p.screen, p.theme.name, p.text_scale) for p in WHOLE}) == 4 * 2 * 2
