"""The one thread that owns the store: fsync and argon2 never run in the thread of the windows."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from kiosk.store.errors import StoreClosedError
from kiosk.store.store import Store

T = TypeVar("T")


class StoreThread:
    """Runs pieces of work with the store, one after another, in the order they come in."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    def start(self) -> None:
        """Open the store; raises what opening it raises, and then there is nothing to stop."""
        try:
            self._store = self._thread.submit(self._open_store).result()
        except BaseException:
            self._thread.shutdown()
            raise

    def submit(self, work: Callable[[Store], T]) -> Future[T]:
        """Have work done; its result or its exception comes with the future.

        Raises StoreClosedError after stop(), as when a call to the centre ends late.
        """
        try:
            return self._thread.submit(work, self._store)
        except RuntimeError:  # all that an executor says after its end
            raise StoreClosedError("the store was closed") from None

    def call(self, work: Callable[[Store], T]) -> T:
        """Have work done and wait for it: never from the thread of the windows, nor from within."""
        return self.submit(work).result()

    def stop(self) -> None:
        """Finish what was handed in, close the store and end the thread."""
        closed = self._thread.submit(self._store.close)
        self._thread.shutdown()
        closed.result()
