"""The record of a handover: which sealed parts leave the office by hand, and who signs for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Final

from kiosk.config import Paper, PrinterSettings
from kiosk.domain.submission import KioskState
from kiosk.domain.ticket import Ticket
from kiosk.domain.window import wib
from kiosk.store.records import QueueRow
from kiosk.ui.dates import long_date
from kiosk.ui.print.column import Column
from kiosk.ui.print.leaf import Leaf, Style
from kiosk.ui.print.pages import Block, kept_together, paginate
from kiosk.ui.print.printer import Printing, print_leaves
from kiosk.ui.text import Texts

SHORT_HASH: Final = 12
"""Signs of a hash: one in 2^48 of two parts that are not the same would share them."""
_KNOWN_PARTS: Final = ("form", "photo", "ktp", "patch")
_NUMBER_MM, _TICKET_MM, _NAME_MM = 10.0, 44.0, 46.0
_SIGNATURE_MM: Final = 70.0
_SIGNING_ROOM_MM: Final = 24.0
_RULE_MM, _THIN_MM = 0.3, 0.15
_TITLE, _BODY, _BODY_BOLD = Style(6.0, bold=True), Style(3.9), Style(3.9, bold=True)
_CELL, _CELL_BOLD, _SMALL = Style(3.5), Style(3.5, bold=True), Style(3.3)


@dataclass(frozen=True, slots=True)
class CarriedPart:
    """One sealed part, by its name and its hash (hex)."""

    part: str
    revision: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CarriedSubmission:
    """One registration of which something is carried."""

    ticket: str = field(repr=False)
    masked_name: str = field(repr=False)
    parts: tuple[CarriedPart, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """What leaves the office.

    Attributes:
        giver: the officer who hands it over.
        kept_back: how many parts stay, because an officer has to decide about them first.
    """

    office: str
    giver: str
    made_at: datetime
    carried: tuple[CarriedSubmission, ...]
    kept_back: int = 0

    @property
    def parts(self) -> int:
        """How many sealed parts are carried."""
        return sum(len(each.parts) for each in self.carried)


def make_handover(rows: Iterable[QueueRow], office: str, giver: str, now: datetime) -> Handover:
    """The record of everything undelivered, as it stands in the queue at `now`."""
    waiting = sorted(rows, key=lambda row: (str(row.submission_id), _place(row), row.revision))
    carried = [row for row in waiting if row.state is not KioskState.QUARANTINED]
    submissions = [
        CarriedSubmission(
            ticket=_display(own[0].ticket),
            masked_name=own[0].masked_name,
            parts=tuple(CarriedPart(row.part, row.revision, row.sha256) for row in own),
        )
        for own in (list(group) for _, group in groupby(carried, key=lambda row: row.submission_id))
    ]
    in_order = tuple(sorted(submissions, key=lambda each: each.ticket))
    return Handover(office, giver, wib(now), in_order, len(waiting) - len(carried))


def handover_leaves(handover: Handover, texts: Texts) -> tuple[Leaf, ...]:
    """The A4 pages: what it is, every registration, the sums, and two signatures."""
    heads = partial(_write_heads, texts)
    rows = [
        partial(_write_submission, number, each, texts)
        for number, each in enumerate(handover.carried, 1)
    ]
    end = kept_together(
        [partial(_write_sums, handover, texts), partial(_write_signatures, handover, texts)]
    )
    blocks: Sequence[Block] = [partial(_write_title, handover, texts), heads, *rows, *end]
    return paginate(blocks, partial(_foot, handover, texts), heads)


def print_handover(handover: Handover, texts: Texts, settings: PrinterSettings) -> Printing:
    """Print the record; never called in the thread of the windows. A roll is too narrow for it."""
    if settings.paper is Paper.RECEIPT80:
        return Printing.WRONG_PAPER
    return print_leaves(handover_leaves(handover, texts), settings)


def _place(row: QueueRow) -> int:
    return _KNOWN_PARTS.index(row.part) if row.part in _KNOWN_PARTS else len(_KNOWN_PARTS)


def _display(ticket: str) -> str:
    return Ticket(ticket).display if ticket else ""


def _foot(handover: Handover, texts: Texts, page: int, pages: int) -> str:
    numbered = texts("form.page", page=page, pages=pages)
    return f"{handover.office} · {handover.made_at:%d-%m-%Y %H.%M} WIB · {numbered}"


def _write_title(handover: Handover, texts: Texts, column: Column) -> None:
    column.write(texts("slip.brand", office=handover.office), _SMALL)
    column.write(texts("handover.title"), _TITLE)
    column.skip(1.5)
    moment = f"{long_date(handover.made_at.date(), texts)}, {handover.made_at:%H.%M} WIB"
    column.pair(texts("handover.made_at"), moment, 0.3, (_BODY, _BODY_BOLD))
    column.pair(texts("handover.giver"), handover.giver, 0.3, (_BODY, _BODY_BOLD))
    column.skip(1.5)
    column.write(texts("handover.sealed"), _BODY)
    column.skip(4)


def _write_heads(texts: Texts, column: Column) -> None:
    keys = ("handover.number", "handover.ticket", "handover.name", "handover.parts")
    _write_cells(column, [texts(key) for key in keys], _CELL_BOLD)
    column.skip(0.8)
    column.rule(_RULE_MM)
    column.skip(1.2)


def _write_submission(
    number: int, submission: CarriedSubmission, texts: Texts, column: Column
) -> None:
    parts = "\n".join(_part_line(part, texts) for part in submission.parts)
    cells = [f"{number}.", submission.ticket, submission.masked_name, parts]
    _write_cells(column, cells, _CELL)
    column.skip(0.8)
    column.rule(_THIN_MM)
    column.skip(0.8)


def _part_line(part: CarriedPart, texts: Texts) -> str:
    known = part.part in _KNOWN_PARTS
    name = texts(f"handover.part.{part.part}", revision=part.revision) if known else part.part
    return f"{name}: {part.sha256[:SHORT_HASH]}"


def _write_cells(column: Column, cells: Sequence[str], style: Style) -> None:
    left, written = 0.0, []
    for cell, width in zip(cells, (_NUMBER_MM, _TICKET_MM, _NAME_MM, None), strict=True):
        room = column.width - left if width is None else width - 2
        place = column.beside(left, room)
        place.write(cell, style)
        written.append(place)
        left += width or 0
    column.take(*written)


def _write_sums(handover: Handover, texts: Texts, column: Column) -> None:
    column.skip(3)
    sums = (
        ("handover.sum_people", len(handover.carried)),
        ("handover.sum_parts", handover.parts),
        ("handover.sum_kept_back", handover.kept_back),
    )
    for key, number in sums:
        column.pair(texts(key), str(number), 0.6, (_BODY, _BODY_BOLD))
    column.skip(1.5)
    column.write(texts("handover.compare", signs=SHORT_HASH), _SMALL)


def _write_signatures(handover: Handover, texts: Texts, column: Column) -> None:
    column.skip(8)
    sides = (
        (column.beside(0, _SIGNATURE_MM), "handover.gives", handover.giver),
        (column.beside(column.width - _SIGNATURE_MM, _SIGNATURE_MM), "handover.takes", ""),
    )
    for place, key, name in sides:
        place.write(texts(key), _BODY)
        place.skip(_SIGNING_ROOM_MM)
        place.rule(_RULE_MM)
        place.skip(0.6)
        place.write(name or texts("handover.name_here"), _BODY_BOLD if name else _SMALL)
        place.write(texts("handover.date_here"), _SMALL)
    column.take(*(place for place, _, _ in sides))
