"""What a kiosk says of itself, and what the centre has of it: the messages of a heartbeat."""

from pydantic import Field

from kiosk.sync.protocol import Count, Moment, Wire


class DeviceFigures(Wire):
    """Where all that was ever made at a kiosk is now, by its own books.

    made = delivered + queued + quarantined + cancelled + expired, or something was lost.
    """

    made: Count
    delivered: Count
    queued: Count
    quarantined: Count
    cancelled: Count
    expired: Count
    missing: Count
    """Of those made, how many are in its journal and nowhere else."""
    unrecorded: Count
    """And how many are not in its journal."""
    signed_parts: Count
    """Sealed by this device, with a receipt of the centre."""


class Heartbeat(Wire):
    """How a kiosk is, without personal data."""

    kiosk_version: str
    sent_at: Moment
    figures: DeviceFigures
    oldest_queued_at: Moment | None
    disk_free_mb: Count
    camera: str = Field(max_length=32)


class HeartbeatAnswer(Wire):
    """What the centre has of the device that says how it is."""

    submissions: Count
    """Registrations that it made."""
    parts: Count
    """Parts that it sealed: never fewer than it holds receipts for."""
