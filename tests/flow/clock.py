"""A clock that a test can put forward, so that nobody waits for a pause to end."""

from datetime import UTC, datetime, timedelta


class Clock:
    """This computer's time, and whatever the test let pass besides."""

    def __init__(self) -> None:
        self._passed = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._passed

    def let_pass(self, time: timedelta) -> None:
        self._passed += time
