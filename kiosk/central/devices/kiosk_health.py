"""What is wrong with a kiosk, as far as its last word and its silence tell."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.central.devices.office_hours import OfficeHours
from kiosk.central.settings.settings_values import CLOSED, Duration
from kiosk.sync.heartbeat_messages import Heartbeat, HeartbeatAnswer

_CAMERA_FAULTS = frozenset({"black", "busy", "frozen", "lost", "missing", "stalled"})


class Trouble(StrEnum):
    """What somebody has to look after, the worst first."""

    DISAGREES = "disagrees"
    SILENT = "silent"
    QUEUE_OLD = "queue_old"
    CLOCK_WRONG = "clock_wrong"
    DISK_LOW = "disk_low"
    CAMERA = "camera"


@dataclass(frozen=True, slots=True)
class KioskWatch:
    """From when on a kiosk needs somebody's attention."""

    __pydantic_config__ = CLOSED

    silent_for: Duration = timedelta(hours=7)
    """Of office hours: about one working day."""
    queue_age: Duration = timedelta(days=1)
    clock_skew: Duration = timedelta(minutes=2)
    disk_free_mb: Annotated[int, Field(ge=0, le=1_000_000)] = 500
    office_hours: OfficeHours = field(default_factory=OfficeHours)

    def quiet_since(self, now: datetime) -> datetime:
        """Whoever was not heard since then is silent."""
        return self.office_hours.back_from(now, self.silent_for)


def figures_agree(heartbeat: Heartbeat, answer: HeartbeatAnswer) -> bool:
    """Whether its own figures add up, and all is here that it holds receipts for."""
    told = heartbeat.figures
    found = told.delivered + told.queued + told.quarantined + told.cancelled + told.expired
    is_whole = told.made == found and not told.missing and not told.unrecorded
    return is_whole and answer.parts >= told.signed_parts


def clock_skew(heartbeat: Heartbeat, heard_at: datetime) -> timedelta:
    """How far its clock is before ours; negative where it is behind."""
    return heartbeat.sent_at - heard_at


def troubles_of(
    heartbeat: Heartbeat, answer: HeartbeatAnswer, heard_at: datetime, watch: KioskWatch
) -> tuple[Trouble, ...]:
    """What a kiosk's word tells of itself, as of then."""
    found = {
        Trouble.DISAGREES: not figures_agree(heartbeat, answer),
        Trouble.QUEUE_OLD: _queue_age(heartbeat) > watch.queue_age,
        Trouble.CLOCK_WRONG: abs(clock_skew(heartbeat, heard_at)) > watch.clock_skew,
        Trouble.DISK_LOW: heartbeat.disk_free_mb < watch.disk_free_mb,
        Trouble.CAMERA: heartbeat.camera.rpartition(".")[2] in _CAMERA_FAULTS,
    }
    return tuple(trouble for trouble, is_there in found.items() if is_there)


def _queue_age(heartbeat: Heartbeat) -> timedelta:
    """Both times are its own clock's, so that a wrong one does not matter."""
    queued_at = heartbeat.oldest_queued_at
    return timedelta() if queued_at is None else heartbeat.sent_at - queued_at
