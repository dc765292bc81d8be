"""Sees what other processes have told, since their bells are not heard here.

It looks, as that needs nothing that the database could forget: whoever hears notices by a line of
its own has to find out after every disconnection what it has missed.
"""

import logging
from threading import Event, Thread

from kiosk.central.outcomes.outcomes import Outcomes
from kiosk.central.storage.database import DatabaseDownError

LOOK_EVERY_SECONDS = 1.0
_log = logging.getLogger(__name__)


class Lookout:
    """One thread for all that wait; idle while nobody does. May be started again after a stop."""

    def __init__(self, outcomes: Outcomes, seconds: float = LOOK_EVERY_SECONDS) -> None:
        """Everything from now on is news. Raises DatabaseDownError."""
        self._outcomes = outcomes
        self._seconds = seconds
        self._seen = outcomes.newest()
        self._stopped = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Look now and then."""
        self._stopped.clear()
        self._thread = Thread(target=self._watch, name="loket-lookout", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Return when nobody looks any more."""
        if self._thread is not None:
            self._stopped.set()
            self._thread.join()
            self._thread = None

    def _watch(self) -> None:
        while not self._stopped.wait(self._seconds):
            if not self._outcomes.bell.has_listeners:
                continue
            try:
                offices, self._seen = self._outcomes.told_since(self._seen)
            except DatabaseDownError as error:
                _log.warning("nobody is woken by other processes: %s", error)
                continue
            for office_id in offices:
                self._outcomes.bell.ring(office_id)
