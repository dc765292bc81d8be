"""Sets blocks of words on A4 pages, one below the other, each page with its number."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, TypeAlias

from kiosk.ui.print.column import Column
from kiosk.ui.print.leaf import Leaf, Style

A4_MM: Final = (210.0, 297.0)
FOOT: Final = Style(3.3)
_MARGIN_MM: Final = 18.0
_FOOT_MM: Final = 14.0
"""At the lower edge, for the number of the page."""
_LOWEST_MM: Final = A4_MM[1] - _FOOT_MM - 2

Block: TypeAlias = Callable[[Column], None]


def paginate(
    blocks: Sequence[Block],
    foot: Callable[[int, int], str],
    continued: Block | None = None,
) -> tuple[Leaf, ...]:
    """The pages; `foot` has the number of one and of all, `continued` heads all but the first."""
    width, height = A4_MM
    pages = _flow(blocks, continued)
    for number, page in enumerate(pages, 1):
        line = Column(_MARGIN_MM, height - _FOOT_MM, width - 2 * _MARGIN_MM)
        line.write(foot(number, len(pages)), FOOT)
        page.marks += line.marks
    return tuple(Leaf(width, height, tuple(page.marks)) for page in pages)


def kept_together(blocks: list[Block]) -> list[Block]:
    """One block of several, so that a signature stands below what it signs, where a page allows."""
    page = _empty_page()
    _write_all(blocks, page)
    return [partial(_write_all, blocks)] if page.y <= _LOWEST_MM else blocks


def _flow(blocks: Sequence[Block], continued: Block | None) -> list[Column]:
    """One that has no room left begins the next page whole."""
    pages = [_empty_page()]
    for block in blocks:
        trial = pages[-1].fork()
        block(trial)
        if trial.y <= _LOWEST_MM:
            pages[-1] = trial
        else:
            pages.append(_empty_page())
            if continued is not None:
                continued(pages[-1])
            block(pages[-1])
    return pages


def _empty_page() -> Column:
    return Column(_MARGIN_MM, _MARGIN_MM, A4_MM[0] - 2 * _MARGIN_MM)


def _write_all(blocks: Sequence[Block], column: Column) -> None:
    for block in blocks:
        block(column)
