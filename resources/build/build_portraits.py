#!/usr/bin/env python3
"""Reduces studio portraits of the `openpeople` package: `build_portraits.py PACKAGE`.

PACKAGE is the unpacked Python package openpeople 0.1.2. Writes to resources/sample (what the sample
camera shows) and tests/data/faces.
"""

import sys
from pathlib import Path

import cv2

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ("P005", "P006")
TESTS = ("P001", "P005", "P006", "P007", "P010")
SIDE_PX = 900
JPEG_QUALITY = 88


def reduced(package: Path, person: str) -> bytes:
    """The portrait of one invented person as a square JPEG."""
    portrait = package / "data" / "curated" / person / "assets" / "studio_portrait.jpg"
    large = cv2.imread(str(portrait))
    if large is None:
        raise SystemExit(f"{portrait} is not a picture.")
    small = cv2.resize(large, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1].tobytes()


def build_portraits(package: Path) -> None:
    """Writes the portraits to the two folders that use them."""
    folders = {ROOT / "resources" / "sample": SAMPLE, ROOT / "tests" / "data" / "faces": TESTS}
    for folder, people in folders.items():
        for person in people:
            (folder / f"{person}.jpg").write_bytes(reduced(package, person))


if __name__ == "__main__":
    build_portraits(Path(sys.argv[1]))
