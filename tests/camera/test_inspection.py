"""The inspection thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from kiosk.camera.inspection import InspectionLoop
from kiosk.camera.inspector import Inspection, Inspector
from kiosk.camera.landmarks import ModelUnreadableError
from kiosk.camera.mailbox import Mailbox
from kiosk.camera.source import Frame
from kiosk.domain.photo import PhotoProfile
from kiosk.domain.reason import Reason
from tests.camera.cameras import WAIT, noisy
from tests.camera.pictures import MODELS, frame_of, stand
from tests.camera.reports import report


class SlowInspector:
    """Inspects one frame each time it is told to go on."""

    def __init__(self) -> None:
        self.busy = Event()
        self.go_on = Event()
        self.closed = Event()

    def inspect(self, frame: Frame) -> Inspection:
        self.busy.set()
        assert self.go_on.wait(WAIT)
        return Inspection(frame, None, report())

    def recheck(self, seen: Inspection) -> Inspection:
        return replace(seen, report=report(Reason.DARK))

    def close(self) -> None:
        self.closed.set()


@contextmanager
def running(
    make: Callable[[], SlowInspector | Inspector],
) -> Iterator[tuple[Mailbox[Frame], InspectionLoop]]:
    frames: Mailbox[Frame] = Mailbox()
    loop = InspectionLoop(frames, make)
    loop.start()
    try:
        yield frames, loop
    finally:
        loop.stop()


def test_skips_the_frames_that_came_while_it_was_busy() -> None:
    inspector = SlowInspector()
    with running(lambda: inspector) as (frames, loop):
        frames.put(Frame(1, 0.0, noisy(1)))
        assert inspector.busy.wait(WAIT)
        for number in (2, 3, 4):
            frames.put(Frame(number, 0.0, noisy(number)))
        inspector.go_on.set()
        seen: list[int] = []
        while not seen or seen[-1] != 4:
            inspection = loop.latest.take(WAIT)
            assert inspection
            seen.append(inspection.frame.number)
    assert set(seen) <= {1, 4}


def test_frees_the_models_and_forgets_the_picture_when_it_stops() -> None:
    inspector = SlowInspector()
    inspector.go_on.set()
    with running(lambda: inspector) as (frames, loop):
        frames.put(Frame(1, 0.0, noisy(1)))
        assert loop.latest.take(WAIT)
    assert inspector.closed.is_set()
    assert loop.latest.peek() is None


def test_inspects_with_the_real_models(profile: PhotoProfile) -> None:
    with running(lambda: Inspector(profile, MODELS)) as (frames, loop):
        frames.put(frame_of(stand()))
        inspection = loop.latest.take(WAIT)
    assert inspection
    assert inspection.face
    assert loop.failed_to_start is None


def test_judges_the_picture_to_be_kept_again_in_its_own_thread() -> None:
    inspector = SlowInspector()
    inspector.go_on.set()
    kept = Inspection(frame_of(noisy(1)), None, report())
    with running(lambda: inspector) as (_, loop):
        answer = loop.recheck(kept).result(WAIT)
    assert answer.frame is kept.frame
    assert answer.report == report(Reason.DARK)


def test_a_picture_that_waits_when_the_loop_stops_is_not_judged() -> None:
    loop = InspectionLoop(Mailbox(), SlowInspector)
    answer = loop.recheck(Inspection(frame_of(noisy(1)), None, report()))
    loop.stop()
    assert answer.cancelled()


def test_says_why_it_cannot_start(
    tmp_path: Path, profile: PhotoProfile, caplog: pytest.LogCaptureFixture
) -> None:
    failed = Event()

    def make() -> Inspector:
        try:
            return Inspector(profile, tmp_path)
        except ModelUnreadableError:
            failed.set()
            raise

    with running(make) as (_, loop):
        assert failed.wait(WAIT)
    assert loop.failed_to_start
    assert str(tmp_path) in loop.failed_to_start
    assert "cannot start" in caplog.text


def test_can_be_started_again() -> None:
    inspector = SlowInspector()
    inspector.go_on.set()
    frames: Mailbox[Frame] = Mailbox()
    loop = InspectionLoop(frames, lambda: inspector)
    for _ in range(2):
        loop.start()
        frames.put(Frame(1, 0.0, noisy(1)))
        assert loop.latest.take(WAIT)
        loop.stop()
    loop.stop()
