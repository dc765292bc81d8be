"""The calendar of batches ("gelombang"): which one takes people at a moment, and until when.

Every moment is the centre's time. A kiosk whose clock is wrong corrects it before it asks.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class BatchState(StrEnum):
    """Whether a batch takes people; a batch only ever goes on to a later state."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    DECIDED = "decided"


_ORDER = tuple(BatchState)


@dataclass(frozen=True, slots=True)
class BatchWindow:
    """One batch, as the centre announced it. `said` is the state it was in then."""

    batch_id: str
    name: str
    opens_at: datetime
    closes_at: datetime
    quota: int
    said: BatchState

    def state(self, now: datetime) -> BatchState:
        """Where it stands: what the centre said, or what the clock has made of it since.

        It is open from its first moment until just before its last.
        """
        return max(self.said, self._state_by_clock(now), key=_ORDER.index)

    def time_left(self, now: datetime) -> timedelta:
        """Until it closes; zero from then on."""
        return max(self.closes_at - now, timedelta())

    def _state_by_clock(self, now: datetime) -> BatchState:
        if now >= self.closes_at:
            return BatchState.CLOSED
        return BatchState.OPEN if now >= self.opens_at else BatchState.PLANNED


@dataclass(frozen=True, slots=True)
class BatchCalendar:
    """All batches that the centre has told of, in any order."""

    batches: tuple[BatchWindow, ...] = ()

    def open(self, now: datetime) -> tuple[BatchWindow, ...]:
        """Those that take people, the one that closes first in front."""
        opened = (batch for batch in self.batches if batch.state(now) is BatchState.OPEN)
        return tuple(sorted(opened, key=lambda batch: (batch.closes_at, batch.batch_id)))

    def current(self, now: datetime) -> BatchWindow | None:
        """The one that a resident joins now: of several, the one that closes first."""
        return next(iter(self.open(now)), None)

    def next_planned(self, now: datetime) -> BatchWindow | None:
        """The one that opens first of those still to come."""
        planned = [batch for batch in self.batches if batch.state(now) is BatchState.PLANNED]
        return min(planned, key=lambda batch: (batch.opens_at, batch.batch_id), default=None)

    def closings(self, now: datetime) -> tuple[datetime, ...]:
        """When the open ones close, and then those still to come, each moment once, in order."""
        ahead = (BatchState.PLANNED, BatchState.OPEN)
        moments = {batch.closes_at for batch in self.batches if batch.state(now) in ahead}
        return tuple(sorted(moment for moment in moments if moment > now))
