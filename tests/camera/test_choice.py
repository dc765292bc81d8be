"""What a supervisor may choose from, and what the settings mean."""

import logging

import pytest

from kiosk.camera.choice import Camera, camera_of, find_cameras
from kiosk.camera.source import CameraMissingError
from kiosk.camera.watch import REPLAY
from kiosk.camera.webcam import Webcam
from tests.camera.webcams import USB_1, USB_2, USB_3, webcam

BUILT_IN = webcam(0, "HD Webcam", USB_3)
FRONT, SIDE = webcam(1, "Logi C270", USB_1), webcam(2, "Logi C270", USB_2)


def choice(chosen: str, *webcams: Webcam) -> list[tuple[str, str]]:
    return [(camera.source, camera.name) for camera in find_cameras(chosen, lambda: webcams)]


def meant(source: str, *webcams: Webcam) -> Camera:
    return camera_of(source, lambda: webcams)


def test_cameras_are_called_by_name_and_by_their_socket_where_names_are_alike() -> None:
    front, side = f"Logi C270 @ {USB_1}", f"Logi C270 @ {USB_2}"
    expected = [("0", "HD Webcam"), (front, front), (side, side)]
    assert choice("0", BUILT_IN, FRONT, SIDE) == expected


def test_the_other_of_two_alike_is_offered_too() -> None:
    found = choice(f"Logi C270 @ {USB_2}", FRONT, SIDE)
    assert [source for source, _ in found] == [f"Logi C270 @ {USB_2}", f"Logi C270 @ {USB_1}"]


def test_the_camera_of_the_settings_is_offered_wherever_it_is() -> None:
    url = "http://127.0.0.1:8080/video"
    assert choice(url, FRONT) == [(url, url), ("Logi C270", "Logi C270")]
    assert choice("Logi", FRONT) == [("Logi", "Logi C270")]


def test_numbers_are_offered_where_the_system_tells_no_names() -> None:
    assert [source for source, _ in choice("1")] == ["1", "0", "2", "3"]


def test_a_camera_whose_name_means_something_else_goes_by_its_number() -> None:
    assert [source for source, _ in choice("0", BUILT_IN, webcam(3, "7"))] == ["0", "3"]


@pytest.mark.parametrize("source", ["2", "c270", f"Logi C270 @ {USB_1}"])
def test_a_webcam_keeps_its_name_in_whatever_socket(source: str) -> None:
    assert meant(source, BUILT_IN, webcam(2, "Logi C270", USB_2)).name == "Logi C270"


def test_the_only_camera_stands_in_for_one_that_is_gone_and_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        camera = meant(f"Logi C270 @ {USB_1}", BUILT_IN)
    assert (camera.name, camera.instead_of) == ("HD Webcam", "Logi C270")
    assert camera.source == f"Logi C270 @ {USB_1}"
    assert "Logi C270 is not there: HD Webcam, the only camera, is used" in caplog.messages


def test_where_several_could_stand_in_none_does() -> None:
    camera = meant("C922", BUILT_IN, FRONT)
    assert (camera.name, camera.instead_of) == ("C922", "")
    with pytest.raises(CameraMissingError, match="C922 is not there; there is HD Webcam, Logi"):
        camera.open()


def test_a_camera_that_was_there_is_waited_for_and_no_other_taken_meanwhile() -> None:
    plugged_in = [BUILT_IN, FRONT]
    camera = camera_of("Logi C270", lambda: tuple(plugged_in))
    plugged_in.remove(FRONT)
    with pytest.raises(CameraMissingError, match="Logi C270 is not there"):
        camera.open()


def test_without_a_name_its_number_has_to_do() -> None:
    assert meant("1").name == "camera 1"


def test_a_password_in_an_address_is_not_kept() -> None:
    name = meant("http://officer:secret@192.168.1.9:8080/video?token=abc").name
    assert name == "http://192.168.1.9:8080/video"


def test_a_replay_is_called_by_its_file_and_may_stand_still() -> None:
    camera = meant("file:/somewhere/clip.mp4")
    assert (camera.name, camera.patience) == ("clip.mp4", REPLAY)


def test_nobody_asks_for_webcams_where_none_is_meant() -> None:
    def never() -> tuple[Webcam, ...]:
        raise AssertionError

    assert camera_of("http://127.0.0.1/", never).name == "http://127.0.0.1/"
