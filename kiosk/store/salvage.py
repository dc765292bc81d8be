"""What can still be read of a damaged database, and what the newest backup knows of the rest.

A page that was changed is noticed, since each is signed by the cipher, and only its own rows are
lost: the others are read around it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kiosk.store.database import Database, Row
from kiosk.store.errors import DatabaseUnreadableError

_NOT_FROM_A_BACKUP: Final = frozenset({"draft", "draft_try", "recovery", "outcome_cursor"})
"""What went on since: an old form must not be filled in twice, an old question not be answered."""
JOURNAL: Final = frozenset({"journal"})
"""It has the same lines in every version: each is chained to the one before it."""
JOURNAL_NUMBERS: Final = "sqlite_sequence"
"""Tells how many lines the journal ever had; a hole, where that cannot be read."""
_HIGHEST_ROW: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class Table:
    """A table that both databases have."""

    name: str
    columns: tuple[str, ...]
    """Those that both have."""
    key: tuple[str, ...]
    """Its order; empty for the order of row numbers."""


class Salvage:
    """Fills a new database, whose foreign keys are not looked at meanwhile."""

    def __init__(self, target: Database) -> None:
        self._target = target

    def take_over(
        self,
        damaged: Database | None,
        backup: Database | None,
        only: frozenset[str] | None = None,
    ) -> frozenset[str]:
        """Copy what can be read; returns the tables of which something could not.

        What is missing then comes from the backup, but for what went on since it was made.
        `only`: the tables that can be read at all, where that is known before.
        """
        names = [str(name) for (name,) in self._target.rows(_TABLES)]
        with self._target.transaction():
            readable = names if only is None else [name for name in names if name in only]
            holes = set(names) - {name for name in readable if self._copy(damaged, name)}
            for name in holes - _NOT_FROM_A_BACKUP:
                self._copy(backup, name)
            if not self._count_journal_on(damaged):
                holes.add(JOURNAL_NUMBERS)
        return frozenset(holes)

    def _copy(self, source: Database | None, name: str) -> bool:
        """Copy one table; False where something of it could not be read."""
        if source is None:
            return False
        try:
            table = self._shared(source, name)
        except DatabaseUnreadableError:
            return False
        if not table.columns:  # an older schema did not have it
            return True
        reader = _Reader(source, table)
        columns, marks = ", ".join(table.columns), ", ".join("?" * len(table.columns))
        for row in reader.rows():
            self._target.run(
                f"INSERT OR IGNORE INTO {name} ({columns}) VALUES ({marks})",  # noqa: S608
                row,
            )
        return reader.is_whole

    def _shared(self, source: Database, name: str) -> Table:
        here = self._target.rows(_COLUMNS, (name,))
        there = {column for column, _ in source.rows(_COLUMNS, (name,))}
        (has_no_row_numbers,) = self._target.row(_KIND, (name,)) or (0,)
        in_order = sorted((place, column) for column, place in here if place)
        return Table(
            name,
            tuple(column for column, _ in here if column in there),
            tuple(column for _, column in in_order) if has_no_row_numbers else (),
        )

    def _count_journal_on(self, damaged: Database | None) -> bool:
        """A number of the journal is given once: what was cut off at its end stays missing.

        Returns whether it can be told how many were given.
        """
        if damaged is None:
            return False
        sql = f"SELECT seq FROM {JOURNAL_NUMBERS} WHERE name = 'journal'"  # noqa: S608  # constant
        try:
            highest = damaged.value(sql)
        except DatabaseUnreadableError:
            return False
        if highest is not None and (self._target.value(sql) or 0) < highest:
            self._target.run("DELETE FROM sqlite_sequence WHERE name = 'journal'")
            self._target.run("INSERT INTO sqlite_sequence VALUES ('journal', ?)", (highest,))
        return True


class _Reader:
    """Reads one table around its damaged pages."""

    def __init__(self, source: Database, table: Table) -> None:
        self._source = source
        self._table = table
        self.is_whole = True

    def rows(self) -> Iterator[Row]:
        """All rows that can be read; some of them twice."""
        if not self._table.key:
            yield from self._by_number()
            return
        yield from self._until_a_hole("ASC")
        if not self.is_whole:
            yield from self._until_a_hole("DESC")

    def _until_a_hole(self, direction: str) -> Iterator[Row]:
        order = ", ".join(f"{column} {direction}" for column in self._table.key)
        sql = f"SELECT {self._columns} FROM {self._table.name} ORDER BY {order}"  # noqa: S608
        try:
            yield from self._source.each(sql)
        except DatabaseUnreadableError:
            self.is_whole = False

    def _by_number(self) -> Iterator[Row]:
        begin: int | None = 0
        while begin is not None:
            end = begin
            try:
                for number, *row in self._from(begin):
                    yield tuple(row)
                    end = number + 1
            except DatabaseUnreadableError:
                self.is_whole = False
                begin = self._behind_the_hole(end)
            else:
                begin = None

    def _from(self, number: int) -> Iterator[Row]:
        sql = (
            f"SELECT rowid, {self._columns} FROM {self._table.name} NOT INDEXED"  # noqa: S608
            " WHERE rowid >= ? ORDER BY rowid"
        )
        return self._source.each(sql, (number,))

    def _behind_the_hole(self, unreadable: int) -> int | None:
        """The first number from which rows can be read again; None where nothing comes."""
        step = 1
        while not self._can_read_from(unreadable + step):
            unreadable, step = unreadable + step, step * 2
            if unreadable + step > _HIGHEST_ROW:
                return None
        readable = unreadable + step
        while readable - unreadable > 1:
            middle = (readable + unreadable) // 2
            if self._can_read_from(middle):
                readable = middle
            else:
                unreadable = middle
        return readable

    def _can_read_from(self, number: int) -> bool:
        sql = (
            f"SELECT rowid FROM {self._table.name} NOT INDEXED"  # noqa: S608
            " WHERE rowid >= ? ORDER BY rowid LIMIT 1"
        )
        try:
            self._source.row(sql, (number,))
        except DatabaseUnreadableError:
            return False
        return True

    @property
    def _columns(self) -> str:
        return ", ".join(self._table.columns)


_TABLES: Final = (
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    " AND name NOT LIKE 'sqlite_%'"
)
_COLUMNS: Final = "SELECT name, pk FROM pragma_table_info(?)"
_KIND: Final = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?"
