"""Pictures from files: nothing is decoded before its size and its cost are known."""

import os
import time
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.photo_file import (
    MOST_BYTES,
    FileProblem,
    PictureError,
    PictureSize,
    decode_photo,
    read_photo,
    read_size,
)
from tests.camera.picture_files import (
    PNG_START,
    animated_png,
    as_held,
    black_png,
    chunk,
    cmyk_jpeg,
    encoded,
    jpeg_of_many_scans,
    packed_megabytes,
    png_header,
    with_chunks,
    with_orientation,
)

WIDE = np.random.default_rng(3).integers(0, 255, (40, 70, 3), np.uint8)
SMOOTH = np.asarray(cv2.resize(WIDE[:5, :8], (640, 400)), np.uint8)


def problem_of(data: bytes) -> FileProblem:
    with pytest.raises(PictureError) as refused:
        decode_photo(data)
    return refused.value.problem


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_reads_width_and_height_from_the_header(suffix: str) -> None:
    assert read_size(encoded(suffix, WIDE)) == PictureSize(70, 40)


def test_reads_the_size_behind_other_segments() -> None:
    assert read_size(with_orientation(encoded(".jpg", WIDE), 6)) == PictureSize(70, 40)


def test_reads_a_progressive_jpeg() -> None:
    jpeg = cv2.imencode(".jpg", WIDE, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    assert read_size(jpeg) == PictureSize(70, 40)


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_decodes_what_it_accepts(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"photo{suffix}"
    file.write_bytes(encoded(suffix, WIDE))
    assert read_photo(file).shape == WIDE.shape


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turns_the_picture_as_its_camera_was_held(orientation: int) -> None:
    jpeg = with_orientation(encoded(".jpg", as_held(SMOOTH, orientation)), orientation)
    turned = decode_photo(jpeg)
    assert turned.shape == SMOOTH.shape
    assert np.abs(turned.astype(int) - SMOOTH).mean() < 2


# --- unusual, but pictures ------------------------------------------------------------------------


def test_reads_the_first_picture_of_an_animated_png() -> None:
    assert np.array_equal(decode_photo(animated_png(encoded(".png", WIDE))), WIDE)


def test_brings_16_bits_down_to_8() -> None:
    deep = encoded(".png", np.asarray(WIDE.astype(np.uint16) * 257))
    assert np.abs(decode_photo(deep).astype(int) - WIDE).max() <= 1


def test_reads_grey_as_three_equal_colours() -> None:
    pixels = decode_photo(encoded(".png", WIDE[:, :, 0]))
    assert np.array_equal(pixels, np.dstack([WIDE[:, :, 0]] * 3))


def test_leaves_transparency_out() -> None:
    veiled = np.dstack((WIDE, np.full(WIDE.shape[:2], 40, np.uint8)))
    assert np.array_equal(decode_photo(encoded(".png", veiled)), WIDE)


def test_turns_printing_inks_into_colours() -> None:
    blocks = np.repeat(np.repeat(WIDE[:5, :8], 8, axis=0), 8, axis=1)
    pixels = decode_photo(cmyk_jpeg(blocks[:, :, ::-1]))
    assert np.abs(pixels.astype(int) - blocks).mean() < 6


def test_reads_a_picture_of_one_pixel() -> None:
    assert decode_photo(black_png(1, 1)).shape == (1, 1, 3)


# --- refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", FileProblem.EMPTY),
        (b"hello", FileProblem.NOT_A_PICTURE),
        (b"<svg/>", FileProblem.NOT_A_PICTURE),
        (b"GIF89a" + bytes(60), FileProblem.OTHER_KIND),
        (b"RIFF\x00\x00\x00\x00WEBPVP8X" + bytes(60), FileProblem.OTHER_KIND),
        (b"\x00\x00\x00\x18ftypheic" + bytes(60), FileProblem.OTHER_KIND),
        (b"\xff\xd8", FileProblem.DAMAGED),
        (PNG_START, FileProblem.DAMAGED),
        (png_header(20, 20), FileProblem.DAMAGED),
        (png_header(0, 20), FileProblem.DAMAGED),
        (png_header(60_000, 60_000), FileProblem.TOO_MANY_PIXELS),
        (black_png(3000, 1), FileProblem.NO_PHOTO_SHAPE),
        (encoded(".jpg", SMOOTH)[:900], FileProblem.DAMAGED),
        (encoded(".png", SMOOTH)[:9000], FileProblem.DAMAGED),
    ],
)
def test_says_what_is_wrong_with_a_file(data: bytes, problem: FileProblem) -> None:
    assert problem_of(data) is problem


def test_names_the_kind_that_it_does_not_take() -> None:
    with pytest.raises(PictureError) as refused:
        decode_photo(b"RIFF\x00\x00\x00\x00WEBPVP8X")
    assert refused.value.values == {"kind": "WebP"}


def test_refuses_a_small_file_that_would_fill_the_memory() -> None:
    bomb = black_png(6000, 4500, depth=16, colour=6)
    assert len(bomb) < 300_000
    assert problem_of(bomb) is FileProblem.TOO_MANY_PIXELS


def test_refuses_a_small_file_that_would_take_all_day() -> None:
    slow = jpeg_of_many_scans(400)
    assert len(slow) < 10_000_000
    assert problem_of(slow) is FileProblem.TOO_MANY_PIXELS


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt", b"iCCP", b"oops"])
def test_never_unpacks_what_makes_no_pixels(kind: bytes) -> None:
    bomb = with_chunks(encoded(".png", WIDE), chunk(kind, b"x\0\0" + packed_megabytes(200)))
    began = time.perf_counter()
    assert np.array_equal(decode_photo(bomb), WIDE)
    assert time.perf_counter() - began < 0.5


def test_makes_no_room_for_what_a_damaged_length_promises() -> None:
    promise = (2_000_000_000).to_bytes(4, "big") + b"IDAT" + bytes(100)
    began = time.perf_counter()
    assert problem_of(with_chunks(encoded(".png", WIDE), promise)) is FileProblem.DAMAGED
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + b"\xff" * 5_000_000,
        b"\xff\xd8" + b"\xff\xe0\x00\x02" * 1_000_000,
        png_header(20, 20) + chunk(b"IDAT", b"") * 500_000,
        png_header(20, 20) + chunk(b"tEXt", b"") * 500_000,
    ],
    ids=["fill bytes", "empty segments", "empty data chunks", "empty text chunks"],
)
def test_does_not_walk_for_ever_through_empty_parts(data: bytes) -> None:
    began = time.perf_counter()
    assert problem_of(data) is FileProblem.DAMAGED
    assert time.perf_counter() - began < 1.0


# --- files ----------------------------------------------------------------------------------------


def refusal_of(file: Path) -> FileProblem:
    with pytest.raises(PictureError) as refused:
        read_photo(file)
    return refused.value.problem


def test_refuses_a_file_that_is_too_large_without_reading_it(tmp_path: Path) -> None:
    file = tmp_path / "huge.jpg"
    with file.open("wb") as out:
        out.truncate(MOST_BYTES + 1)
    assert refusal_of(file) is FileProblem.TOO_MANY_BYTES


def test_says_that_a_file_is_not_there(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "gone.jpg") is FileProblem.MISSING


def test_a_folder_is_no_picture_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "album.jpg").mkdir()
    assert refusal_of(tmp_path / "album.jpg") is FileProblem.NO_FILE


def test_a_name_that_no_file_can_have_is_not_readable() -> None:
    assert refusal_of(Path("a\0b.jpg")) is FileProblem.NOT_READABLE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX")
def test_does_not_wait_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert refusal_of(tmp_path / "pipe.jpg") is FileProblem.NO_FILE


def test_a_link_that_leads_to_itself_is_not_readable(tmp_path: Path) -> None:
    link = tmp_path / "ring.jpg"
    try:
        link.symlink_to(link)
    except OSError:
        pytest.skip("this account may not make links")
    assert refusal_of(link) is FileProblem.NOT_READABLE


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may read everything")
def test_a_file_that_nobody_may_read_is_not_readable(tmp_path: Path) -> None:
    file = tmp_path / "private.jpg"
    file.write_bytes(encoded(".jpg", WIDE))
    file.chmod(0)
    assert refusal_of(file) is FileProblem.NOT_READABLE


# --- any bytes ------------------------------------------------------------------------------------


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8", PNG_START]))
def test_no_bytes_can_confuse_the_header(data: bytes, start: bytes) -> None:
    size = read_size(start + data)
    assert size is None or (size.width >= 0 and size.height >= 0)


@given(st.sampled_from([".jpg", ".png"]), st.integers(0, 12_000), st.binary(max_size=8))
def test_a_file_that_is_cut_off_or_overwritten_is_refused_or_read_but_never_crashes(
    suffix: str, at: int, noise: bytes
) -> None:
    data = encoded(suffix, WIDE)
    broken = data[:at] + noise + data[at + len(noise) :]
    for hostile in (data[:at], broken):
        with suppress(PictureError):
            assert decode_photo(hostile).ndim == 3
