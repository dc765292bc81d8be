"""Screens, printers and sound, asked of another process that may die of it."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.doctor.finding import State
from kiosk.doctor.peripherals import (
    judge_connectors,
    judge_printer,
    judge_screens,
    judge_sound,
    last_words,
    look_from_outside,
)

SCREEN = {"name": "HDMI-1", "width": 1366, "height": 768, "scale": 1.0, "hertz": 59.94}
SEEN: dict[str, Any] = {"printers": ["Kantor"], "printer": "Kantor", "stands_still": False}


def test_another_process_sees_what_there_is() -> None:
    seen = look_from_outside("offscreen", "no such printer")
    assert isinstance(seen, dict)
    assert seen["platform"] == "offscreen"
    assert seen["screens"]
    assert seen["printer"] is None


def test_a_window_system_that_ends_its_caller_does_not_end_the_doctor() -> None:
    seen = look_from_outside("no-such-platform", "")
    assert isinstance(seen, str)
    assert "no-such-platform" in seen


@pytest.mark.parametrize(
    ("width", "height", "state"),
    [
        (1366, 768, State.OK),
        (1080, 1920, State.OK),
        (1024, 600, State.OK),
        (1024, 576, State.WARN),
        (800, 1280, State.OK),
        (683, 384, State.WARN),
    ],
)
def test_pages_need_room_either_way_up(width: int, height: int, state: State) -> None:
    (found,) = judge_screens([SCREEN | {"width": width, "height": height}], "xcb")
    assert found.state is state


def test_each_screen_is_told_with_its_scale() -> None:
    first, second = judge_screens([SCREEN, SCREEN | {"name": "eDP-1", "scale": 1.25}], "windows")
    assert first.value == "HDMI-1: 1366x768, scale 1, 60 Hz"
    assert second.value == "eDP-1: 1366x768, scale 1.25, 60 Hz"


def test_a_printer_is_there_or_stands_still_or_is_missed() -> None:
    assert judge_printer(SEEN, "").state is State.OK
    assert judge_printer(SEEN | {"stands_still": True}, "").state is State.WARN
    missed = judge_printer(SEEN | {"printer": None}, "Loket")
    assert missed.value == "Loket is not there; there are: Kantor"
    bare = judge_printer(SEEN | {"printer": None, "printers": []}, "")
    assert bare.value == "the system has no printer"


def test_without_a_sound_card_nothing_is_heard() -> None:
    assert judge_sound("").state is State.WARN
    assert judge_sound("Speakers").state is State.OK


def test_without_a_window_system_the_kernel_tells_what_is_plugged_in(tmp_path: Path) -> None:
    assert judge_connectors(tmp_path, "no window system is there").state is State.WARN
    for name, status in (("card0-HDMI-A-1", "connected"), ("card0-DP-1", "disconnected")):
        folder = tmp_path / "sys/class/drm" / name
        folder.mkdir(parents=True)
        (folder / "status").write_text(f"{status}\n")
        (folder / "modes").write_text("1366x768\n1024x768\n")
    found = judge_connectors(tmp_path, "no window system is there")
    assert (found.state, found.value) == (
        State.OK,
        "HDMI-A-1: 1366x768; no window system is there",
    )


def test_of_a_traceback_the_last_line_is_told() -> None:
    said = "Traceback (most recent call last):\n  x\nImportError: libEGL.so.1: cannot open\n"
    assert last_words(said) == "ImportError: libEGL.so.1: cannot open"
