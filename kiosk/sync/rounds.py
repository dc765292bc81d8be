"""A thread that does the same round again and again, and rests in between."""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread

from kiosk.store.errors import StoreError

_log = logging.getLogger(__name__)


class Rounds:
    """The one place where failures of the store end up: what could not be stored is tried again."""

    def __init__(
        self, name: str, do_round: Callable[[], None], rest: Callable[[], timedelta]
    ) -> None:
        """`rest` says how long to wait for a nudge; the thread is called `name`."""
        self._do_round = do_round
        self._rest = rest
        self._fault: str | None = None
        self._stopping = Event()
        self._nudged = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    @property
    def fault(self) -> str | None:
        """Key of the sentence for what the store could not do in the last round."""
        return self._fault

    def start(self) -> None:
        """Begin; once."""
        self._thread.start()

    def nudge(self) -> None:
        """From any thread: do not rest now."""
        self._nudged.set()

    def end(self) -> None:
        """From any thread: no further round is begun."""
        self._stopping.set()
        self._nudged.set()

    def join(self, seconds: float) -> None:
        """Wait for the round under way, for so long at most; nothing where it was not started."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    def run_round(self) -> None:
        """One round, in the thread that asks for it."""
        try:
            self._do_round()
        except StoreError as error:
            _log.error("sync cannot store: %s", error)
            self._fault = error.key
        else:
            self._fault = None

    def _run(self) -> None:
        while True:
            self._nudged.clear()
            if self._stopping.is_set():  # asked after the clearing: an end is never slept over
                return
            self.run_round()
            self._nudged.wait(self._rest().total_seconds())
