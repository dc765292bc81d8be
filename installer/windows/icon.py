"""The icon of the Windows programs, drawn at build time from `loket.svg`."""

import struct
from pathlib import Path

from installer.step import run

DRAWING = Path(__file__).with_name("loket.svg")
SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""What Windows asks for from 100 % to 200 %, and the large one of Explorer."""
_HEADER = struct.Struct("<HHH")  # reserved, kind, number of pictures
_ENTRY = struct.Struct("<BBBBHHII")  # width, height, colours, reserved, planes, bits, bytes, where
_KIND, _PLANES, _BITS = 1, 1, 32
_BYTE = 256


def draw_icon(file: Path) -> None:
    """Draw every size; raise PackagingError where rsvg-convert is missing."""
    pictures = [_drawn(size, file.with_suffix(f".{size}.png")) for size in SIZES]
    file.write_bytes(icon_of(list(zip(SIZES, pictures, strict=True))))


def icon_of(pictures: list[tuple[int, bytes]]) -> bytes:
    """An ICO file of square PNG pictures, each with its size in pixels."""
    where = _HEADER.size + _ENTRY.size * len(pictures)
    entries = []
    for size, picture in pictures:
        side = size % _BYTE  # 256 is written as 0
        entries.append(_ENTRY.pack(side, side, 0, 0, _PLANES, _BITS, len(picture), where))
        where += len(picture)
    header = _HEADER.pack(0, _KIND, len(pictures))
    return b"".join([header, *entries, *(picture for _, picture in pictures)])


def _drawn(size: int, file: Path) -> bytes:
    run(["rsvg-convert", f"--width={size}", f"--height={size}", "--output", file, DRAWING])
    return file.read_bytes()
