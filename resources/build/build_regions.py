#!/usr/bin/env python3
"""Packs the region codes of Kemendagri into resources/regions: `build_regions.py SOURCE`.

SOURCE is a folder with provinces.csv, regencies.csv, districts.csv (code, name), villages.csv.gz
(code, name, ...), former_codes_2016_2023.csv (code, level, last_name, ...) and the licence.
The layout of the packed file is described in resources/regions/README.md.
"""

import csv
import gzip
import shutil
import sys
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "regions"
LICENCE = "LICENSE-cahyadsn-wilayah-MIT.txt"
KINDS = {"KAB.": "Kabupaten", "KOTA": "Kota"}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, gzipped or not."""
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    return list(csv.DictReader(text.decode("utf-8").splitlines()))


def villages_by_district(source: Path) -> dict[str, list[str]]:
    """For each district code its villages in the order of their codes, as `2002Genteng Kulon`."""
    villages = defaultdict(list)
    for row in sorted(rows(source / "villages.csv.gz"), key=lambda row: row["code"]):
        district, number = row["code"].rsplit(".", 1)
        villages[district].append(f"{number}{row['name']}")
    return villages


def current_lines(source: Path) -> list[str]:
    """One line for each province, regency and district of today, in the order of their codes."""
    villages = villages_by_district(source)
    files = ("provinces.csv", "regencies.csv", "districts.csv")
    regions = sorted((row["code"], row["name"]) for file in files for row in rows(source / file))
    return ["\t".join((code, name, *villages[code])) for code, name in regions]


def former_lines(source: Path) -> list[str]:
    """One line for each regency and district code of the lists 2016-2023 that is no longer used."""
    former = rows(source / "former_codes_2016_2023.csv")
    return sorted(f"{row['code']}\t{spelled_out(row['last_name'])}" for row in former)


def spelled_out(name: str) -> str:
    """Spells a regency as today's list does: `KAB. RAJA AMPAT` is `Kabupaten Raja Ampat`."""
    kind, _, rest = name.partition(" ")
    return f"{KINDS[kind]} {rest.title()}" if kind in KINDS else name


def build_regions(source: Path) -> None:
    """Writes the packed file and its licence; the same source gives the same bytes."""
    text = "\n".join((*current_lines(source), "", *former_lines(source)))
    packed = gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)
    (TARGET / "regions.tsv.gz").write_bytes(packed)
    shutil.copyfile(source / LICENCE, TARGET / "LICENSE.txt")


if __name__ == "__main__":
    build_regions(Path(sys.argv[1]))
