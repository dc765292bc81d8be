"""A file that another process may replace at any time, read again when it was."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")
_log = logging.getLogger(__name__)


class UnreadableError(Exception):
    """The file is missing or damaged; the message says which one and what to do."""


class WatchedFile(Generic[T]):
    """Knows what the file says now. Any thread may ask; a look costs one call of the system."""

    def __init__(self, path: Path, read: Callable[[Path], T]) -> None:
        """`read` raises UnreadableError; here only when the file is asked for the first time."""
        self._path = path
        self._read = read
        self._known: tuple[object, T] | None = None

    @property
    def content(self) -> T:
        """What it says; where it was spoilt meanwhile, what it said before."""
        mark, known = self._mark(), self._known
        if known is not None and known[0] == mark:
            return known[1]
        try:
            content = self._read(self._path)
        except UnreadableError as error:
            if known is None:
                raise
            _log.error("%s", error)
            content = known[1]
        self._known = (mark, content)  # in one step: other threads see the old pair or the new one
        return content

    def _mark(self) -> object:
        """Another one for every replacement."""
        try:
            status = self._path.stat()
        except OSError:
            return None
        return (status.st_ino, status.st_mtime_ns, status.st_size)
