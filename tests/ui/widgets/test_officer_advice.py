"""Advice for the officer who stands beside the resident."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.camera.guidance import Guidance, Instruction
from kiosk.domain.photo import Finding, Verdict
from kiosk.domain.reason import Reason
from kiosk.ui.look import Look
from kiosk.ui.text import Texts
from kiosk.ui.widgets.officer_advice import OfficerAdvice

DARK = Guidance(Finding(Reason.DARK, Verdict.FAIL, 0.3), Instruction.LOOKING)
TEXTS = Texts("id")


@pytest.fixture
def advice(qtbot: QtBot) -> OfficerAdvice:
    advice = OfficerAdvice(Look("id"))
    qtbot.addWidget(advice)
    return advice


def words(advice: OfficerAdvice) -> list[str]:
    return [each.text() for each in advice.findChildren(QLabel)]


def test_says_what_the_officer_can_do_not_what_the_resident_can(advice: OfficerAdvice) -> None:
    advice.show_guidance(DARK)
    assert TEXTS("reason.DARK.officer") in words(advice)
    assert TEXTS("reason.DARK.action") not in words(advice)


def test_has_something_to_say_when_nothing_is_wrong(advice: OfficerAdvice) -> None:
    for instruction in Instruction:
        advice.show_guidance(Guidance(None, instruction))
        assert TEXTS(f"{instruction}_officer") in words(advice)


def test_takes_the_same_room_for_short_and_long_sentences(advice: OfficerAdvice) -> None:
    heights = set()
    advice.setFixedWidth(420)
    for reason in (Reason.GLASSES, Reason.TURNED):
        advice.show_guidance(Guidance(Finding(reason, Verdict.FAIL, 1.0), Instruction.LOOKING))
        heights.add(advice.sizeHint().height())
    assert len(heights) == 1
