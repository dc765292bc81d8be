"""The disk, and what of the memory may be found on it."""

from pathlib import Path

import pytest

from kiosk.doctor.disk import examine_disk, judge_room, judge_swap, judge_writing, try_writing
from kiosk.doctor.finding import Check, State
from kiosk.windows_registry import Hive
from tests.doctor.cases import case_in, registry, states

ERRORS = r"SOFTWARE\Microsoft\Windows\Windows Error Reporting\LocalDumps\kiosk.exe"
FILES = r"SYSTEM\CurrentControlSet\Control\FileSystem"
BITLOCKER = r"SYSTEM\CurrentControlSet\Control\BitlockerStatus"


@pytest.mark.parametrize(
    ("room", "state"),
    [(40_000_000, State.FAIL), (900_000_000, State.WARN), (2_000_000_000, State.OK)],
)
def test_room_is_judged_as_on_the_health_card(room: int, state: State) -> None:
    assert judge_room(room).state is state


def test_a_disk_that_takes_nothing_fails(tmp_path: Path) -> None:
    assert try_writing(tmp_path / "gone").state is State.FAIL


def test_a_disk_that_takes_its_time_is_told_of() -> None:
    assert judge_writing(12).state is State.OK
    assert judge_writing(400).state is State.WARN


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    found = states(examine_disk(case_in(tmp_path / "not" / "there")))
    assert found[Check.DISK_WRITING] is State.OK
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("swaps", "state"),
    [
        ("", State.OK),
        ("/dev/zram0  partition 1 0 100\n", State.OK),
        ("/dev/dm-1  partition 1 0 -2\n", State.OK),
        ("/dev/dm-2  partition 1 0 -2\n", State.WARN),
        ("/swapfile  file 1 0 -2\n", State.WARN),
        ("/dev/dm-1  partition 1 0 -2\n/dev/sda2  partition 1 0 -2\n", State.WARN),
    ],
)
def test_swap_in_the_clear_is_told_of(tmp_path: Path, swaps: str, state: State) -> None:
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/swaps").write_text(f"Filename Type Size Used Priority\n{swaps}")
    for name, kind in (("dm-1", "CRYPT-LUKS2-0001"), ("dm-2", "LVM-0001")):
        (tmp_path / f"sys/block/{name}/dm").mkdir(parents=True)
        (tmp_path / f"sys/block/{name}/dm/uuid").write_text(kind)
    assert judge_swap(tmp_path).state is state


def test_a_chroot_without_proc_says_so(tmp_path: Path) -> None:
    assert judge_swap(tmp_path).value == "not known: /proc/swaps is not there"


@pytest.mark.parametrize(
    ("key", "name", "dumps", "swap"),
    [
        (FILES, "nothing", State.OK, State.WARN),
        (FILES, "NtfsEncryptPagingFile", State.OK, State.OK),
        (BITLOCKER, "BootStatus", State.OK, State.OK),
        (ERRORS, "DumpType", State.WARN, State.WARN),
    ],
)
def test_windows_says_it_in_its_registry(
    tmp_path: Path, key: str, name: str, dumps: State, swap: State
) -> None:
    values = {(Hive.MACHINE, key, name): 1}
    found = states(examine_disk(case_in(tmp_path, registry=registry(values))))
    assert (found[Check.DUMPS], found[Check.SWAP]) == (dumps, swap)
