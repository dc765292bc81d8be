"""`python -m installer`: makes the packages, and tries them."""

import argparse
import sys
from pathlib import Path

import kiosk
from installer.artefact import Request
from installer.step import PackagingError
from installer.tree import make_linux_tree, make_windows_tree

FAILED = 1
ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Make what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python3 dev.py package", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    tree = commands.add_parser("tree", help="assemble what a package holds, without packing it")
    tree.add_argument("system", choices=["windows", "linux"])
    options = parser.parse_args()
    request = Request(ROOT, kiosk.__version__)
    try:
        make = {"windows": make_windows_tree, "linux": make_linux_tree}[options.system]
        print(make(request))
    except PackagingError as error:
        print(error, file=sys.stderr)
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
