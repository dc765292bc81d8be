"""What lies where the office keeps newer versions, and `kiosk updates`."""

import json
import os
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import __version__
from kiosk.command import Exit
from kiosk.sync.release import RELEASE_FILE
from kiosk.updates import (
    PackageState,
    UpdateState,
    UpdateWatch,
    find_package,
    look_for_update,
    look_in_time,
    parse_key,
)
from tests.command_line import NOWHERE, Kiosk, command_line
from tests.releases import PRIVATE, PUBLIC, PUBLISHED, put_release, release

OTHER_PRIVATE = bytes(32)


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "the share"
    folder.mkdir()
    return folder


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Kiosk]:
    (tmp_path / "release.pub").write_text(PUBLISHED, "ascii")
    with command_line(tmp_path / "home", capsys) as kiosk:
        yield kiosk


def state(folder: Path | str, key: bytes | None = PUBLIC, running: str = "9.0.9") -> UpdateState:
    return look_for_update(str(folder), key, running).state


def test_a_newer_version_is_told_with_its_place(share: Path) -> None:
    put_release(share, "9.1.0")
    newer = look_for_update(str(share), PUBLIC, "9.0.9").newer
    assert newer is not None
    assert (newer.version, newer.place) == ("9.1.0", str(share))


@pytest.mark.parametrize("running", ["9.1.0", "9.1", "9.2.0", "10.0"])
def test_the_same_or_an_older_version_is_not_told(share: Path, running: str) -> None:
    put_release(share, "9.1.0")
    outlook = look_for_update(str(share), PUBLIC, running)
    assert (outlook.state, outlook.newer) == (UpdateState.CURRENT, None)


def test_each_reason_why_nothing_can_be_told_has_its_own_sentence(share: Path) -> None:
    assert state("") is UpdateState.NO_FOLDER
    assert state(share) is UpdateState.NO_RELEASE
    assert state(share, key=None) is UpdateState.NO_KEY
    assert state(share / "gone") is UpdateState.UNREACHABLE
    (share / RELEASE_FILE).mkdir()
    assert state(share) is UpdateState.UNREACHABLE


def test_a_release_that_was_changed_or_is_somebody_elses_is_not_told(share: Path) -> None:
    put_release(share, private_key=OTHER_PRIVATE)
    assert state(share) is UpdateState.CHANGED
    (share / RELEASE_FILE).write_bytes(b"{}")
    assert state(share) is UpdateState.FORMAT


@pytest.mark.parametrize(
    ("system", "name"), [("win32", "loket-9.1.0-setup.exe"), ("linux", "loket_9.1.0_amd64.deb")]
)
def test_a_package_is_complete_as_it_was_signed_alone(share: Path, system: str, name: str) -> None:
    made = put_release(share)
    assert find_package(share, made, system).path == share / name
    assert find_package(share, made, system).state is PackageState.COMPLETE
    content = (share / name).read_bytes()
    (share / name).write_bytes(content[:-1] + b"!")
    assert find_package(share, made, system).state is PackageState.DAMAGED
    (share / name).write_bytes(content[:-1])
    assert find_package(share, made, system).state is PackageState.DAMAGED
    (share / name).unlink()
    assert find_package(share, made, system).state is PackageState.MISSING


@pytest.mark.skipif(os.name != "posix", reason="a named pipe")
def test_a_package_that_never_ends_is_not_waited_for(share: Path) -> None:
    made = release()
    name = next(file.name for file in made.files if file.name.endswith(".deb"))
    (share / name).unlink(missing_ok=True)
    os.mkfifo(share / name)
    assert find_package(share, made, "linux").state is PackageState.DAMAGED


def test_a_system_without_a_package_is_told_so(share: Path) -> None:
    assert find_package(share, release(), "darwin").state is PackageState.MISSING


@pytest.mark.skipif(sys.platform == "win32", reason="hangs by a pipe that nobody fills")
def test_a_share_that_does_not_answer_is_left_behind(share: Path) -> None:
    os.mkfifo(share / RELEASE_FILE)
    assert look_in_time(str(share), PUBLIC, seconds=0.05).state is UpdateState.UNREACHABLE
    watch = UpdateWatch(str(share), PUBLIC)
    looking = watch.look_for_newer()
    assert watch.look_for_newer() is looking  # one look at a time, however often it is asked for
    watch.close()
    (share / RELEASE_FILE).open("wb").close()  # lets both threads end
    (share / RELEASE_FILE).open("wb").close()


def test_watching_looks_anew_each_time(share: Path) -> None:
    watch = UpdateWatch(str(share), PUBLIC, "9.0.9")
    assert watch.look_for_newer().result(5) is None
    put_release(share)
    newer = watch.look_for_newer().result(5)
    assert newer is not None
    assert newer.version == "9.1.0"
    watch.close()


@pytest.mark.parametrize("text", ["", "%%%", b64encode(bytes(31)).decode(), "é"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - base64 says it in its own words
        parse_key(text)


def updates(kiosk: Kiosk, share: Path, *more: str) -> tuple[int, str]:
    key = kiosk.home.parent / "release.pub"
    answer = kiosk("updates", "--folder", str(share), "--key", str(key), *more)
    return answer.status, answer.out + answer.err


def test_the_command_tells_what_is_new_and_what_to_run(kiosk: Kiosk, share: Path) -> None:
    put_release(share)
    status, told = updates(kiosk, share)
    assert status == Exit.FOUND
    assert told.splitlines() == [
        f"A newer version is there. This is {__version__}.",
        f"9.1.0 of 2027-01-04, in {share}",
        "  Faster.",
        "  And kinder.",
        "The package is complete, as it was signed.",
        f"install it with: sudo apt install '{share}/loket_9.1.0_amd64.deb'",
    ]


def test_the_command_does_not_say_how_to_install_what_is_damaged(kiosk: Kiosk, share: Path) -> None:
    put_release(share)
    (share / "loket_9.1.0_amd64.deb").write_bytes(b"kopi")
    status, told = updates(kiosk, share)
    assert status == Exit.FOUND
    assert told.endswith("The package is not as it was signed. Do not install it. Copy it anew.\n")


def test_the_command_tells_programs_the_same(kiosk: Kiosk, share: Path) -> None:
    put_release(share)
    status, told = updates(kiosk, share, "--json")
    found = json.loads(told)
    assert status == Exit.FOUND
    assert (found["state"], found["package_state"]) == ("newer", "complete")
    assert found["release"]["notes"]["id"] == "Lebih cepat."


def test_the_running_version_is_not_told_as_newer(kiosk: Kiosk, share: Path) -> None:
    put_release(share, __version__)
    status, told = updates(kiosk, share)
    assert status == Exit.OK
    assert told.startswith("No newer version is there.")


def test_the_command_looks_where_the_settings_say(kiosk: Kiosk, share: Path) -> None:
    put_release(share)
    kiosk.set_up(NOWHERE, f"[updates]\nfolder = {json.dumps(str(share))}\n")
    answer = kiosk("updates", "--key", str(kiosk.home.parent / "release.pub"))
    assert answer.status == Exit.FOUND


def test_without_folder_or_key_the_command_says_what_to_do(kiosk: Kiosk, share: Path) -> None:
    kiosk.set_up(NOWHERE)
    answer = kiosk("updates")
    assert answer.status == Exit.SETTINGS
    assert "Set folder under [updates] in kiosk.toml" in answer.err
    answer = kiosk("updates", "--folder", str(share))
    assert answer.status == Exit.SETTINGS
    assert "This build has no release key." in answer.err
    answer = kiosk("updates", "--key", str(share))
    assert answer.status == Exit.UNUSABLE


def test_a_release_of_somebody_else_is_refused_with_the_reason(kiosk: Kiosk, share: Path) -> None:
    put_release(share, private_key=OTHER_PRIVATE)
    assert PRIVATE != OTHER_PRIVATE
    status, told = updates(kiosk, share)
    assert status == Exit.UNUSABLE
    assert "was not signed for this Loket. Install nothing from there." in told
