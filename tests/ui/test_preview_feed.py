"""Frames on their way to the screen."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from kiosk.camera.inspector import Inspection
from kiosk.camera.loop import CameraState
from kiosk.camera.mailbox import Mailbox
from kiosk.camera.source import Frame
from kiosk.ui.preview_feed import PreviewFeed


class StillCamera:
    """Shows what is put into it."""

    def __init__(self) -> None:
        self.state = CameraState.LIVE
        self.frames: Mailbox[Frame] = Mailbox()
        self.inspections: Mailbox[Inspection] = Mailbox()


def frame(number: int) -> Frame:
    return Frame(number, 0.0, np.zeros((2, 2, 3), np.uint8))


@pytest.fixture
def camera() -> StillCamera:
    return StillCamera()


def test_shows_the_newest_frame_and_skips_the_others(qtbot: QtBot, camera: StillCamera) -> None:
    shown: list[int] = []
    feed = PreviewFeed(camera)
    feed.frame_ready.connect(lambda each: shown.append(each.number))
    for number in (1, 2, 3):
        camera.frames.put(frame(number))

    with qtbot.waitSignal(feed.frame_ready):
        feed.start()
    feed.stop()

    assert shown == [3]


def test_tells_every_change_of_the_camera_once(qtbot: QtBot, camera: StillCamera) -> None:
    told: list[CameraState] = []
    feed = PreviewFeed(camera)
    feed.state_changed.connect(told.append)
    feed.start()
    qtbot.waitUntil(lambda: told == [CameraState.LIVE])

    camera.state = CameraState.LOST
    qtbot.waitUntil(lambda: told == [CameraState.LIVE, CameraState.LOST])
    feed.stop()


def test_how_the_camera_is_comes_before_anything_is_painted(
    qtbot: QtBot, camera: StillCamera
) -> None:
    told: list[CameraState] = []
    camera.state = CameraState.STARTING
    feed = PreviewFeed(camera)
    feed.state_changed.connect(told.append)
    feed.start()
    feed.stop()
    assert told == [CameraState.STARTING]


def test_a_stopped_feed_shows_nothing(qtbot: QtBot, camera: StillCamera) -> None:
    feed = PreviewFeed(camera)
    feed.start()
    feed.stop()
    camera.frames.put(frame(1))

    with qtbot.assertNotEmitted(feed.frame_ready, wait=100):
        pass
