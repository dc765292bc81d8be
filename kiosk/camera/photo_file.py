"""Pictures from files: whoever made them, they are looked through before anything is decoded.

Size and cost are known from the headers, and the decoder is handed only what makes the picture:
profiles, comments and further frames of an animation are left out before it sees them.
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from kiosk.camera.source import Pixels

MOST_BYTES: Final = 25_000_000
MOST_PIXELS: Final = 50_000_000
MOST_SLENDER: Final = 20
"""A strip whose long side is more than this many times the short one is no photo of anything."""
MOST_PNG_BYTES: Final = 100_000_000
"""Of a PNG once unpacked: a small file can hold a thousand times its size."""
MOST_SCANNED_PIXELS: Final = 600_000_000
"""Of a JPEG over all its scans: each costs a pass over the picture; about ten are usual."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND"
_PNG_NEEDED = frozenset({b"IHDR", b"PLTE", b"IDAT", _PNG_END})
_PNG_ORIENTATION = b"eXIf"
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_LARGEST_EXIF_BYTES = 65_536
_JPEG = b"\xff\xd8"
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_SCAN = b"\xff\xda"
_MOST_PARTS = 50_000
"""Chunks of a PNG, segments of a JPEG: nobody writes so many, and each costs a step."""
_OTHER_KINDS = (
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (8, b"WEBP", "WebP"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftypmif", "HEIC"),
    (4, b"ftypavi", "AVIF"),
    (0, b"%PDF", "PDF"),
)


class FileProblem(StrEnum):
    """Why a file cannot be checked; the value is the key of its sentence."""

    MISSING = "check.problem.missing"
    NOT_READABLE = "check.problem.not_readable"
    NO_FILE = "check.problem.no_file"
    EMPTY = "check.problem.empty"
    NOT_A_PICTURE = "check.problem.not_a_picture"
    OTHER_KIND = "check.problem.other_kind"
    TOO_MANY_BYTES = "check.problem.too_many_bytes"
    TOO_MANY_PIXELS = "check.problem.too_many_pixels"
    NO_PHOTO_SHAPE = "check.problem.no_photo_shape"
    DAMAGED = "check.problem.damaged"
    NOTHING_INSIDE = "check.problem.nothing_inside"
    NOT_A_CLIP = "check.problem.not_a_clip"
    TOO_LONG = "check.problem.too_long"


class PictureError(Exception):
    """A file that is not a picture we take; `values` fill the sentence of `problem`."""

    def __init__(self, problem: FileProblem, **values: object) -> None:
        super().__init__(f"{problem.name} {values}" if values else problem.name)
        self.problem = problem
        self.values = values


@dataclass(frozen=True, slots=True)
class PictureSize:
    """What a header promises."""

    width: int
    height: int


def read_photo(file: Path) -> Pixels:
    """Decode a JPEG or PNG, turned the way its EXIF says; raise PictureError."""
    require_file(file, MOST_BYTES)
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise PictureError(FileProblem.NOT_READABLE) from error
    return decode_photo(data)


def require_file(file: Path, most_bytes: int) -> None:
    """Raise PictureError unless this is a file of a size that can be read: a pipe never ends."""
    try:
        status = file.stat()
    except FileNotFoundError as error:
        raise PictureError(FileProblem.MISSING) from error
    except (OSError, ValueError) as error:
        raise PictureError(FileProblem.NOT_READABLE) from error
    if not stat.S_ISREG(status.st_mode):
        raise PictureError(FileProblem.NO_FILE)
    if status.st_size > most_bytes:
        raise PictureError(FileProblem.TOO_MANY_BYTES, most=most_bytes // 1_000_000)


def decode_photo(data: bytes) -> Pixels:
    """Decode the bytes of a JPEG or PNG of at most 25 MB and 50 megapixels; raise PictureError."""
    if not data:
        raise PictureError(FileProblem.EMPTY)
    if len(data) > MOST_BYTES:
        raise PictureError(FileProblem.TOO_MANY_BYTES, most=MOST_BYTES // 1_000_000)
    size = read_size(data)
    if size is None:
        raise _not_taken(data)
    short, long = sorted((size.width, size.height))
    if short == 0:
        raise PictureError(FileProblem.DAMAGED)
    if long > MOST_SLENDER * short:
        raise PictureError(FileProblem.NO_PHOTO_SHAPE, width=size.width, height=size.height)
    if _costs_too_much(data, size):
        raise PictureError(FileProblem.TOO_MANY_PIXELS, width=size.width, height=size.height)
    bare = b"".join(_needed_chunks(data)) if data.startswith(_PNG) else data
    pixels = cv2.imdecode(np.frombuffer(bare, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise PictureError(FileProblem.DAMAGED)
    return np.asarray(pixels, np.uint8)


def read_size(data: bytes) -> PictureSize | None:
    """Read width and height from the header of a JPEG or PNG; None for anything else."""
    if data.startswith(_PNG):
        return _png_size(data)
    if data.startswith(_JPEG):
        return next(_jpeg_sizes(data), None)
    return None


def _not_taken(data: bytes) -> PictureError:
    for at, magic, kind in _OTHER_KINDS:
        if data[at:].startswith(magic):
            return PictureError(FileProblem.OTHER_KIND, kind=kind)
    if data.startswith((_PNG, _JPEG)):
        return PictureError(FileProblem.DAMAGED)
    return PictureError(FileProblem.NOT_A_PICTURE)


def _costs_too_much(data: bytes, size: PictureSize) -> bool:
    pixels = size.width * size.height
    if pixels > MOST_PIXELS:
        return True
    if data.startswith(_PNG):
        depth, channels = data[24], _PNG_CHANNELS.get(data[25], 1)
        return pixels * depth * channels > 8 * MOST_PNG_BYTES
    return pixels * data.count(_JPEG_SCAN) > MOST_SCANNED_PIXELS


def _png_size(data: bytes) -> PictureSize | None:
    if data[12:16] != b"IHDR" or len(data) < 26:  # noqa: PLR2004
        return None
    return PictureSize(_number(data, 16, 4), _number(data, 20, 4))


def _needed_chunks(data: bytes) -> Iterator[bytes]:
    """Yield the signature and the chunks of PNG (ISO/IEC 15948) that make pixels, as they are.

    Raise PictureError where one is cut off: the decoder would make room for all that it promises.
    """
    yield _PNG
    at = len(_PNG)
    for _ in range(_MOST_PARTS):
        length, kind = _number(data, at, 4), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            break
        turns = kind == _PNG_ORIENTATION and length <= _LARGEST_EXIF_BYTES
        if kind in _PNG_NEEDED or turns:
            yield data[at:end]
        if kind == _PNG_END:
            return
        at = end
    raise PictureError(FileProblem.DAMAGED)


def _jpeg_sizes(data: bytes) -> Iterator[PictureSize]:
    """Walk the segments of ITU-T T.81 annex B up to a frame header."""
    at = 2
    for _ in range(_MOST_PARTS):
        if at + 9 > len(data) or data[at] != 0xFF:  # noqa: PLR2004
            return
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
