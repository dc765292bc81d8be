"""Finding a page of the help by typed words."""

from collections.abc import Iterator, Sequence
from typing import Final

from kiosk.ui.officer.help.catalogue import PAGES
from kiosk.ui.officer.help.topics import HelpPage
from kiosk.ui.text import Texts

MOST_FOUND: Final = 20
"""More say nothing to somebody who waits."""


def find_pages(typed: str, texts: Texts) -> Sequence[HelpPage]:
    """Pages that have every typed word; those first that have them in what the officer has seen."""
    words = typed.casefold().split()
    places = {page: _place(page, words, texts) for page in PAGES} if words else {}
    found = [page for page, place in places.items() if place is not None]
    return sorted(found, key=lambda page: places[page] or 0)[:MOST_FOUND]


def _place(page: HelpPage, words: Sequence[str], texts: Texts) -> int | None:
    """How far one has to read until all words were there; None where one of them is missing."""
    read = ""
    for place, part in enumerate(_parts(page, texts)):
        read += f" {part.casefold()}"
        if all(word in read for word in words):
            return place
    return None


def _parts(page: HelpPage, texts: Texts) -> Iterator[str]:
    """From what the officer has seen to what is only said in passing."""
    yield texts.raw(page.title)
    yield " ".join(texts.raw(problem) for problem in page.problems)
    yield texts.raw(f"help.topic.{page.topic}")
    yield texts.raw(page.why)
    yield texts.raw(page.steps)
