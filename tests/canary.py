"""Searches every file of a folder for what must not be there, in every disguise it might wear."""

import zlib
from base64 import b16encode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

_LARGEST_INFLATED_BYTES: Final = 8_000_000
_TASTE_BYTES: Final = 512
"""Random bytes hardly ever go on for so long as if they were compressed."""
_STREAMS: Final = (
    *((bytes((0x78, level)), zlib.MAX_WBITS) for level in (0x01, 0x5E, 0x9C, 0xDA)),
    (b"\x1f\x8b\x08", zlib.MAX_WBITS | 16),
)
"""How a zlib or gzip stream begins, and how it is read."""
_SLICE_BYTES: Final = 48


def in_every_disguise(secret: bytes) -> tuple[bytes, ...]:
    """Plain, backwards, in hex, in base64 at any offset, and, of a text, in UTF-16."""
    hexed = b16encode(secret)
    encoded = (b64encode(secret[start:])[:-4] for start in range(3))
    wide: tuple[bytes, ...] = ()
    if secret.isascii():
        text = secret.decode()
        wide = (text.encode("utf-16-le"), text.encode("utf-16-be"))
    return (secret, secret[::-1], hexed, hexed.lower(), *encoded, *wide)


def slices_of(jpeg: bytes) -> dict[str, bytes]:
    """From its middle on, where no two pictures are alike."""
    starts = range(len(jpeg) // 4, len(jpeg) - _SLICE_BYTES, len(jpeg) // 8)
    return {f"picture at {start}": jpeg[start : start + _SLICE_BYTES] for start in starts}


def found_in(folder: Path, secrets: Mapping[str, bytes]) -> list[str]:
    """A line for each secret in each file; files' names are searched too."""
    disguises = {name: in_every_disguise(secret) for name, secret in secrets.items()}
    return [
        f"{name} in {path.relative_to(folder)}"
        for path in sorted(folder.rglob("*"))
        for name in _found(path, disguises)
    ]


def _found(path: Path, disguises: Mapping[str, tuple[bytes, ...]]) -> list[str]:
    """What is compressed is looked at only where nothing lies open: one find is enough."""
    content = path.read_bytes() if path.is_file() else b""
    found = _named_in(path.name.encode() + b"\n" + content, disguises)
    return found or sorted({n for text in _inflated(content) for n in _named_in(text, disguises)})


def _named_in(text: bytes, disguises: Mapping[str, tuple[bytes, ...]]) -> list[str]:
    return [name for name, forms in disguises.items() if any(form in text for form in forms)]


def _inflated(content: bytes) -> Iterator[bytes]:
    """Whatever in it was compressed; most of what looks like a beginning is none."""
    view = memoryview(content)
    for beginning, window in _STREAMS:
        start = content.find(beginning)
        while start >= 0:
            with suppress(zlib.error):
                zlib.decompressobj(window).decompress(view[start : start + _TASTE_BYTES])
                yield zlib.decompressobj(window).decompress(view[start:], _LARGEST_INFLATED_BYTES)
            start = content.find(beginning, start + 1)
