"""A file is replaced as a whole or not at all."""

from pathlib import Path

import pytest

from kiosk.store.durable import remove_unfinished, write_whole


def test_a_file_is_replaced_as_a_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_where_it_cannot_be_put_nothing_is_left_behind(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(taken, b"new")
    assert list(tmp_path.iterdir()) == [taken]


def test_only_unfinished_files_are_removed(tmp_path: Path) -> None:
    for name in (".file.1.new", "file", ".file"):
        (tmp_path / name).touch()
    remove_unfinished(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"file", ".file"}
