"""Which files `kiosk check` looks at: pictures, clips, and what it finds in folders."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.camera.photo_file import FileProblem

PICTURE_SUFFIXES: Final = frozenset({
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png",
    ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif",
})  # fmt: skip
"""Other kinds than JPEG and PNG are not taken, but nobody should think they were checked."""
CLIP_SUFFIXES: Final = frozenset({".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm"})

_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class CheckInput:
    """A picture or a clip to check, or a folder in which there is nothing to check."""

    file: Path
    problem: FileProblem | None = None

    @property
    def is_clip(self) -> bool:
        """Whether its name says that it is a clip; what is inside shows when it is read."""
        return self.problem is None and self.file.suffix.lower() in CLIP_SUFFIXES


def find_inputs(paths: Iterable[Path], leave_out: Path | None = None) -> Iterator[CheckInput]:
    """Yield the files of `paths` in order; of folders what lies below them, 2 before 10.

    Hidden files are passed over, and so is the folder `leave_out`: the report of an earlier check.
    """
    for path in paths:
        if _is_folder(path):
            yield from _find_below(path, leave_out)
        else:
            yield CheckInput(path)


def natural_key(path: Path) -> tuple[tuple[str | int, ...], ...]:
    """Sort as people count: 2 before 10, capitals beside small letters."""
    return tuple(
        tuple(int(part) if part.isdigit() else part for part in _DIGITS.split(name.casefold()))
        for name in path.parts
    )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # nobody may look: reading it will say so
        return False


def _find_below(folder: Path, leave_out: Path | None) -> Iterator[CheckInput]:
    skipped = leave_out.resolve() if leave_out else None
    found: list[CheckInput] = []
    pending = [(folder, folder.resolve())]
    while pending:
        place, real = pending.pop()
        if real == skipped:
            continue
        try:
            with os.scandir(place) as listed:
                entries = [entry for entry in listed if not entry.name.startswith(".")]
        except OSError:
            found.append(CheckInput(place, FileProblem.NOT_READABLE))
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                pending.append((place / entry.name, real / entry.name))
            elif _is_meant(entry.name):
                found.append(CheckInput(place / entry.name))
    yield from sorted(found, key=lambda one: natural_key(one.file))
    if not found:
        yield CheckInput(folder, FileProblem.NOTHING_INSIDE)


def _is_meant(name: str) -> bool:
    return Path(name).suffix.lower() in PICTURE_SUFFIXES | CLIP_SUFFIXES
