"""How many of how many, and how sure that is."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

_Z = 1.959964
"""Standard deviations that hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of a whole."""

    count: int
    whole: int

    @classmethod
    def of(cls, answers: Iterable[bool]) -> "Share":
        """Count the yes among the answers."""
        counted = list(answers)
        return cls(sum(counted), len(counted))

    @property
    def rate(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.count / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float]:
        """Where the rate of all such pictures lies, with 95 % confidence.

        Wilson, "Probable inference, the law of succession, and statistical inference" (1927): it
        holds for few pictures and for rates near 0 and 1, where the textbook's interval does not.
        """
        rate = self.rate
        if rate is None:
            return 0.0, 1.0
        spread = _Z**2 / self.whole
        middle = rate + spread / 2
        reach = _Z * math.sqrt(rate * (1 - rate) / self.whole + spread / (4 * self.whole))
        low, high = ((middle + side * reach) / (1 + spread) for side in (-1, 1))
        return max(0.0, low), min(1.0, high)
