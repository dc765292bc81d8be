"""The whole form on paper, in clear, for the resident to read and sign before it is sealed.

It goes to a printer and nowhere else: the kiosk keeps no file of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from kiosk.config import Paper, PrinterSettings
from kiosk.domain.draft import Draft
from kiosk.domain.region import Regions
from kiosk.domain.statement import DrawnSignature, Signature, TypedSignature
from kiosk.domain.ticket import Ticket
from kiosk.domain.window import wib
from kiosk.ui.dates import long_date
from kiosk.ui.flow import Stage
from kiosk.ui.print.column import Column
from kiosk.ui.print.leaf import Leaf, Style
from kiosk.ui.print.pages import FOOT, Block, kept_together, paginate
from kiosk.ui.print.printer import Printing, print_leaves
from kiosk.ui.resident.summary import summary
from kiosk.ui.text import Texts

_SIGNATURE_MM: Final = 66.0
_SIGNING_ROOM_MM: Final = 24.0
_LABEL_SHARE: Final = 0.3
_RULE_MM: Final = 0.3
_TITLE, _HEAD = Style(6.0, bold=True), Style(4.8, bold=True)
_BODY, _BODY_BOLD, _SMALL = Style(3.9), Style(3.9, bold=True), FOOT


@dataclass(frozen=True, slots=True, repr=False)
class FormSection:
    """One part of the form: a heading, and lines of label and answer."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class FilledForm:
    """Everything on the form, in the words of one language."""

    ticket: str
    office: str
    made_at: datetime
    name: str
    sections: tuple[FormSection, ...]
    statements: tuple[str, ...]
    signature: Signature | None


def make_form(
    draft: Draft,
    regions: Regions,
    statements: Sequence[str],
    office: str,
    texts: Texts,
    now: datetime,
) -> FilledForm:
    """The form of a draft at `now`, with the sentences of the statement that it agrees to."""
    return FilledForm(
        ticket=Ticket(draft.ticket).display,
        office=office,
        made_at=wib(now),
        name=draft.full_name or "",
        sections=tuple(
            FormSection(
                texts(f"stage.{section.stage}"),
                tuple((texts(entry.label_key), entry.text) for entry in section.entries),
            )
            for section in summary(draft, regions, texts)
            if section.stage is not Stage.STATEMENT  # which stands below them in full
        ),
        statements=tuple(statements),
        signature=draft.statement_signature,
    )


def print_form(form: FilledForm, texts: Texts, settings: PrinterSettings) -> Printing:
    """Print the form; never called in the thread of the windows. A roll is too narrow for it."""
    if settings.paper is Paper.RECEIPT80:
        return Printing.WRONG_PAPER
    return print_leaves(form_leaves(form, texts), settings)


def form_leaves(form: FilledForm, texts: Texts) -> tuple[Leaf, ...]:
    """The pages: A4, or A5 reduced, which has the same shape."""
    return paginate(_blocks(form, texts), partial(_foot, form, texts))


def _foot(form: FilledForm, texts: Texts, page: int, pages: int) -> str:
    numbered = texts("form.page", page=page, pages=pages)
    return f"{form.ticket} · {numbered} · {texts('slip.unofficial')}"


def _blocks(form: FilledForm, texts: Texts) -> list[Block]:
    blocks: list[Block] = [partial(_write_title, form, texts)]
    for section in form.sections:
        first, *others = section.lines
        blocks.append(partial(_write_answer, first, section.heading))
        blocks += [partial(_write_answer, line, None) for line in others]
    return [*blocks, *kept_together(_declaration(form, texts))]


def _declaration(form: FilledForm, texts: Texts) -> list[Block]:
    heading: str | None = texts("stage.statement")
    blocks: list[Block] = []
    for number, sentence in enumerate(form.statements, 1):
        blocks.append(partial(_write_statement, f"{number}.", sentence, heading))
        heading = None
    return [*blocks, partial(_write_signature, form, texts)]


def _write_title(form: FilledForm, texts: Texts, column: Column) -> None:
    column.write(texts("slip.brand", office=form.office), _SMALL)
    column.write(texts("form.title"), _TITLE)
    column.skip(1)
    column.pair(texts("slip.ticket"), form.ticket, _LABEL_SHARE, (_BODY, _BODY_BOLD))


def _write_heading(heading: str | None, column: Column) -> None:
    if heading is not None:
        column.skip(4)
        column.write(heading, _HEAD)
        column.skip(0.6)
        column.rule(_RULE_MM)
    column.skip(1.4)


def _write_answer(line: tuple[str, str], heading: str | None, column: Column) -> None:
    _write_heading(heading, column)
    column.pair(*line, _LABEL_SHARE, (_BODY, _BODY_BOLD))


def _write_statement(number: str, sentence: str, heading: str | None, column: Column) -> None:
    _write_heading(heading, column)
    column.item(number, sentence, _BODY)


def _write_signature(form: FilledForm, texts: Texts, column: Column) -> None:
    day = long_date(form.made_at.date(), texts)
    column.skip(6)
    column.write(texts("form.signed_at", office=form.office, date=day), _BODY)
    column.skip(1)
    column.write(texts("form.signature"), _SMALL)
    place = column.beside(0, _SIGNATURE_MM)
    match form.signature:
        case DrawnSignature(strokes):
            place.ink(strokes, _SIGNATURE_MM)
        case TypedSignature(name):
            place.skip(3)
            place.write(name, _HEAD)
            place.write(texts("form.typed"), _SMALL)
        case None:
            place.skip(_SIGNING_ROOM_MM)
    place.skip(1)
    place.rule(_RULE_MM)
    column.take(place)
    column.skip(0.6)
    column.write(form.name, _BODY_BOLD)
