"""The two ways in which a registration goes: as in 2020, and with Loket."""

from dataclasses import dataclass
from typing import Final

from kiosk.simulation.typing import Alone, AtTheCounter, Typist


@dataclass(frozen=True, slots=True)
class World:
    """Who types, whether the photo is looked at before it goes, and who comes back when asked."""

    name: str
    typist: Typist
    photo_is_checked: bool
    comes_back: float
    """The chance that somebody who is asked for a correction or a photo comes again."""


AS_IN_2020: Final = World("as in 2020", Alone(), photo_is_checked=False, comes_back=0.0)
"""Typed once at home; a second try was not possible then: register again with the next batch."""
WITH_LOKET: Final = World("with Loket", AtTheCounter(), photo_is_checked=True, comes_back=0.9)
"""Nine of ten come back to their village's office: assumed."""
