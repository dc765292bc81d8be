"""The camera chooser: seen live, kept at once, and given up where it does not open."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.camera.choice import Camera
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


def test_which_camera_is_missing_is_told_beside_those_that_are_there(
    qtbot: QtBot, look: Look, services: Services, rina: Officer
) -> None:
    gone = Camera("C920", "C920", not_there, replace(REPLAY, reopen_seconds=0.05))
    services.camera.change_camera(gone).result()
    services.find_cameras = lambda: (gone, Camera("other", "other", not_there))
    sheet = opened(qtbot, look, services, rina)
    qtbot.waitUntil(lambda: said(sheet) == ("officer.camera_choice.missing", {"name": "C920"}))
    assert len(sheet.tiles) == 2


def test_a_camera_that_stands_in_for_another_is_told(
    qtbot: QtBot, look: Look, services: Services, rina: Officer
) -> None:
    services.find_cameras = lambda: (Camera("C920", "camera", not_there, instead_of="C920"),)
    sheet = opened(qtbot, look, services, rina)
    values = {"wanted": "C920", "name": "camera"}
    qtbot.waitUntil(lambda: said(sheet) == ("officer.camera_choice.instead", values))


def opened(qtbot: QtBot, look: Look, services: Services, officer: Officer) -> CameraSheet:
    sheet = CameraSheet(look, services)
    qtbot.addWidget(sheet)
    sheet.show()
    sheet.open_for(officer)
    return sheet


def said(sheet: CameraSheet) -> tuple[str, object] | None:
    sentence = sheet.notice.sentence
    return None if sentence is None else (sentence.key, dict(sentence.values))
