"""Reads a register from CSV, line by line: whatever its size, little of it is in memory at a time.

A fault names the line and the column and never says what stands there.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BufferedIOBase
from itertools import chain
from typing import Final

from kiosk.central.verifiers.interface import RegisterKind
from kiosk.domain.birth_date import parse_birth_date
from kiosk.domain.family_card import FAMILY_CARD_LENGTH
from kiosk.domain.nik import NIK_LENGTH
from kiosk.domain.typed import is_digits, without_separators

LONGEST_LINE: Final = 10_000
"""Characters. A file of another kind may have no end of line at all."""
NIK, KK, BIRTH_DATE, BLOCKED = "nik", "kk", "birth_date", "blocked"
_NEEDED: Final = {RegisterKind.POPULATION: (NIK, KK, BIRTH_DATE)}
_YES: Final = frozenset({"1", "true", "yes", "ya"})
_NO: Final = frozenset({"", "0", "false", "no", "tidak"})


class RegisterFileError(Exception):
    """A file that cannot be loaded; says where the fault is."""

    def __init__(self, line: int, column: str, fault: str) -> None:
        super().__init__(f"line {line}, {column}: {fault}" if column else f"line {line}: {fault}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a register; only the population register says more than the NIK."""

    nik: str = field(repr=False)
    kk: str | None = field(default=None, repr=False)
    birth_date: date | None = field(default=None, repr=False)
    is_blocked: bool = False


def read_register(file: BufferedIOBase, kind: RegisterKind) -> Iterator[Entry]:
    """Yield the entries of a CSV in UTF-8 with a head line; raise RegisterFileError.

    Columns may come in any order, between commas or semicolons; columns that are not needed are
    not looked at.
    """
    lines = _lines(file)
    head = next(lines, "")
    delimiter = ";" if ";" in head else ","
    rows = csv.reader(chain([head], lines), delimiter=delimiter, strict=True)
    try:
        columns = [name.strip().lower() for name in next(rows, [])]
        _require(columns, _NEEDED.get(kind, (NIK,)))
        for row in rows:
            if any(row):
                yield _entry(_Row(rows.line_num, columns, row), kind)
    except csv.Error as error:
        raise RegisterFileError(rows.line_num, "", "cannot be read as CSV") from error


def _require(columns: list[str], needed: Iterable[str]) -> None:
    for name in needed:
        if columns.count(name) != 1:
            raise RegisterFileError(1, name, "there must be one column of this name")


@dataclass(frozen=True, slots=True, repr=False)
class _Row:
    """One line, by the names of its columns."""

    line: int
    columns: Sequence[str]
    values: Sequence[str]

    def __post_init__(self) -> None:
        if len(self.values) != len(self.columns):
            raise RegisterFileError(self.line, "", f"must have {len(self.columns)} columns")

    def text(self, column: str) -> str:
        """What stands there; nothing where there is no such column."""
        return self.values[self.columns.index(column)].strip() if column in self.columns else ""

    def digits(self, column: str, length: int) -> str:
        number = without_separators(self.text(column))
        if len(number) != length or not is_digits(number):
            raise RegisterFileError(self.line, column, f"must be {length} digits")
        return number

    def date(self, column: str) -> date:
        """`1990-07-04`, or `04-07-1990` and `04/07/1990` as office programs write it."""
        parts = self.text(column).replace("/", "-").split("-")
        if len(parts[0]) == len("1990"):
            parts.reverse()
        born = parse_birth_date(*parts) if len(parts) == len(("d", "m", "y")) else None
        if not isinstance(born, date):
            raise RegisterFileError(self.line, column, "must be a date such as 1990-07-04")
        return born

    def flag(self, column: str) -> bool:
        word = self.text(column).lower()
        if word not in _YES | _NO:
            raise RegisterFileError(self.line, column, "must be 1 or 0")
        return word in _YES


def _entry(row: _Row, kind: RegisterKind) -> Entry:
    nik = row.digits(NIK, NIK_LENGTH)
    if kind is not RegisterKind.POPULATION:
        return Entry(nik)
    kk = row.digits(KK, FAMILY_CARD_LENGTH)
    return Entry(nik, kk, row.date(BIRTH_DATE), is_blocked=row.flag(BLOCKED))


def _lines(file: BufferedIOBase) -> Iterator[str]:
    """Of what is no UTF-8 only the columns that are needed would matter, and those are digits."""
    encoding = "utf-8-sig"
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise RegisterFileError(number, "", "is too long to be of a register")
        yield line.decode(encoding, "replace")
        encoding = "utf-8"
