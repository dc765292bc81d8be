"""Writing to something that may be full, locked or gone."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.sync.stick import CarrierError, CarrierProblem, check_room, open_file, write_file

TOO_LARGE = 10**18
WRITE_TOO_MUCH = """
import resource, sys
from pathlib import Path
from kiosk.sync.stick import CarrierError, write_file
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write_file(Path(sys.argv[1]), [bytes(5000)])
except CarrierError as error:
    print(error.problem.name)
"""


def problem_of(path: Path, *pieces: bytes) -> CarrierProblem:
    with pytest.raises(CarrierError) as caught:
        write_file(path, pieces)
    return caught.value.problem


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    write_file(tmp_path / "file", [b"one ", b"two"])
    assert (tmp_path / "file").read_bytes() == b"one two"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_breaks_off_leaves_the_file_of_before(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    write_file(tmp_path / "file", [b"before"])
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "file", pieces())
    assert (tmp_path / "file").read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_stick_that_runs_full_is_said(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE_TOO_MUCH, str(tmp_path / "file")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout == "STICK_FULL\n"
    assert list(tmp_path.iterdir()) == []


def test_room_is_looked_for_first(tmp_path: Path) -> None:
    check_room(tmp_path, 1)
    with pytest.raises(CarrierError) as caught:
        check_room(tmp_path, TOO_LARGE)
    assert caught.value.problem is CarrierProblem.STICK_FULL


def test_a_stick_that_is_not_there_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    assert problem_of(gone / "file", b"x") is CarrierProblem.STICK_GONE
    with pytest.raises(CarrierError) as caught:
        check_room(gone, 1)
    assert caught.value.problem is CarrierProblem.STICK_GONE
    with pytest.raises(CarrierError) as caught:
        open_file(gone / "file")
    assert caught.value.problem is CarrierProblem.STICK_GONE


def test_a_stick_that_is_pulled_out_half_way_is_said(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    def pieces() -> Iterator[bytes]:
        yield b"half"
        shutil.rmtree(stick)
        yield b"and the rest"

    with pytest.raises(CarrierError) as caught:
        write_file(stick / "file", pieces())
    assert caught.value.problem is CarrierProblem.STICK_GONE


def test_a_file_that_is_not_there_is_another_matter(tmp_path: Path) -> None:
    with pytest.raises(CarrierError) as caught:
        open_file(tmp_path / "file")
    assert caught.value.problem is CarrierProblem.NO_FILE


def test_a_link_on_a_stick_leads_nowhere(tmp_path: Path) -> None:
    stick, precious = tmp_path / "stick", tmp_path / "vault.bin"
    stick.mkdir()
    precious.write_bytes(b"keys")
    for name in ("file", ".file.new"):
        (stick / name).symlink_to(precious)

    with pytest.raises(CarrierError) as caught:
        open_file(stick / "file")
    write_file(stick / "file", [b"ours"])

    assert caught.value.problem is CarrierProblem.NOT_OURS
    assert precious.read_bytes() == b"keys"
    assert (stick / "file").read_bytes() == b"ours"
    assert not (stick / "file").is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such pipes")
def test_a_pipe_on_a_stick_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "file")
    with pytest.raises(CarrierError) as caught:
        open_file(tmp_path / "file")
    assert caught.value.problem is CarrierProblem.NOT_OURS


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that not even root may write to")
def test_a_locked_stick_is_said() -> None:
    assert problem_of(Path("/sys/loket"), b"x") is CarrierProblem.STICK_LOCKED
