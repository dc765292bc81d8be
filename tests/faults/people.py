"""The residents of the suite: each one follows from a number, and so does what becomes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from random import Random
from typing import Final, Self
from uuid import UUID

from kiosk.domain.eligibility import DEFAULT_RULES
from kiosk.domain.nik import Nik, parse_nik
from kiosk.domain.registration import Registration, complete
from kiosk.domain.ticket import Ticket, new_ticket
from kiosk.sync.content import TakenPhoto
from tests.canary import slices_of
from tests.domain.resident import TODAY, complete_draft
from tests.sync.registrations import PHOTO

MOST_KIOSKS: Final = 16
MOST_PER_KIOSK: Final = 2**16
LARGEST_SEED: Final = 2**24 - 1
_SERIALS: Final = 999
"""9001 to 9999: no office gives these out."""
_FIRST_BIRTHDAY: Final = date(1980, 1, 1)
_DAY_OF_A_WOMAN: Final = 40
_FACE: Final = Random(90_01).randbytes(1500)
"""In every picture, so that one search finds whichever leaked."""
_NIKS_SEARCHED: Final = 10
"""Of each kiosk; everything else is the same for all."""
OF_EVERYBODY: Final[Mapping[str, bytes]] = {
    "kk": b"3510091203159002",
    "name": b"SITI NURJANAH",
    "name as signed": b"Siti Nurjanah",
    "phone": b"84012349001",
    "e-mail": b"siti.nurjanah",
    "address": b"DUSUN KRAJAN",
}
"""What all residents of the suite have in common, and may be in no file."""


class Fate(StrEnum):
    """What is going to happen to a registration, beside all that the line does to it."""

    PLAIN = "plain"
    REDO = "photo redone"
    REDO_TWICE = "photo redone twice"
    PATCH = "corrected"
    WITHDRAW = "withdrawn"
    MADE_AGAIN = "cancelled and made again"
    EXPIRE = "too old"
    DAMAGE = "envelope damaged"


_CHANCES: Final = {
    Fate.PLAIN: 79,
    Fate.REDO: 5,
    Fate.REDO_TWICE: 1,
    Fate.PATCH: 4,
    Fate.WITHDRAW: 3,
    Fate.MADE_AGAIN: 5,
    Fate.EXPIRE: 2,
    Fate.DAMAGE: 1,
}


@dataclass(frozen=True, slots=True)
class Person:
    """One registration: `is_again` for the second one of somebody whose first was given up."""

    seed: int
    kiosk: int
    number: int
    is_again: bool = False

    @classmethod
    def behind(cls, submission_id: UUID) -> Self:
        """Whose submission this is."""
        bits = submission_id.int
        return cls(
            (bits >> 32) & LARGEST_SEED, (bits >> 24) & 0xFF, bits & 0xFFFF, bool(bits >> 16 & 1)
        )

    @property
    def submission_id(self) -> UUID:
        """Says everything there is to know, in its lowest bits."""
        bits = self.seed << 32 | self.kiosk << 24 | self.is_again << 16 | self.number
        return UUID(int=bits, version=4)

    @property
    def fate(self) -> Fate:
        """Whoever comes again is in for nothing further."""
        if self.is_again:
            return Fate.PLAIN
        (drawn,) = Random(self.submission_id.int).choices(tuple(_CHANCES), tuple(_CHANCES.values()))
        return drawn

    @property
    def again(self) -> "Person":
        """The same person, registered once more."""
        return replace(self, is_again=True)

    @property
    def ticket(self) -> Ticket:
        """One of its own for every registration."""
        return new_ticket((self.submission_id.int & 2**48 - 1).to_bytes(6))

    @property
    def birth_date(self) -> date:
        """Makes the NIK unique where the serials do not suffice."""
        return _FIRST_BIRTHDAY + timedelta(days=self._index // _SERIALS)

    @property
    def nik(self) -> str:
        """Of a woman of Genteng Kulon."""
        born = self.birth_date
        digits = f"{born.day + _DAY_OF_A_WOMAN}{born:%m%y}"
        return f"351009{digits}{9001 + self._index % _SERIALS}"

    @property
    def registration(self) -> Registration:
        """What was entered at the counter."""
        nik = parse_nik(self.nik)
        assert isinstance(nik, Nik)
        return replace(
            _siti(),
            submission_id=self.submission_id,
            ticket=self.ticket,
            nik=nik,
            birth_date=self.birth_date,
        )

    def photo(self, revision: int, now: datetime) -> TakenPhoto:
        """Mostly a small one; some are as large as those of the kiosk's camera."""
        random = Random(self.submission_id.int + revision)
        largest = 150_000 if random.random() < 0.05 else 8_000
        jpeg = b"\xff\xd8\xff\xe0" + _FACE + random.randbytes(random.randrange(2_000, largest))
        return TakenPhoto(jpeg + b"\xff\xd9", PHOTO.report, now)

    @property
    def _index(self) -> int:
        return self.number * MOST_KIOSKS + self.kiosk


def secrets_of(people: Sequence[Person]) -> dict[str, bytes]:
    """What of these people may be in no file; their NIKs by a sample."""
    sample = people[:: max(1, len(people) // _NIKS_SEARCHED)]
    return {
        **{f"nik {person.nik}": person.nik.encode() for person in sample},
        **slices_of(_FACE),
        **OF_EVERYBODY,
    }


@cache
def _siti() -> Registration:
    made = complete(complete_draft(), TODAY, DEFAULT_RULES)
    assert isinstance(made, Registration)
    return made
