"""What is found, and how it is told."""

import pytest

from kiosk.doctor.finding import Check, State, fail, in_order, ok, warn, worst
from kiosk.doctor.report import one_line, sum_up, tell
from kiosk.ui.text import Texts

FOUND = (
    ok(Check.VERSION_KIOSK, "0.1.0"),
    warn(Check.DISK_ROOM, "0.4 GB free", "doctor.disk_low"),
    fail(Check.CAMERA, "none", "ready.camera.missing_do"),
)
ENGLISH = Texts("en")


def test_json_has_exactly_four_words_of_each() -> None:
    assert FOUND[1].as_dict(ENGLISH) == {
        "check": "disk.room",
        "state": "warn",
        "value": "0.4 GB free",
        "advice": "Make room on this disk soon: 1 GB or more.",
    }
    assert FOUND[0].as_dict(ENGLISH)["advice"] == ""


def test_advice_is_given_in_indonesian_too() -> None:
    assert "Segera kosongkan ruang" in FOUND[1].advise(Texts("id"))


def test_the_table_says_what_to_do_below_what_is_not_well() -> None:
    assert list(tell(FOUND, ENGLISH, 60, is_coloured=False)) == [
        "ok    version.kiosk  0.1.0",
        "warn  disk.room      0.4 GB free",
        "      do: Make room on this disk soon: 1 GB or more.",
        "fail  camera         none",
        "      do: Unplug the camera and plug it in again.",
        "",
        "1 ok, 1 warn, 1 fail",
    ]


def test_colours_only_colour_the_state() -> None:
    line = next(tell(FOUND, ENGLISH, 60, is_coloured=True))
    assert line == "\x1b[32mok  \x1b[0m  version.kiosk  0.1.0"


def test_long_advice_is_folded() -> None:
    long = fail(Check.CENTRE_CERTIFICATE, "by nobody", "doctor.certificate")
    lines = list(tell([long], ENGLISH, 60, is_coloured=False))
    assert max(map(len, lines)) <= 60
    assert lines[1].startswith("      do: Do not go on by force.")


def test_what_the_system_says_stays_on_its_line() -> None:
    assert one_line("no\nsuch\x1b[31m  thing") == "no such [31m thing"


@pytest.mark.parametrize(
    ("count", "state"), [(1, State.OK), (2, State.WARN), (3, State.FAIL), (0, State.OK)]
)
def test_the_worst_counts(count: int, state: State) -> None:
    assert worst(FOUND[:count]) is state


def test_the_order_is_that_of_the_table() -> None:
    assert in_order(reversed(FOUND)) == FOUND
    assert sum_up(FOUND) == "1 ok, 1 warn, 1 fail"
