"""A resident's session before the whole counter: who is seen, warned, covered and helped."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.camera.loop import CameraState
from kiosk.config import SessionSettings
from kiosk.domain.region import Regions
from kiosk.ui.flow import Step
from tests.ui.canaries import Resident, picture, traces
from tests.ui.whole_counter import WholeCounter, open_whole_counter

ROOT = Path(__file__).parents[2]
USUAL = SessionSettings()
SOON = USUAL.away_seconds + USUAL.covered_seconds
"""Seconds: less than until the warning, though the window's own clock runs on meanwhile."""


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, regions: Regions) -> Iterator[WholeCounter]:
    with open_whole_counter(tmp_path, regions) as counter:
        yield counter


@pytest.fixture
def resident() -> Resident:
    return Resident()


def test_the_camera_looks_from_the_consent_to_the_end_and_the_screen_says_so(
    counter: WholeCounter, resident: Resident
) -> None:
    counter.hand.press("new_door")
    counter.wait(1, face=True)
    assert counter.camera.orders == []
    counter.hand.press("back_button")
    counter.fill_until(Step.CRITERIA, resident)
    assert counter.camera.orders == [True]
    assert counter.hand.sees("camera_note")
    counter.hand.press("back_button")
    counter.wait(1)
    assert counter.camera.orders == [True, False]
    counter.hand.press("next_button")
    assert counter.camera.orders == [True, False, True]
    counter.wait(USUAL.idle_seconds + USUAL.warning_seconds)
    assert counter.camera.orders == [True, False, True, False]
    assert not counter.hand.sees("camera_note")


def test_without_a_camera_there_is_no_word_of_it_and_the_time_out_stays(
    counter: WholeCounter, resident: Resident
) -> None:
    counter.fill_until(Step.NIK, resident)
    counter.camera.state = CameraState.MISSING
    counter.wait(SOON, face=False)
    assert not counter.hand.sees("camera_note")
    assert not counter.hand.sees("idle_warning")
    counter.wait(USUAL.idle_seconds - SOON, face=False)
    assert counter.hand.sees("idle_warning")


def test_the_form_is_covered_when_the_resident_walks_off_and_back_when_they_return(
    counter: WholeCounter, resident: Resident
) -> None:
    counter.fill_until(Step.NAME, resident)
    counter.hand.type("full_name", "SITI")
    counter.wait(1, face=True)
    counter.wait(USUAL.away_seconds, face=False)
    assert counter.hand.sees("idle_warning")
    counter.wait(1, face=True)
    assert not counter.hand.sees("idle_warning")
    field = counter.hand.widget("full_name")
    assert isinstance(field, QLineEdit)
    assert (field.text(), field.hasFocus()) == ("SITI", True)


def test_nobody_is_missed_while_an_officer_is_at_the_desk(
    counter: WholeCounter, resident: Resident
) -> None:
    counter.fill_until(Step.NAME, resident)
    counter.wait(1, face=True)
    counter.sign_in()
    counter.wait(SOON, face=False)
    assert not counter.hand.sees("idle_warning")


def test_who_reckons_in_the_test_is_warned_like_everybody_and_can_go_on(
    counter: WholeCounter, resident: Resident
) -> None:
    counter.fill_until(Step.ASSESSMENT, resident)
    for _ in range(10):
        counter.wait(USUAL.idle_seconds)
        assert counter.hand.sees("idle_warning")
        counter.hand.press("stay_button")
        assert counter.step is Step.ASSESSMENT


def test_an_idle_officer_is_locked_out_and_the_draft_stays_sealed(
    counter: WholeCounter, resident: Resident
) -> None:
    counter.fill_until(Step.PHONE, resident)
    counter.sign_in()
    counter.wait(USUAL.idle_seconds + USUAL.warning_seconds)
    counter.counter.officer.lock()
    assert counter.hand.sees("pin_field")
    assert not counter.hand.sees("desk_page")
    counter.settle()
    assert traces(resident.secrets, picture()) == []
    counter.show_pin()
    counter.hand.press("list_drafts")
    counter.hand.press("row_resume_button")
    counter.hand.wait_until(lambda: counter.step is Step.PHONE, "the draft")
    assert counter.camera.orders[-1] is False


def test_a_resumed_form_is_not_watched_on_an_old_consent(
    counter: WholeCounter, resident: Resident
) -> None:
    counter.fill_until(Step.PHONE, resident)
    counter.wait(USUAL.idle_seconds + USUAL.warning_seconds)
    counter.sign_in()
    counter.hand.press("list_drafts")
    counter.hand.press("row_resume_button")
    counter.hand.wait_until(lambda: counter.step is Step.PHONE, "the draft")
    assert counter.camera.orders == [True, False]
    assert not counter.hand.sees("camera_note")


def test_a_helped_resident_has_a_window_of_their_own_on_a_second_display(tmp_path: Path) -> None:
    desk = {"x": 0, "y": 0, "width": 1024, "height": 600}
    sizes = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = [{"name": "desk"} | desk | sizes, {"name": "resident"} | desk | sizes | {"x": 1024}]
    layout = tmp_path / "screens.json"
    layout.write_text(json.dumps({"screens": screens}), "utf-8")
    two = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={layout}"}
    command = [sys.executable, "-m", "tests.ui.two_screens"]
    subprocess.run(command, cwd=ROOT, env=two, check=True, timeout=50)
