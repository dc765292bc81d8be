"""Under which licence each locked package stands, and whether it may be shipped with Loket."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from installer.step import PackagingError

HERE = Path(__file__).parent
OF_A_LICENCE = re.compile(r"(licen[cs]e|copying|notice|copyright|authors)", re.IGNORECASE)
OF_A_COPYRIGHT = re.compile(r"^\W*(copyright\s+(?:\(c\)|©|\d).*|\(c\)\s*\d.*|©.*)$", re.IGNORECASE)
NOBODY = re.compile(r"\[yyyy\]|\[name of|<copyright|Free Software Foundation")  # of the text itself
SYNONYMS = {
    "Apache 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "BSD 3-Clause": "BSD-3-Clause",
}


@dataclass(frozen=True, slots=True)
class Component:
    """One package that is shipped: what its makers ask to be told about it."""

    name: str
    version: str
    licence: str  # an SPDX expression
    copyright: tuple[str, ...]
    texts: tuple[Path, ...]
    inside: str = ""
    sources: str = ""


def locked(lock: Path) -> dict[str, str]:
    """Name to version of every package of a lock file."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text("utf-8"), re.MULTILINE))


def shipped(folder: Path) -> set[str]:
    """The packages that a folder of modules holds."""
    return {same_name(path.name.split("-")[0]) for path in folder.glob("*.dist-info")}


def components(names: Iterable[str], folder: Path) -> Iterator[Component]:
    """What is known about packages that are installed in a folder.

    Raises:
        PackagingError: one is not there, tells no licence, or has one that cannot be shipped.
    """
    told = _told()
    installed = {same_name(path.name.split("-")[0]): path for path in folder.glob("*.dist-info")}
    for name in sorted(names):
        if name not in installed:
            raise PackagingError(f"{name} is locked, but not installed in {folder}")
        component = _component(installed[name], told["package"].get(name, {}))
        if not may_be_shipped(component.licence, told["may_be_shipped"]):
            raise PackagingError(f"{name} stands under {component.licence or 'no licence'}")
        if not component.texts:
            raise PackagingError(f"{name} brings no text of its licence: add it to licences.toml")
        yield component


def interpreter_note(system: str) -> str:
    """Whose the interpreter of a system is, and what lies in it."""
    note: str = _told()["interpreter"][system]
    return note


def _told() -> dict[str, Any]:
    return tomllib.loads((HERE / "licences.toml").read_text("utf-8"))


def same_name(name: str) -> str:
    """The one spelling under which a registry knows a name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def may_be_shipped(expression: str, allowed: Iterable[str]) -> bool:
    """Whether one choice of an SPDX expression asks for nothing but allowed licences."""
    known = set(allowed)
    choices = expression.split(" OR ")
    return any(set(choice.split(" AND ")) <= known for choice in choices)


def _component(folder: Path, told: dict[str, Any]) -> Component:
    metadata = HeaderParser().parsestr((folder / "METADATA").read_text("utf-8"))
    own = [path for path in sorted(folder.rglob("*")) if path.is_file() and _is_text(path, folder)]
    added = [HERE / "licences" / name for name in told.get("texts", ())]
    return Component(
        name=metadata["Name"],
        version=metadata["Version"],
        licence=told.get("licence") or _licence(metadata),
        copyright=(told["copyright"],) if "copyright" in told else _copyright(own, metadata),
        texts=(*own, *added),
        inside=told.get("inside", ""),
        sources=told.get("sources", ""),
    )


def _is_text(path: Path, folder: Path) -> bool:
    if path.name.startswith("LicenseRef-"):  # another choice than the one that is taken
        return False
    inside = path.relative_to(folder)
    return inside.parts[0] == "licenses" or OF_A_LICENCE.search(path.name) is not None


def _licence(metadata: Message) -> str:
    stated = metadata["License-Expression"] or metadata["License"] or ""
    return SYNONYMS.get(stated, stated)


def _copyright(texts: Iterable[Path], metadata: Message) -> tuple[str, ...]:
    """The first claims that the texts make; else who wrote the package."""
    lines = [line.strip() for text in texts for line in text.read_text("utf-8").splitlines()]
    claims = [line for line in lines if OF_A_COPYRIGHT.match(line) and not NOBODY.search(line)]
    author = metadata["Author"] or metadata["Author-email"] or metadata["Maintainer-email"]
    return tuple(dict.fromkeys(claims))[:3] or (f"(c) {author or 'its authors'}",)
