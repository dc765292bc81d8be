"""Spreads the kiosks over time when more parts come than the centre can take."""

from datetime import datetime, timedelta
from http import HTTPStatus
from threading import Lock
from uuid import UUID

from kiosk.central.settings.configuration import Clock
from kiosk.central.settings.settings import Settings
from kiosk.central.web.problems import Refusal, RefusedError
from kiosk.sync.problem import ProblemType

_KEPT = timedelta(hours=1)
"""Who has not come an hour after its turn has to ask again."""


class Slots:
    """So many parts in a second are let in; whoever comes when it is full gets the next free turn.

    Any thread may ask. Where the settings name no number everybody is let in.
    """

    def __init__(self, clock: Clock, settings: Settings) -> None:
        self._clock = clock
        self._settings = settings
        self._free_at: datetime | None = None
        self._given: dict[UUID, datetime] = {}
        self._lock = Lock()

    def admit(self, device_id: UUID) -> None:
        """Let one part of this device in; raise RefusedError with its turn where it is not now."""
        per_second = self._settings.current.limits.intake_per_second
        if per_second is None:
            return
        with self._lock:
            now = self._clock()
            turn = self._given.pop(device_id, None)
            if turn is None or not now <= turn + _KEPT:
                turn = max(now, self._free_at or now)
                self._free_at = turn + timedelta(seconds=1 / per_second)
            if turn <= now:
                return
            self._given[device_id] = turn
        raise RefusedError(
            Refusal(
                HTTPStatus.TOO_EARLY,
                ProblemType.SLOT,
                "It is the turn of others; come back at yours",
                not_before=turn,
                retry_after=turn - now,
            )
        )
