"""The QR code of a slip, drawn and seen as a webcam sees it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.camera.qr import MOST_CHARACTERS, NOT_TEXT, QrReader, read_qr
from kiosk.camera.source import Pixels
from kiosk.domain.ticket import parse_ticket
from tests.camera.pictures import empty_room, stand
from tests.camera.slips import Held, held_out

CODE = "LKT-7Q4M2-XA9BC"
READER = QrReader()


@pytest.mark.parametrize(
    "held",
    [
        Held(),
        Held(distance_mm=200.0),
        Held(distance_mm=400.0),
        Held(turned_deg=25.0),
        Held(roll_deg=90.0),
        Held(roll_deg=200.0),
        Held(aside_mm=60.0),
    ],
    ids=str,
)
def test_reads_a_slip_as_people_hold_it(held: Held) -> None:
    assert read_qr(held_out(CODE, held)) == CODE


def test_reads_a_slip_out_of_focus_and_one_in_little_light() -> None:
    assert read_qr(held_out(CODE, blur_sigma=1.5)) == CODE
    assert read_qr(held_out(CODE, light=0.25)) == CODE


def test_a_code_that_fills_the_picture_is_read_by_who_looks_everywhere() -> None:
    shown = held_out("x" * 400, Held(distance_mm=45.0, turned_deg=0.0))
    assert QrReader(400).read(shown) is None
    assert QrReader(400, looks_everywhere=True).read(shown) == "x" * 400


@pytest.mark.parametrize("picture", [empty_room(), stand()], ids=["room", "person"])
def test_reads_nothing_where_no_code_is(picture: Pixels) -> None:
    assert READER.read(picture) is None


@pytest.mark.parametrize(
    "hostile",
    [
        "A" * (MOST_CHARACTERS + 1),
        "kode\nLKT-7Q4M2-XA9BC",
        b"LKT\x00-7Q4M2",
        "LKT-7Q4M2-XA9B\u202e",
        b"\xff\xfe\x80",
    ],
)
def test_nothing_but_short_plain_text_comes_out_of_a_code(hostile: "str | bytes") -> None:
    assert READER.read(held_out(hostile, Held(distance_mm=150.0, turned_deg=0.0))) == NOT_TEXT


def test_the_code_of_others_is_no_ticket() -> None:
    text = READER.read(held_out("http://example.com/?q='--", Held(distance_mm=200.0)))
    assert text is not None
    assert not hasattr(parse_ticket(text), "display")


@settings(max_examples=15)
@given(st.binary(min_size=1, max_size=60))
def test_no_content_gives_more_than_printable_text(content: bytes) -> None:
    text = READER.read(held_out(content, Held(distance_mm=150.0, turned_deg=0.0)))
    assert text is None or (text.isascii() and text.isprintable() and len(text) <= MOST_CHARACTERS)


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1), st.sampled_from([(1, 1), (2, 300), (48, 64), (480, 640)]))
def test_noise_of_any_size_is_no_code(seed: int, size: tuple[int, int]) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (*size, 3), np.uint8)
    assert READER.read(noise) is None
