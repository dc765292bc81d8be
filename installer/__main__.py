"""Makes the packages for Windows and Debian from this folder, and tries them.

Downloads are kept in build/, packages are written to dist/. Nothing is installed on this computer
but, where that is allowed, the tools of Debian that a step needs.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import dev
import kiosk
from installer import release
from installer.artefact import Artefact, Request, Runtime
from installer.reckoning import reckon
from installer.step import PackagingError
from installer.tools import install_missing_tools
from installer.tree import make_linux_tree, make_windows_tree

ROOT = Path(__file__).resolve().parents[1]
OK, FAILED, WRONG_USAGE = 0, 1, 2
TREES = {"windows": make_windows_tree, "linux": make_linux_tree}


def main(arguments: Sequence[str] | None = None) -> int:
    """Make or try what the command line asks for; returns the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if (options.runtime is None) != (options.sha256 is None):
        parser.error("--runtime and --sha256 belong together")
    if not (options.command or options.all or options.windows or options.debian or options.test):
        parser.print_help()
        return WRONG_USAGE
    try:
        return _do(options, _request(options))
    except (PackagingError, dev.SetupError) as error:
        print(error, file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 dev.py package", description=__doc__)
    add = parser.add_argument
    add("--windows", action="store_true", help="make the setup program and the MSI")
    add("--debian", action="store_true", help="make the .deb and its signed repository")
    add("--all", action="store_true", help="make both, and the signed release file")
    add("--test", action="store_true", help="install, start, upgrade and remove what dist/ holds")
    add("--fast", action="store_true", help="compress weakly: quick, for trying")
    add("--release-key", type=Path, metavar="FILE", help="Ed25519 key (PEM) that signs releases")
    add("--runtime", type=Path, metavar="ZIP", help="python.org's embeddable CPython 3.11, 64 bit")
    add("--sha256", metavar="HEX", help="the checksum of that ZIP")
    add("--certificate", type=Path, metavar="PFX", help="signs programs, setup and MSI for Windows")
    add("--certificate-password", type=Path, metavar="FILE", help="else LOKET_CERTIFICATE_PASSWORD")
    add("--timestamp", metavar="URL", help="who certifies when the certificate signed")
    commands = parser.add_subparsers(dest="command", metavar="tree")
    tree = commands.add_parser("tree", help="only assemble what a package holds")
    tree.add_argument("system", choices=[*TREES])
    return parser


def _request(options: argparse.Namespace) -> Request:
    runtime = Runtime(options.runtime, options.sha256) if options.runtime else None
    return Request(
        ROOT,
        kiosk.__version__,
        options.fast,
        options.release_key,
        runtime,
        options.certificate,
        options.certificate_password,
        options.timestamp,
    )


def _do(options: argparse.Namespace, request: Request) -> int:
    options.windows |= options.all
    options.debian |= options.all
    install_missing_tools(_jobs(options))
    if options.command == "tree":
        print(TREES[options.system](request))
        return OK
    started = time.monotonic()
    if artefacts := _make(options, request):
        release.write(artefacts, request)
        print("", *reckon(request, artefacts), sep="\n")
        print(f"made in {time.monotonic() - started:.0f} s")
    return _try(options, request) if options.test else OK


def _jobs(options: argparse.Namespace) -> set[str]:
    """What the tools are needed for."""
    jobs = {"tree"}
    jobs |= {"windows"} if options.windows else set()
    jobs |= {"debian"} if options.debian else set()
    return jobs | ({"test"} if options.test else set())


def _make(options: argparse.Namespace, request: Request) -> list[Artefact]:
    request.dist.mkdir(exist_ok=True)
    made: list[Artefact] = []
    for system in _systems(options):
        TREES[system](request)
        made += _part(system, "build").make(request)
    return made


def _try(options: argparse.Namespace, request: Request) -> int:
    """Run the lifecycles of the systems that are named, or of both; all, though one failed."""
    systems = _systems(options) or list(TREES)
    held = [_part(system, "trial").run(request) for system in systems]
    return OK if all(held) else FAILED


def _systems(options: argparse.Namespace) -> list[str]:
    asked = {"windows": options.windows, "linux": options.debian}
    return [system for system in TREES if asked[system]]


def _part(system: str, name: str) -> Any:
    """A system's own module, loaded when it is asked for: the other's tools may be missing."""
    return import_module(f"installer.{system}.{name}")


if __name__ == "__main__":
    sys.exit(main())
