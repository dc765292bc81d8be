"""Webcams that are plugged in, and drivers that follow a script."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from kiosk.camera.source import Pixels
from kiosk.camera.webcam import Place, Webcam
from tests.camera.cameras import noisy

USB_1, USB_2, USB_3 = (f"pci-0000:00:14.0-usb-0:{port}:1.0" for port in (1, 2, 3))


def webcam(number: int, name: str, path: str = "") -> Webcam:
    """One that Linux would list."""
    return Webcam(number, name, path, (Place(cv2.CAP_V4L2, number),))


def plug_in(devices: Path, number: int, name: str, index: int = 0) -> None:
    """A webcam as the kernel shows it."""
    folder = devices / f"video{number}"
    folder.mkdir()
    (folder / "name").write_text(name + "\n")
    (folder / "index").write_text(f"{index}\n")


def picture(width: int, height: int, seed: int = 1) -> Pixels:
    """Of that size, with colours."""
    return np.asarray(cv2.resize(noisy(seed), (width, height)), np.uint8)


def grey(pixels: Pixels) -> Pixels:
    """The same without colours."""
    return np.repeat(pixels[:, :, :1], 3, axis=2)


@dataclass
class Driver:
    """Keeps to the sizes it has, in the formats it has; otherwise gives its first size.

    `rates` are what it says of a format; `first` are the pictures that come before all others.
    """

    sizes: Sequence[tuple[int, int]] = ((640, 480), (1280, 720))
    formats: Sequence[str] = ("MJPG", "YUYV")
    rates: dict[str, float] = field(default_factory=dict)
    first: Sequence[Pixels] = ()
    lets_in: bool = True
    is_grey: bool = False
    breaks_on: Callable[[float, float, str], bool] = lambda _width, _height, _format: False
    opened: list["OpenedDevice"] = field(default_factory=list)

    def __call__(self, number: int, backend: int) -> "OpenedDevice":
        self.opened.append(OpenedDevice(self, number, backend))
        return self.opened[-1]

    @property
    def still_open(self) -> int:
        return sum(not device.released for device in self.opened)


class OpenedDevice:
    """What `cv2.VideoCapture` would be."""

    def __init__(self, driver: Driver, number: int, backend: int) -> None:
        self.place = Place(backend, number)
        self.released = False
        self._driver = driver
        self._asked: dict[int, float] = {}
        self._first = iter(driver.first)

    def isOpened(self) -> bool:
        return self._driver.lets_in

    def set(self, propId: int, value: float, /) -> bool:  # noqa: N803
        self._asked[propId] = value
        return True

    def get(self, propId: int, /) -> float:  # noqa: N803
        return self._driver.rates.get(self._format, 0.0) if propId == cv2.CAP_PROP_FPS else 0.0

    def read(self) -> tuple[bool, Pixels]:
        wanted = self._wanted
        if self._driver.breaks_on(*wanted, self._format):
            return False, np.zeros((0, 0, 3), np.uint8)
        size = wanted if wanted in self._driver.sizes else self._driver.sizes[0]
        shown = next(self._first, picture(*size))
        return True, grey(shown) if self._driver.is_grey else shown

    def release(self) -> None:
        self.released = True

    @property
    def _wanted(self) -> tuple[int, int]:
        sides = (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)
        width, height = (int(self._asked.get(side, 0)) for side in sides)
        return width, height

    @property
    def _format(self) -> str:
        asked = int(self._asked.get(cv2.CAP_PROP_FOURCC, 0)).to_bytes(4, "little").decode()
        return asked if asked in self._driver.formats else self._driver.formats[-1]
