"""What goes wrong at a registration, and how often: the losses of 2020 as the press told them.

Liputan6 and detik, 15 September 2020: of 23,171,233 who registered 18 million confirmed their
e-mail, 13.4 million were found with NIK, family card and birth date, 12 million typed the code sent
to their phone. CNBC, 27 April 2020: of 200,000 people of a batch 31,889 failed, most of them by
their photo. How each loss divides into the kinds below is nowhere told: it is our assumption.
"""

from collections.abc import Mapping
from enum import StrEnum
from random import Random
from typing import Final


class Stage(StrEnum):
    """What a registration has to pass, in the order of the articles."""

    EMAIL = "email"
    IDENTITY = "identity"
    PHONE = "phone"
    PHOTO = "photo"


class Mishap(StrEnum):
    """One thing that goes wrong."""

    EMAIL_DOMAIN = "e-mail: provider mistyped"
    EMAIL_NAME = "e-mail: name mistyped"
    EMAIL_UNREAD = "e-mail: never opened"
    NIK_TYPED = "NIK mistyped"
    KK_TYPED = "family card number mistyped"
    KK_OLD = "an old family card"
    DATE_TYPED = "birth date mistyped"
    PHONE_TYPED = "phone number mistyped"
    PHONE_SILENT = "phone does not receive"
    TILTED = "photo: head tilted"
    DARK = "photo: too dark"
    BLURRED = "photo: blurred"


PASSED_2020: Final[Mapping[Stage, float]] = {
    Stage.EMAIL: 0.777,
    Stage.IDENTITY: 0.744,
    Stage.PHONE: 0.896,
    Stage.PHOTO: 1 - 0.159,
}
"""Of those who came to a stage, the share that passed it."""

_SHARES: Final[Mapping[Stage, Mapping[Mishap, float]]] = {
    Stage.EMAIL: {Mishap.EMAIL_DOMAIN: 0.3, Mishap.EMAIL_NAME: 0.4, Mishap.EMAIL_UNREAD: 0.3},
    Stage.IDENTITY: {
        Mishap.NIK_TYPED: 0.4,
        Mishap.KK_TYPED: 0.2,
        Mishap.KK_OLD: 0.25,
        Mishap.DATE_TYPED: 0.15,
    },
    Stage.PHONE: {Mishap.PHONE_TYPED: 0.6, Mishap.PHONE_SILENT: 0.4},
    Stage.PHOTO: {Mishap.TILTED: 0.3, Mishap.DARK: 0.4, Mishap.BLURRED: 0.3},
}
"""How the losses of a stage divide: assumed."""


SLIPS: Final = frozenset(
    {
        *(Mishap.EMAIL_DOMAIN, Mishap.EMAIL_NAME, Mishap.NIK_TYPED, Mishap.KK_TYPED),
        *(Mishap.DATE_TYPED, Mishap.PHONE_TYPED, Mishap.TILTED, Mishap.DARK, Mishap.BLURRED),
    }
)
"""What may go right the next time; the others are so, however often it is tried."""


Fate = Mapping[Stage, Mishap | None]
"""What goes wrong for one resident, stage by stage."""


class Luck:
    """Draws what goes wrong; for one resident always the same, in the same order."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def mishap(self, stage: Stage) -> Mishap | None:
        """What goes wrong this time at a stage; mostly nothing."""
        if self._random.random() < PASSED_2020[stage]:
            return None
        shares = _SHARES[stage]
        (drawn,) = self._random.choices(tuple(shares), tuple(shares.values()))
        return drawn

    def fate(self) -> Fate:
        """What goes wrong at the first try of everything."""
        return {stage: self.mishap(stage) for stage in Stage}

    def slip(self, stage: Stage) -> Mishap | None:
        """What goes wrong at another try, which is as likely as at the first."""
        mishap = self.mishap(stage)
        return mishap if mishap in SLIPS else None

    def happens(self, chance: float) -> bool:
        """Whether something of this probability comes true."""
        return self._random.random() < chance

    def mistyped(self, digits: str) -> str:
        """The same digits with one of them wrong, or two neighbours exchanged."""
        place = self._random.randrange(1, len(digits))
        before, here = digits[place - 1], digits[place]
        if before != here and self.happens(_EXCHANGED):
            return digits[: place - 1] + here + before + digits[place + 1 :]
        other = self._random.choice([digit for digit in "0123456789" if digit != here])
        return digits[:place] + other + digits[place + 1 :]


_EXCHANGED: Final = 0.3
"""Of mistyped numbers, how many have two digits in the wrong order: assumed."""
