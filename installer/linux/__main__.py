"""The signed repository with a key of one's own, and with what offices without network need."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import kiosk
from installer.artefact import Request
from installer.linux.build import keys_folder, make_apt_folder
from installer.linux.offline import download_dependencies
from installer.linux.repository import SigningKey, trial_key
from installer.step import PackagingError

ROOT = Path(__file__).resolve().parents[2]
OK, FAILED = 0, 1


def main() -> int:
    """Make `dist/apt` anew from the package in `dist/`."""
    parser = argparse.ArgumentParser(prog="python -m installer.linux", description=__doc__)
    add = parser.add_argument
    add("--apt-key", type=Path, metavar="FILE", help="armoured OpenPGP secret key, no passphrase")
    add("--with-dependencies", action="store_true", help="also what a minimal Debian 12 lacks")
    options = parser.parse_args()
    request = Request(ROOT, kiosk.__version__)
    key = SigningKey(options.apt_key) if options.apt_key else trial_key(keys_folder(request))
    try:
        folder = _make(request, key, with_dependencies=options.with_dependencies)
    except PackagingError as error:
        print(error, file=sys.stderr)
        return FAILED
    sizes = [path.stat().st_size for path in folder.glob("*.deb")]
    print(f"{folder}: {len(sizes)} packages, {sum(sizes) / 1e6:.1f} MB")
    return OK


def _make(request: Request, key: SigningKey, *, with_dependencies: bool) -> Path:
    deb = request.dist / f"loket_{request.version}_amd64.deb"
    if not deb.exists():
        raise PackagingError(f"{deb} is missing: make it first")
    with tempfile.TemporaryDirectory(prefix="loket-offline-") as scratch:
        packages = [deb]
        if with_dependencies:
            if os.geteuid() != 0:
                raise PackagingError("--with-dependencies needs root: it asks a clean Debian")
            packages += download_dependencies(request.root / "build", deb, Path(scratch))
        return make_apt_folder(request, packages, key)


if __name__ == "__main__":
    sys.exit(main())
