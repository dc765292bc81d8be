"""One list of a room: what is read for it, how its lines are written, and what can be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload

from kiosk.store.officers import Officer
from kiosk.store.rows import Rows
from kiosk.ui.officer.lists.row_actions import RowAction
from kiosk.ui.text import Texts
from kiosk.ui.widgets.table import Cell, TableRow, Tone

Read = Callable[..., Rows[Any]]
"""Called in the store's thread with Store, time, and what is looked for."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; a last column for the likeliest action is added to its own.

    Attributes:
        name: ends the keys of its words.
        columns: end the keys of their titles.
        wide: the column that takes the room that is left.
        first_to_go: columns to hide where there is no room, the least needed first.
    """

    name: str
    columns: tuple[str, ...]
    wide: int
    first_to_go: tuple[int, ...]
    read: Read
    cells: Callable[[Any, datetime, Texts], tuple[Cell, ...]]
    actions: Callable[[Any, Officer], tuple[RowAction, ...]]

    @property
    def gives_way(self) -> tuple[int, ...]:
        """With the column of the actions at last: each has a button as well."""
        return (*self.first_to_go, len(self.columns))

    def titles(self, text: Texts) -> list[str]:
        """Of all columns; that of the actions needs none."""
        return [*(text(f"officer.column.{column}") for column in self.columns), ""]

    def line(self, item: object, now: datetime, text: Texts, officer: Officer) -> TableRow:
        """One line, with what is most likely to be done about it."""
        actions = self.actions(item, officer)
        words = text(f"officer.row.{actions[0]}") if actions else ""
        return TableRow(item, (*self.cells(item, now, text), Cell(words, Tone.ACTION)))


class Lines(Sequence[TableRow]):
    """The lines of a list, written when they are first seen."""

    def __init__(self, rows: Rows[Any], write: Callable[[Any], TableRow]) -> None:
        self._rows, self._write = rows, write
        self._written: dict[int, TableRow] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> TableRow: ...

    @overload
    def __getitem__(self, place: slice) -> list[TableRow]: ...

    def __getitem__(self, place: int | slice) -> TableRow | list[TableRow]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        if place not in self._written:
            self._written[place] = self._write(self._rows[place])
        return self._written[place]
