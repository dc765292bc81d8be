"""A clock that stands still until it is told otherwise."""

from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""A Monday, 08:00 in Jakarta."""


class SettableClock:
    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time
