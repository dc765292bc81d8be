"""The points of a good photo."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.camera.profile import load_profile
from kiosk.domain.photo import CHECK_OF, Finding, PhotoCheck, PhotoReport, Verdict
from kiosk.domain.reason import Reason
from kiosk.ui.look import Look
from kiosk.ui.widgets.check_list import (
    CHECKS_OF,
    NOT_LISTED,
    PhotoCheckList,
    Point,
    Tick,
    tick_of,
)
from kiosk.ui.widgets.instruction import REASON_ICON

PROFILE = load_profile()


def report(*findings: Finding) -> PhotoReport:
    return PhotoReport("2022.1", findings)


def test_every_check_has_its_line_and_only_one_or_none_on_purpose() -> None:
    listed = [check for checks in (*CHECKS_OF.values(), NOT_LISTED) for check in checks]

    assert sorted(listed) == sorted(PhotoCheck)


@pytest.mark.parametrize(
    ("verdict", "tick"),
    [
        (Verdict.PASS, Tick.GOOD),
        (Verdict.UNSURE, Tick.UNSURE),
        (Verdict.FAIL, Tick.BAD),
        (Verdict.SKIPPED, Tick.NOT_CHECKED),
    ],
)
def test_a_line_shows_its_verdict(verdict: Verdict, tick: Tick) -> None:
    assert tick_of(Point.UPRIGHT, report(Finding(Reason.TILT, verdict)), PROFILE) is tick


def test_what_nobody_looked_at_is_never_a_pass() -> None:
    assert tick_of(Point.GLASSES, report(), PROFILE) is Tick.NOT_CHECKED


def test_the_worst_cause_decides() -> None:
    findings = (Finding(Reason.DARK, Verdict.PASS), Finding(Reason.SHADOW, Verdict.FAIL))

    assert tick_of(Point.LIGHT, report(*findings), PROFILE) is Tick.BAD


def test_what_the_profile_does_not_insist_on_is_advice() -> None:
    lenient = replace(PROFILE, blocking=PROFILE.blocking - {Reason.GLASSES})
    glasses = report(Finding(Reason.GLASSES, Verdict.FAIL))

    assert tick_of(Point.GLASSES, glasses, lenient) is Tick.UNSURE


def test_nothing_is_said_about_nobody() -> None:
    empty = report(Finding(Reason.NO_FACE, Verdict.FAIL))

    assert tick_of(Point.PLACE, empty, PROFILE) is Tick.BAD
    assert tick_of(Point.LIGHT, empty, PROFILE) is Tick.WAITING


def test_a_new_resident_finds_no_ticks(qtbot: QtBot) -> None:
    check_list = PhotoCheckList(Look())
    qtbot.addWidget(check_list)
    check_list.show_report(report(Finding(Reason.TILT, Verdict.FAIL)), PROFILE)
    assert check_list.tick(Point.UPRIGHT) is Tick.BAD

    check_list.clear()

    assert {check_list.tick(point) for point in Point} == {Tick.WAITING}


def test_every_cause_that_the_camera_finds_has_its_own_picture() -> None:
    assert set(CHECK_OF) <= set(REASON_ICON)


@pytest.mark.parametrize("verdict", [Verdict.UNSURE, Verdict.SKIPPED])
def test_what_is_not_known_for_sure_says_so_in_words(qtbot: QtBot, verdict: Verdict) -> None:
    look = Look("id")
    check_list = PhotoCheckList(look)
    qtbot.addWidget(check_list)
    check_list.show_report(report(Finding(Reason.GLASSES, verdict, 0.5)), PROFILE)
    check_list.show()

    tick = check_list.tick(Point.GLASSES)
    said = [each.text() for each in check_list.findChildren(QLabel) if each.isVisible()]

    assert look.text(f"photo.tick.{tick}") in said
