"""Picture files as hostile or careless programs write them."""

import struct
import zlib

import cv2
import numpy as np

from kiosk.camera.source import Pixels

PNG_START = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def encoded(suffix: str, pixels: Pixels) -> bytes:
    return cv2.imencode(suffix, pixels)[1].tobytes()


def chunk(kind: bytes, data: bytes) -> bytes:
    """One part of a PNG file."""
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum


def png_header(width: int, height: int, depth: int = 8, colour: int = 0) -> bytes:
    """A few bytes that may promise more than any memory holds."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return PNG_START + chunk(b"IHDR", head)


def black_png(
    width: int, height: int, *, depth: int = 8, colour: int = 2, extra: bytes = b""
) -> bytes:
    """A whole and honest PNG that packs a thousand pixels into a byte."""
    row = bytes(1 + width * CHANNELS[colour] * depth // 8)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = png_header(width, height, depth, colour)
    return head + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def with_chunks(png: bytes, extra: bytes) -> bytes:
    """The same PNG with chunks behind its header."""
    behind_header = len(PNG_START) + 25
    return png[:behind_header] + extra + png[behind_header:]


def packed_megabytes(count: int) -> bytes:
    """What fills this much memory when it is unpacked."""
    return zlib.compress(bytes(count * 1_000_000), 9)


def animated_png(png: bytes) -> bytes:
    """The same PNG, said to be the first of two frames."""
    frame = struct.pack(">IIIIIHHBB", 0, 8, 8, 0, 0, 1, 10, 0, 0)
    return with_chunks(png, chunk(b"acTL", struct.pack(">II", 2, 0)) + chunk(b"fcTL", frame))


def with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """The same JPEG from a camera that was held in this way."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"MM\x00\x2a\x00\x00\x00\x08" + struct.pack(">H", 1) + entry + b"\x00" * 4
    exif = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


def as_held(upright: Pixels, orientation: int) -> Pixels:
    """What the sensor saw, so that EXIF `orientation` (1 to 8) brings it upright again."""
    mirrored = np.fliplr(upright) if orientation in {2, 4, 5, 7} else upright
    turns = {1: 0, 2: 0, 3: 2, 4: 2, 5: 1, 6: 1, 7: 3, 8: 3}[orientation]
    return np.ascontiguousarray(np.rot90(mirrored, turns))


def jpeg_of_many_scans(scans: int) -> bytes:
    """A progressive JPEG that asks for more passes over a large picture than anybody needs."""
    large = np.zeros((4000, 4000, 3), np.uint8)
    jpeg = cv2.imencode(".jpg", large, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:-2] + jpeg[last:-2] * scans + jpeg[-2:]


def cmyk_jpeg(rgb: Pixels) -> bytes:
    """A JPEG of four inks (Adobe's, inverted), written by hand: baseline, one scan, all means."""
    return _MeansJpeg(np.dstack((rgb, np.full(rgb.shape[:2], 255, np.uint8)))).encode()


class _MeansJpeg:
    """The smallest encoder of ITU-T T.81: every 8x8 block is its mean, and nothing else."""

    def __init__(self, inks: Pixels) -> None:
        self._inks = inks

    def encode(self) -> bytes:
        height, width, count = self._inks.shape
        table = self._segment(0xDB, b"\x00" + b"\x08" * 64)
        parts = b"".join(bytes((number + 1, 0x11, 0)) for number in range(count))
        frame = self._segment(0xC0, struct.pack(">BHHB", 8, height, width, count) + parts)
        lengths = bytes(12 if i == 3 else 0 for i in range(16))  # twelve codes of four bits
        means = self._segment(0xC4, b"\x00" + lengths + bytes(range(12)))
        ends = self._segment(0xC4, b"\x10" + bytes(1 if i == 0 else 0 for i in range(16)) + b"\x00")
        parts = b"".join(bytes((number + 1, 0)) for number in range(count))
        scan = self._segment(0xDA, bytes((count,)) + parts + b"\x00\x3f\x00")
        adobe = self._segment(0xEE, b"Adobe" + struct.pack(">HHHB", 100, 0, 0, 0))
        return (
            b"\xff\xd8" + adobe + table + frame + means + ends + scan + self._bits() + b"\xff\xd9"
        )

    def _segment(self, marker: int, data: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data

    def _bits(self) -> bytes:
        """Differences of the means, one ink after the other in each block, then an end of block."""
        blocks = self._inks.reshape(-1, 8, self._inks.shape[1] // 8, 8, self._inks.shape[2])
        means = np.round(blocks.mean(axis=(1, 3)) - 128.0).astype(int)
        bits, last = [], np.zeros(self._inks.shape[2], int)
        for mean in means.reshape(-1, self._inks.shape[2]):
            for difference in mean - last:
                size = int(abs(difference)).bit_length()
                value = difference if difference > 0 else difference + (1 << size) - 1
                bits.append(f"{size:04b}" + (f"{value:0{size}b}" if size else "") + "0")
            last = mean
        stream = "".join(bits)
        stream += "1" * (-len(stream) % 8)
        return int(stream, 2).to_bytes(len(stream) // 8, "big").replace(b"\xff", b"\xff\x00")
