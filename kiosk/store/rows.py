"""Rows of a query that become records only when somebody looks at them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

from kiosk.store.database import Row

T = TypeVar("T")


class Rows(Sequence[T], Generic[T]):
    """A list of thousands costs no more to hand over than what is seen of it.

    The first `key_columns` columns of a row say which thing it is.
    """

    def __init__(
        self, rows: Sequence[Row], read: Callable[[Row], T], *, key_columns: int = 1
    ) -> None:
        self._rows, self._read, self._key_columns = rows, read, key_columns

    def key(self, place: int) -> Row:
        """By what the thing in a place is found again in a later list."""
        return self._rows[place][: self._key_columns]

    def place_of(self, key: Row) -> int | None:
        """Where a thing is in this list; None where it is not any more."""
        width = self._key_columns
        return next((place for place, row in enumerate(self._rows) if row[:width] == key), None)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> "Rows[T]": ...

    def __getitem__(self, place: int | slice) -> "T | Rows[T]":
        if isinstance(place, slice):
            return Rows(self._rows[place], self._read, key_columns=self._key_columns)
        return self._read(self._rows[place])

    def __iter__(self) -> Iterator[T]:
        return map(self._read, self._rows)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Rows):
            return self._rows == other._rows
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # equal to a list, which has none
