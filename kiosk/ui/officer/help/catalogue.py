"""Every problem that an officer can meet, and the page of the help that explains it."""

from collections.abc import Iterator, Mapping
from typing import Final

from kiosk.domain.reason import Reason
from kiosk.ui.officer.help.computer_pages import COMPUTER_PAGES
from kiosk.ui.officer.help.counter_pages import COUNTER_PAGES
from kiosk.ui.officer.help.topics import HelpPage, Topic


def _pages() -> Iterator[HelpPage]:
    for topic, pages in (*COUNTER_PAGES.items(), *COMPUTER_PAGES.items()):
        for name, problems in pages.items():
            yield HelpPage(name, topic, tuple(map(_sentence_of, problems)))


def _sentence_of(problem: str) -> str:
    """A reason is the only problem that is no key of a sentence."""
    return f"reason.{problem}.title" if isinstance(problem, Reason) else str(problem)


PAGES: Final = tuple(_pages())
"""In the order of the topics."""
_BY_PROBLEM: Final[Mapping[str, HelpPage]] = {key: page for page in PAGES for key in page.problems}


def page_of(problem: str) -> HelpPage | None:
    """The page that explains a problem, by the key of its sentence; None where there is none."""
    return _BY_PROBLEM.get(problem)


def pages_about(topic: Topic) -> tuple[HelpPage, ...]:
    """All pages of a topic."""
    return tuple(page for page in PAGES if page.topic is topic)
