"""An office's day: when it was opened and closed, and what still waits when it is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.window import wib
from kiosk.store.database import Database
from kiosk.store.journal import Journal
from kiosk.store.moments import from_optional


class DayEvent(StrEnum):
    """What the journal says of a day; the subject is empty, or the camera that was set up."""

    OPENED = "day.opened"
    CLOSED = "day.closed"
    SEATED = "camera.seated"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many registrations were not delivered yet, or not with all their parts.

    Attributes:
        sendable: that go out by themselves; `oldest`: since when one of them waits.
        held: that are not sent before somebody has looked at them.
    """

    sendable: int
    oldest: datetime | None
    held: int


class DayBook:
    """Remembers the day in the journal, where nobody can change it afterwards."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database, self._journal = database, journal

    def note(self, event: DayEvent, officer: str, now: datetime, subject: str = "") -> None:
        """Write down what an officer did just now."""
        self._journal.append(event, officer, subject, now)

    def is_open(self, now: datetime) -> bool:
        """Whether somebody has opened the office today, and nobody has closed it since."""
        event, at = self._last_turn()
        return event == DayEvent.OPENED and at is not None and wib(at).date() == wib(now).date()

    def is_closed(self) -> bool:
        """Whether somebody has closed the office, and nobody has opened it since."""
        event, _ = self._last_turn()
        return event == DayEvent.CLOSED

    def last(self, event: DayEvent, subject: str = "") -> datetime | None:
        """When it was done last."""
        sql = "SELECT at FROM journal WHERE event = ? AND subject = ? ORDER BY seq DESC LIMIT 1"
        return from_optional(self._database.value(sql, (event, subject)))

    def latest(self) -> datetime | None:
        """When anything was written down last."""
        return from_optional(
            self._database.value("SELECT at FROM journal ORDER BY seq DESC LIMIT 1")
        )

    def waiting(self) -> Waiting:
        """What was not delivered yet."""
        row = self._database.row(
            "SELECT count(*) FILTER (WHERE held = 0), min(oldest) FILTER (WHERE held = 0),"
            " count(*) FILTER (WHERE held = 1)"
            " FROM (SELECT max(state = 'quarantined') AS held, min(queued_at) AS oldest"
            " FROM undelivered GROUP BY submission_id)"
        )
        sendable, oldest, held = row or (0, None, 0)
        return Waiting(sendable, from_optional(oldest), held)

    def _last_turn(self) -> tuple[str | None, datetime | None]:
        """What was done last of opening and closing: by their order, which no clock can change."""
        sql = "SELECT event, at FROM journal WHERE event IN (?, ?) ORDER BY seq DESC LIMIT 1"
        row = self._database.row(sql, (DayEvent.OPENED, DayEvent.CLOSED))
        return (None, None) if row is None else (row[0], from_optional(row[1]))
