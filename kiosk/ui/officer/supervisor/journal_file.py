"""The journal as a file that spreadsheets open, with the ids in full."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from kiosk.domain.window import wib
from kiosk.store.journal import Entry
from kiosk.ui.officer.figures.recap import Recap, RecapTable
from kiosk.ui.officer.figures.recap_files import csv_bytes
from kiosk.ui.officer.supervisor.journal_words import said_by, what_happened
from kiosk.ui.text import Texts

_HEADS: Final = ("number", "time", "event", "actor", "subject")


def journal_file(
    entries: Sequence[Entry], names: Mapping[str, str], texts: Texts, now: datetime
) -> Mapping[str, bytes]:
    """Its name and its content: every line, oldest first."""
    heads = tuple(texts(f"officer.journal.column.{head}") for head in _HEADS)
    rows = tuple(_row(entry, names, texts) for entry in entries)
    title = texts("officer.supervisor.journal.title")
    table = RecapTable(title, (*heads, texts("officer.journal.column.code")), rows)
    return {f"jurnal-{wib(now):%Y%m%d-%H%M}.csv": csv_bytes(Recap((), table))}


def _row(entry: Entry, names: Mapping[str, str], texts: Texts) -> tuple[str | int, ...]:
    return (
        entry.seq,
        f"{wib(entry.at):%Y-%m-%d %H:%M:%S}",
        what_happened(entry, texts),
        said_by(entry, names, texts),
        entry.subject,
        entry.event,
    )
