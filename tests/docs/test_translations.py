"""A page and its translation say the same things in the same order."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, Block, blocks, headings, name_of, spans, text_of

TRANSLATED = [
    (page.with_name(page.name.removesuffix(".id.md") + ".md"), page)
    for page in PAGES
    if page.name.endswith(".id.md")
]
_COMMENT = re.compile(r"\s*#.*$")


def code_of(block: Block) -> tuple[str, ...]:
    """Its lines without what is said about them."""
    return tuple(_COMMENT.sub("", line).rstrip() for line in block.lines)


def columns(page: Path) -> list[int]:
    """How many cells each row of each table has."""
    return [line.count("|") for line in text_of(page).splitlines() if line.startswith("|")]


@pytest.mark.parametrize(("page", "translation"), TRANSLATED, ids=name_of)
class TestTranslation:
    def test_has_the_same_headings(self, page: Path, translation: Path) -> None:
        assert [depth for depth, _ in headings(page)] == [
            depth for depth, _ in headings(translation)
        ]

    def test_has_the_same_commands(self, page: Path, translation: Path) -> None:
        assert [code_of(block) for block in blocks(page)] == [
            code_of(block) for block in blocks(translation)
        ]

    def test_has_the_same_tables(self, page: Path, translation: Path) -> None:
        assert columns(page) == columns(translation)

    def test_names_the_same_commands_and_files(self, page: Path, translation: Path) -> None:
        """A file may be named by its own translation."""
        here = {span.replace(".id.md", ".md") for span in spans(translation)}
        assert {span for span in spans(page) if span.startswith(("kiosk ", "--"))} <= here


def test_what_it_people_need_is_in_their_language() -> None:
    assert {name_of(translation) for _, translation in TRANSLATED} >= {
        "docs/operating.id.md",
        "docs/dpia-template.id.md",
        "installer/README.id.md",
    }
