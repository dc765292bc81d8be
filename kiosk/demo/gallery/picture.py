"""Small picture files: a screen has few colours, so a palette is enough for it."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter

Pixels = NDArray[np.uint8]
_BITS: Final = 5
_BINS: Final = 1 << (3 * _BITS)
_MOST_COLOURS: Final = 256
_FEW_COLOURS: Final = 16
_LONGEST_SIDE: Final = 1366
_LOSSLESS: Final = 101
_FOR_PHOTOS: Final = 30
_COLOURS_OF_WORDS: Final = 350
"""Bins that words on paper with their soft edges use at most; a photo uses more."""


def palette_png(image: QImage) -> bytes:
    """Encode as PNG with 8 bits a pixel. Similar colours share their mean: 5 bits a channel."""
    indices, colours = _indexed(_rgb(image), _MOST_COLOURS)
    height, width = indices.shape
    picture = QImage(indices.data, width, height, width, QImage.Format.Format_Indexed8)
    picture.setColorTable([0xFF000000 | int(r) << 16 | int(g) << 8 | int(b) for r, g, b in colours])
    return _encoded(picture)


def small_webp(image: QImage) -> bytes:
    """Encode as WebP: what is bigger than a usual screen in half, in as few colours as will do."""
    if max(image.width(), image.height()) > _LONGEST_SIDE:
        size = QSize(image.width() // 2, image.height() // 2)
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        image = image.scaled(size, keep, smooth)
    pixels = _rgb(image)
    if np.count_nonzero(np.bincount(_bin_numbers(pixels))) > _COLOURS_OF_WORDS:
        return _webp(pixels, _FOR_PHOTOS)
    indices, colours = _indexed(pixels, _FEW_COLOURS)
    return _webp(colours[indices].astype(np.uint8), _LOSSLESS)


def _webp(pixels: Pixels, quality: int) -> bytes:
    _, data = cv2.imencode(".webp", pixels[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, quality])
    return data.tobytes()


def _rgb(image: QImage) -> Pixels:
    """The pixels as (height, width, 3), red first."""
    plain = image.convertToFormat(QImage.Format.Format_RGBX8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1, 4)
    return rows[:, : plain.width(), :3].copy()  # the image goes


def _indexed(pixels: Pixels, most: int) -> tuple[Pixels, NDArray[np.int32]]:
    """The number of each pixel's colour, and the colours."""
    of_pixel = _bin_numbers(pixels)
    sizes = np.bincount(of_pixel, minlength=_BINS)
    used = np.flatnonzero(sizes)
    means = _means(pixels, of_pixel, sizes)[used]
    kept = _chosen(means, sizes[used], most)
    place = np.zeros(_BINS, np.uint8)
    place[used] = _nearest(means, kept)
    return np.ascontiguousarray(place[of_pixel].reshape(pixels.shape[:2])), kept


def _chosen(colours: NDArray[np.int32], sizes: NDArray[np.intp], most: int) -> NDArray[np.int32]:
    """One colour after the other: of many pixels, and far from all that were chosen before."""
    chosen = [int(np.argmax(sizes))]
    weights, apart = np.sqrt(sizes), np.full(len(colours), np.inf)
    for _ in range(min(most, len(colours)) - 1):
        difference = colours - colours[chosen[-1]]
        apart = np.minimum(apart, (difference * difference).sum(axis=1))
        chosen.append(int(np.argmax(apart * weights)))
    return colours[chosen]


def _bin_numbers(pixels: Pixels) -> NDArray[np.int32]:
    red, green, blue = (pixels[..., i].astype(np.int32) >> (8 - _BITS) for i in range(3))
    numbers: NDArray[np.int32] = red << (2 * _BITS) | green << _BITS | blue
    return numbers.ravel()


def _means(
    pixels: Pixels, of_pixel: NDArray[np.int32], sizes: NDArray[np.intp]
) -> NDArray[np.int32]:
    sums = [np.bincount(of_pixel, pixels[..., i].ravel(), minlength=_BINS) for i in range(3)]
    means = np.stack(sums, axis=1) / np.maximum(sizes, 1)[:, np.newaxis]
    return np.rint(means).astype(np.int32)


def _nearest(colours: NDArray[np.int32], palette: NDArray[np.int32]) -> Pixels:
    apart = colours[:, np.newaxis, :] - palette[np.newaxis, :, :]
    return np.asarray(np.argmin((apart * apart).sum(axis=2), axis=1), np.uint8)


def _encoded(picture: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"PNG"))
    writer.setQuality(0)
    writer.write(picture)
    return bytes(data.data())
