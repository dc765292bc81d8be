"""Brings the results of other threads into the GUI thread."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")


class Background(QObject):
    """Hands results to callbacks in the thread it was made in.

    A result that nobody waits for any more, because `forget()` was called, is dropped: what was
    asked for one resident is never shown to the next. No callback is called by `watch()` itself, be
    the result there already: whoever watches first does the rest of the step, such as to show the
    next page.
    """

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._round = 0
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def watch(
        self,
        future: "Future[T]",
        on_done: Callable[[T], object],
        on_error: Callable[[Exception], object] | None = None,
    ) -> None:
        """Call `on_done` with the result, or `on_error` with what was raised.

        Without `on_error` an exception is a bug and is raised in the GUI thread.
        """
        arrival = (self._round, future, on_done, on_error)
        future.add_done_callback(partial(_tell, self._finished, arrival))

    def forget(self) -> None:
        """Drop everything that is still under way."""
        self._round += 1

    @Slot(object)
    def _deliver(self, arrival: Any) -> None:
        asked_in, future, on_done, on_error = arrival
        if asked_in != self._round or future.cancelled():
            return
        error = future.exception()
        if error is None:
            on_done(future.result())
        elif on_error is not None and isinstance(error, Exception):
            on_error(error)
        else:
            raise error


def _tell(finished: Any, arrival: object, _: "Future[Any]") -> None:
    finished.emit(arrival)
