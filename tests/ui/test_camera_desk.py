"""Switching the camera on and off without waiting for it."""

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from kiosk.camera.loop import CameraState
from kiosk.ui.camera_desk import CameraDesk, Use
from tests.camera.slips import held_out
from tests.ui.posing import Poser, desk_before, standing


@pytest.fixture
def poser() -> Poser:
    return Poser(standing())


@pytest.fixture
def desk(poser: Poser) -> Iterator[CameraDesk]:
    desk = desk_before(poser)
    yield desk
    desk.close()


def test_shows_and_judges_while_it_is_on(desk: CameraDesk, qtbot: QtBot) -> None:
    desk.start()

    qtbot.waitUntil(lambda: desk.inspections.peek() is not None)
    assert desk.frames.peek() is not None
    assert desk.state is CameraState.LIVE


def test_lets_go_of_the_camera_and_of_the_last_picture(
    desk: CameraDesk, poser: Poser, qtbot: QtBot
) -> None:
    desk.start()
    qtbot.waitUntil(lambda: desk.inspections.peek() is not None)
    desk.stop()

    qtbot.waitUntil(lambda: desk.state is CameraState.OFF)
    assert poser.open_cameras == 0
    assert desk.frames.peek() is None
    assert desk.inspections.peek() is None


def test_may_be_switched_again_and_again(desk: CameraDesk, poser: Poser, qtbot: QtBot) -> None:
    for _ in range(3):
        desk.start()
        desk.stop()
    desk.start()
    desk.start()

    qtbot.waitUntil(lambda: desk.state is CameraState.LIVE)
    assert poser.open_cameras == 1


def test_cuts_the_portrait_out(desk: CameraDesk, qtbot: QtBot) -> None:
    desk.start()
    qtbot.waitUntil(lambda: desk.inspections.peek() is not None)
    picture = desk.inspections.peek()
    assert picture is not None

    assert desk.portrait(picture).result(5).startswith(b"\xff\xd8")


def test_a_window_that_closes_later_may_still_switch_off(poser: Poser) -> None:
    desk = desk_before(poser)
    desk.close()

    desk.stop()

    assert desk.state is CameraState.OFF


def test_is_never_off_once_it_was_asked_for(desk: CameraDesk) -> None:
    desk.start()

    while (state := desk.state) is not CameraState.LIVE:
        assert state is CameraState.STARTING


def test_watches_for_presence_and_keeps_no_picture(
    desk: CameraDesk, poser: Poser, qtbot: QtBot
) -> None:
    desk.watch_presence(on=True)

    qtbot.waitUntil(lambda: desk.presence.peek() is True)
    assert desk.frames.peek() is None
    assert desk.inspections.peek() is None

    poser.pose = np.full_like(standing(), 120)
    qtbot.waitUntil(lambda: desk.presence.peek() is False)


def test_a_page_comes_before_the_watch_and_gives_the_camera_back(
    desk: CameraDesk, poser: Poser, qtbot: QtBot
) -> None:
    desk.watch_presence(on=True)
    qtbot.waitUntil(lambda: desk.presence.peek() is True)

    desk.start()
    qtbot.waitUntil(lambda: desk.inspections.peek() is not None)
    assert desk.presence.peek() is None
    assert desk.frames.peek() is not None

    desk.stop()
    qtbot.waitUntil(lambda: desk.presence.peek() is True)
    assert desk.frames.peek() is None
    assert desk.inspections.peek() is None
    assert poser.opened == 1, "opening a camera again takes seconds"


def test_nobody_watches_any_more(desk: CameraDesk, poser: Poser, qtbot: QtBot) -> None:
    desk.watch_presence(on=True)
    qtbot.waitUntil(lambda: desk.presence.peek() is True)

    desk.watch_presence(on=False)

    qtbot.waitUntil(lambda: desk.state is CameraState.OFF)
    assert poser.open_cameras == 0
    assert desk.presence.peek() is None


def test_reads_codes(desk: CameraDesk, poser: Poser, qtbot: QtBot) -> None:
    poser.pose = held_out("LKT-7Q4M2-XA9BC")
    desk.start(Use.CODE)

    qtbot.waitUntil(lambda: desk.codes.peek() == "LKT-7Q4M2-XA9BC")
    assert desk.frames.peek() is not None
    assert desk.inspections.peek() is None
