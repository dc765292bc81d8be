"""Clips as a webcam would give them, written to files."""

from collections.abc import Iterable
from pathlib import Path

import cv2

from kiosk.camera.source import Pixels

PER_SECOND = 10.0


def write_clip(file: Path, frames: Iterable[Pixels], per_second: float = PER_SECOND) -> Path:
    """Write frames of one size; the name's ending chooses mp4 or avi."""
    pictures = list(frames)
    height, width = pictures[0].shape[:2]
    code = cv2.VideoWriter.fourcc(*("mp4v" if file.suffix == ".mp4" else "MJPG"))
    writer = cv2.VideoWriter(str(file), code, per_second, (width, height))
    for picture in pictures:
        writer.write(picture)
    writer.release()
    return file
