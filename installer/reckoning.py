"""What a build made: sizes, seconds and digests against the targets and against the last build."""

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from installer.artefact import Artefact, Request, sha256_of

MEGABYTE = 1_000_000
TARGETS = {"-setup.exe": 110, "_amd64.deb": 130}  # megabytes: the end of the name, the most
INSTALLED = 400
SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Build:
    """What went into a build and what came out of it, as it is remembered for the next one."""

    went_in: dict[str, str]
    came_out: dict[str, str]  # name to SHA-256


def reckon(request: Request, artefacts: Sequence[Artefact]) -> list[str]:
    """Write the checksums, and return what is to be said about a build.

    The lines compare it with the last build of the same artefacts, and say what differed before it
    where its digests differ.
    """
    targets = {} if request.fast else TARGETS  # of packages that were compressed well
    lines = [_artefact_line(artefact, targets) for artefact in artefacts]
    lines += [_tree_line(name, tree) for name, tree in _trees(request) if tree.is_dir()]
    build = Build(what_goes_in(request), {part.path.name: part.sha256 for part in artefacts})
    lines += compare(_remembered(request), build)
    _remember(request, build)
    write_sums(request.dist)
    return lines


def write_sums(folder: Path) -> None:
    """Write `SHA256SUMS` about every file of a folder, for `sha256sum --check`."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != SUMS)
    text = "".join(f"{sha256_of(path)}  {path.name}\n" for path in files)
    (folder / SUMS).write_text(text, "utf-8", newline="\n")


def compare(last: Build | None, this: Build) -> list[str]:
    """What came out differently than last time, and what had gone in differently."""
    if last is None:
        return ["no earlier build to compare with: build again to see whether it is the same"]
    both = last.came_out.keys() & this.came_out.keys()
    other = sorted(name for name in both if last.came_out[name] != this.came_out[name])
    if not other:
        return [f"the same as the last build: {', '.join(sorted(both))}"] if both else []
    why = [name for name, value in this.went_in.items() if last.went_in.get(name) != value]
    reason = f"other {', '.join(why)}" if why else "nothing that went in has changed"
    return [f"not the same as the last build: {name} ({reason})" for name in other]


def what_goes_in(request: Request) -> dict[str, str]:
    """Digests of all that decides what a build makes, by what a person calls it."""
    locks = [request.root / "requirements" / f"{system}.lock" for system in ("windows", "linux")]
    runtimes = sorted(path.name for path in request.cache.glob("python-*") if path.is_dir())
    key, certificate = request.release_key, request.certificate
    return {
        "commit": _git(request.root, "rev-parse", "HEAD"),
        "changes that are not committed": _git(request.root, "diff", "HEAD", "--stat"),
        "locked packages": " ".join(map(sha256_of, locks)),
        "interpreters": " ".join(runtimes),
        "release key": sha256_of(key) if key else "for trying",
        "certificate": sha256_of(certificate) if certificate else "for trying",
        "time stamp": "of this build" if request.timestamp else "none",
        "compression": "weak" if request.fast else "strong",
    }


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _artefact_line(artefact: Artefact, targets: Mapping[str, int]) -> str:
    size = artefact.size / MEGABYTE
    most = next((most for end, most in targets.items() if artefact.path.name.endswith(end)), None)
    line = f"{artefact.path.name:<28} {size:7.1f} MB {artefact.seconds:6.1f} s  {artefact.sha256}"
    return line + _verdict(size, most)


def _tree_line(name: str, tree: Path) -> str:
    size = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file()) / MEGABYTE
    return f"{name:<28} {size:7.1f} MB" + _verdict(size, INSTALLED)


def _verdict(size: float, most: int | None) -> str:
    if most is None:
        return ""
    return f"  (under {most} MB)" if size < most else f"  TOO LARGE: over {most} MB"


def _trees(request: Request) -> Iterable[tuple[str, Path]]:
    yield "installed on Windows", request.windows_tree
    yield "installed on Debian", request.linux_tree


def _memory(request: Request) -> Path:
    return request.root / "build" / "last-build.json"


def _remembered(request: Request) -> Build | None:
    if not _memory(request).is_file():
        return None
    return Build(**json.loads(_memory(request).read_text("utf-8")))


def _remember(request: Request, build: Build) -> None:
    told = {"went_in": build.went_in, "came_out": build.came_out}
    _memory(request).write_text(json.dumps(told, indent=2), "utf-8")
