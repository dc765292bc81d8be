"""Which files are checked."""

import os
from pathlib import Path

import pytest

from kiosk.camera.check_inputs import CheckInput, find_inputs
from kiosk.camera.photo_file import FileProblem


def touch(*files: Path) -> None:
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"")


def names(folder: Path, leave_out: Path | None = None) -> list[str]:
    return [one.file.relative_to(folder).as_posix() for one in find_inputs([folder], leave_out)]


def test_a_folder_is_searched_to_the_bottom_in_the_order_people_count(tmp_path: Path) -> None:
    ordered = ["2.jpg", "10.PNG", "Ani/1.jpeg", "budi/a2.mp4", "budi/a10.webm", "budi/deep/x.jpg"]
    touch(*(tmp_path / name for name in reversed(ordered)))
    assert names(tmp_path) == ordered


def test_what_is_no_picture_by_its_name_is_passed_over_in_a_folder(tmp_path: Path) -> None:
    touch(
        tmp_path / "a.jpg", tmp_path / "labels.csv", tmp_path / ".hidden.jpg", tmp_path / "._a.jpg"
    )
    touch(tmp_path / ".thumbnails" / "b.jpg")
    assert names(tmp_path) == ["a.jpg"]


def test_pictures_of_other_kinds_are_not_passed_over_in_silence(tmp_path: Path) -> None:
    touch(tmp_path / "a.webp", tmp_path / "b.heic")
    assert names(tmp_path) == ["a.webp", "b.heic"]


def test_what_is_named_is_checked_whatever_its_name(tmp_path: Path) -> None:
    touch(tmp_path / "scan")
    assert list(find_inputs([tmp_path / "scan"])) == [CheckInput(tmp_path / "scan")]


def test_paths_keep_their_order(tmp_path: Path) -> None:
    touch(tmp_path / "b" / "1.jpg", tmp_path / "a.jpg")
    found = [one.file.name for one in find_inputs([tmp_path / "b", tmp_path / "a.jpg"])]
    assert found == ["1.jpg", "a.jpg"]


def test_a_folder_with_nothing_to_check_is_a_problem(tmp_path: Path) -> None:
    touch(tmp_path / "notes.txt")
    assert list(find_inputs([tmp_path])) == [CheckInput(tmp_path, FileProblem.NOTHING_INSIDE)]


def test_the_report_of_an_earlier_check_is_left_out(tmp_path: Path) -> None:
    report = tmp_path / "report"
    touch(tmp_path / "a.jpg", report / "pictures" / "00001.jpg")
    assert names(tmp_path, leave_out=report) == ["a.jpg"]


def test_a_folder_named_like_a_picture_is_a_folder(tmp_path: Path) -> None:
    touch(tmp_path / "album.jpg" / "a.jpg")
    assert names(tmp_path) == ["album.jpg/a.jpg"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    touch(tmp_path / "a.jpg")
    try:
        (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("this account may not make links")
    assert names(tmp_path) == ["a.jpg"]


@pytest.mark.skipif(os.name == "nt", reason="paths on Windows are shorter")
def test_a_very_deep_tree_is_no_trap(tmp_path: Path) -> None:
    deepest = tmp_path
    for _ in range(1200):
        deepest /= "d"
        deepest.mkdir()
    touch(deepest / "a.jpg")
    assert [one.file.name for one in find_inputs([tmp_path])] == ["a.jpg"]
    (deepest / "a.jpg").unlink()
    while deepest != tmp_path:  # who cleans up later might fall into it
        deepest.rmdir()
        deepest = deepest.parent


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may enter every folder")
def test_a_folder_that_nobody_may_enter_is_named(tmp_path: Path) -> None:
    touch(tmp_path / "a.jpg")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    assert CheckInput(closed, FileProblem.NOT_READABLE) in set(find_inputs([tmp_path]))


@pytest.mark.parametrize(
    ("name", "is_clip"), [("a.MP4", True), ("a.webm", True), ("a.jpg", False), ("mp4", False)]
)
def test_a_clip_is_known_by_its_name(name: str, is_clip: bool) -> None:
    assert CheckInput(Path(name)).is_clip is is_clip
