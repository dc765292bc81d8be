"""What will not make it before a batch closes: read from the store and judged by the clock."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.domain.batch import BatchCalendar, BatchWindow
from kiosk.domain.obstacle import Obstacle, obstacle_of
from kiosk.domain.pace import Pace
from kiosk.store.records import DraftRow
from kiosk.store.store import Store
from kiosk.store.unsettled import UnsettledRow
from kiosk.sync.pace import centre_time, pace_of

_ORDER: Final = tuple(Obstacle)
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Somebody who is not in the batch yet, and why.

    `sending` is how long it takes until everything of theirs has been sent, what goes before it
    included; None where nothing waits in the queue, or nobody knows.
    """

    row: UnsettledRow | DraftRow
    obstacle: Obstacle
    since: datetime
    sending: timedelta | None = None

    @property
    def is_queued(self) -> bool:
        """Whether something of theirs waits to be sent."""
        return self.obstacle in {Obstacle.UNSENT, Obstacle.TOO_SLOW}


@dataclass(frozen=True, slots=True)
class Board:
    """How it stood at `read_at`, by the centre's clock.

    Attributes:
        at_risk: those nearest to the batch first, and of them who waits for longest.
        ready: how many could join, had a batch been open.
        checked: how many are with the centre.
        joined: how many who are known here took part in which batch.
        measured: over how many deliveries the pace was measured.
    """

    read_at: datetime
    calendar: BatchCalendar
    at_risk: tuple[AtRisk, ...]
    ready: int
    checked: int
    joined: Mapping[str, int]
    measured: int

    @property
    def current(self) -> BatchWindow | None:
        """The batch that is joined now."""
        return self.calendar.current(self.read_at)

    @property
    def too_slow(self) -> int:
        """How many cannot be sent in time, as the line is."""
        return sum(one.obstacle is Obstacle.TOO_SLOW for one in self.at_risk)


@dataclass(frozen=True, slots=True)
class Moment:
    """Our clock, and how far it is ahead of the centre's; None where that was never heard."""

    now: datetime
    skew: timedelta | None = None

    @property
    def at_centre(self) -> datetime:
        """What the centre's clock shows."""
        return centre_time(self.now, self.skew)


def read_board(store: Store, calendar: BatchCalendar, moment: Moment) -> Board:
    """Read it all; runs in the store's thread."""
    at_centre = moment.at_centre
    is_open = calendar.current(at_centre) is not None
    closes_at = next(iter(calendar.closings(at_centre)), None)
    pace = pace_of(store, moment.now)
    people = list(_judged(store.unsettled.list_all(), pace, moment, closes_at))
    ready = sum(one.obstacle is Obstacle.NOT_JOINED for one in people)
    if not is_open:
        people = [one for one in people if one.obstacle is not Obstacle.NOT_JOINED]
    unfinished = (
        AtRisk(draft, Obstacle.UNFINISHED, draft.saved_at) for draft in store.drafts.list_open()
    )
    return Board(
        read_at=at_centre,
        calendar=calendar,
        at_risk=tuple(sorted([*people, *unfinished], key=_urgency)),
        ready=0 if is_open else ready,
        checked=store.unsettled.count_checked(),
        joined=store.unsettled.count_joined(),
        measured=len(store.unsettled.deliveries(moment.now)),
    )


def _judged(
    rows: Iterable[UnsettledRow], pace: Pace | None, moment: Moment, closes_at: datetime | None
) -> Iterator[AtRisk]:
    """One after the other, as they are sent: each waits for those before it, and for its turn."""
    sent_by = moment.now
    for row in rows:
        obstacle = obstacle_of(row.centre_state, unsent=row.load.parts > 0, held=row.is_held)
        if obstacle is Obstacle.UNSENT and pace is not None and row.next_try_at is not None:
            sent_by = max(sent_by, row.next_try_at) + pace.time_for(row.load)
            if closes_at is not None and centre_time(sent_by, moment.skew) > closes_at:
                obstacle = Obstacle.TOO_SLOW
            minutes = -(-(sent_by - moment.now) // _MINUTE)
            yield AtRisk(row, obstacle, row.since, minutes * _MINUTE)
        elif obstacle is not None:
            yield AtRisk(row, obstacle, row.since)


def _urgency(one: AtRisk) -> tuple[int, datetime]:
    return _ORDER.index(one.obstacle), one.since
