"""The kiosk's own folders."""

import os
import stat
import sys
from pathlib import Path

import pytest

from kiosk.paths import FolderUnusableError, find_folders, folders_under, machine_folder
from kiosk.windows_access import (
    access_changes,
    keep_to_this_user,
    shared_changes,
    user_id_in,
)


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


def test_windows_is_asked_who_this_is() -> None:
    answer = '"desa\\petugas","S-1-5-21-1004336348-1177238915-682003330-1001"\r\n'
    assert user_id_in(answer) == "S-1-5-21-1004336348-1177238915-682003330-1001"
    for other in ("", '"desa\\petugas","S-1"', "S-1-5-18; del *"):
        with pytest.raises(ValueError, match="whoami"):
            user_id_in(other)


def test_on_windows_this_user_is_let_in_before_the_others_are_shut_out() -> None:
    grant, shut = access_changes("S-1-5-21-7")
    assert grant[:2] == ["/grant:r", "*S-1-5-21-7:(OI)(CI)F"]
    assert shut == ["/inheritance:r"]


def test_on_windows_users_read_what_administrators_write() -> None:
    grant, shut = shared_changes()
    assert grant == ["/grant:r", "*S-1-5-18:F", "*S-1-5-32-544:F", "*S-1-5-32-545:R"]
    assert shut == ["/inheritance:r"]


def test_where_access_cannot_be_changed_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """There are no tools of Windows below this folder."""
    monkeypatch.setenv("SYSTEMROOT", str(tmp_path))
    keep_to_this_user(tmp_path)
    assert "may be able to read" in caplog.text


def test_a_named_home_has_the_settings_of_the_computer_too(tmp_path: Path) -> None:
    assert machine_folder(tmp_path) == tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="elsewhere on Windows")
def test_the_settings_of_the_computer_are_the_same_for_everybody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("LOKET_HOME", raising=False)
    assert machine_folder() == Path("/etc/loket")


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "home"
    in_the_way.write_text("x")
    with pytest.raises(FolderUnusableError, match="home"):
        folders_under(in_the_way).prepare()
