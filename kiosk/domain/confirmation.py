"""The resident's own yes to what an officer typed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ConfirmationWay(StrEnum):
    """Where the answers were read, as it goes over the wire."""

    SECOND_SCREEN = "second_screen"
    TURNED_SCREEN = "turned_screen"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How and when (aware) the resident found everything right."""

    way: ConfirmationWay
    at: datetime
