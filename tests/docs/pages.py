"""The pages that are written for people, and what is to be found on them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        ROOT / "README.md",
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "installer").glob("*.md"),
        *(ROOT / "installer" / "lockdown").glob("*.md"),
    ]
)
_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, and its lines."""

    language: str
    lines: tuple[str, ...]


def name_of(page: Path) -> str:
    """As a person would name it."""
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    """What it says."""
    return page.read_text("utf-8")


def blocks(page: Path) -> list[Block]:
    """Its fenced blocks."""
    return [
        Block(language, tuple(body.splitlines()))
        for language, body in _FENCE.findall(text_of(page))
    ]


def spans(page: Path) -> Iterator[str]:
    """What is marked as code within its sentences."""
    yield from _INLINE.findall(_FENCE.sub("", text_of(page)))


def headings(page: Path) -> list[tuple[int, str]]:
    """Its headings, with their depth."""
    return [(len(marks), text) for marks, text in _HEADING.findall(_FENCE.sub("", text_of(page)))]


def table_between(page: Path, mark: str) -> list[list[str]]:
    """The cells of the table between two marks; fails where there is none."""
    marked = rf"<!-- {mark}: begin -->\n(.*?)<!-- {mark}: end -->"
    found = re.search(marked, text_of(page), re.DOTALL)
    assert found is not None, f"{name_of(page)} has no {mark}"
    rows = [line for line in found.group(1).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
