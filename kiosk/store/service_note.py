"""What the service that sends without a window tells the other programs of this computer."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from kiosk.domain.readiness import Unattended
from kiosk.store.instance_lock import SERVICE_LOCK, is_held, read_note
from kiosk.store.moments import from_optional, from_text, to_text

MISSED_FOR: Final = timedelta(days=30)
"""A service that was not seen for longer was taken away on purpose."""


class ServiceState(StrEnum):
    """What it does."""

    SENDING = "sending"
    STANDING_BY = "standing by"
    """Somebody is in front: a window or a command."""
    NOT_SET_UP = "not set up"
    """There is no store yet. One is made where somebody sees it."""
    HELD_UP = "held up"
    """The store cannot be opened."""


@dataclass(frozen=True, slots=True)
class ServiceNote:
    """How it stands with the service; `fault` is the key of a sentence.

    Attributes:
        since: when it began what it does.
        seen_at: when it wrote this.
        last_contact: when it heard from the centre last.
    """

    state: ServiceState
    since: datetime
    seen_at: datetime
    last_contact: datetime | None = None
    fault: str | None = None

    def as_dict(self) -> dict[str, str | None]:
        """In words of JSON."""
        last = self.last_contact
        return {
            "state": self.state,
            "since": to_text(self.since),
            "seen_at": to_text(self.seen_at),
            "last_contact": None if last is None else to_text(last),
            "fault": self.fault,
        }


def is_service_running(folder: Path) -> bool:
    """Whether a service of the store in this folder runs now."""
    return is_held(folder / SERVICE_LOCK)


def read_service_note(folder: Path) -> ServiceNote | None:
    """What it wrote last, be it running or not; None where nothing can be read."""
    text = read_note(folder / SERVICE_LOCK)
    if text is None:
        return None
    try:
        read = json.loads(text)
        return ServiceNote(
            ServiceState(read["state"]),
            from_text(read["since"]),
            from_text(read["seen_at"]),
            from_optional(read["last_contact"]),
            read["fault"],
        )
    except (ValueError, KeyError, TypeError):  # cut off by a full disk or a power cut
        return None


def unattended(folder: Path, now: datetime) -> Unattended:
    """Whether somebody goes on sending when this window is closed."""
    note = read_service_note(folder)
    if is_service_running(folder):
        held_up = note is not None and note.state is ServiceState.HELD_UP
        return Unattended.HELD_UP if held_up else Unattended.RUNS
    if note is not None and now - note.seen_at < MISSED_FOR:
        return Unattended.STANDS_STILL
    return Unattended.ABSENT
