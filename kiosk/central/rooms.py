"""Where the steps of a submission are taken, put together."""

from dataclasses import dataclass
from typing import Self

from kiosk.central.admittance import Admittance
from kiosk.central.corrections import Corrections
from kiosk.central.history import History
from kiosk.central.keys import CentreKeys
from kiosk.central.layers import Layers
from kiosk.central.opening import Opener
from kiosk.central.people import People
from kiosk.central.settings import Settings
from kiosk.central.verification import Asked, Verification


@dataclass(frozen=True, slots=True)
class Rooms:
    """Those of one centre."""

    admittance: Admittance
    corrections: Corrections
    layers: Layers
    verification: Verification

    @classmethod
    def of(
        cls, keys: CentreKeys, opener: Opener, settings: Settings, history: History, asked: Asked
    ) -> Self:
        """Build them; `asked` is everybody who may be asked about a submission."""
        people = People(keys)
        corrections = Corrections(history, opener)
        layers = Layers(settings, history, people, corrections)
        return cls(
            Admittance(settings, history, opener, people, corrections, layers),
            corrections,
            layers,
            Verification(opener, asked, settings, layers),
        )
