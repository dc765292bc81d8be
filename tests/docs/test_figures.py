"""Figures and tables that stand in more than one place are the same everywhere."""

import math
import re
import tomllib
from pathlib import Path

import pytest

from kiosk.camera.calibrate import MOST_PITCH_DEG
from kiosk.doctor.finding import Check
from kiosk.store.retention import RetentionRules
from tests.docs.pages import ROOT, table_between, text_of

GUIDES = [ROOT / "docs" / "operating.md", ROOT / "docs" / "operating.id.md"]
ASSESSMENTS = [ROOT / "docs" / "dpia-template.md", ROOT / "docs" / "dpia-template.id.md"]
_DAYS = re.compile(r"(\d+) (?:days|hari)\b")


def rows(page: Path, word: str) -> list[str]:
    """The rows of tables that begin with something of that name."""
    return [line for line in text_of(page).splitlines() if line.startswith(f"| {word}")]


@pytest.mark.parametrize("page", GUIDES + ASSESSMENTS, ids=lambda page: page.name)
class TestRetention:
    def test_drafts_are_said_to_stay_as_long_as_they_do(self, page: Path) -> None:
        said = [_DAYS.findall(row) for row in rows(page, "dra")]
        assert [str(RetentionRules().draft_days)] in said
        assert {days for found in said for days in found} == {str(RetentionRules().draft_days)}

    def test_traces_and_copies_too(self, page: Path) -> None:
        words = ("last digits", "angka terakhir", "copies", "salinan")
        said = [days for word in words for row in rows(page, word) for days in _DAYS.findall(row)]
        rules = RetentionRules()
        assert said == [str(rules.trace_days), str(rules.copy_days)]


@pytest.mark.parametrize("page", ASSESSMENTS, ids=lambda page: page.name)
def test_what_the_photo_check_is_worth_is_as_measured(page: Path) -> None:
    measured = text_of(ROOT / "docs" / "photo-check.md")
    hijab, dark, medium = (
        next(iter(re.findall(pattern, measured)))
        for pattern in (
            r"\| good hijab photos accepted \| ([\d.]+) %",
            r"\| good photos accepted, dark skin \| ([\d.]+) %",
            r"\| good photos accepted, medium skin \| ([\d.]+) %",
        )
    )
    fairness = text_of(page).replace(",", ".")
    for share in (hijab, dark, medium):
        assert f"{share} %" in fairness


def test_what_was_tried_where_is_the_same_in_the_readme() -> None:
    assert table_between(ROOT / "README.md", "tested") == table_between(GUIDES[0], "tested")


def test_what_was_tried_where_has_as_many_rows_in_both_languages() -> None:
    english, indonesian = (table_between(page, "tested") for page in GUIDES)
    assert len(english) == len(indonesian)
    assert {len(row) for row in english + indonesian} == {5}


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_every_line_of_the_doctor_is_spoken_of(page: Path) -> None:
    groups = {check.partition(".")[0] for check in Check}
    examined = text_of(page).partition("## 7.")[2].partition("## 8.")[0]
    named = {
        name
        for line in examined.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert groups <= named
    assert not [name for name in named if name not in {check.partition(".")[0] for check in Check}]


_HEAD_CM = 22.0  # 3.47 times the distance of the eyes (6.3 cm), as the portrait takes the head
_LINES = 720
_SHARE = 0.8
_TOLD = re.compile(r"\*\*(\d+) (?:to|sampai) (\d+) cm\*\* [^*]*?(\d+) (?:degrees|derajat)")


def distance_cm(head_px: float, diagonal_deg: float) -> float:
    """How far a head of so many lines is from a camera of 16:9."""
    half_height = math.tan(math.radians(diagonal_deg / 2)) * 9 / math.hypot(16, 9)
    return _HEAD_CM * _LINES / head_px / 2 / half_height


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_at_the_distances_that_are_told_no_photo_is_too_small_or_too_big(page: Path) -> None:
    profile = tomllib.loads((ROOT / "resources" / "profiles" / "2022.toml").read_text("utf-8"))
    limits = profile["limits"]
    told = _TOLD.findall(text_of(page))
    assert len(told) == 2
    for near, far, degrees in told:
        nearest = distance_cm(limits["head_share"]["unsure"] * _LINES, float(degrees))
        farthest = distance_cm(limits["portrait_height_px"]["unsure"] * _SHARE, float(degrees))
        assert nearest <= float(near) < float(far) <= farthest


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_eyes_in_a_wheelchair_are_within_what_calibration_accepts(page: Path) -> None:
    lens = int(re.findall(r"\*\*(\d+) cm\*\*", text_of(page))[0])
    low, high = (
        int(cm) for cm in re.findall(r"(\d+) (?:to|sampai) (\d+) cm, (?:so|jadi)", text_of(page))[0]
    )
    reach = 50 * math.tan(math.radians(MOST_PITCH_DEG))
    assert max(high - lens, lens - low) < reach
