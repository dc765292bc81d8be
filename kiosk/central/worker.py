"""Who does what is due: worker threads, or whoever rings where none are employed.

What is due is written in the database before anybody rings, so nothing is lost with a process:
the ring only saves the time until somebody looks.
"""

import logging
from threading import Condition, Thread, current_thread
from typing import Protocol

from kiosk.central.database import DatabaseDownError

IDLE_SECONDS = 1.0
"""So often an idle worker looks by itself: for deadlines, and for what other processes left."""
_log = logging.getLogger(__name__)


class Errand(Protocol):
    """One kind of work. Several workers run it at the same time, in this and other processes."""

    def run_once(self) -> bool:
        """Claim one thing that is due and do it; False where nothing is due."""
        ...


class Workforce:
    """The workers of one process, and all that they do."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._errands: list[Errand] = []
        self._idle_seconds = idle_seconds
        self._bell = Condition()
        self._rings = 0
        self._threads: list[Thread] = []
        self._is_leaving = False
        self._is_at_once = True

    def add(self, *errands: Errand) -> None:
        """Have these done as well."""
        self._errands.extend(errands)

    def ring(self) -> None:
        """Something is due, and committed. Without workers it is done now, in this thread."""
        if self._is_at_once:
            self.drain()
            return
        with self._bell:
            self._rings += 1
            self._bell.notify()

    def drain(self) -> None:
        """Do all that is due now, in this thread."""
        while self._do_one():
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

    def _do_one(self) -> bool:
        """One thing of every kind, so that none has to wait for the others to be done with."""
        done = [errand.run_once() for errand in self._errands]
        return any(done)

    def _hire(self) -> None:
        thread = Thread(target=self._work, name="loket-worker", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        """Who falls over a bug is replaced: what it was at has been put off, the rest goes on."""
        try:
            self._work_until_dismissed()
        finally:
            with self._bell:
                if not self._is_leaving:
                    self._threads.remove(current_thread())
                    self._hire()

    def _work_until_dismissed(self) -> None:
        while not self._is_leaving:
            rings = self._rings
            try:
                is_idle = not self._do_one()
            except DatabaseDownError:
                _log.warning("the database does not answer; the work waits")
                is_idle, rings = True, self._rings
            if is_idle:
                self._wait(rings)

    def _wait(self, rings: int) -> None:
        """Until somebody has rung since, or it is time to look again."""
        with self._bell:
            self._bell.wait_for(
                lambda: self._is_leaving or self._rings != rings, self._idle_seconds
            )
