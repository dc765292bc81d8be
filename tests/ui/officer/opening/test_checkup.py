"""Measuring whether a counter is ready, with a camera that shows what the test says."""

from collections.abc import Iterator
from concurrent.futures import Future

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from kiosk.camera.loop import CameraState
from kiosk.camera.profile import load_profile
from kiosk.camera.source import Frame
from kiosk.domain.readiness import Aspect, NewerVersion, Sign
from kiosk.store.day import DayEvent
from kiosk.store.worker import StoreThread
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.officer.opening.checkup import Checkup, judge_light
from kiosk.ui.services import Services
from tests.camera.pictures import empty_room
from tests.store.counter import NOW, register
from tests.ui.officer.conftest import Line
from tests.ui.posing import Poser, standing


@pytest.fixture
def checkup(services: Services) -> Iterator[Checkup]:
    checkup = Checkup(services)
    yield checkup
    checkup.end()


def signs(checkup: Checkup) -> dict[Aspect, Sign]:
    return {finding.sign.aspect: finding.sign for finding in checkup.findings}


def test_everything_is_measured_and_the_camera_is_off_again(
    checkup: Checkup, qtbot: QtBot, line: Line, camera: CameraDesk
) -> None:
    line.say(reachable=True, last_sync_at=NOW, clock_skew_seconds=1.0)
    checkup.begin()

    qtbot.waitUntil(lambda: len(checkup.findings) == len(Aspect))
    found = signs(checkup)
    assert found[Aspect.CAMERA] is Sign.CAMERA_WORKS
    assert found[Aspect.LIGHT] is Sign.LIGHT_GOOD
    assert found[Aspect.PRINTER] is Sign.PRINTER_MISSING
    assert found[Aspect.CLOCK] is Sign.CLOCK_RIGHT
    assert found[Aspect.QUEUE] is Sign.QUEUE_EMPTY
    assert found[Aspect.KEY] is Sign.KEY_IN_FILE
    qtbot.waitUntil(lambda: camera.state is CameraState.OFF)


def test_a_camera_that_is_plugged_in_meanwhile_is_seen(
    checkup: Checkup, qtbot: QtBot, poser: Poser
) -> None:
    poser.pose = None
    checkup.begin()
    qtbot.waitUntil(lambda: signs(checkup).get(Aspect.CAMERA) is Sign.CAMERA_MISSING)

    poser.pose = standing()

    qtbot.waitUntil(lambda: signs(checkup).get(Aspect.CAMERA) is Sign.CAMERA_WORKS)


def test_whoever_does_not_wait_leaves_no_camera_on(
    checkup: Checkup, qtbot: QtBot, camera: CameraDesk
) -> None:
    checkup.begin()
    checkup.end()

    qtbot.waitUntil(lambda: camera.state is CameraState.OFF)
    assert Aspect.CAMERA not in signs(checkup)


def test_a_newer_version_is_told_as_soon_as_it_is_found(
    checkup: Checkup, qtbot: QtBot, services: Services
) -> None:
    looking: Future[NewerVersion | None] = Future()
    services.look_for_newer = lambda: looking
    checkup.begin()
    assert signs(checkup)[Aspect.VERSION] is Sign.VERSION_CURRENT

    looking.set_result(NewerVersion("9.1.0", "/media/stick"))

    qtbot.waitUntil(lambda: signs(checkup)[Aspect.VERSION] is Sign.VERSION_NEWER)


def test_what_changes_in_the_store_is_noticed(
    checkup: Checkup, qtbot: QtBot, store: StoreThread, services: Services
) -> None:
    checkup.refresh()
    qtbot.waitUntil(lambda: signs(checkup).get(Aspect.SEAT) is Sign.SEAT_NEVER)
    camera = services.camera.name
    store.call(lambda s: s.day.note(DayEvent.SEATED, "rina", NOW, camera))
    store.call(lambda s: register(s, 1))

    checkup.refresh()

    qtbot.waitUntil(lambda: signs(checkup)[Aspect.SEAT] is Sign.SEAT_TODAY)
    assert signs(checkup)[Aspect.QUEUE] is Sign.QUEUE_WAITS


@pytest.mark.parametrize(
    ("brightness", "sign"),
    [(1.0, Sign.LIGHT_GOOD), (0.2, Sign.LIGHT_DARK), (9.0, Sign.LIGHT_BLINDING)],
)
def test_the_light_of_an_empty_room_is_judged(brightness: float, sign: Sign) -> None:
    pixels = np.clip(empty_room() * brightness, 0, 255).astype(np.uint8)

    assert judge_light(Frame(1, 0.0, pixels), load_profile()) is sign
