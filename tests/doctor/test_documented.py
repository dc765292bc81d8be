"""docs/doctor.md has every check, by the name that scripts know it by."""

import re
from pathlib import Path

from kiosk.doctor.finding import Check

PAGE = Path(__file__).parents[2] / "docs" / "doctor.md"


def test_the_page_lists_every_check_in_the_order_of_the_table() -> None:
    listed = re.findall(r"^\| `([a-z_.]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert listed == list(Check)
