"""Pictures from files: checked before anything is decoded."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from kiosk.camera.source import Pixels

MOST_BYTES: Final = 25_000_000
MOST_PIXELS: Final = 50_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})


class PictureError(Exception):
    """A file that is not a picture we take; the message says why."""


@dataclass(frozen=True, slots=True)
class PictureSize:
    """What a header promises."""

    width: int
    height: int


def read_photo(file: Path) -> Pixels:
    """Decode a JPEG or PNG, turned the way its EXIF says; raise PictureError."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise PictureError(f"{file.name} is larger than {MOST_BYTES // 1_000_000} MB")
        data = file.read_bytes()
    except OSError as error:
        raise PictureError(f"{file.name} cannot be read: {error.strerror}") from error
    return decode_photo(data, file.name)


def decode_photo(data: bytes, name: str = "the picture") -> Pixels:
    """Decode the bytes of a JPEG or PNG of at most 25 MB and 50 megapixels; raise PictureError."""
    if len(data) > MOST_BYTES:
        raise PictureError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB")
    size = read_size(data)
    if size is None:
        raise PictureError(f"{name} is not a JPEG or PNG picture")
    if not 0 < size.width * size.height <= MOST_PIXELS:
        raise PictureError(f"{name} has {size.width}x{size.height} pixels")
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise PictureError(f"{name} is damaged")
    return np.asarray(pixels, np.uint8)


def read_size(data: bytes) -> PictureSize | None:
    """Read width and height from the header of a JPEG or PNG; None for anything else."""
    if data.startswith(_PNG):
        return _png_size(data)
    if data.startswith(_JPEG):
        return next(_jpeg_sizes(data), None)
    return None


def _png_size(data: bytes) -> PictureSize | None:
    if data[12:16] != b"IHDR" or len(data) < 24:  # noqa: PLR2004
        return None
    return PictureSize(_number(data, 16, 4), _number(data, 20, 4))


def _jpeg_sizes(data: bytes) -> Iterator[PictureSize]:
    """Walk the segments of ITU-T T.81 annex B up to a frame header."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004
        marker = data[at + 1]
        if marker in _JPEG_SIZES:
            yield PictureSize(width=_number(data, at + 7, 2), height=_number(data, at + 5, 2))
            return
        if marker == 0xFF or marker in _JPEG_BARE:  # noqa: PLR2004
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004
        else:
            at += 2 + max(2, _number(data, at + 2, 2))


def _number(data: bytes, at: int, length: int) -> int:
    return int.from_bytes(data[at : at + length], "big")
