"""Invented residents of Banyuwangi's villages. Each follows from a seed and a number.

Serials 9001 to 9999 are given to nobody, the prefix 0840 belongs to no operator, and mail to
example.com goes nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from kiosk.domain.nik import FEMALE_DAY_OFFSET
from kiosk.domain.region import Regions, Village

BANYUWANGI: Final = "35.10"
_OLDEST: Final = date(1965, 1, 1)
_DAYS: Final = 14_009
"""Until 2003; a prime, so that stepping through the days meets each before one comes again."""
_STEP: Final = 5_003
_SERIALS: Final = 999
_FIRST_SERIAL: Final = 9001
_FAMILIES_RECORDED: Final = date(2012, 1, 1)
_FAMILY_DAYS: Final = 4_001
_OF_ONE_FAMILY: Final = 2
_FIRST_NAMES: Final = (
    *("SITI", "DEWI", "NURUL", "RATNA", "WAHYUNI", "LESTARI", "FITRI", "ENDANG"),
    *("AGUS", "BAMBANG", "EKO", "HERI", "JOKO", "SLAMET", "YUDI", "RUDI"),
)
_LAST_NAMES: Final = ("CONTOH", "UMPAMA", "MISAL", "REKAAN", "CERITA", "HIKAYAT")
MOST_RESIDENTS: Final = _DAYS * _SERIALS


@dataclass(frozen=True, slots=True, repr=False)
class Resident:
    """Somebody who does not exist, as the population register knows them."""

    number: int
    nik: str
    kk: str
    birth_date: date
    sex: str
    name: str
    village: Village
    phone: str
    email: str

    def __repr__(self) -> str:
        return f"Resident({self.number})"


class Population:
    """All who may come, spread over the villages. No two have one NIK, phone or address."""

    def __init__(self, seed: int, villages: Sequence[Village]) -> None:
        self._seed = seed
        self._villages = villages

    def resident(self, number: int) -> Resident:
        """The one of this number, below MOST_RESIDENTS."""
        family = number // _OF_ONE_FAMILY
        village = _random(self._seed, "family", family).choice(self._villages)
        random = _random(self._seed, "resident", number)
        born = _OLDEST + timedelta(days=number * _STEP % _DAYS)
        first = random.randrange(len(_FIRST_NAMES))
        is_woman = first < len(_FIRST_NAMES) // 2
        return Resident(
            number=number,
            nik=_nik(village, born, _FIRST_SERIAL + number // _DAYS, is_woman=is_woman),
            kk=_kk(village, family),
            birth_date=born,
            sex="P" if is_woman else "L",
            name=f"{_FIRST_NAMES[first]} {random.choice(_LAST_NAMES)}",
            village=village,
            phone=f"+62840{number:08d}",
            email=f"warga.{self._seed}.{number}@example.com",
        )


def _random(*named: object) -> Random:
    return Random(":".join(map(str, named)))  # noqa: S311 - repeatable on purpose


def villages_of(regions: Regions, regency: str = BANYUWANGI) -> tuple[Village, ...]:
    """Every village of a regency, 217 in Banyuwangi, district by district."""
    return tuple(
        village
        for district in regions.districts(regency)
        for village in regions.villages(district.code)
    )


def _nik(village: Village, born: date, serial: int, *, is_woman: bool) -> str:
    day = born.day + FEMALE_DAY_OFFSET * is_woman
    return f"{_district_digits(village)}{day:02d}{born:%m%y}{serial}"


def _kk(village: Village, family: int) -> str:
    """Of a family: the district, when it was recorded, and a serial nobody has."""
    recorded = _FAMILIES_RECORDED + timedelta(days=family % _FAMILY_DAYS)
    serial = _FIRST_SERIAL + family // _FAMILY_DAYS % _SERIALS
    return f"{_district_digits(village)}{recorded:%d%m%y}{serial}"


def _district_digits(village: Village) -> str:
    return village.code.replace(".", "")[:6]
