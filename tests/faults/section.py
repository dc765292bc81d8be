"""What one part of the faults suite answers."""

from dataclasses import dataclass
from typing import TypeAlias

Row: TypeAlias = tuple[str, str]
"""What was counted or measured, and how much of it."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the suite: what was done, what was found, and how to do it again."""

    name: str
    seed: int
    rows: tuple[Row, ...]
    failures: tuple[str, ...]
    """A sentence for each thing that does not hold; none where all does."""
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether everything that this section shows is so."""
        return not self.failures
