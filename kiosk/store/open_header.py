"""What stands in the open at the beginning of a sealed envelope: whose it is, and which part.

Magic (4 bytes), version (1), length of the header (2, big-endian), header (JSON): see
`kiosk.sync.sealing`. Read here so that what is sealed needs no database to be found again. Nothing
of it is proved: the centre alone judges that.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kiosk.store.moments import from_text, to_text

LONGEST_HEADER: Final = 4 + 1 + 2 + 512
"""Bytes from the beginning in which the header surely ends."""
_MAGIC: Final = b"LKTE"
_BEGINS_AT: Final = 7
_LAST_REVISION: Final = 999


@dataclass(frozen=True, slots=True)
class OpenHeader:
    """The sealed part of one submission, by its own word."""

    device: UUID
    submission: UUID
    part: str
    revision: int
    made_at: datetime


def read_open_header(beginning: bytes) -> OpenHeader | None:
    """Read the header at the beginning of an envelope; None for anything that is none."""
    if not beginning.startswith(_MAGIC):
        return None
    length = int.from_bytes(beginning[5:_BEGINS_AT], "big")
    try:
        read = json.loads(beginning[_BEGINS_AT : _BEGINS_AT + length])
        header = OpenHeader(
            device=UUID(read["device"]),
            submission=UUID(read["submission"]),
            part=str(read["part"]),
            revision=int(read["revision"]),
            made_at=from_text(read["made_at"]),
        )
        to_text(header.made_at)  # near either end of the calendar it cannot be kept
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return None
    is_usable = 1 <= header.revision <= _LAST_REVISION and header.made_at.tzinfo is not None
    return header if header.part and is_usable else None
