"""The sample camera shows what its lesson says, as fast as a webcam, to the real photo checks."""

import time
from collections.abc import Iterator
from threading import Timer

import pytest

from kiosk.camera.card import card_profile, look_at_card
from kiosk.camera.inspector import Inspector
from kiosk.camera.profile import load_profile
from kiosk.camera.qr import read_qr
from kiosk.camera.source import CameraLostError, Frame
from kiosk.demo.sample_camera import (
    FRAMES_PER_SECOND,
    LESSON,
    SampleCamera,
    Scene,
    holding_card,
    holding_slip,
)
from kiosk.domain.photo import Verdict
from kiosk.domain.reason import Reason
from kiosk.paths import models_folder


@pytest.fixture
def inspector() -> Iterator[Inspector]:
    inspector = Inspector(load_profile(), models_folder(), still=True)
    yield inspector
    inspector.close()


def read(camera: SampleCamera, count: int) -> list[Frame]:
    return [camera.read() for _ in range(count)]


def failed(inspector: Inspector, scene: str) -> set[Reason]:
    """What the checks of a single frame find wrong."""
    frame = SampleCamera((Scene(scene, None),)).read()
    findings = inspector.inspect(frame).report.findings
    return {finding.reason for finding in findings if finding.verdict is Verdict.FAIL}


@pytest.mark.parametrize(
    ("scene", "reason"),
    [
        ("absent", Reason.NO_FACE),
        ("tilted", Reason.TILT),
        ("dark", Reason.DARK),
        ("blurred", Reason.BLUR),
    ],
)
def test_each_scene_goes_wrong_in_its_own_way(
    inspector: Inspector, scene: str, reason: Reason
) -> None:
    assert reason in failed(inspector, scene)


def test_the_good_scene_passes_every_check(inspector: Inspector) -> None:
    assert failed(inspector, "good") == set()


def test_the_lesson_ends_well_and_stays_so() -> None:
    assert LESSON[-1] == Scene("good", None)


def test_a_scene_lasts_as_long_as_the_lesson_says() -> None:
    camera = SampleCamera((Scene("dark", 0.1), Scene("good", None)))
    frames = read(camera, 6)
    bright = [frame.pixels.mean() > 60 for frame in frames]
    assert bright == [False, False, False, True, True, True]
    assert [frame.number for frame in frames] == [1, 2, 3, 4, 5, 6]


def test_frames_come_no_faster_than_a_webcam_gives_them() -> None:
    camera = SampleCamera((Scene("good", None),))
    began = time.monotonic()
    last = read(camera, 15)[-1]
    assert last.taken_at - began >= 10 / FRAMES_PER_SECOND


def test_no_two_frames_are_the_same_picture() -> None:
    camera = SampleCamera((Scene("good", None),))
    assert (camera.read().pixels != camera.read().pixels).any()


def test_closing_ends_a_read_that_waits() -> None:
    camera = SampleCamera((Scene("good", None),))
    closing = Timer(0.05, camera.close)
    closing.start()
    with pytest.raises(CameraLostError):
        read(camera, FRAMES_PER_SECOND * 10)
    closing.join()


def test_holds_a_slip_that_can_be_read() -> None:
    frame = SampleCamera((Scene("slip", None, "LKT-7Q4M2-XA9BC"),)).read()
    assert read_qr(frame.pixels) == "LKT-7Q4M2-XA9BC"
    assert holding_slip("LKT-7Q4M2-XA9BC")[-1] == Scene("slip", None, "LKT-7Q4M2-XA9BC")


@pytest.mark.parametrize(
    ("scene", "reasons"),
    [("card", set()), ("card_far", {Reason.TOO_SMALL}), ("card_glare", {Reason.BRIGHT})],
)
def test_holds_a_card_well_and_badly(scene: str, reasons: set[Reason]) -> None:
    frame = SampleCamera((Scene(scene, None),)).read()
    report = look_at_card(frame, card_profile(load_profile("2020"))).report
    assert {f.reason for f in report.findings if f.verdict is Verdict.FAIL} == reasons
    assert scene in {each.name for each in holding_card()}
