#!/usr/bin/env python3
"""Copies Lucide icons into resources/icons: `build_icons.py PACKAGE [NAME ...]`.

PACKAGE is the unpacked npm package `lucide-static`. Every icon that is already there is renewed and
every NAME is added, so that all icons are of one version.
"""

import sys
from pathlib import Path

ICONS = Path(__file__).resolve().parent.parent / "icons"


def build_icons(package: Path, added: list[str]) -> int:
    """Renews the icons in place, adds the named ones, and returns how many there are."""
    names = {icon.stem for icon in ICONS.glob("*.svg")} | set(added)
    for name in sorted(names):
        svg = (package / "icons" / f"{name}.svg").read_text("utf-8")
        (ICONS / f"{name}.svg").write_text(svg, "utf-8", newline="\n")
    licence = (package / "LICENSE").read_text("utf-8")
    (ICONS / "LICENSE.txt").write_text(licence, "utf-8", newline="\n")
    return len(names)


if __name__ == "__main__":
    sys.stdout.write(f"{build_icons(Path(sys.argv[1]), sys.argv[2:])} icons\n")
