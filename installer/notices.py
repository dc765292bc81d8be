"""Writes what those who made the parts of a package ask to be told: NOTICES.txt and `licenses/`."""

import shutil
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from installer.artefact import Request
from installer.licence import (
    HERE,
    Component,
    components,
    interpreter_note,
    locked,
    same_name,
    shipped,
)

SHARED = HERE / "licences"  # texts that several packages need
RESOURCES = ("LICENSE*", "OFL.txt")


def write_notices(request: Request, system: str, wheels: Path, modules: Path, home: Path) -> None:
    """Write `home/NOTICES.txt`, `home/LICENSE.txt` and `home/licenses` about what a tree holds.

    Args:
        request: where the project is.
        system: whose lock it is, and whose interpreter.
        wheels: the locked packages with all their files.
        modules: what of them is shipped.
        home: the folder that is installed; the text of CPython's licence lies there already.

    Raises:
        PackagingError: a package tells no licence, or has one that cannot be shipped.
    """
    there = shipped(modules)
    names = [name for name in _locked(request, system) if same_name(name) in there]
    parts = list(components(names, wheels))
    folder = home / "licenses"
    for part in parts:
        _copy_texts(part, folder)
    shutil.copyfile(SHARED / "LGPL-3.0.txt", folder / "LGPL-3.0.txt")
    _copy_our_own(request, home)
    sections = [_beginning(request), (SHARED / "duties.txt").read_text("utf-8"), _cpython(system)]
    sections += ["THE PACKAGES OF PYTHON", *map(_paragraph, parts), "WHAT LIES IN LOKET ITSELF"]
    sections.append((request.root / "THIRD_PARTY.md").read_text("utf-8"))
    (home / "NOTICES.txt").write_text("\n\n".join(s.strip() for s in sections) + "\n", "utf-8")


def _locked(request: Request, system: str) -> Iterable[str]:
    return locked(request.root / "requirements" / f"{system}.lock")


def _beginning(request: Request) -> str:
    return f"""Loket {request.version}

Loket is free software under the Apache License 2.0: LICENSE.txt. It comes with the work of many
others. Below stand their names, the versions and licences of their work, and where each licence
can be read in full: in the folder licenses/ beside this file."""


def _cpython(system: str) -> str:
    facts = ["  licence: PSF-2.0", "  text: licenses/CPython"]
    return "\n".join(["THE INTERPRETER", "", _wrapped(interpreter_note(system)), *facts])


def _paragraph(part: Component) -> str:
    """One package, as a person reads it."""
    facts = [
        ("licence", part.licence),
        *(("copyright", claim) for claim in part.copyright),
        ("with", part.inside),
        ("sources", part.sources),
        *(("text", place) for place in _places(part)),
    ]
    lines = [_wrapped(f"{what}: {said}", "  ") for what, said in facts if said]
    return "\n".join([f"{part.name} {part.version}", *lines])


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text, 98, initial_indent=indent, subsequent_indent=f"{indent}  " if indent else "",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _places(part: Component) -> Sequence[str]:
    """Where the texts of a package lie below the installed folder; one folder for its own."""
    own = [f"licenses/{part.name}"] if any(_is_own(text) for text in part.texts) else []
    return [*own, *(f"licenses/{text.name}" for text in part.texts if not _is_own(text))]


def _is_own(text: Path) -> bool:
    return text.parent != SHARED


def _copy_texts(part: Component, folder: Path) -> None:
    for text in part.texts:
        inside = [name for name in _inside_metadata(text) if name != "licenses"]
        target = folder / part.name / "-".join(inside) if _is_own(text) else folder / text.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(text, target)


def _inside_metadata(text: Path) -> Sequence[str]:
    """The folders and the name of a text below its package's `.dist-info`."""
    depth = next((n for n, name in enumerate(text.parts) if name.endswith(".dist-info")), -2)
    return text.parts[depth + 1 :]


def _copy_our_own(request: Request, home: Path) -> None:
    """Copy Loket's licence, and those of fonts, icons, models and regions."""
    shutil.copyfile(request.root / "LICENSE", home / "LICENSE.txt")
    resources = request.root / "resources"
    for pattern in RESOURCES:
        for text in sorted(resources.glob(f"*/{pattern}")):
            target = home / "licenses" / "Loket" / f"{text.parent.name}-{text.name}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(text, target)
