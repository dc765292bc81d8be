"""Which webcams there are, and which of them is meant."""

import os
import subprocess
import sys
from pathlib import Path

import cv2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.source import CameraMissingError
from kiosk.camera.webcam import (
    Place,
    join_backends,
    list_linux_webcams,
    list_webcams,
    named,
    numbered,
    source_of,
)
from kiosk.camera.windows_cameras import ListedCamera
from tests.camera.webcams import USB_1, USB_2, USB_3, plug_in, webcam

DSHOW, MSMF = cv2.CAP_DSHOW, cv2.CAP_MSMF
BUILT_IN = webcam(0, "Integrated Camera: Integrated C", "pci-0000:00:14.0-usb-0:8:1.0")
FRONT, SIDE = webcam(2, "Logi C270", USB_1), webcam(4, "Logi C270", USB_2)
ALL = (BUILT_IN, FRONT, SIDE)


def test_cameras_are_listed_by_number_without_their_metadata_nodes(tmp_path: Path) -> None:
    plug_in(tmp_path, 10, "Second camera")
    plug_in(tmp_path, 2, "HD Pro Webcam C920")
    plug_in(tmp_path, 3, "HD Pro Webcam C920", index=1)
    assert [webcam.number for webcam in list_linux_webcams(tmp_path)] == [2, 10]


def test_a_camera_unplugged_while_listing_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "video0").mkdir()
    assert list_linux_webcams(tmp_path) == ()


def test_the_path_of_a_camera_is_the_socket_that_udev_knows_it_by(tmp_path: Path) -> None:
    devices, links, nodes = (tmp_path / name for name in ("sys", "by-path", "dev"))
    for folder in (devices, links, nodes):
        folder.mkdir()
    for number in (0, 2):
        plug_in(devices, number, "Logi C270")
        (nodes / f"video{number}").touch()
    (links / f"{USB_2}-video-index0").symlink_to("../dev/video2")
    (links / f"{USB_2}-video-index1").symlink_to("../dev/video3")
    (links / f"{USB_1}-video-index0").symlink_to("../dev/video0")
    listed = list_linux_webcams(devices, links)
    assert [(camera.number, camera.path) for camera in listed] == [(0, USB_1), (2, USB_2)]


def test_this_computer_can_be_asked() -> None:
    assert all(camera.name and camera.places for camera in list_webcams())


@pytest.mark.parametrize("chosen", ALL)
def test_what_is_written_into_the_settings_means_the_same_camera_again(chosen: object) -> None:
    assert isinstance(chosen, type(BUILT_IN))
    assert named(source_of(chosen, ALL), ALL) == chosen


def test_the_path_is_told_only_where_the_name_is_not_enough() -> None:
    assert source_of(BUILT_IN, ALL) == "Integrated Camera: Integrated C"
    assert source_of(FRONT, ALL) == f"Logi C270 @ {USB_1}"
    assert source_of(FRONT, (BUILT_IN, FRONT)) == "Logi C270"


def test_without_paths_a_number_has_to_do() -> None:
    alike = (webcam(0, "Logi C270"), webcam(2, "Logi C270"))
    assert [source_of(each, alike) for each in alike] == ["0", "2"]


def test_a_camera_moved_to_another_socket_is_found_by_its_name() -> None:
    moved = webcam(6, "Logi C270", USB_3)
    assert named(f"Logi C270 @ {USB_1}", (BUILT_IN, moved)) == moved


def test_of_two_alike_none_is_taken_for_one_that_has_gone() -> None:
    with pytest.raises(CameraMissingError, match="there is Integrated Camera"):
        named(f"Logi C270 @ {USB_3}", ALL)


def test_another_camera_in_the_same_socket_is_not_it() -> None:
    other = webcam(2, "HD Pro Webcam C920", USB_1)
    with pytest.raises(CameraMissingError, match="there is HD Pro Webcam C920"):
        named(f"Logi C270 @ {USB_1}", (other,))


@pytest.mark.parametrize(
    ("text", "number"), [("c270", 2), ("LOGI C270", 2), ("integrated", 0), ("C", 0)]
)
def test_a_name_without_path_or_a_part_of_it_means_the_first(text: str, number: int) -> None:
    assert named(text, ALL).number == number


def test_a_whole_name_comes_before_a_part_of_one() -> None:
    longer, exact = webcam(0, "HD Webcam"), webcam(2, "Webcam")
    assert named("Webcam", (longer, exact)) == exact


def test_a_missing_camera_is_told_with_those_that_are_there() -> None:
    with pytest.raises(CameraMissingError, match=r"C922 is not there; there is Integrated .*, Log"):
        named("C922", ALL)
    with pytest.raises(CameraMissingError, match="no camera is plugged in"):
        named("C922", ())


def test_a_number_means_the_device_of_that_number_or_the_only_one() -> None:
    assert numbered(4, ALL) == SIDE
    assert numbered(0, (FRONT,)) == FRONT
    assert numbered(3, ()).number == 3
    with pytest.raises(CameraMissingError, match="camera 1 is not there"):
        numbered(1, ALL)


def listed(*cameras: tuple[str, str]) -> list[ListedCamera]:
    return [ListedCamera(name, path) for name, path in cameras]


def test_a_camera_is_the_same_in_both_backends_whatever_its_number() -> None:
    shown = (("Logi", "usb#1"), ("Logi", "usb#2"), ("Built-in", "usb#3"))
    joined = join_backends([(DSHOW, listed(*shown)), (MSMF, listed(*reversed(shown)))])
    assert [camera.path for camera in joined] == ["usb#1", "usb#2", "usb#3"]
    assert joined[0].places == (Place(DSHOW, 0), Place(MSMF, 2))
    assert joined[2].places == (Place(DSHOW, 2), Place(MSMF, 0))


def test_a_camera_of_one_backend_only_is_listed_after_the_others() -> None:
    joined = join_backends(
        [(DSHOW, listed(("OBS", ""))), (MSMF, listed(("New", "usb#9"), ("OBS", "swd#1")))]
    )
    assert [(camera.name, camera.number) for camera in joined] == [("OBS", 0), ("New", 1)]
    assert joined[0].places == (Place(DSHOW, 0), Place(MSMF, 1))
    assert joined[1].places == (Place(MSMF, 0),)


def test_alike_names_without_paths_are_not_guessed_to_be_the_same() -> None:
    joined = join_backends([(DSHOW, listed(("A", ""), ("A", ""))), (MSMF, listed(("A", "")))])
    assert [camera.places for camera in joined] == [
        (Place(DSHOW, 0),),
        (Place(DSHOW, 1),),
        (Place(MSMF, 0),),
    ]


some_cameras = st.lists(
    st.builds(ListedCamera, st.sampled_from("AB"), st.sampled_from(["", "usb#1", "usb#2"])),
    max_size=4,
    unique_by=lambda camera: camera.path or id(camera),
)


@given(some_cameras, some_cameras)
def test_every_place_is_kept_once_and_only_under_its_name(
    one: list[ListedCamera], other: list[ListedCamera]
) -> None:
    of = {DSHOW: one, MSMF: other}
    joined = join_backends(list(of.items()))
    places = [place for camera in joined for place in camera.places]
    assert sorted(places, key=lambda p: (p.backend, p.index)) == [
        *(Place(DSHOW, number) for number in range(len(one))),
        *(Place(MSMF, number) for number in range(len(other))),
    ]
    assert [camera.number for camera in joined] == list(range(len(joined)))
    for camera in joined:
        paths = {of[place.backend][place.index].path for place in camera.places} - {""}
        assert len(paths) <= 1
        assert len({place.backend for place in camera.places}) == len(camera.places)


@pytest.mark.parametrize(
    "entrance", ["kiosk.camera.measure", "kiosk.demo.command", "kiosk.program"]
)
def test_opencv_is_told_how_to_open_cameras_before_it_is_loaded(entrance: str) -> None:
    script = f"""
import os, sys
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "cv2":
            print(os.environ.get("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS"), flush=True)
            os._exit(0)  # what comes after is not asked for
sys.meta_path.insert(0, Watch())
import {entrance}
"""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENCV")}
    told = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["0"]
