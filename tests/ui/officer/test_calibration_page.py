"""Setting a camera up, with real camera and inspection threads and an invented person."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.camera.calibrate import CalibrationProblem
from kiosk.camera.calibration_file import CalibrationFile
from kiosk.camera.loop import CameraState
from kiosk.camera.source import Pixels
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.look import Look
from kiosk.ui.officer.calibration_page import CalibrationPage
from tests.camera.pictures import blur, dim, empty_room
from tests.ui.posing import Poser, desk_before, standing
from tests.ui.touch import click, nameless


class Chair:
    """The page, the person before it, and the file of calibrations."""

    def __init__(self, qtbot: QtBot, file: Path) -> None:
        self.qtbot = qtbot
        self.file = CalibrationFile(file, "camera")
        self.poser = Poser(standing())
        self.camera: CameraDesk = desk_before(self.poser, self.file)
        self.page = CalibrationPage(Look("id"), self.camera)
        self.page.resize(1286, 560)
        qtbot.addWidget(self.page)

    def sit(self, pose: Pixels) -> None:
        self.poser.pose = pose
        self.page.show()
        self.page.begin()

    def says(self, key: str) -> None:
        """Wait until the notice says this; time runs fast before this camera."""

        def is_said() -> bool:
            sentence = self.page.notice.sentence
            return sentence is not None and sentence.key == key

        self.qtbot.waitUntil(is_said)


@pytest.fixture
def chair(qtbot: QtBot, tmp_path: Path) -> Iterator[Chair]:
    chair = Chair(qtbot, tmp_path / "cameras.json")
    yield chair
    chair.page.end()
    chair.camera.close()


def test_measures_and_keeps(chair: Chair) -> None:
    chair.sit(standing())
    chair.says("calibrate.good")
    assert chair.file.read() is None

    with chair.qtbot.waitSignal(chair.page.left):
        click(chair.page, "keep_calibration_button")

    kept = chair.file.read()
    assert kept is not None
    chair.qtbot.waitUntil(lambda: chair.camera.state is CameraState.OFF)
    chair.camera.start()
    chair.qtbot.waitUntil(lambda: chair.camera.profile.pitch_zero_deg == kept.pitch_deg)


def test_the_keyboard_is_enough(chair: Chair) -> None:
    chair.sit(standing())
    chair.says("calibrate.good")

    focused = chair.page.focusWidget()
    assert focused is chair.page.keep_button
    with chair.qtbot.waitSignal(chair.page.left):
        QTest.keyClick(focused, Qt.Key.Key_Space)


def test_an_empty_chair_is_refused_and_tried_again(chair: Chair) -> None:
    chair.sit(empty_room())
    chair.says(CalibrationProblem.NOBODY)
    assert not chair.page.keep_button.isEnabled()
    assert chair.page.focusWidget() is chair.page.again_button

    chair.poser.pose = standing()
    click(chair.page, "calibrate_again_button")
    chair.says("calibrate.good")


def test_says_what_to_move_and_lets_the_officer_decide(chair: Chair) -> None:
    chair.sit(dim(blur(standing(), 1.0), 0.3))
    chair.says("reason.DARK.officer")

    assert chair.page.focusWidget() is chair.page.again_button
    assert chair.page.keep_button.isEnabled()


def test_says_that_the_camera_is_gone(chair: Chair) -> None:
    chair.sit(standing())
    chair.poser.pose = None

    def is_said() -> bool:
        return chair.page.instruction.sentence.key == CameraState.LOST

    chair.qtbot.waitUntil(is_said)


def test_a_place_that_cannot_be_written_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where the folder should be")
    chair = Chair(qtbot, tmp_path / "store" / "cameras.json")
    chair.sit(standing())
    chair.says("calibrate.good")

    click(chair.page, "keep_calibration_button")

    chair.says("calibrate.unwritable")
    chair.page.end()
    chair.camera.close()


def test_leaving_frees_the_camera(chair: Chair) -> None:
    chair.sit(standing())
    chair.qtbot.waitUntil(lambda: chair.poser.open_cameras == 1)

    with chair.qtbot.waitSignal(chair.page.left):
        click(chair.page, "calibration_back_button")

    chair.qtbot.waitUntil(lambda: chair.poser.open_cameras == 0)


def test_everything_has_a_name_for_a_screen_reader(chair: Chair) -> None:
    chair.page.show()
    assert not nameless(chair.page)
    assert chair.page.findChildren(QLabel)
