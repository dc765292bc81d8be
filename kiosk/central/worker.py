"""Who does what is due: worker threads, or whoever rings where none are employed.

What is due is written in the database before anybody rings, so nothing is lost with a process:
the ring only saves the time until somebody looks.
"""

import logging
from collections.abc import Iterable
from threading import Condition, Thread, current_thread
from time import monotonic
from typing import Protocol

from kiosk.central.storage.database import DatabaseDownError

IDLE_SECONDS = 1.0
"""So often an idle worker looks by itself: for deadlines, and for what other processes left."""
_log = logging.getLogger(__name__)


class Errand(Protocol):
    """One kind of work. Several workers run it at the same time, in this and other processes."""

    def run_once(self) -> bool:
        """Claim one thing that is due and do it; False where nothing is due."""
        ...


class Workforce:
    """The workers of one process, and all that they do.

    An errand is run until nothing of it is due; then not before somebody rings for it, or it is
    time to look again.
    """

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._errands: list[Errand] = []
        self._idle_seconds = idle_seconds
        self._bell = Condition()
        self._rings = 0
        self._rung_for: dict[int, int] = {}
        """By the errand's place: the last ring for which it may still have something due."""
        self._look_at = monotonic()
        self._threads: list[Thread] = []
        self._is_leaving = False
        self._is_at_once = True

    def add(self, *errands: Errand) -> None:
        """Have these done as well."""
        self._errands.extend(errands)

    def ring(self, *errands: Errand) -> None:
        """Something of these errands, or of any, is due, and committed.

        Without workers it is done now, in this thread.
        """
        if self._is_at_once:
            for errand in errands or self._errands:
                _finish(errand)
            return
        with self._bell:
            self._want(errands or self._errands)
            self._bell.notify()

    def drain(self) -> None:
        """Do all that is due now, in this thread."""
        while any(_finish(errand) for errand in self._errands):
            pass

    def employ(self, threads: int) -> None:
        """Let so many more threads do the work from now on, and nobody else in this process.

        None is a number, too: then other processes do it.
        """
        self._is_at_once = False
        for _ in range(threads):
            self._hire()

    def dismiss(self) -> None:
        """Let every worker finish what it has in hand, and wait for that."""
        with self._bell:
            self._is_leaving = True
            self._bell.notify_all()
            threads, self._threads = self._threads, []
        for thread in threads:
            thread.join()
        self._is_leaving = False

    def _hire(self) -> None:
        thread = Thread(target=self._work, name="loket-worker", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        """Who falls over a bug is replaced: what it was at has been put off, the rest goes on."""
        try:
            while not self._is_leaving:
                self._do_some(self._next())
        finally:
            with self._bell:
                if not self._is_leaving:
                    self._threads.remove(current_thread())
                    self._hire()

    def _next(self) -> dict[int, int]:
        """What somebody has rung for, or everything now and then; waits for the first of them."""
        with self._bell:
            patience = self._look_at - monotonic()
            if patience > 0:
                self._bell.wait_for(lambda: self._is_leaving or self._rung_for, patience)
            if monotonic() >= self._look_at:
                self._look_at = monotonic() + self._idle_seconds
                self._want(self._errands)
            return dict(self._rung_for)

    def _do_some(self, wanted: dict[int, int]) -> None:
        """One thing of every kind, so that none has to wait for the others to be done with.

        What somebody fell over has to wait until it is looked at again, and nothing else has to.
        """
        for place, ring in wanted.items():
            has_more = False
            try:
                has_more = self._is_leaving or self._has_more(self._errands[place])
            finally:
                if not has_more:
                    self._be_done_with(place, ring)

    def _be_done_with(self, place: int, ring: int) -> None:
        with self._bell:
            if self._rung_for.get(place) == ring:
                del self._rung_for[place]

    def _has_more(self, errand: Errand) -> bool:
        try:
            return errand.run_once()
        except DatabaseDownError:
            _log.warning("the database does not answer; the work waits")
            return False

    def _want(self, errands: Iterable[Errand]) -> None:
        self._rings += 1
        self._rung_for.update((self._errands.index(errand), self._rings) for errand in errands)


def _finish(errand: Errand) -> bool:
    """Do all of it that is due; False where nothing was."""
    has_done = False
    while errand.run_once():
        has_done = True
    return has_done
