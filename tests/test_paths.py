"""The kiosk's own folders."""

import os
import stat
from pathlib import Path

import pytest

from kiosk.paths import FolderUnusableError, find_folders, folders_under


def test_a_named_home_holds_everything(tmp_path: Path) -> None:
    folders = find_folders(tmp_path / "home")
    folders.prepare()
    assert folders.store.is_relative_to(tmp_path / "home")
    assert folders.settings_file.parent == tmp_path / "home"


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_nobody_else_can_enter(tmp_path: Path) -> None:
    folders = folders_under(tmp_path / "home")
    folders.prepare()
    modes = {stat.S_IMODE(f.stat().st_mode) for f in (folders.data, folders.store, folders.logs)}
    assert modes == {0o700}


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "home"
    in_the_way.write_text("x")
    with pytest.raises(FolderUnusableError, match="home"):
        folders_under(in_the_way).prepare()
