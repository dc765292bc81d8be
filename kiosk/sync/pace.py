"""What is known about time: when batches close by the centre's clock, and how fast the line is."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kiosk.domain.batch import BatchCalendar, BatchWindow
from kiosk.domain.pace import Pace, measured_pace
from kiosk.store.store import Store
from kiosk.sync.protocol import ConfigBundle

UNLIMITED = 2**63 - 1
"""Room before a deadline while nobody knows how fast the line is. The store counts no further."""


def calendar_of(bundle: ConfigBundle | None) -> BatchCalendar:
    """The batches of a configuration; none before the first one."""
    if bundle is None:
        return BatchCalendar()
    return BatchCalendar(
        tuple(
            BatchWindow(
                batch_id=batch.batch_id,
                name=batch.name,
                opens_at=batch.opens_at,
                closes_at=batch.closes_at,
                quota=batch.quota,
                said=batch.state,
            )
            for batch in bundle.batches
        )
    )


def centre_time(now: datetime, skew: timedelta | None) -> datetime:
    """What the centre's clock shows when ours shows `now`; ours where it was never compared."""
    return now - (skew or timedelta())


def pace_of(store: Store, now: datetime) -> Pace | None:
    """How fast the line was lately; None before anything was delivered over it."""
    return measured_pace(store.unsettled.deliveries(now))


def rooms_before(closings: Sequence[datetime], pace: Pace | None, now: datetime) -> list[int]:
    """For each closing how many bytes of one submission can be there in time."""
    if pace is None:
        return [UNLIMITED] * len(closings[:1])
    return [min(UNLIMITED, pace.room_in(closing - now)) for closing in closings]
