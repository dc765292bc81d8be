"""The thread that looks at the newest frame for one thing."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import NoReturn

import pytest

from kiosk.camera.landmarks import ModelUnreadableError
from kiosk.camera.looking import LookLoop
from kiosk.camera.mailbox import Mailbox
from kiosk.camera.presence import PresenceWatch
from kiosk.camera.source import Frame
from tests.camera.cameras import WAIT
from tests.camera.pictures import MODELS, empty_room, frame_of, stand


@pytest.fixture
def frames() -> Mailbox[Frame]:
    return Mailbox()


@pytest.fixture
def loop(frames: Mailbox[Frame]) -> Iterator[LookLoop[float]]:
    loop = LookLoop(frames, lambda: lambda frame: frame.taken_at)
    loop.start()
    yield loop
    loop.stop()


def test_says_what_it_sees_in_the_newest_frame(
    loop: LookLoop[float], frames: Mailbox[Frame]
) -> None:
    frames.put(frame_of(empty_room(), 3.0))
    assert loop.latest.take(WAIT) == 3.0
    frames.put(frame_of(empty_room(), 4.0))
    assert loop.latest.take(WAIT) == 4.0


def test_forgets_what_it_saw_and_can_begin_again(
    loop: LookLoop[float], frames: Mailbox[Frame]
) -> None:
    frames.put(frame_of(empty_room(), 3.0))
    loop.latest.take(WAIT)
    loop.stop()
    assert loop.latest.peek() is None

    loop.start()
    frames.put(frame_of(empty_room(), 5.0))
    assert loop.latest.take(WAIT) == 5.0


def test_what_cannot_be_loaded_ends_the_looking_alone(frames: Mailbox[Frame]) -> None:
    asked = Event()

    def load() -> NoReturn:
        asked.set()
        raise ModelUnreadableError("no such file")

    loop: LookLoop[bool] = LookLoop(frames, load)
    loop.start()
    assert asked.wait(WAIT)
    loop.stop()
    assert loop.latest.peek() is None


@pytest.mark.parametrize(
    ("portrait_px", "is_near"), [(640, True), (420, True), (160, False), (0, False)]
)
def test_somebody_is_there_who_is_near(portrait_px: int, is_near: bool) -> None:
    picture = stand(portrait_px=portrait_px) if portrait_px else empty_room()
    assert PresenceWatch(MODELS).is_somebody_there(frame_of(picture)) is is_near


def test_presence_needs_the_face_finder(tmp_path: Path) -> None:
    with pytest.raises(ModelUnreadableError):
        PresenceWatch(tmp_path)
