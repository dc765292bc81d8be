"""The camera chooser: seen live, kept at once, and given up where it does not open."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.camera.choice import Camera, find_cameras
from kiosk.camera.loop import CameraState
from kiosk.camera.source import CameraMissingError, FrameSource
from kiosk.camera.watch import REPLAY
from kiosk.store.officers import Officer
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.supervisor.camera_sheet import CameraSheet
from kiosk.ui.services import Services
from tests.ui.officer.supervisor.conftest import lines
from tests.ui.posing import Poser, standing
from tests.ui.touch import click


def not_there() -> FrameSource:
    raise CameraMissingError("unplugged")


@pytest.fixture
def other() -> Poser:
    return Poser(standing())


@pytest.fixture
def sheet(qtbot: QtBot, look: Look, services: Services, other: Poser, rina: Officer) -> CameraSheet:
    """`camera` is in use, `other` is another, and `gone` has been pulled out."""
    first = Poser(standing())
    cameras = (
        Camera("0", "camera", first.open, REPLAY),
        Camera("other", "other", other.open, REPLAY),
        Camera("gone", "gone", not_there, replace(REPLAY, reopen_seconds=0.05)),
    )
    services.find_cameras = lambda: cameras
    sheet = CameraSheet(look, services)
    qtbot.addWidget(sheet)
    sheet.resize(1180, 500)
    sheet.show()
    sheet.open_for(rina)
    qtbot.waitUntil(lambda: len(sheet.tiles) == 3 and services.camera.state is CameraState.LIVE)
    return sheet


def chosen(sheet: CameraSheet) -> list[bool]:
    return [tile.isChecked() for tile in sheet.tiles]


def test_the_camera_in_use_is_shown_live_and_marked(sheet: CameraSheet) -> None:
    assert chosen(sheet) == [True, False, False]
    assert not sheet.keep_button.isEnabled()


def test_another_camera_is_seen_before_it_is_kept(
    qtbot: QtBot,
    sheet: CameraSheet,
    services: Services,
    store: StoreThread,
    other: Poser,
    rina: Officer,
) -> None:
    click(sheet, "camera_1")
    qtbot.waitUntil(sheet.keep_button.isEnabled)
    assert other.open_cameras == 1
    assert store.call(lambda s: s.settings.desk()).camera is None
    click(sheet, "keep_camera_button")
    qtbot.waitUntil(lambda: store.call(lambda s: s.settings.desk()).camera == "other")
    qtbot.waitUntil(lambda: sheet.notice.sentence is not None)
    sheet.close_up()
    assert services.camera.name == "other"
    assert ("settings.changed", rina.id, "camera") in store.call(lines)


def test_a_camera_that_does_not_open_is_given_up_for_the_one_before(
    qtbot: QtBot, sheet: CameraSheet, services: Services
) -> None:
    click(sheet, "camera_2")
    qtbot.waitUntil(lambda: sheet.notice.sentence is not None)
    assert sheet.notice.sentence is not None
    assert sheet.notice.sentence.key == "officer.camera_choice.does_not_open"
    assert chosen(sheet) == [True, False, False]
    qtbot.waitUntil(lambda: services.camera.state is CameraState.LIVE)
    assert services.camera.name == "camera"
    assert not sheet.keep_button.isEnabled()


def test_a_camera_that_was_not_kept_is_let_go_when_the_sheet_is_left(
    qtbot: QtBot, sheet: CameraSheet, services: Services, other: Poser
) -> None:
    click(sheet, "camera_1")
    qtbot.waitUntil(sheet.keep_button.isEnabled)
    sheet.close_up()
    qtbot.waitUntil(lambda: services.camera.name == "camera")
    qtbot.waitUntil(lambda: other.open_cameras == 0)
    assert services.camera.state is CameraState.OFF


def plug_in(devices: Path, number: int, name: str) -> None:
    folder = devices / f"video{number}"
    folder.mkdir(parents=True)
    (folder / "name").write_text(f"{name}\n", "utf-8")
    (folder / "index").write_text("0\n", "utf-8")


def test_cameras_are_called_by_name_where_that_is_enough(tmp_path: Path) -> None:
    for number, name in enumerate(["HD Webcam", "Logi C270", "Logi C270", "Webcam"]):
        plug_in(tmp_path, number, name)
    found = find_cameras("0", tmp_path)
    assert [camera.name for camera in found] == ["HD Webcam", "Logi C270", "Logi C270", "Webcam"]
    assert [camera.source for camera in found] == ["0", "1", "2", "3"]


def test_the_camera_of_the_settings_is_offered_wherever_it_is(tmp_path: Path) -> None:
    plug_in(tmp_path, 0, "Logi C270")
    found = find_cameras("http://127.0.0.1:8080/video", tmp_path)
    assert [camera.source for camera in found] == ["http://127.0.0.1:8080/video", "Logi C270"]
    assert [camera.source for camera in find_cameras("Logi", tmp_path)] == ["Logi"]


def test_numbers_are_offered_where_the_system_tells_no_names(tmp_path: Path) -> None:
    found = find_cameras("1", tmp_path / "nothing")
    assert [camera.source for camera in found] == ["1", "0", "2", "3"]
