"""The clock."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.doctor.clock import examine_clock, judge_skew, judge_time_service, judge_zone, unheard
from kiosk.doctor.finding import Check, State
from kiosk.windows_registry import Hive
from tests.doctor.cases import NOW, case_in, registry

SERVICE = r"SYSTEM\CurrentControlSet\Services\W32Time"


@pytest.mark.parametrize("seconds", [-200, 7200])
def test_a_clock_that_differs_from_the_centre_fails(seconds: int) -> None:
    assert judge_skew(timedelta(seconds=seconds)).state is State.FAIL


def test_seconds_are_no_matter() -> None:
    found = judge_skew(timedelta(seconds=-3))
    assert (found.state, found.value) == (State.OK, "3 seconds behind the centre")


def test_how_far_a_clock_is_off_is_told_in_words_that_people_use() -> None:
    assert judge_skew(timedelta(hours=3, seconds=1)).value == "3 hours ahead of the centre"
    assert judge_skew(timedelta(days=-2517)).value == "2517 days behind the centre"
    assert judge_skew(timedelta(seconds=150)).value == "2 minutes ahead of the centre"


def test_without_the_centre_the_last_entry_tells() -> None:
    assert unheard(None, NOW).state is State.WARN
    assert unheard(NOW - timedelta(days=400), NOW).state is State.WARN
    assert unheard(NOW + timedelta(days=1), NOW).state is State.FAIL


@pytest.mark.parametrize(
    ("hours", "state"), [(7, State.OK), (8, State.OK), (9, State.OK), (0, State.WARN)]
)
def test_the_zone_is_one_of_three(hours: int, state: State) -> None:
    assert judge_zone(datetime.now(timezone(timedelta(hours=hours)))).state is state


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, State.OK),
        ({(Hive.MACHINE, rf"{SERVICE}\Parameters", "Type"): "NTP"}, State.OK),
        ({(Hive.MACHINE, rf"{SERVICE}\Parameters", "Type"): "NoSync"}, State.WARN),
        ({(Hive.MACHINE, SERVICE, "Start"): 4}, State.WARN),
    ],
)
def test_windows_time_may_be_switched_off(
    values: dict[tuple[Hive, str, str], str | int | None], state: State
) -> None:
    assert judge_time_service(registry(values)).state is state


def test_this_computer_answers(tmp_path: Path) -> None:
    checks = [finding.check for finding in examine_clock(case_in(tmp_path))]
    assert checks == [Check.CLOCK_ZONE, Check.CLOCK_SERVICE]
