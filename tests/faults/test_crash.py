"""A few of the steps at which the whole suite kills, cuts the power, and fills the disk."""

import shutil
import sys
from pathlib import Path

import pytest

if sys.platform != "linux" or shutil.which("strace") is None:
    pytest.skip("calls are spoiled by strace: apt-get install strace", allow_module_level=True)

from tests.faults import clocks, disk, instances, kill, power
from tests.faults.life import Scene, live

FEW = 61
"""Steps from one that is spoiled to the next."""


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scene]:
    folder = tmp_path_factory.mktemp("life")
    return {scene.stage: scene for scene in live(folder, until="send")}


def test_a_kiosk_that_is_killed_goes_on_as_if_nothing_had_been(
    scenes: dict[str, Scene], tmp_path: Path
) -> None:
    queued = kill.kill_everywhere(scenes["register"], "writes", tmp_path, FEW)
    sent = kill.kill_everywhere(scenes["send"], "network calls", tmp_path, 11)
    assert queued.problems == sent.problems == ()
    assert queued.places >= 2
    assert sent.places >= 2


def test_what_was_said_at_the_counter_is_true_after_a_power_cut(
    scenes: dict[str, Scene], tmp_path: Path
) -> None:
    recording = power.recorded(scenes["register"], tmp_path)
    cuts, problems = power.cut_everywhere(recording, tmp_path, FEW)
    assert problems == []
    assert cuts >= 8


def test_nothing_of_a_resident_goes_to_the_disk_in_plain_text(
    scenes: dict[str, Scene], tmp_path: Path
) -> None:
    recording = power.recorded(scenes["register"], tmp_path)
    assert len(recording.steps) > 100
    assert power.plain_text_in(recording.steps) == []


def test_a_full_disk_and_a_read_only_one_are_said_and_lose_nothing(
    scenes: dict[str, Scene], tmp_path: Path
) -> None:
    full = disk.spoil_everywhere(scenes["register"], "full", tmp_path, FEW)
    assert full.problems == ()
    assert full.places >= 2
    assert disk.on_read_only_medium(scenes["register"], tmp_path) == []


def test_a_clock_that_is_years_off_keeps_nothing_from_being_sent(
    scenes: dict[str, Scene], tmp_path: Path
) -> None:
    for jump in clocks.JUMPS:
        assert clocks.jump_everywhere(scenes["send"], jump, tmp_path, FEW).problems == ()


def test_of_several_started_at_once_one_has_the_kiosk(
    scenes: dict[str, Scene], tmp_path: Path
) -> None:
    assert instances.start_at_once(scenes["first start"], tmp_path, seed=1) == []
