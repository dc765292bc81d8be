"""`kiosk doctor` as an IT person types it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cli import utc_now
from kiosk.command import Exit
from kiosk.demo.centre import demo_centre
from tests.command_line import Kiosk, command_line

STATES = {"ok", "warn", "fail"}


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Kiosk]:
    with command_line(tmp_path / "home", capsys) as kiosk:
        yield kiosk


def findings(kiosk: Kiosk, *more: str) -> dict[str, dict[str, str]]:
    answer = kiosk("doctor", "--json", "--no-camera", *more)
    (word,) = document = json.loads(answer.out)
    assert word == "findings"
    assert [list(each) for each in document[word]] == [["check", "state", "value", "advice"]] * len(
        document[word]
    )
    return {each["check"]: each for each in document[word]}


def test_an_enrolled_kiosk_is_well_where_it_matters(kiosk: Kiosk, tmp_path: Path) -> None:
    with demo_centre(tmp_path / "centre", utc_now) as centre:
        kiosk.set_up(centre.url)
        kiosk.queue_one(centre.new_code(), centre.url)
        found = findings(kiosk)
    for check in ("store", "figures", "queue", "centre.answer", "centre.enrolment", "clock"):
        assert found[check]["state"] == "ok", found[check]
    assert found["queue"]["value"].startswith("1 waiting, 0 held")
    assert {each["state"] for each in found.values()} <= STATES
    assert {each["state"] for each in found.values() if each["advice"] == ""} == {"ok"}
    assert "camera" not in found


def test_on_an_empty_computer_it_says_what_fails_and_makes_nothing(kiosk: Kiosk) -> None:
    answer = kiosk("doctor", "--lang", "id")
    assert answer.status == Exit.FOUND
    assert "fail  centre.address" in answer.out
    assert "      lakukan: Isi alamat pusat dengan kiosk provision BERKAS" in answer.out
    assert "fail  camera " in answer.out
    assert answer.out.isascii()
    assert answer.err == ""
    assert not kiosk.home.exists()
