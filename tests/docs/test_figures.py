"""Figures and tables that stand in more than one place are the same everywhere."""

import re
from pathlib import Path

import pytest

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
