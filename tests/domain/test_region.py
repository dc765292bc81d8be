"""Regions by code, the standing of a district code, and the search for a village."""

import gzip
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.region import (
    DistrictLookup,
    DistrictStanding,
    Region,
    RegionLevel,
    Regions,
    Village,
    parse_regions,
)
from kiosk.domain.region_search import folded

NAMES = {
    "12": "Sumatera Utara",
    "12.04": "Kabupaten Nias",
    "12.04.06": "Gido",
    "35": "Jawa Timur",
    "35.10": "Kabupaten Banyuwangi",
    "35.10.09": "Genteng",
    "35.10.11": "Glenmore",
    "35.11": "Kabupaten Bondowoso",
    "35.11.01": "Maesan",
}
VILLAGES = {
    "12.04.06.2001": "Loloana'a Gido",
    "35.10.09.2001": "Kembiritan",
    "35.10.09.2002": "Genteng Wetan",
    "35.10.09.2003": "Genteng Kulon",
    "35.10.11.2001": "Karangharjo",
    "35.10.11.2002": "Tegalharjo",
    "35.11.01.2001": "Sumbersari",
    "35.11.01.2002": "Karang Genteng",
}
FORMER = {"91.01": "Kabupaten Merauke", "91.01.01": "Merauke"}


def packed(names: Mapping[str, str], villages: Mapping[str, str]) -> bytes:
    lines = []
    for code, name in sorted(names.items()):
        inside = (f"{v[-4:]}{villages[v]}" for v in sorted(villages) if v.startswith(f"{code}."))
        lines.append("\t".join((code, name, *(inside if len(code) == 8 else ()))))
    former = (f"{code}\t{name}" for code, name in FORMER.items())
    return gzip.compress("\n".join((*lines, "", *former)).encode())


@pytest.fixture(scope="module")
def regions() -> Regions:
    return parse_regions(packed(NAMES, VILLAGES))


def labels(found: tuple[Village, ...]) -> list[str]:
    return [village.label for village in found]


def test_walks_down_from_the_provinces_to_the_villages(regions: Regions) -> None:
    assert [province.name for province in regions.provinces()] == ["Sumatera Utara", "Jawa Timur"]
    assert [regency.code for regency in regions.regencies("35")] == ["35.10", "35.11"]
    assert regions.districts("35.11") == (Region("35.11.01", "Maesan", RegionLevel.DISTRICT),)
    assert labels(regions.villages("35.10.11")) == ["Karangharjo, Glenmore", "Tegalharjo, Glenmore"]


@pytest.mark.parametrize("code", ["", "3", "99", "35.1", "35.10.09.2002"])
def test_a_code_of_no_such_area_has_nothing_below_it(regions: Regions, code: str) -> None:
    assert regions.regencies(code) == ()
    assert regions.districts(code) == ()
    assert regions.villages(code) == ()


def test_a_village_knows_the_areas_around_it(regions: Regions) -> None:
    assert regions.village("35.10.09.2003") == Village(
        code="35.10.09.2003",
        name="Genteng Kulon",
        district="Genteng",
        regency="Kabupaten Banyuwangi",
        province="Jawa Timur",
    )


@pytest.mark.parametrize("code", ["", "35.10.09", "35.10.09.9999", "3510092003", "35.10.09.20"])
def test_there_is_no_village_with_another_code(regions: Regions, code: str) -> None:
    assert regions.village(code) is None


@pytest.mark.parametrize(
    ("six_digits", "lookup"),
    [
        ("351009", DistrictLookup(DistrictStanding.CURRENT, "Genteng")),
        ("910101", DistrictLookup(DistrictStanding.FORMER, "Merauke")),
        ("351099", DistrictLookup(DistrictStanding.UNKNOWN, "")),
        ("3510", DistrictLookup(DistrictStanding.UNKNOWN, "")),
    ],
)
def test_tells_the_standing_of_a_district_code(
    regions: Regions, six_digits: str, lookup: DistrictLookup
) -> None:
    assert regions.district_of(six_digits) == lookup


@pytest.mark.parametrize(
    "text", ["genteng kulon", "KULON gen", "kul", "Gèntèng Kulón", "genteng, kulon!", "k banyuw"]
)
def test_finds_a_village_however_it_is_typed(regions: Regions, text: str) -> None:
    assert "Genteng Kulon, Genteng" in labels(regions.search(text))


@pytest.mark.parametrize("text", ["loloanaa", "loloana'a", "Loloana\u2019a Gido", "nias lolo"])
def test_apostrophes_do_not_matter(regions: Regions, text: str) -> None:
    assert labels(regions.search(text)) == ["Loloana'a Gido, Gido"]


@pytest.mark.parametrize("text", ["enteng", "genteng xyz", "kulonprogo", "genteng sumatera"])
def test_a_word_that_nothing_begins_with_finds_nothing(regions: Regions, text: str) -> None:
    assert regions.search(text) == ()


def test_the_village_s_own_name_counts_more_than_the_areas_around_it(regions: Regions) -> None:
    assert labels(regions.search("genteng")) == [
        "Genteng Wetan, Genteng",
        "Genteng Kulon, Genteng",
        "Karang Genteng, Maesan",
        "Kembiritan, Genteng",
    ]


def test_the_office_s_surroundings_come_first(regions: Regions) -> None:
    assert labels(regions.search("k", near="35.10.11.2002", limit=3)) == [
        "Karangharjo, Glenmore",
        "Kembiritan, Genteng",
        "Genteng Kulon, Genteng",
    ]
    assert labels(regions.search("k", near="35.11.01"))[0] == "Karang Genteng, Maesan"


@pytest.mark.parametrize(
    "text", ["desa genteng kulon", "kulon kec genteng", "genteng kulon kab. banyuwangi"]
)
def test_words_for_kinds_of_regions_may_be_typed(regions: Regions, text: str) -> None:
    assert labels(regions.search(text)) == ["Genteng Kulon, Genteng"]


def test_the_kind_of_a_regency_is_no_reason_to_find_its_villages(regions: Regions) -> None:
    assert regions.search("kabupaten") == ()


def test_blank_text_begins_with_the_office_s_own_village(regions: Regions) -> None:
    assert labels(regions.search("  ", near="35.10.09.2003", limit=3)) == [
        "Genteng Kulon, Genteng",
        "Kembiritan, Genteng",
        "Genteng Wetan, Genteng",
    ]


def test_a_prepared_search_answers_the_same(regions: Regions) -> None:
    prepared = parse_regions(packed(NAMES, VILLAGES))
    prepared.prepare_search()
    assert prepared.search("genteng") == regions.search("genteng")


WORDS = st.sampled_from(["ka", "kar", "karang", "sari", "s", "sumber", "gen", "genteng", "u'u"])
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
QUERIES = st.lists(WORDS, max_size=3).map(" ".join)
VILLAGE_CODES = st.sampled_from(
    [f"{district}.200{n}" for district in NAMES if len(district) == 8 for n in range(1, 6)]
)


def fits(village: Village, word: str) -> bool:
    name = f"{village.name} {village.district} {village.regency.partition(' ')[2]}"
    return any(part.startswith(word) for part in folded(name).split())


@given(st.dictionaries(VILLAGE_CODES, PHRASES, min_size=1), QUERIES)
def test_finds_exactly_the_villages_that_have_every_word(
    villages: dict[str, str], text: str
) -> None:
    regions = parse_regions(packed(NAMES, villages))
    everyone = [village for code in villages if (village := regions.village(code))]
    found = regions.search(text, limit=len(villages))
    assert len(found) == len(set(found))
    assert set(found) == {v for v in everyone if all(fits(v, w) for w in folded(text).split())}


@given(st.dictionaries(VILLAGE_CODES, PHRASES, min_size=1), QUERIES, VILLAGE_CODES)
def test_nearness_and_limit_only_choose_the_order_and_the_number(
    villages: dict[str, str], text: str, near: str
) -> None:
    regions = parse_regions(packed(NAMES, villages))
    found = regions.search(text, near=near, limit=len(villages))
    assert set(found) == set(regions.search(text, limit=len(villages)))
    assert found[:2] == regions.search(text, near=near, limit=2)
    in_regency = [village.code.startswith(near[:5]) for village in found]
    assert in_regency == sorted(in_regency, reverse=True)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(), st.text())
def test_any_text_may_be_typed(text: str, near: str) -> None:
    regions = parse_regions(packed(NAMES, VILLAGES))
    assert len(regions.search(text, near=near, limit=5)) <= 5
