"""No kiosk fills the disk: so many parts, and so many bytes, in a day of each.

What has a receipt counts, until it has been here for the whole time. A stolen kiosk that sends
without end is held back like that; one that works off what waited for weeks is not.
"""

from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from kiosk.central.settings.configuration import AccessLimits, Clock
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import PartRow
from kiosk.central.web.problems import CentreProblemType, Refusal, RefusedError

_MEGABYTE = 1_000_000


class Quotas:
    """Asked before a part is read. Parts that come at the same moment may all be let in."""

    def __init__(self, database: Database, clock: Clock, settings: Settings) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings

    @property
    def _limits(self) -> AccessLimits:
        return self._settings.current.limits

    def check(self, device_id: UUID) -> None:
        """Raise RefusedError, with the time until enough is over, where the quota is used up."""
        limits = self._limits
        recent = PartRow.device_id == device_id, PartRow.received_at > self._window_start()
        most_bytes = limits.megabytes_per_device * _MEGABYTE
        with self._database.reading() as session:
            used = select(func.count(), func.coalesce(func.sum(PartRow.size), 0)).where(*recent)
            parts, size = session.execute(used).one()
            if parts < limits.parts_per_device and size < most_bytes:
                return
            wait = self._wait(session, recent, parts - limits.parts_per_device, size - most_bytes)
        title = "The device has sent as much as it may for now"
        raise RefusedError(
            Refusal(
                HTTPStatus.TOO_MANY_REQUESTS,
                CentreProblemType.QUOTA_USED_UP,
                title,
                retry_after=wait,
            )
        )

    def _wait(
        self,
        session: Session,
        recent: tuple[ColumnElement[bool], ...],
        parts_over: int,
        bytes_over: int,
    ) -> timedelta:
        """Until so much of the oldest is out of the window that another part may come."""
        oldest = select(PartRow.received_at, PartRow.size).where(*recent)
        start = self._window_start()
        wait = self._limits.quota_window
        for at, size in session.execute(oldest.order_by(PartRow.received_at)):
            wait = at - start
            parts_over, bytes_over = parts_over - 1, bytes_over - size
            if parts_over < 0 and bytes_over < 0:
                break
        return wait

    def _window_start(self) -> datetime:
        return self._clock() - self._limits.quota_window
