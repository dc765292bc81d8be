"""The camera thread, with cameras that follow a script."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from kiosk.camera.loop import CameraLoop, CameraState
from kiosk.camera.source import (
    CameraBusyError,
    CameraLostError,
    CameraMissingError,
    CameraUnfitError,
    Frame,
    FrameSource,
)
from kiosk.camera.watch import Patience
from tests.camera.cameras import WAIT, LiveCamera, ScriptedCamera, endless, noisy

AT_ONCE = Patience(open_seconds=WAIT, stalled_seconds=WAIT, reopen_seconds=0.0)


class Journal:
    """Opens cameras one after the other, and notes the state of the loop at each opening."""

    def __init__(self, *ways: Callable[[], FrameSource]) -> None:
        self._ways = iter(ways)
        self.states: list[CameraState] = []
        self.loop: CameraLoop | None = None
        self._opened = threading.Semaphore(0)

    def wait_for_openings(self, count: int) -> None:
        for _ in range(count):
            assert self._opened.acquire(timeout=WAIT)

    def __call__(self) -> FrameSource:
        assert self.loop
        self.states.append(self.loop.state)
        self._opened.release()
        return next(self._ways)()


@contextmanager
def running(journal: Journal, patience: Patience = AT_ONCE) -> Iterator[CameraLoop]:
    loop = CameraLoop(journal, patience)
    journal.loop = loop
    loop.start()
    try:
        yield loop
    finally:
        loop.stop()


def failing(error: CameraLostError) -> Callable[[], FrameSource]:
    def open_camera() -> FrameSource:
        raise error

    return open_camera


def frames(count: int) -> list[Frame]:
    return [Frame(number, number / 30, noisy(number)) for number in range(1, count + 1)]


def test_hands_every_newest_frame_to_preview_and_inspection() -> None:
    with running(Journal(LiveCamera)) as loop:
        assert loop.frames.take(WAIT)
        assert loop.to_inspect.take(WAIT)
        assert loop.state is CameraState.LIVE


def test_reopens_a_camera_that_was_unplugged() -> None:
    unplugged = ScriptedCamera(frames(3))
    journal = Journal(lambda: unplugged, LiveCamera)
    with running(journal) as loop:
        journal.wait_for_openings(2)
        assert loop.frames.take(WAIT)
    assert unplugged.closed.is_set()
    assert journal.states == [CameraState.STARTING, CameraState.LOST]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (CameraMissingError("camera 3 is not there"), CameraState.MISSING),
        (CameraBusyError("used by another program"), CameraState.BUSY),
        (CameraUnfitError("gives 320x240"), CameraState.UNFIT),
        (CameraLostError("went away"), CameraState.LOST),
    ],
)
def test_says_why_a_camera_cannot_be_opened_and_tries_again(
    error: CameraLostError, state: CameraState
) -> None:
    journal = Journal(failing(error), failing(error), LiveCamera)
    with running(journal) as loop:
        assert loop.frames.take(WAIT)
        assert loop.detail == str(error)
    assert journal.states == [CameraState.STARTING, state, state]


def test_the_same_trouble_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    busy = failing(CameraBusyError("used by another program"))
    with caplog.at_level(logging.WARNING), running(Journal(busy, busy, busy, LiveCamera)) as loop:
        assert loop.frames.take(WAIT)
    assert len(caplog.records) == 1


def test_an_opening_that_hangs_is_left_behind() -> None:
    let_go = Event()
    late = LiveCamera()

    def hang() -> FrameSource:
        let_go.wait()
        return late

    journal = Journal(hang, LiveCamera)
    with running(journal, replace(AT_ONCE, open_seconds=0.05)) as loop:
        assert loop.frames.take(WAIT)
        let_go.set()
        assert late.closed.wait(WAIT)
    assert journal.states == [CameraState.STARTING, CameraState.STALLED]


def test_a_camera_that_stops_answering_is_left_behind_and_its_late_frame_is_not_shown() -> None:
    let_go = Event()
    late = 999

    def first_then_hang() -> Iterator[Frame]:
        yield Frame(1, 0.0, noisy(1))
        let_go.wait()
        yield Frame(late, 0.1, noisy(late))

    stalled = ScriptedCamera(first_then_hang())
    journal = Journal(lambda: stalled, LiveCamera)
    with running(journal, replace(AT_ONCE, stalled_seconds=0.05)) as loop:
        journal.wait_for_openings(2)
        let_go.set()
        assert stalled.closed.wait(WAIT)
        shown = [loop.frames.take(WAIT) for _ in range(5)]
    assert journal.states == [CameraState.STARTING, CameraState.STALLED]
    assert all(frame and frame.number != late for frame in shown)


def test_a_driver_that_always_hangs_does_not_fill_the_memory_with_threads() -> None:
    let_go = Event()
    opened = []
    fourth = Event()

    def hang() -> FrameSource:
        opened.append(threading.current_thread())
        if len(opened) > 3:
            fourth.set()
        let_go.wait()
        raise CameraLostError("too late")

    loop = CameraLoop(hang, Patience(open_seconds=0.01, reopen_seconds=0.01))
    loop.start()
    try:
        assert not fourth.wait(0.3)
        assert loop.state is CameraState.STALLED
        let_go.set()
        assert fourth.wait(WAIT)
    finally:
        let_go.set()
        loop.stop()


def test_another_camera_opens_though_threads_hang_in_the_driver_of_the_first() -> None:
    let_go, third = Event(), Event()
    opened: list[int] = []

    def hang() -> FrameSource:
        opened.append(1)
        if len(opened) == 3:
            third.set()
        let_go.wait()
        raise CameraLostError("too late")

    patience = Patience(open_seconds=0.01, reopen_seconds=0.0, close_seconds=0.0)
    loop = CameraLoop(hang, patience)
    loop.start()
    try:
        assert third.wait(WAIT)
        loop.stop()
        loop.change(LiveCamera, AT_ONCE)
        loop.start()
        assert loop.frames.take(WAIT)
    finally:
        let_go.set()
        loop.stop()


def test_a_camera_that_our_own_hanging_thread_holds_is_not_called_busy() -> None:
    let_go = Event()

    def hang() -> FrameSource:
        let_go.wait()
        raise CameraLostError("too late")

    busy = failing(CameraBusyError("used by another program"))
    journal = Journal(hang, busy, busy, LiveCamera)
    with running(journal, replace(AT_ONCE, open_seconds=0.05)) as loop:
        assert loop.frames.take(WAIT)
        let_go.set()
    assert journal.states == [CameraState.STARTING, *[CameraState.STALLED] * 3]


def test_stopping_does_not_wait_for_an_opening_that_hangs_and_its_late_camera_is_let_go() -> None:
    let_go = Event()
    reads: list[int] = []

    class Late(LiveCamera):
        def read(self) -> Frame:
            reads.append(1)
            return super().read()

    late = Late()

    def hang() -> FrameSource:
        let_go.wait()
        return late

    journal = Journal(hang)
    with running(journal, replace(AT_ONCE, close_seconds=0.05)) as loop:
        journal.wait_for_openings(1)
    assert loop.state is CameraState.OFF
    let_go.set()
    assert late.closed.wait(WAIT)
    assert not reads
    assert loop.frames.peek() is None


def test_a_picture_that_stands_still_is_a_frozen_camera() -> None:
    frozen = ScriptedCamera(endless(noisy(1)))
    journal = Journal(lambda: frozen, LiveCamera)
    with running(journal) as loop:
        journal.wait_for_openings(2)
        assert loop.to_inspect.take(WAIT)
    assert frozen.closed.is_set()
    assert journal.states == [CameraState.STARTING, CameraState.FROZEN]


def test_a_covered_lens_is_said_but_not_reopened() -> None:
    black = np.zeros((48, 64, 3), np.uint8)
    dark_for = [Frame(n, n / 10, black) for n in range(200)]
    said: list[CameraState] = []

    def until_said() -> Iterator[Frame]:
        for frame in dark_for:
            yield frame
            said.append(journal.loop.state if journal.loop else CameraState.OFF)
        done.set()
        let_go.wait()

    done, let_go = Event(), Event()
    journal = Journal(lambda: ScriptedCamera(until_said()), LiveCamera)
    with running(journal):
        assert done.wait(WAIT)
        let_go.set()
    assert said[0] is CameraState.LIVE
    assert said[-1] is CameraState.BLACK
    assert CameraState.FROZEN not in said


def test_stopping_closes_the_camera_and_forgets_the_last_resident() -> None:
    camera = LiveCamera()
    with running(Journal(lambda: camera)) as loop:
        assert loop.frames.take(WAIT)
    assert camera.closed.is_set()
    assert loop.frames.peek() is None
    assert loop.to_inspect.peek() is None
    assert loop.state is CameraState.OFF


def test_can_be_started_again_after_it_was_stopped() -> None:
    journal = Journal(LiveCamera, LiveCamera)
    loop = CameraLoop(journal, AT_ONCE)
    journal.loop = loop
    for _ in range(2):
        loop.start()
        assert loop.frames.take(WAIT)
        loop.stop()
    assert journal.states == [CameraState.STARTING, CameraState.STARTING]


def test_stopping_does_not_wait_for_the_next_attempt() -> None:
    missing = failing(CameraMissingError("not there"))
    patience = replace(AT_ONCE, reopen_seconds=3600.0)
    with running(Journal(missing), patience) as loop:
        pass
    assert loop.state is CameraState.OFF


def test_stopping_what_never_started_is_allowed() -> None:
    CameraLoop(LiveCamera).stop()
