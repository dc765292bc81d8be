"""The region file that ships, against the figures of its source."""

from collections.abc import Iterator

import pytest

from kiosk.domain.region import DistrictStanding, Regions, Village
from kiosk.region_files import load_regions


@pytest.fixture(scope="module")
def regions() -> Regions:
    return load_regions()


def villages_of(regions: Regions, regency_code: str) -> Iterator[Village]:
    for district in regions.districts(regency_code):
        yield from regions.villages(district.code)


def test_has_every_region_of_the_list(regions: Regions) -> None:
    regencies = [r for p in regions.provinces() for r in regions.regencies(p.code)]
    districts = [d for r in regencies for d in regions.districts(r.code)]
    villages = [v for d in districts for v in regions.villages(d.code)]
    assert len(regions.provinces()) == 38
    assert len(regencies) == 514
    assert len(districts) == 7_285
    assert len({village.code for village in villages}) == 83_762


def test_has_the_villages_of_banyuwangi(regions: Regions) -> None:
    villages = list(villages_of(regions, "35.10"))
    assert len(regions.districts("35.10")) == 25
    assert len(villages) == 217
    assert sum(village.code[9] == "1" for village in villages) == 28


@pytest.mark.parametrize(
    ("six_digits", "standing", "name"),
    [
        ("351009", DistrictStanding.CURRENT, "Genteng"),
        ("910101", DistrictStanding.FORMER, "Merauke"),
        ("540101", DistrictStanding.UNKNOWN, ""),
    ],
)
def test_knows_current_and_former_district_codes(
    regions: Regions, six_digits: str, standing: DistrictStanding, name: str
) -> None:
    lookup = regions.district_of(six_digits)
    assert (lookup.standing, lookup.name) == (standing, name)


def test_every_village_of_the_office_s_regency_is_found_by_its_label(regions: Regions) -> None:
    for village in villages_of(regions, "35.10"):
        assert regions.search(village.label, near=village.code, limit=1) == (village,)


def test_a_village_of_another_island_is_found_from_here(regions: Regions) -> None:
    found = regions.search("regapuu", near="35.10.09.2002")
    assert [village.name for village in found] == ["Regapu\u2019u"]
