"""How much a task may ask of somebody: touches of the screen, and keys."""

from dataclasses import dataclass
from typing import Final

from kiosk.demo.hand import Hand


@dataclass(frozen=True, slots=True)
class Effort:
    """What is done with the hands."""

    taps: int
    keys: int

    def is_within(self, most: "Effort") -> bool:
        """Whether neither is more."""
        return self.taps <= most.taps and self.keys <= most.keys


class Tally:
    """Counts from now on."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self._taps, self._keys = hand.taps, hand.keystrokes

    @property
    def effort(self) -> Effort:
        """So far."""
        return Effort(self._hand.taps - self._taps, self._hand.keystrokes - self._keys)


ALONE: Final = Effort(70, 184)
"""From the first page to the slip: four answers typed twice, and a test of eight questions."""
ASSISTED: Final = Effort(68, 127)
"""From the consent to the slip: four numbers are read back, and the resident confirms."""
NEXT_OF_FAMILY: Final = Effort(62, 83)
"""The next of the family, whose family card and address are copied; somebody else's phone."""
OPEN_DAY: Final = Effort(4, 6)
"""Call, name, in, start; and a PIN."""
CLOSE_DAY: Final = Effort(2, 0)
"""Close, and close."""
ANSWER_REJECTED_PHOTO: Final = Effort(8, 14)
"""Call, name, in, inbox, "Ulang foto", on, use, done; a PIN and a birth date."""
