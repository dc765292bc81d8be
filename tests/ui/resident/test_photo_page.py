"""The photo page, with real camera and inspection threads and an invented person."""

from collections.abc import Iterator
from uuid import UUID

import cv2
import numpy as np
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.camera.loop import CameraState
from kiosk.domain.exception import ExceptionKind, PhotoException
from kiosk.domain.pin import Pin
from kiosk.domain.reason import Reason
from kiosk.store.officers import Role
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.photo_tally import JudgedPhoto, Sitter
from kiosk.ui.resident.photo_page import PhotoPage
from kiosk.ui.widgets.check_list import Point, Tick
from tests.store.counter import NOW
from tests.ui.posing import Poser, desk_before, marked_on_the_left, standing
from tests.ui.resident.booth import Booth
from tests.ui.touch import click, find, has, type_into

PIN = "482913"
TILTED = standing(roll_deg=22.0)


class PhotoBooth(Booth):
    """With a person before the camera."""

    def __init__(self, qtbot: QtBot, store: StoreThread, *, is_sample: bool = False) -> None:
        poser = Poser(None)
        camera = desk_before(poser, is_sample=is_sample)
        self.look = Look()
        gate = OfficerGate(self.look, store, lambda: NOW)
        self.page = PhotoPage(self.look, camera, lambda: NOW, gate)
        super().__init__(qtbot, poser, camera, self.page)

    def open(self, pose: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]] | None") -> None:
        self.poser.pose = pose
        self.window.show()

    def click(self, name: str) -> None:
        click(self.page, name)

    def press_when_offered(self) -> None:
        button = self.page.live.take_button
        self.qtbot.waitUntil(button.isVisible)
        self.click("take_photo_button")
        self.shows_result()


@pytest.fixture
def booth(qtbot: QtBot, store: StoreThread) -> Iterator[PhotoBooth]:
    booth = PhotoBooth(qtbot, store)
    yield booth
    booth.close()


def test_guides_until_the_picture_takes_itself(booth: PhotoBooth) -> None:
    booth.open(TILTED)
    booth.says("reason.TILT.title")
    check_list = booth.page.live.check_list
    booth.qtbot.waitUntil(lambda: check_list.tick(Point.UPRIGHT) is Tick.BAD)
    assert check_list.tick(Point.GLASSES) is Tick.GOOD
    assert not booth.taken

    booth.poser.pose = standing()
    booth.shows_result()
    booth.click("use_photo_button")

    (photo,) = booth.taken
    assert photo.taken_at == NOW
    assert photo.exception is None
    assert Reason.TILT not in booth.camera.profile.blocks(photo.report)


def test_the_photo_is_kept_as_the_camera_saw_it_not_as_the_mirror(booth: PhotoBooth) -> None:
    booth.open(marked_on_the_left())
    booth.shows_result()
    booth.click("use_photo_button")

    jpeg = cv2.imdecode(np.frombuffer(booth.taken[0].jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert jpeg is not None
    redness = jpeg[..., 2].astype(int) - jpeg[..., 1]
    third = jpeg.shape[1] // 3
    assert redness[:, :third].max() > 150
    assert redness[:, -third:].max() < 120


def test_takes_another_one(booth: PhotoBooth) -> None:
    booth.open(standing())
    booth.shows_result()

    booth.click("retake_button")

    booth.qtbot.waitUntil(booth.page.live.isVisible)
    booth.shows_result()
    assert not booth.taken


def test_a_bad_photo_is_not_used_without_an_officer(booth: PhotoBooth) -> None:
    booth.open(TILTED)
    booth.press_when_offered()

    assert not booth.page.result.use_button.isVisible()
    assert booth.page.result.check_list.tick(Point.UPRIGHT) is Tick.BAD
    sentence = booth.page.result.notice.sentence
    assert sentence is not None
    assert sentence.key == "reason.TILT.title"


def test_an_officer_beside_gets_advice_of_his_own(booth: PhotoBooth) -> None:
    booth.page.assisted = True
    booth.open(TILTED)
    booth.says("reason.TILT.title")

    assert booth.page.live.advice.isVisible()
    assert booth.page.live.advice.key == "reason.TILT.officer"


def test_somebody_alone_gets_no_advice_for_officers(booth: PhotoBooth) -> None:
    booth.open(TILTED)
    booth.says("reason.TILT.title")

    assert not booth.page.live.advice.isVisible()


def test_an_officer_keeps_a_bad_photo_and_says_why(booth: PhotoBooth, store: StoreThread) -> None:
    rina = store.call(lambda s: s.officers.add("Rina", Pin(PIN), Role.OFFICER, NOW))
    booth.open(TILTED)
    booth.press_when_offered()
    booth.click("keep_photo_button")
    booth.click("exception_next_button")
    assert not booth.taken

    booth.click("exception_medical")
    booth.click("exception_next_button")
    booth.qtbot.waitUntil(lambda: has(booth.page, "officer_0"))
    type_into(booth.page, "pin_field", PIN)
    booth.click("open_button")

    booth.qtbot.waitUntil(lambda: bool(booth.taken))
    assert booth.taken[0].exception == PhotoException(ExceptionKind.MEDICAL, rina.id, None, NOW)
    assert booth.camera.profile.blocks(booth.taken[0].report) == (Reason.TILT,)


def test_says_that_the_camera_is_gone_and_goes_on_when_it_is_back(booth: PhotoBooth) -> None:
    booth.open(TILTED)
    booth.says("reason.TILT.title")

    booth.poser.pose = None
    booth.says(CameraState.LOST)
    assert booth.page.live.check_list.tick(Point.UPRIGHT) is Tick.WAITING

    booth.poser.pose = TILTED
    booth.says("reason.TILT.title")


def test_says_that_the_lens_is_covered(booth: PhotoBooth) -> None:
    booth.open(np.zeros((720, 1280, 3), np.uint8))

    booth.says(CameraState.BLACK)


def test_leaving_the_page_forgets_the_picture_and_frees_the_camera(booth: PhotoBooth) -> None:
    booth.open(standing())
    booth.shows_result()

    booth.page.hide()

    booth.qtbot.waitUntil(lambda: booth.camera.state is CameraState.OFF)
    assert booth.poser.open_cameras == 0
    assert booth.camera.frames.peek() is None
    booth.page.show()
    assert not booth.page.result.isVisible()
    booth.shows_result()


def test_a_sample_camera_is_called_one(qtbot: QtBot, store: StoreThread) -> None:
    booth = PhotoBooth(qtbot, store, is_sample=True)
    booth.open(TILTED)

    assert find(booth.page, QLabel, "sample_camera_chip").isVisible()

    booth.window.hide()
    booth.camera.close()


def test_a_real_camera_is_not(booth: PhotoBooth) -> None:
    booth.open(TILTED)

    assert not find(booth.page, QLabel, "sample_camera_chip").isVisible()


def test_every_photo_that_was_shown_is_told_with_what_came_of_it(booth: PhotoBooth) -> None:
    told: list[JudgedPhoto] = []
    booth.page.sitter = Sitter(UUID(int=1, version=4), None)
    booth.page.judged.connect(told.append)
    booth.open(TILTED)
    booth.press_when_offered()
    booth.poser.pose = standing()
    booth.click("retake_button")
    booth.shows_result()
    booth.click("use_photo_button")
    booth.window.hide()

    first, second = told
    assert (Reason.TILT in first.causes, first.kept) == (True, False)
    assert (second.causes, second.kept) == (frozenset(), True)


def test_a_photo_that_is_left_was_not_kept(booth: PhotoBooth) -> None:
    told: list[JudgedPhoto] = []
    booth.page.sitter = Sitter(UUID(int=1, version=4), None)
    booth.page.judged.connect(told.append)
    booth.open(standing())
    booth.shows_result()
    booth.window.hide()

    assert [photo.kept for photo in told] == [False]
