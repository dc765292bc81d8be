"""Pictures from files: nothing is decoded before its size is known."""

import struct
import zlib
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.photo_file import (
    MOST_BYTES,
    PictureError,
    PictureSize,
    decode_photo,
    read_photo,
    read_size,
)
from kiosk.camera.source import Pixels

WIDE = np.random.default_rng(3).integers(0, 255, (40, 70, 3), np.uint8)


def encoded(suffix: str, pixels: Pixels = WIDE) -> bytes:
    return cv2.imencode(suffix, pixels)[1].tobytes()


def chunk(kind: bytes, data: bytes) -> bytes:
    """One part of a PNG file."""
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that would fill the memory."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)


def png_of_one_row(width: int) -> bytes:
    """A whole and honest PNG, one grey pixel high."""
    rows = zlib.compress(bytes(width + 1))
    return png_that_claims(width, 1) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """The same JPEG from a camera that was held in this way."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"MM\x00\x2a\x00\x00\x00\x08" + struct.pack(">H", 1) + entry + b"\x00" * 4
    exif = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_reads_width_and_height_from_the_header(suffix: str) -> None:
    assert read_size(encoded(suffix)) == PictureSize(70, 40)


def test_reads_the_size_behind_other_segments() -> None:
    assert read_size(with_orientation(encoded(".jpg"), 6)) == PictureSize(70, 40)


def test_reads_a_progressive_jpeg() -> None:
    jpeg = cv2.imencode(".jpg", WIDE, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    assert read_size(jpeg) == PictureSize(70, 40)


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_decodes_what_it_accepts(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"photo{suffix}"
    file.write_bytes(encoded(suffix))
    assert read_photo(file).shape == WIDE.shape


def test_turns_the_picture_as_its_camera_was_held() -> None:
    jpeg = encoded(".jpg")
    upright = decode_photo(jpeg)
    turned = decode_photo(with_orientation(jpeg, 6))
    assert np.array_equal(turned, np.rot90(upright, k=3))


def test_refuses_more_pixels_than_a_camera_has_before_decoding() -> None:
    with pytest.raises(PictureError, match="60000x60000"):
        decode_photo(png_that_claims(60_000, 60_000), "bomb.png")


def test_refuses_a_file_that_is_too_large_without_reading_it(tmp_path: Path) -> None:
    file = tmp_path / "huge.jpg"
    with file.open("wb") as out:
        out.truncate(MOST_BYTES + 1)
    with pytest.raises(PictureError, match="larger than 25 MB"):
        read_photo(file)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"<svg/>"])
def test_refuses_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(PictureError, match="not a JPEG or PNG"):
        decode_photo(data)


def test_refuses_a_damaged_picture() -> None:
    with pytest.raises(PictureError, match="damaged"):
        decode_photo(png_that_claims(20, 20))


def test_refuses_a_picture_of_an_impossible_shape() -> None:
    with pytest.raises(PictureError, match="damaged"):
        decode_photo(png_of_one_row(4_000_000))


def test_refuses_a_picture_without_pixels() -> None:
    with pytest.raises(PictureError, match="0x20"):
        decode_photo(png_that_claims(0, 20))


def test_says_why_a_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=r"gone\.jpg cannot be read"):
        read_photo(tmp_path / "gone.jpg")


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n"]))
def test_no_bytes_can_confuse_the_header(data: bytes, start: bytes) -> None:
    size = read_size(start + data)
    assert size is None or (size.width >= 0 and size.height >= 0)


@given(st.integers(0, 1200))
def test_a_cut_off_file_is_refused_or_read_in_part_but_never_crashes(length: int) -> None:
    data = encoded(".jpg")[:length]
    with suppress(PictureError):
        assert decode_photo(data).shape == WIDE.shape
