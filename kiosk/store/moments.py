"""Times as the database keeps them."""

from datetime import UTC, datetime


def to_text(moment: datetime) -> str:
    """Write an aware time so that comparing the texts compares the times."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """Read what to_text() wrote."""
    return datetime.fromisoformat(text)


def from_optional(text: str | None) -> datetime | None:
    """Read a time that may be absent."""
    return None if text is None else from_text(text)
