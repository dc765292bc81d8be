"""Provinces, regencies, districts and villages of Indonesia by their Kemendagri codes.

Codes are dotted: 35 (province), 35.10 (regency or city), 35.10.09 (district) and 35.10.09.2002
(village).
"""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property

from kiosk.domain.region_search import VillageIndex

_VILLAGE_NUMBER_DIGITS = 4


class RegionLevel(IntEnum):
    """The levels above the village; the value is the length of their codes."""

    PROVINCE = len("35")
    REGENCY = len("35.10")
    DISTRICT = len("35.10.09")


@dataclass(frozen=True, slots=True)
class Region:
    """A province, a regency or city, or a district."""

    code: str
    name: str
    level: RegionLevel


@dataclass(frozen=True, slots=True)
class Village:
    """A desa or kelurahan with the names of the areas around it."""

    code: str
    name: str
    district: str
    regency: str
    province: str

    @property
    def label(self) -> str:
        """`Desa, Kecamatan`: the name alone is not unique even within a regency."""
        return f"{self.name}, {self.district}"


class DistrictStanding(StrEnum):
    """Whether a district code is in today's list, was in those of 2016-2023, or in neither."""

    CURRENT = "current"
    FORMER = "former"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DistrictLookup:
    """What is known of a district code; the name of an unknown one is empty."""

    standing: DistrictStanding
    name: str


class Regions:
    """All regions, read-only and safe to use from any thread. Made by `parse_regions`."""

    def __init__(
        self, names: Mapping[str, str], villages: Mapping[str, str], former: Mapping[str, str]
    ) -> None:
        """Takes the names by code, the packed villages by district code, and the former names."""
        self._names = names
        self._villages = villages
        self._former = former

    def provinces(self) -> tuple[Region, ...]:
        """All provinces in the order of their codes."""
        return self._children("", RegionLevel.PROVINCE)

    def regencies(self, province_code: str) -> tuple[Region, ...]:
        """The regencies and cities of a province; none if there is no such province."""
        return self._children(f"{province_code}.", RegionLevel.REGENCY)

    def districts(self, regency_code: str) -> tuple[Region, ...]:
        """The districts of a regency or city; none if there is no such regency."""
        return self._children(f"{regency_code}.", RegionLevel.DISTRICT)

    def villages(self, district_code: str) -> tuple[Village, ...]:
        """The villages of a district in the order of their codes; none if there is no such one."""
        return tuple(
            self._village(f"{district_code}.{number}", name)
            for number, name in self._numbered_villages(district_code)
        )

    def village(self, code: str) -> Village | None:
        """The village with this dotted code."""
        district_code, _, wanted = code.rpartition(".")
        for number, name in self._numbered_villages(district_code):
            if number == wanted:
                return self._village(code, name)
        return None

    def district_of(self, six_digits: str) -> DistrictLookup:
        """Looks up the first six digits of a NIK or KK.

        An unknown district is no proof of a wrong number: people keep the code of their first card.
        """
        code = f"{six_digits[:2]}.{six_digits[2:4]}.{six_digits[4:]}"
        if name := self._names.get(code):
            return DistrictLookup(DistrictStanding.CURRENT, name)
        if name := self._former.get(code):
            return DistrictLookup(DistrictStanding.FORMER, name)
        return DistrictLookup(DistrictStanding.UNKNOWN, "")

    def search(self, text: str, *, near: str | None = None, limit: int = 20) -> tuple[Village, ...]:
        """Finds villages by the beginnings of words of their name, district and regency.

        Words may come in any order; capitals, accents and apostrophes do not matter; a blank text
        fits every village. `near` is a code of any level, such as the office's own village: it,
        then the rest of its district, regency and province come before all others.
        """
        codes = self._index.find(text, _scopes_around(near), limit)
        return tuple(village for code in codes if (village := self.village(code)))

    def prepare_search(self) -> None:
        """Builds the search index, which else the first search does; for a thread that has time."""
        _ = self._index

    @cached_property
    def _index(self) -> VillageIndex:
        villages = {
            f"{district}.{number}": name
            for district in self._villages
            for number, name in self._numbered_villages(district)
        }
        areas = {
            code: name for code, name in self._names.items() if len(code) > RegionLevel.PROVINCE
        }
        return VillageIndex(villages, areas)

    def _children(self, beginning: str, level: RegionLevel) -> tuple[Region, ...]:
        return tuple(
            Region(code, name, level)
            for code, name in self._names.items()
            if len(code) == level and code.startswith(beginning)
        )

    def _numbered_villages(self, district_code: str) -> Iterator[tuple[str, str]]:
        packed = self._villages.get(district_code)
        for village in packed.split("\t") if packed else ():
            yield village[:_VILLAGE_NUMBER_DIGITS], village[_VILLAGE_NUMBER_DIGITS:]

    def _village(self, code: str, name: str) -> Village:
        return Village(
            code=code,
            name=name,
            district=self._names[code[: RegionLevel.DISTRICT]],
            regency=self._names[code[: RegionLevel.REGENCY]],
            province=self._names[code[: RegionLevel.PROVINCE]],
        )


def _scopes_around(near: str | None) -> list[str]:
    parts = near.split(".") if near else []
    return [".".join(parts[:length]) for length in range(len(parts), -1, -1)]


def parse_regions(data: bytes) -> Regions:
    """Reads the packed region file; its layout is in resources/regions/README.md.

    Villages stay packed until they are asked for: there are 83,762, and start-up must not wait.
    """
    current, former = gzip.decompress(data).decode("utf-8").split("\n\n")
    names: dict[str, str] = {}
    villages: dict[str, str] = {}
    for line in current.split("\n"):
        code, name, *packed = line.split("\t", maxsplit=2)
        names[code] = name
        villages.update((code, block) for block in packed)
    return Regions(names, villages, dict(_pair(line) for line in former.split("\n")))


def _pair(line: str) -> tuple[str, str]:
    code, name = line.split("\t")
    return code, name
