"""What docs/photo-check.md says of the profiles is true."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from kiosk.camera.profile import (
    CARD_LESS_IS_WORSE,
    CARD_MEASURES,
    LESS_IS_WORSE,
    MEASURES,
    load_profile,
)
from kiosk.domain.photo import CHECK_OF, Limits
from kiosk.domain.reason import PHOTO_REASONS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "photo-check.md").read_text("utf-8")


def measures() -> dict[str, list[str]]:
    """The cells after the name of each measure."""
    rows = re.findall(r"^\| `([a-z_]+)` \| ([A-Z_]+ \| .*) \|$", PAGE, re.MULTILINE)
    return {name: cells.split(" | ") for name, cells in rows}


def test_every_measure_has_its_row() -> None:
    assert measures().keys() == MEASURES | CARD_MEASURES


@pytest.mark.parametrize(("profile", "column"), [("2022", 3), ("2020", 4)])
def test_the_limits_are_those_of_the_profile(profile: str, column: int) -> None:
    rules = load_profile(profile)
    limits: Mapping[str, Limits] = {**rules.limits, **rules.ktp_limits}
    written = {name: cells[column] for name, cells in measures().items()}
    assert written == {name: f"{pair.unsure:g}, {pair.fail:g}" for name, pair in limits.items()}


def test_each_row_says_what_is_worse() -> None:
    worse = {name for name, cells in measures().items() if cells[5] == "less"}
    assert worse == LESS_IS_WORSE | CARD_LESS_IS_WORSE


def test_every_cause_that_is_checked_is_explained() -> None:
    table = PAGE[PAGE.index("## The checks") : PAGE.index("## The profile")]
    explained = set(re.findall(r"`([A-Z_]+)`", table))
    assert explained >= {reason.value for reason in CHECK_OF}
    assert explained <= {reason.value for reason in PHOTO_REASONS}


def test_the_measures_name_causes_of_their_own() -> None:
    named = {cells[0] for cells in measures().values()}
    assert named <= {reason.value for reason in CHECK_OF}


def test_the_modules_that_the_page_names_are_there() -> None:
    table = PAGE[PAGE.index("## The checks") : PAGE.index("## The profile")]
    modules = re.findall(r"\| `([a-z_]+)` \|$", table, re.MULTILINE)
    assert modules
    for module in modules:
        assert (ROOT / "kiosk" / "camera" / "checks" / f"{module}.py").is_file(), module
