"""The disk of the power cuts forgets what a real one may forget, and nothing else."""

from pathlib import Path
from random import Random

from tests.faults.disk_log import Cut, Disk, Make, Move, Remove, Step, Sync, Write, read_trace

HOME = Path("/nowhere/store")
FILE, OTHER = "/nowhere/store/a", "/nowhere/store/b"


def left(*steps: Step, keeps: float = 0.0) -> dict[str, bytes | None]:
    """After these steps and a power cut, below a folder that lasts."""
    disk = Disk(HOME, HOME)
    for step in (Make(str(HOME), is_folder=True), Sync("/nowhere"), *steps):
        disk.step(step)
    found = disk.after_power_cut(Random(1), keeps)
    return {name: content for name, content in found.items() if name != str(HOME)}


def in_hex(text: str) -> str:
    """As strace writes it."""
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


MADE = (Make(FILE, is_folder=False), Write(FILE, b"old"), Sync(FILE), Sync(str(HOME)))


def test_what_was_not_synced_is_lost_or_kept() -> None:
    steps = (*MADE, Write(FILE, b"new", at=0))
    assert left(*steps) == {FILE: b"old"}
    assert left(*steps, keeps=1.0) == {FILE: b"new"}


def test_a_file_is_lost_whose_name_was_not_synced() -> None:
    assert left(*MADE[:3]) == {}
    assert left(*MADE[:3], keeps=1.0) == {FILE: b"old"}


def test_a_new_name_needs_its_folder_and_brings_what_was_synced() -> None:
    steps = (*MADE, Write(FILE, b"er", at=3), Move(FILE, OTHER))
    assert left(*steps) == {FILE: b"old"}
    assert left(*steps, Sync(str(HOME))) == {OTHER: b"old"}


def test_a_removed_file_may_be_there_again() -> None:
    assert left(*MADE, Remove(FILE)) == {FILE: b"old"}
    assert left(*MADE, Remove(FILE), Sync(str(HOME))) == {}


def test_a_file_is_cut_and_filled_up() -> None:
    assert left(*MADE, Cut(FILE, 1), keeps=1.0) == {FILE: b"o"}
    assert left(*MADE, Cut(FILE, 5), Sync(FILE)) == {FILE: b"old\0\0"}


def test_calls_that_overlap_are_read_where_they_returned() -> None:
    one, other = in_hex(FILE), in_hex(OTHER)
    trace = "\n".join(
        [
            f'10 openat(AT_FDCWD, "{one}", O_RDWR|O_CREAT, 0600 <unfinished ...>',
            f'11 pwrite64(7<{other}>, "\\x78\\x79", 2, 4096) = 1',
            f"10 <... openat resumed>) = 8<{one}>",
            f"11 fsync(7<{other}>) = -1 EIO (Input/output error)",
            "11 +++ exited with 0 +++",
        ]
    )
    assert list(read_trace(trace, HOME)) == [
        Write(OTHER, b"x", at=4096),
        Make(FILE, is_folder=False),
    ]
