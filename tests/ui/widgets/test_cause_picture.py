"""The drawings of what spoils a photo."""

from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.camera.profile import load_profile
from kiosk.domain.reason import CARD_REASONS, Reason
from kiosk.ui.look import Look
from kiosk.ui.widgets.camera_view import CameraView
from kiosk.ui.widgets.cause_picture import CausePicture, drawing, lay_on_picture
from kiosk.ui.widgets.instruction import InstructionCard
from kiosk.ui.widgets.label import sample_chip

NEEDED = sorted(
    {reason.value for name in ("2020", "2022") for reason in load_profile(name).blocking}
    | {f"ktp/{reason}" for reason in CARD_REASONS}
)
INK, ACCENT = "#123456", "#654321"


def test_there_is_no_drawing_that_nobody_shows() -> None:
    folder = Path(str(files("kiosk.resources"))) / "pictures"
    drawn = {file.relative_to(folder).with_suffix("").as_posix() for file in folder.rglob("*.svg")}
    assert drawn == set(NEEDED)


@pytest.mark.parametrize("name", NEEDED)
def test_every_cause_that_blocks_is_drawn_in_the_themes_colours(name: str) -> None:
    svg = drawing(name, ink=INK, accent=ACCENT)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    assert renderer.isValid()
    assert renderer.viewBox().size() == QSize(200, 100)
    assert INK in svg
    assert ACCENT in svg
    assert "currentColor" not in svg
    assert "teal" not in svg


def picture_of(reason: Reason, qtbot: QtBot, look: Look) -> QImage:
    picture = CausePicture(look)
    qtbot.addWidget(picture)
    picture.show_cause(reason)
    picture.resize(picture.sizeHint())
    return picture.grab().toImage()


def test_each_cause_looks_another(qtbot: QtBot) -> None:
    look = Look()
    seen = [picture_of(reason, qtbot, look) for reason in sorted(load_profile().blocking)]
    assert all(one != other for i, one in enumerate(seen) for other in seen[:i])


def test_it_takes_the_colours_of_the_theme(qtbot: QtBot) -> None:
    look = Look()
    light = picture_of(Reason.GLASSES, qtbot, look)
    look.toggle_contrast()
    assert picture_of(Reason.GLASSES, qtbot, look) != light


@pytest.mark.parametrize("size", [(520, 400), (700, 560), (1000, 900)], ids=str)
def test_it_stands_beside_the_oval_and_above_the_words(qtbot: QtBot, size: tuple[int, int]) -> None:
    look = Look()
    view = CameraView(look)
    qtbot.addWidget(view)
    picture, said = CausePicture(look), InstructionCard(look)
    lay_on_picture(view, sample_chip(look, is_sample=False), picture, said)
    view.resize(*size)
    view.show()
    picture.show_cause(Reason.TILT)
    qtbot.waitUntil(lambda: picture.geometry().height() > 100)

    assert not picture.geometry().intersects(said.geometry())
    assert picture.geometry().left() >= view.width() - view.free_beside - 1
    assert view.rect().contains(picture.geometry())


def test_nothing_to_correct_nothing_to_see(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    picture = CausePicture(Look(), parent=host)
    host.show()
    picture.show_cause(Reason.TILT)
    assert picture.isVisible()
    picture.show_cause(None)
    assert not picture.isVisible()
