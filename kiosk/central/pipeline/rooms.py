"""Where the steps of a submission are taken, put together."""

from dataclasses import dataclass
from typing import Self

from kiosk.central.blobs.blobs import Blobs
from kiosk.central.pipeline.admittance import Admittance
from kiosk.central.pipeline.corrections import Corrections
from kiosk.central.pipeline.history import History
from kiosk.central.pipeline.layers import Layers
from kiosk.central.pipeline.people import People
from kiosk.central.pipeline.verification import Asked, Verification
from kiosk.central.settings.settings import Settings
from kiosk.central.vault.keys import CentreKeys
from kiosk.central.vault.opening import Opener


@dataclass(frozen=True, slots=True)
class Rooms:
    """Those of one centre."""

    blobs: Blobs
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
            opener.blobs,
            Admittance(settings, history, opener, people, corrections, layers),
            corrections,
            layers,
            Verification(opener, asked, settings, layers),
        )
