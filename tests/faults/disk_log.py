"""What one run did to its files, call by call, and the disks that a power cut could have left.

Between two syncs a system may have written any of it, in any order, or half of it. What a file
holds lasts from its own sync on; under which name it is found, from a sync of its folder on.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

SECTOR: Final = 512
"""What a disk writes as a whole, at the least."""
_LINE: Final = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
_HANDLE: Final = re.compile(r"^\d+<([^>]*)>")
_UNFINISHED: Final = " <unfinished ...>"
_RESUMED: Final = re.compile(r"<\.\.\. \w+ resumed>")
_QUOTED: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class UnreadableTraceError(Exception):
    """A line of the trace that this does not understand: nothing may be left out."""


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes of one file; `at` is None at the end of what was written to it before."""

    path: str
    data: bytes = field(repr=False)
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A file is made shorter or longer."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """A file, or the names in a folder, last from now on."""

    path: str


@dataclass(frozen=True, slots=True)
class Make:
    """A new name: of an empty file, or of a folder."""

    path: str
    is_folder: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A file gets another name, in the place of whatever had it."""

    path: str
    to: str


@dataclass(frozen=True, slots=True)
class Remove:
    """A name is gone."""

    path: str


Step = Write | Cut | Sync | Make | Move | Remove


def read_trace(trace: str, home: Path) -> Iterator[Step]:
    """The steps below one folder, in their order; raise UnreadableTraceError."""
    for line in _whole_lines(trace):
        call = _LINE.match(line)
        if call is None:
            raise UnreadableTraceError(line[:200])
        name, arguments, result = call.groups()
        step = _step(name, arguments, int(result)) if int(result) >= 0 else None
        if step is not None and Path(step.path).is_relative_to(home):
            yield step


def _whole_lines(trace: str) -> Iterator[str]:
    """Each call in one line, where it returned; those of two threads may overlap."""
    begun: dict[str, str] = {}
    for line in trace.splitlines():
        thread, _, rest = line.partition(" ")
        if rest.lstrip().startswith(("+++", "---")):  # a thread has ended, a signal came
            continue
        if line.endswith(_UNFINISHED):
            begun[thread] = line.removesuffix(_UNFINISHED)
        elif resumed := _RESUMED.search(line):
            yield begun.pop(thread) + line[resumed.end() :]
        else:
            yield line


def _step(name: str, arguments: str, result: int) -> Step | None:
    quoted = [bytes.fromhex(text.replace("\\x", "")) for text in _QUOTED.findall(arguments)]
    handle = _HANDLE.match(arguments)
    path = _plain(handle[1]) if handle else ""
    match name:
        case "write" | "writev":
            return Write(path, quoted[-1][:result])
        case "pwrite64":
            return Write(path, quoted[-1][:result], at=int(arguments.rsplit(", ", 1)[1]))
        case "fsync" | "fdatasync":
            return Sync(path)
        case "ftruncate":
            return Cut(path, int(arguments.rsplit(", ", 1)[1]))
        case _:
            return _naming(name, arguments, [os.fsdecode(one) for one in quoted])


def _naming(name: str, arguments: str, paths: Sequence[str]) -> Step | None:
    match name:
        case "openat":
            return Make(paths[0], is_folder=False) if "O_CREAT" in arguments else None
        case "mkdir" | "mkdirat":
            return Make(paths[0], is_folder=True)
        case "rename" | "renameat" | "renameat2":
            return Move(paths[0], paths[1])
        case "unlink" | "unlinkat":
            return Remove(paths[0])
    raise UnreadableTraceError(f"{name}({arguments[:200]})")


def _plain(path: str) -> str:
    """As strace writes it between the brackets: every byte in hex."""
    return os.fsdecode(path.encode().decode("unicode_escape").encode("latin-1"))


class File:
    """What programs read in one file, what lasts of it, and what was written since it was made to.

    Its names come and go without it.
    """

    def __init__(self, content: bytes = b"") -> None:
        self.read = bytearray(content)
        self.lasting = bytes(content)
        self.pending: list[Write | Cut] = []

    def change(self, step: Write | Cut) -> None:
        if isinstance(step, Write) and step.at is None:
            step = Write(step.path, step.data, len(self.read))
        _apply(self.read, step)
        self.pending.append(step)

    def sync(self) -> None:
        self.lasting, self.pending = bytes(self.read), []


class Disk:
    """Replays the steps, and tells at any moment what a power cut could leave."""

    def __init__(self, before: Path, home: Path) -> None:
        """What is in the folder `before`, if that is there, was below `home` and lasts."""
        self._home = home
        self._names: dict[str, File | None] = {str(home.parent): None}
        """By name; None is a folder."""
        for path in (before, *before.rglob("*")) if before.is_dir() else ():
            name = str(home / path.relative_to(before))
            self._names[name] = None if path.is_dir() else File(path.read_bytes())
        self._lasting = dict(self._names)
        self._pending: list[tuple[str, str, File | None, bool]] = []
        """Names not yet synced: folder, name, what it names, and whether it is there or gone."""

    def step(self, step: Step) -> None:
        match step:
            case Write() | Cut():
                self._file(step.path).change(step)
            case Sync():
                self._sync(step.path)
            case Make():
                if step.path not in self._names:
                    self._name(step.path, None if step.is_folder else File())
            case Move():
                file = self._file(step.path)
                self._unname(step.path)
                self._name(step.to, file)
            case Remove():
                self._unname(step.path)

    def after_power_cut(self, chance: Random, keeps: float) -> dict[str, bytes | None]:
        """What is found, by name; None is a folder.

        Each unsynced write was kept with this chance, and the last of them only in part.
        """
        names = dict(self._lasting)
        kept = self._pending
        if keeps < 1:  # names of a folder go to the disk in their order
            kept = self._pending[: chance.randint(0, len(kept))] if keeps else []
        for _, name, file, is_there in kept:
            if is_there:
                names[name] = file
            else:
                names.pop(name, None)
        return {
            name: None if file is None else _what_lasts(file, chance, keeps)
            for name, file in names.items()
            if Path(name).is_relative_to(self._home) and _is_reachable(name, names, self._home)
        }

    def _file(self, path: str) -> File:
        file = self._names[path]
        assert file is not None
        return file

    def _sync(self, path: str) -> None:
        file = self._names[path]
        if file is not None:
            file.sync()
            return
        for folder, name, what, is_there in self._pending:
            if folder == path and is_there:
                self._lasting[name] = what
            elif folder == path:
                self._lasting.pop(name, None)
        self._pending = [one for one in self._pending if one[0] != path]

    def _name(self, path: str, file: File | None) -> None:
        self._names[path] = file
        self._pending.append((str(Path(path).parent), path, file, True))

    def _unname(self, path: str) -> None:
        del self._names[path]
        self._pending.append((str(Path(path).parent), path, None, False))


def lay_out(found: dict[str, bytes | None], was: Path, folder: Path) -> None:
    """Write what was found after a power cut below another folder."""
    for name, content in sorted(found.items()):
        path = folder / Path(name).relative_to(was)
        if content is None:
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.write_bytes(content)


def _what_lasts(file: File, chance: Random, keeps: float) -> bytes:
    content = bytearray(file.lasting)
    kept = [step for step in file.pending if chance.random() < keeps]
    for step in kept:
        torn = step is kept[-1] and keeps < 1 and isinstance(step, Write)
        _apply(content, _torn(step, chance) if torn and isinstance(step, Write) else step)
    return bytes(content)


def _torn(write: Write, chance: Random) -> Write:
    """Only its first sectors have reached the disk."""
    sectors = len(write.data) // SECTOR
    return Write(write.path, write.data[: SECTOR * chance.randint(0, sectors)], write.at)


def _apply(content: bytearray, step: Write | Cut) -> None:
    if isinstance(step, Cut):
        content[step.size :] = bytes(max(0, step.size - len(content)))
        return
    assert step.at is not None
    end = step.at + len(step.data)
    content.extend(bytes(max(0, end - len(content))))
    content[step.at : end] = step.data


def _is_reachable(name: str, names: dict[str, File | None], home: Path) -> bool:
    """A file is lost with its folder."""
    return all(str(folder) in names for folder in Path(name).parents if folder.is_relative_to(home))
