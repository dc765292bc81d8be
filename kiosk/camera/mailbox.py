"""Hand-over of the newest item between two threads."""

from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holds one item, the newest. A slow reader misses items, it never falls behind."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._newest: T | None = None
        self._unread: T | None = None

    def put(self, item: T) -> None:
        """Replace whatever was not read yet."""
        with self._changed:
            self._newest = self._unread = item
            self._changed.notify()

    def take(self, timeout: float = 0.0) -> T | None:
        """Return the unread item, waiting up to `timeout` seconds for one."""
        with self._changed:
            self._changed.wait_for(lambda: self._unread is not None, timeout)
            item, self._unread = self._unread, None
            return item

    def peek(self) -> T | None:
        """Return the newest item, read or not, and leave it there."""
        with self._changed:
            return self._newest

    def clear(self) -> None:
        """Forget everything: the next resident must not see the last one's picture."""
        with self._changed:
            self._newest = self._unread = None
