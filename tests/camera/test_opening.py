"""From the words of the configuration to an open camera."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.camera.opening import SourceKind, SourceSpec, open_source, parse_source
from kiosk.camera.source import CameraBusyError, CameraLostError, CameraMissingError
from tests.camera.cameras import noisy


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0", SourceKind.NUMBER, "0"),
        (" 12 ", SourceKind.NUMBER, "12"),
        ("", SourceKind.NUMBER, "0"),
        ("HD Pro Webcam C920", SourceKind.NAME, "HD Pro Webcam C920"),
        ("http://10.0.0.5:8080/video", SourceKind.STREAM, "http://10.0.0.5:8080/video"),
        ("http://[::1/video", SourceKind.STREAM, "http://[::1/video"),
        ("file:C:/clips/a.avi", SourceKind.FILE, "C:/clips/a.avi"),
    ],
)
def test_reads_what_the_configuration_says(text: str, kind: SourceKind, value: str) -> None:
    assert parse_source(text) == SourceSpec(kind, value)


def test_the_path_of_something_that_exists_needs_no_prefix(tmp_path: Path) -> None:
    assert parse_source(str(tmp_path)) == SourceSpec(SourceKind.FILE, str(tmp_path))
    assert parse_source(str(tmp_path)).is_replay


def test_only_a_replay_may_stand_still() -> None:
    assert not parse_source("0").is_replay
    assert not parse_source("http://10.0.0.5/video").is_replay


@pytest.mark.parametrize("spec", ["97", "a camera nobody has", "file:/nowhere/at/all"])
def test_a_camera_that_is_not_there_is_missing(spec: str) -> None:
    with pytest.raises(CameraMissingError):
        open_source(spec)


def write_video(file: Path, count: int) -> None:
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 200.0, (64, 48))
    assert writer.isOpened()
    for number in range(count):
        writer.write(noisy(number, level=40 + 60 * number))
    writer.release()


def test_a_video_begins_again_after_its_last_picture(tmp_path: Path) -> None:
    write_video(tmp_path / "clip.avi", 3)
    source = open_source(str(tmp_path / "clip.avi"))
    frames = [source.read() for _ in range(5)]
    source.close()
    assert [frame.number for frame in frames] == [1, 2, 3, 4, 5]
    assert np.array_equal(frames[0].pixels, frames[3].pixels)
    assert not np.array_equal(frames[0].pixels, frames[1].pixels)


def test_a_file_that_is_no_video_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clip.avi").write_text("no video")
    with pytest.raises(CameraMissingError, match=r"clip\.avi"):
        open_source(str(tmp_path / "clip.avi"))


def test_the_pictures_of_a_folder_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for number in (2, 1):
        cv2.imwrite(str(tmp_path / f"{number}.png"), noisy(number))
    (tmp_path / "notes.txt").write_text("no picture")
    source = open_source(f"file:{tmp_path}")
    first, second, again = (source.read() for _ in range(3))
    source.close()
    assert np.array_equal(first.pixels, noisy(1))
    assert np.array_equal(second.pixels, noisy(2))
    assert np.array_equal(again.pixels, noisy(1))
    assert first.taken_at < second.taken_at


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CameraMissingError):
        open_source(str(tmp_path))


def test_a_picture_that_went_bad_is_a_lost_camera(tmp_path: Path) -> None:
    (tmp_path / "1.jpg").write_text("no picture")
    source = open_source(str(tmp_path))
    with pytest.raises(CameraLostError, match=r"1\.jpg"):
        source.read()
    source.close()


def test_closing_twice_is_allowed_and_ends_reading(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "1.png"), noisy(1))
    source = open_source(str(tmp_path))
    source.close()
    source.close()
    with pytest.raises(CameraLostError):
        source.read()


def test_busy_and_missing_are_both_reasons_to_try_again() -> None:
    assert issubclass(CameraBusyError, CameraLostError)
    assert issubclass(CameraMissingError, CameraLostError)
