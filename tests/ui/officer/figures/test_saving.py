"""Files are put where an officer wants them, or it is said why not."""

import sys
from pathlib import Path

import pytest

from kiosk.ui.officer.figures.places import (
    Place,
    PlaceKind,
    Volume,
    find_places,
    is_removable,
    places_of,
)
from kiosk.ui.officer.figures.saving import FOLDER, Saving, save_files

DOCUMENTS = Place(PlaceKind.DOCUMENTS, "Dokumen", Path("/home"), 5)


def test_files_are_put_in_a_folder_of_their_own(tmp_path: Path) -> None:
    assert save_files({"a.csv": b"1", "b.csv": b"2"}, tmp_path) is Saving.SAVED
    assert save_files({"a.csv": b"3"}, tmp_path) is Saving.SAVED
    found = {path.name: path.read_bytes() for path in (tmp_path / FOLDER).iterdir()}
    assert found == {"a.csv": b"3", "b.csv": b"2"}


def test_a_place_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    gone = tmp_path / "stick"
    assert save_files({"a.csv": b"1"}, gone) is Saving.GONE
    assert not gone.exists()


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_bytes(b"in the way")
    assert save_files({"a.csv": b"1"}, tmp_path) is Saving.GONE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a system with /proc")
def test_a_place_that_takes_nothing_is_full() -> None:
    assert save_files({"a.csv": b"1"}, Path("/proc")) in {Saving.NO_ROOM, Saving.GONE}


def test_what_is_plugged_in_comes_before_the_documents() -> None:
    volumes = [
        Volume("/", "system", 1, is_removable=False),
        Volume("/media/rina/WORK", "WORK", 3, is_removable=True),
        Volume("E:/", "KINGSTON", 2, is_removable=True),
        Volume("/media/rina/9A2F", "", 4, is_removable=True),
    ]
    places = places_of(volumes, DOCUMENTS)
    assert [place.name for place in places] == ["9A2F", "KINGSTON (E:)", "WORK", "Dokumen"]
    assert places[1].folder == Path("E:/")
    assert places[-1] is DOCUMENTS


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has drives")
def test_sticks_are_known_by_where_the_desktop_puts_them() -> None:
    assert is_removable("/media/rina/KINGSTON")
    assert is_removable("/run/media/rina/KINGSTON")
    assert not is_removable("/home")
    assert not is_removable("/")


def test_this_computer_always_has_a_place() -> None:
    *_, last = find_places()
    assert last.kind is PlaceKind.DOCUMENTS
