"""The assembled Linux tree: from the start of its command to the first window, and its memory.

Assemble it first: `python3 dev.py package tree linux`.
"""

import mmap
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2

from kiosk.demo.centre import demo_centre
from kiosk.paths import HOME_VARIABLE, folders_under
from tests.benchmarks.figure import Figure
from tests.benchmarks.start import enrol, now
from tests.benchmarks.webcam import good_pictures

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / "build/linux/tree/usr/lib/loket/bin/loket-python"
RUNS = 5
LONGEST = 30
WATCHED = slice(2_000_000, 2_010_000)  # bytes in the middle of the screen: two rows of it
CAMERA_SECONDS = 15
DROP_CACHES = Path("/proc/sys/vm/drop_caches")
SETTINGS = '[centre]\nurl = "{}"\n[store]\nallow_key_file = true\n'
STAY = """
import sys
from pathlib import Path

root, store, url, seconds, camera = sys.argv[1:]
sys.path.append(root)  # behind the package's own kiosk
from tests.benchmarks.started_kiosk import main

main(Path(store), url, int(seconds), camera)
lines = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmHWM:")))
"""
METHOD = f"`kiosk run` of the tree, median of {RUNS} processes; X11, until the window is painted"
WITH_CAMERA = (
    f"{CAMERA_SECONDS} s at the photo, video of 1280x720 as the camera, inspected; peak, resident"
)


def run() -> Iterator[Figure]:
    """Start an enrolled kiosk from the package's own interpreter."""
    if not PYTHON.is_file():
        print("  the tree is missing: python3 dev.py package tree linux")
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with demo_centre(home / "centre", now) as centre:
            enrol(folders_under(home).store, centre.url, centre.new_code())
            (home / "kiosk.toml").write_text(SETTINGS.format(centre.url), "utf-8")
            yield from _starts(home)
            peak = _peak_with_camera(home, centre.url)
            yield Figure("memory with the camera on", peak, "MB", WITH_CAMERA, "under 400")


def _starts(home: Path) -> Iterator[Figure]:
    with _screen(home) as (display, picture):
        _seconds_to_window(home, display, picture)
        warm = [_seconds_to_window(home, display, picture) for _ in range(RUNS)]
        yield Figure(
            "start to first window, warm", statistics.median(warm), "s", METHOD, "under 1.5"
        )
        if not os.access(DROP_CACHES, os.W_OK):
            return
        cold = []
        for _ in range(RUNS):
            _forget_files()
            cold.append(_seconds_to_window(home, display, picture))
        method = f"{METHOD}; nothing of the disk in memory"
        yield Figure("start to first window, cold", statistics.median(cold), "s", method, "under 3")


@contextmanager
def _screen(folder: Path) -> Iterator[tuple[str, mmap.mmap]]:
    """A screen that nobody sees, and its picture as memory."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(
        [*command, "-fbdir", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        display = f":{next(iter(server.stdout or ())).decode().strip()}"
        with (
            (folder / "Xvfb_screen0").open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as picture,
        ):
            yield display, picture
        server.terminate()


def _seconds_to_window(home: Path, display: str, picture: mmap.mmap) -> float:
    """Start the kiosk, watch the middle of the screen until it changes, end it."""
    environment = os.environ | {"DISPLAY": display, HOME_VARIABLE: str(home)}
    environment["QT_QPA_PLATFORM"] = "xcb"
    before = picture[WATCHED]
    began = time.monotonic()
    command = [str(PYTHON), "-I", "-m", "kiosk", "run"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as kiosk:
        while picture[WATCHED] == before and time.monotonic() - began < LONGEST:
            time.sleep(0.002)
        seconds = time.monotonic() - began
        kiosk.terminate()
    return seconds


def _forget_files() -> None:
    os.sync()
    DROP_CACHES.write_text("3", "ascii")


def _peak_with_camera(home: Path, url: str) -> float:
    """Stay at the photo: the program of the benchmark `start`, run with what the package holds."""
    camera = home / "camera.avi"
    _write_video(camera)
    arguments = [str(ROOT), str(folders_under(home).store), url, str(CAMERA_SECONDS), str(camera)]
    command = [str(PYTHON), "-c", STAY, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(done.stdout.split()[-1]) / 1000


def _write_video(path: Path) -> None:
    """Motion JPEG at 1280x720, which is what a webcam sends."""
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (1280, 720))
    for picture in good_pictures(30) * 4:
        video.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    video.release()
