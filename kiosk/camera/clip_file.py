"""Clips from files: their frames, with the times at which a camera would have given them."""

import math
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from kiosk.camera.photo_file import FileProblem, PictureError, require_file
from kiosk.camera.source import Frame

MOST_BYTES: Final = 2_000_000_000
MOST_PIXELS: Final = 4096 * 2304
MOST_SECONDS: Final = 600.0
MOST_PER_SECOND: Final = 30.0
"""More than a kiosk's webcam gives: the frames in between tell nothing new."""

_COMPLETE_SHARE = 0.8
_MATROSKA = b"\x1a\x45\xdf\xa3"
_MP4_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
_LARGEST_FIRST_BYTE = 0x20
"""Of the first box's size: what begins with a letter is a text."""
_EARLY = 0.1
"""A frame that comes by this part of the gap too early is still the next one."""


def read_clip(file: Path) -> Generator[Frame, None, None]:
    """Yield the frames, at most 30 a second; `taken_at` counts from the start of the clip.

    Raise PictureError for what is no clip, is too large or too long, or breaks off.
    """
    require_file(file, MOST_BYTES)
    try:
        with file.open("rb") as opened:
            _require_clip(opened.read(12))
            capture = cv2.VideoCapture(_name(file, opened.fileno()), cv2.CAP_FFMPEG)
    except OSError as error:
        raise PictureError(FileProblem.NOT_READABLE) from error
    try:
        _require_playable(capture)
        yield from _play(capture)
    finally:
        capture.release()


def _name(file: Path, descriptor: int) -> str:
    """Say where the file is: absolute, so that `http:a.mp4` stays a file; OpenCV needs Unicode."""
    name = str(file.absolute())
    try:
        name.encode()
    except UnicodeEncodeError:
        return f"/dev/fd/{descriptor}"
    return name


def _require_clip(head: bytes) -> None:
    """Look before FFmpeg does: it would also take play lists, which lead to other places."""
    if not head:
        raise PictureError(FileProblem.EMPTY)
    is_avi = head.startswith(b"RIFF") and head[8:] == b"AVI "
    is_mp4 = head[0] < _LARGEST_FIRST_BYTE and head[4:8] in _MP4_BOXES
    if not (is_avi or is_mp4 or head.startswith(_MATROSKA)):
        raise PictureError(FileProblem.NOT_A_CLIP)


def _require_playable(capture: cv2.VideoCapture) -> None:
    if not capture.isOpened():
        raise PictureError(FileProblem.DAMAGED)
    width = round(_number(capture, cv2.CAP_PROP_FRAME_WIDTH))
    height = round(_number(capture, cv2.CAP_PROP_FRAME_HEIGHT))
    if width * height > MOST_PIXELS:
        raise PictureError(FileProblem.TOO_MANY_PIXELS, width=width, height=height)


def _play(capture: cv2.VideoCapture) -> Iterator[Frame]:
    gap = 1.0 / min(max(_number(capture, cv2.CAP_PROP_FPS), 1.0), MOST_PER_SECOND)
    seen, at, due = 0, -gap, 0.0
    while capture.grab():
        seen += 1
        said = _number(capture, cv2.CAP_PROP_POS_MSEC) / 1000.0
        at = said if said > at else at + gap  # a clip that says nonsense: time only goes forward
        if at > MOST_SECONDS:
            raise PictureError(FileProblem.TOO_LONG, minutes=round(MOST_SECONDS / 60))
        if at < due:
            continue
        due = at + (1.0 - _EARLY) / MOST_PER_SECOND
        there, pixels = capture.retrieve()
        if there:
            yield Frame(seen, at, np.asarray(pixels, np.uint8))
    if seen == 0 or seen < _COMPLETE_SHARE * _number(capture, cv2.CAP_PROP_FRAME_COUNT):
        raise PictureError(FileProblem.DAMAGED)


def _number(capture: cv2.VideoCapture, name: int) -> float:
    value = capture.get(name)
    return value if math.isfinite(value) else 0.0
