"""The whole play, small: real kiosks, a real centre, and a line that breaks."""

import re
from pathlib import Path

import pytest

from kiosk.command import Exit
from kiosk.simulation.funnel import Funnel, as_table
from kiosk.simulation.mishaps import Stage
from tests.command_line import command_line

TWO = [
    Funnel("then", 100, dict(zip(Stage, (77, 57, 51, 43), strict=True)), 40),
    Funnel("now", 100, dict(zip(Stage, (98, 97, 96, 96), strict=True)), 95),
]


def test_each_stage_is_a_share_of_the_one_before() -> None:
    table = as_table(TWO)
    assert "77 = 77.0%" in table
    assert "57 = 74.0%" in table
    assert re.search(r"joined, of all +40\.0% +95\.0%", table)
    assert re.search(r"photos lost +15\.9% +15\.7% +0\.0%", table)


def test_nobody_at_all_is_no_division_by_nought() -> None:
    assert "0.0%" in as_table([Funnel("empty", 0, dict.fromkeys(Stage, 0), 0)])


@pytest.mark.slow
def test_more_get_to_the_end_with_loket_than_in_2020(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with command_line(tmp_path / "home", capsys) as kiosk:
        answer = kiosk("simulate", "--kiosks", "2", "--residents", "14", "--faults", "0.1")
    assert answer.status == Exit.OK, answer.err
    joined = re.search(r"joined, of all +([\d.]+)% +([\d.]+)%", answer.out)
    assert joined is not None
    then, now = map(float, joined.groups())
    assert then < now
    assert now > 75


def test_a_running_centre_is_given_whole_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with command_line(tmp_path / "home", capsys) as kiosk:
        answer = kiosk("simulate", "--centre", "http://127.0.0.1:8700")
    assert answer.status == Exit.UNUSABLE
    assert "--data" in answer.err
