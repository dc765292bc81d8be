"""Which webcams are plugged in, and which of them is meant.

A camera's number changes with the socket and with the order in which the system finds cameras; it
differs even between the two ways to open one on Windows. So a camera is known by its name, and
where two have the same name by their path too: what the system calls the place it is plugged into.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

import cv2

from kiosk.camera.source import CameraMissingError
from kiosk.camera.windows_cameras import ListedCamera

DEVICES: Final = Path("/sys/class/video4linux")
LINKS: Final = Path("/dev/v4l/by-path")
AT: Final = " @ "
"""Between a camera's name and its path, in the settings."""

# DirectShow opens at once; Media Foundation takes seconds, but knows newer cameras.
WINDOWS_BACKENDS: Final = (cv2.CAP_DSHOW, cv2.CAP_MSMF)
_LINUX_BACKENDS: Final = (cv2.CAP_V4L2,)
_LINK_ENDS: Final = "-video-index0"


@dataclass(frozen=True, slots=True)
class Place:
    """One way to open a camera: by which of OpenCV's backends, and by what number there."""

    backend: int
    index: int


@dataclass(frozen=True, slots=True)
class Webcam:
    """A camera that is plugged in.

    Attributes:
        number: by which the settings may call it: of /dev/video, or its turn on Windows.
        name: as the system calls it.
        path: where it is plugged in, the same after a restart; empty where nothing tells.
        places: the ways to open it, the best one first.
        is_listed: whether the system names it; otherwise it may not be there.
    """

    number: int
    name: str
    path: str
    places: tuple[Place, ...]
    is_listed: bool = True


ListWebcams: TypeAlias = Callable[[], tuple[Webcam, ...]]


def list_linux_webcams(devices: Path = DEVICES, links: Path = LINKS) -> tuple[Webcam, ...]:
    """Ask the kernel for names and udev for paths."""
    found = []
    for folder in devices.glob("video*"):
        number = folder.name.removeprefix("video")
        if number.isdecimal() and _line(folder / "index") == "0":  # the others carry metadata
            place = Place(cv2.CAP_V4L2, int(number))
            path = _path_of(folder.name, links)
            found.append(Webcam(int(number), _line(folder / "name"), path, (place,)))
    return tuple(sorted(found, key=lambda webcam: webcam.number))


def join_backends(
    listed: Iterable[tuple[int, Sequence[ListedCamera]]],
) -> tuple[Webcam, ...]:
    """Find out which cameras of several backends are the same; the first backend numbers them."""
    found: list[Webcam] = []
    for backend, cameras in listed:
        before = tuple(found)
        for index, camera in enumerate(cameras):
            place = Place(backend, index)
            same = _same(camera, cameras, before)
            if same is None:
                found.append(Webcam(len(found), camera.name, camera.path, (place,)))
            else:
                known = found[same.number]
                found[same.number] = replace(known, places=(*known.places, place))
    return tuple(found)


def unlisted_webcam(number: int) -> Webcam:
    """A camera of a computer that names none."""
    backends = WINDOWS_BACKENDS if sys.platform == "win32" else _LINUX_BACKENDS
    places = tuple(Place(backend, number) for backend in backends)
    return Webcam(number, f"camera {number}", "", places, is_listed=False)


def source_of(webcam: Webcam, webcams: Sequence[Webcam]) -> str:
    """What to write into the settings: the name; with the path where others are called the same."""
    alike = [each for each in webcams if each.name.casefold() == webcam.name.casefold()]
    if len(alike) == 1:
        return webcam.name
    return f"{webcam.name}{AT}{webcam.path}" if webcam.path else str(webcam.number)


def numbered(number: int, webcams: Sequence[Webcam]) -> Webcam:
    """The camera of a number; a number says little, so where there is one camera, that one.

    Raises CameraMissingError.
    """
    if not webcams:
        return unlisted_webcam(number)
    found = next((webcam for webcam in webcams if webcam.number == number), None)
    if found is None and len(webcams) == 1:
        return webcams[0]
    return found or _missing(f"camera {number}", webcams)


def named(wanted: str, webcams: Sequence[Webcam]) -> Webcam:
    """The camera of a name, or of `name @ path`; raises CameraMissingError.

    A camera that is no longer in its socket is found by its name, unless several have it. Without
    a path, the first camera of the name is taken, and of a part of a name.
    """
    name, _, path = wanted.rpartition(AT)
    alike = _called(name, webcams) if name else ()
    there = [webcam for webcam in alike if webcam.path == path]
    if there or len(alike) == 1:
        return (there or alike)[0]
    whole = _called(wanted, webcams) or _holding(wanted, webcams)
    return whole[0] if whole else _missing(wanted, webcams)


def _called(name: str, webcams: Sequence[Webcam]) -> Sequence[Webcam]:
    return [webcam for webcam in webcams if webcam.name.casefold() == name.casefold()]


def _holding(part: str, webcams: Sequence[Webcam]) -> Sequence[Webcam]:
    return [webcam for webcam in webcams if part.casefold() in webcam.name.casefold()]


def _missing(wanted: str, webcams: Sequence[Webcam]) -> Webcam:
    there = ", ".join(webcam.name for webcam in webcams)
    raise CameraMissingError(
        f"{wanted} is not there; " + (f"there is {there}" if there else "no camera is plugged in")
    )


def _same(
    camera: ListedCamera, beside: Sequence[ListedCamera], known: Sequence[Webcam]
) -> Webcam | None:
    """Cameras made by programs have no path: they are the same if nothing else has the name."""
    for webcam in known:
        if camera.path and webcam.path == camera.path:
            return webcam
    paths = {each.path for each in beside} - {""}
    by_name = [each for each in known if each.name == camera.name and each.path not in paths]
    is_alone = len(by_name) == [each.name for each in beside].count(camera.name) == 1
    return by_name[0] if is_alone and not (camera.path and by_name[0].path) else None


def _path_of(device: str, links: Path) -> str:
    names = (link.name for link in links.glob("*") if link.resolve().name == device)
    return min(names, default="").removesuffix(_LINK_ENDS)


def _line(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:  # unplugged while we looked
        return ""


if sys.platform == "win32":
    from kiosk.camera.windows_cameras import list_windows_cameras

    def list_webcams() -> tuple[Webcam, ...]:
        """Return the cameras of this computer in the order of their numbers. Takes a moment."""
        return join_backends([(b, list_windows_cameras(b)) for b in WINDOWS_BACKENDS])

else:

    def list_webcams() -> tuple[Webcam, ...]:
        """Return the cameras of this computer in the order of their numbers. Takes a moment."""
        return list_linux_webcams()
