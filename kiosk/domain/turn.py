"""When a part of the queue is tried next, and what it waits for until then."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kiosk.domain.submission import KioskState


class Wait(StrEnum):
    """What a part waits for; the value ends the keys of its words."""

    NOTHING = "nothing"
    """Its turn has come: it is sent now, or as soon as those before it are."""
    SENDING = "sending"
    DECISION = "decision"
    FORM = "form"
    LINE = "line"
    """Nothing at all is sent before the pause of the line is over."""
    OWN_TIME = "own_time"


@dataclass(frozen=True, slots=True)
class Turn:
    """`at` is the earliest moment of the next try; None where that is now, or nobody knows."""

    wait: Wait
    at: datetime | None = None


class InQueue(Protocol):
    """A part that was not delivered yet."""

    @property
    def state(self) -> KioskState:
        """Where it stands."""

    @property
    def waits_for_form(self) -> bool:
        """Whether its form has to be delivered first."""

    @property
    def placed_at(self) -> datetime:
        """When it got its place in the queue."""

    @property
    def next_try_at(self) -> datetime:
        """Before which time it is not tried by itself."""


def turn_of(part: InQueue, paused_until: datetime | None, now: datetime) -> Turn:
    """What the queue itself will do: its own time, or the end of the pause where that is later.

    A time that was set by a clock from the future counts as passed.
    """
    if part.state is KioskState.UPLOADING:
        return Turn(Wait.SENDING)
    if part.state is KioskState.QUARANTINED:
        return Turn(Wait.DECISION)
    if part.waits_for_form:
        return Turn(Wait.FORM)
    own = now if part.placed_at > now else part.next_try_at
    if paused_until is not None and paused_until > max(own, now):
        return Turn(Wait.LINE, paused_until)
    return Turn(Wait.OWN_TIME, own) if own > now else Turn(Wait.NOTHING)
