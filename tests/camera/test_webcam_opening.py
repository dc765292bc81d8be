"""A webcam is opened in the best mode it has, whatever its driver says."""

import sys
from dataclasses import replace

import cv2
import numpy as np
import pytest

from kiosk.camera.capture import MOST_BLANK, CaptureSource
from kiosk.camera.source import (
    CameraBusyError,
    CameraLostError,
    CameraMissingError,
    CameraUnfitError,
)
from kiosk.camera.webcam import Place, Webcam, unlisted_webcam
from kiosk.camera.webcam_opening import MODES, Mode, open_webcam
from tests.camera.webcams import Driver, OpenedDevice, picture, webcam

CAMERA = webcam(0, "C270")
BEST = Mode(1280, 720, "MJPG")
BLACK = np.zeros((720, 1280, 3), np.uint8)
GREEN = np.full((720, 1280, 3), (0, 135, 0), np.uint8)


def open_by(driver: Driver, camera: Webcam = CAMERA) -> tuple[CaptureSource, Mode]:
    return open_webcam(camera, MODES, driver)


def test_motion_jpeg_in_1280x720_is_asked_for_first() -> None:
    driver = Driver()
    source, mode = open_by(driver)
    assert mode == BEST
    assert source.read().pixels.shape == (720, 1280, 3)
    assert len(driver.opened) == 1


def test_a_camera_without_motion_jpeg_is_used_as_it_is() -> None:
    driver = Driver(
        formats=("MJPG", "YUYV"), breaks_on=lambda _w, _h, format_asked: format_asked == "MJPG"
    )
    source, mode = open_by(driver)
    assert mode == Mode(1280, 720)
    assert source.read().pixels.shape == (720, 1280, 3)
    assert driver.still_open == 1


def test_raw_pictures_that_come_too_slowly_are_given_up_for_smaller_ones() -> None:
    class Slow(Driver):
        def __call__(self, number: int, backend: int) -> OpenedDevice:
            return SlowWhenBig(self, number, backend)

    class SlowWhenBig(OpenedDevice):
        def get(self, propId: int, /) -> float:  # noqa: N803
            return 30.0 if self._wanted == (640, 480) else 7.5

    assert open_by(Slow())[1] == Mode(640, 480, "MJPG")


def test_a_camera_that_is_slow_in_every_mode_is_used_in_its_biggest() -> None:
    assert open_by(Driver(rates={"MJPG": 5.0, "YUYV": 5.0}))[1] == BEST


@pytest.mark.parametrize(
    ("sizes", "rows"),
    [(((640, 480),), 480), (((640, 480), (960, 720)), 720), (((800, 600),), 600)],
)
def test_a_camera_that_refuses_a_size_is_asked_for_the_next(
    sizes: tuple[tuple[int, int], ...], rows: int
) -> None:
    driver = Driver(sizes=sizes)
    source, _ = open_by(driver)
    assert source.read().pixels.shape[0] == rows
    assert driver.still_open == 1


def test_the_mode_of_the_last_time_is_asked_for_first() -> None:
    driver = Driver(sizes=((640, 480),))
    _, mode = open_by(driver)
    before = len(driver.opened)
    open_webcam(CAMERA, (mode, *MODES), driver)
    assert len(driver.opened) == before + 1


def test_a_camera_of_too_few_pixels_is_unfit_and_let_go() -> None:
    driver = Driver(sizes=((320, 240),))
    with pytest.raises(CameraUnfitError, match="C270 gives 320x240"):
        open_by(driver)
    assert driver.still_open == 0


def test_an_infrared_camera_is_unfit() -> None:
    driver = Driver(is_grey=True)
    with pytest.raises(CameraUnfitError, match="without colours"):
        open_by(driver)
    assert driver.still_open == 0


def test_a_camera_with_its_lens_covered_is_not_called_grey() -> None:
    driver = Driver(first=[BLACK] * (MOST_BLANK + 50))
    source, mode = open_by(driver)
    assert mode == BEST
    assert not source.read().pixels.any()


def test_a_camera_of_another_program_is_busy() -> None:
    driver = Driver(lets_in=False)
    with pytest.raises(CameraBusyError, match="C270: used by another program"):
        open_by(driver)
    assert driver.still_open == 0


def test_a_camera_that_the_system_does_not_name_is_missing_where_it_does_not_open() -> None:
    with pytest.raises(CameraMissingError, match="no camera is plugged in, or camera 0: used by"):
        open_by(Driver(lets_in=False), unlisted_webcam(0))


def test_a_camera_that_lets_in_and_gives_nothing_is_let_go() -> None:
    driver = Driver(breaks_on=lambda *_: True)
    with pytest.raises(CameraLostError, match="gives no picture"):
        open_by(driver)
    assert driver.still_open == 0


def test_the_second_backend_is_tried_by_its_own_number() -> None:
    class FirstRefuses(Driver):
        def __call__(self, number: int, backend: int) -> OpenedDevice:
            self.lets_in = backend == cv2.CAP_MSMF
            return super().__call__(number, backend)

    driver = FirstRefuses()
    places = (Place(cv2.CAP_DSHOW, 1), Place(cv2.CAP_MSMF, 0))
    open_by(driver, replace(CAMERA, places=places))
    assert [device.place for device in driver.opened] == list(places)


def test_unfit_says_more_than_busy_where_the_backends_differ() -> None:
    class OneSmall(Driver):
        def __call__(self, number: int, backend: int) -> OpenedDevice:
            self.lets_in = backend == cv2.CAP_DSHOW
            return super().__call__(number, backend)

    places = (Place(cv2.CAP_DSHOW, 0), Place(cv2.CAP_MSMF, 0))
    with pytest.raises(CameraUnfitError):
        open_by(OneSmall(sizes=((320, 240),)), replace(CAMERA, places=places))


@pytest.mark.parametrize("blank", [BLACK, GREEN], ids=["black", "green"])
def test_the_first_pictures_of_one_colour_are_left_out(blank: np.typing.NDArray[np.uint8]) -> None:
    shown = picture(1280, 720, seed=7)
    device = Driver(first=[blank] * 4 + [shown])(0, cv2.CAP_V4L2)
    first = CaptureSource(device, "C270").read()
    assert first.number == 1
    assert np.array_equal(first.pixels, shown)


@pytest.mark.parametrize(
    ("width", "height", "kept"),
    [(7680, 4320, (1920, 1080)), (1080, 1920, (1080, 1920)), (4000, 3000, (1440, 1080))],
)
def test_huge_pictures_are_brought_to_a_size_that_is_enough(
    width: int, height: int, kept: tuple[int, int]
) -> None:
    huge = np.broadcast_to(np.arange(width, dtype=np.uint8)[None, :, None], (height, width, 3))
    device = Driver(first=[huge])(0, cv2.CAP_V4L2)
    pixels = CaptureSource(device, "8K").read().pixels
    assert (pixels.shape[1], pixels.shape[0]) == kept


@pytest.mark.parametrize("empty", [np.zeros((0, 0, 3), np.uint8), np.zeros((48, 64), np.uint8)])
def test_a_picture_of_no_pixels_or_no_colours_is_none(empty: np.typing.NDArray[np.uint8]) -> None:
    device = Driver(first=[picture(64, 48), empty])(0, cv2.CAP_V4L2)
    source = CaptureSource(device, "odd")
    source.read()
    with pytest.raises(CameraLostError, match="odd gives no more pictures"):
        source.read()


def test_a_picture_that_opencv_cannot_convert_is_a_lost_camera() -> None:
    class Broken(OpenedDevice):
        def read(self) -> tuple[bool, np.typing.NDArray[np.uint8]]:
            raise cv2.error("too few bytes")

    with pytest.raises(CameraLostError):
        CaptureSource(Broken(Driver(), 0, cv2.CAP_V4L2), "broken").read()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no device files")
def test_a_device_file_that_is_gone_is_a_missing_camera() -> None:
    with pytest.raises(CameraLostError, match="/dev/video97 is not there"):
        open_webcam(webcam(97, "gone"))
