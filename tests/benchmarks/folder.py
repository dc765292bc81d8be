"""How many pictures of a folder `kiosk check` judges in a second."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import cv2

from tests.benchmarks.figure import Figure
from tests.benchmarks.webcam import good_pictures

PICTURES = 200


def run() -> Iterator[Figure]:
    """Check a folder by the command, from its start to its end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures = good_pictures()
        for number in range(PICTURES):
            cv2.imwrite(str(folder / f"{number}.jpg"), pictures[number % len(pictures)])
        _check_seconds(folder / "0.jpg", answers=1)  # warms the disk cache
        seconds = _check_seconds(folder, answers=PICTURES)
    method = f"{PICTURES} JPEG pictures of 1280x720, with the start of the program"
    yield Figure("kiosk check on a folder", PICTURES / seconds, "pictures/s", method, "at least 25")


def _check_seconds(path: Path, answers: int) -> float:
    command = [sys.executable, "-m", "kiosk", "check", "--json", str(path)]
    began = time.perf_counter()
    ended = subprocess.run(command, capture_output=True, check=False)
    seconds = time.perf_counter() - began
    if len(ended.stdout.splitlines()) != answers:
        raise RuntimeError(ended.stderr.decode())
    return seconds
