"""Whether it is worth calling the centre now: after repeated failures one call probes for all."""

from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.sync.backoff import retry_delay
from kiosk.sync.central import CentralError, CentralUnavailableError
from kiosk.sync.protocol import RetryAdvice

FAILURES_TO_OPEN = 3


class Circuit:
    """Opens after a few failures in a row, or when the centre asks everybody to wait.

    When the pause is over, one failure opens it again and for longer; one success closes it.
    """

    def __init__(self, pace: Callable[[], RetryAdvice], jitter: Callable[[], float]) -> None:
        self._pace = pace
        self._jitter = jitter
        self._failures = 0
        self._fault: CentralError | None = None
        self._last_success_at: datetime | None = None
        self._opened_at: datetime | None = None
        self._until: datetime | None = None

    @property
    def last_success_at(self) -> datetime | None:
        """When the centre last answered as it should."""
        return self._last_success_at

    @property
    def fault(self) -> CentralError | None:
        """The newest failure since the last success."""
        return self._fault

    def paused_until(self, now: datetime) -> datetime | None:
        """When to try again; None when it may be tried now.

        A pause that began in the future was set by a wrong clock, and is over.
        """
        if self._until is None or self._opened_at is None:
            return None
        return self._until if self._opened_at <= now < self._until else None

    def retry_at(self, error: CentralError, attempts: int, now: datetime) -> datetime:
        """When to repeat what failed with `error`: not before the centre asked, then spread."""
        asked = error.retry_after if isinstance(error, CentralUnavailableError) else None
        spread = retry_delay(attempts, jitter=self._jitter(), pace=self._pace())
        return now + (asked or timedelta()) + spread

    def failed(self, error: CentralError, now: datetime) -> None:
        """Count a failure that says something about the line or the centre as a whole."""
        self._failures += 1
        self._fault = error
        further = max(0, self._failures - FAILURES_TO_OPEN)
        if not isinstance(error, CentralUnavailableError):
            longest = timedelta(seconds=self._pace().longest_delay_seconds)
            self._open(now, now + longest)
        elif error.pause_all or self._failures >= FAILURES_TO_OPEN:
            self._open(now, self.retry_at(error, further, now))

    def succeeded(self, now: datetime) -> None:
        """The centre answered as it should."""
        self._last_success_at = now
        self._failures = 0
        self._fault = None
        self._until = None

    def allow_probe(self) -> None:
        """End the pause for one call, because a person asks; if that fails, it is opened again."""
        self._until = None
        self._failures = max(self._failures, FAILURES_TO_OPEN - 1)

    def _open(self, now: datetime, until: datetime) -> None:
        self._opened_at = now
        self._until = until
