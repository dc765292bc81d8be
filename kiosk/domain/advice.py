"""What the officers can do today about photos that have to be taken again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.domain.reason import Reason

_LEAST_PEOPLE: Final = 3
_LEAST_SHARE: Final = 0.2
"""What befalls fewer is theirs, not the room's; chosen, not measured."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One cause, and how many `people` of all who were photographed it held up."""

    reason: Reason
    people: int
    photographed: int

    @property
    def key(self) -> str:
        """The key of what to do, in the words for officers."""
        return f"reason.{self.reason}.officer"


def advise(photographed: int, causes: Mapping[Reason, int]) -> Advice | None:
    """The cause that held up most people, where it was many; the first of the list of two alike."""
    if not causes:
        return None
    worst = max(causes, key=lambda reason: (causes[reason], -list(Reason).index(reason)))
    least = max(_LEAST_PEOPLE, _LEAST_SHARE * photographed)
    return Advice(worst, causes[worst], photographed) if causes[worst] >= least else None
