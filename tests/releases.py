"""Releases of invented versions, in a folder."""

import hashlib
from base64 import b64encode
from datetime import date
from pathlib import Path

from kiosk.sync.release import RELEASE_FILE, Notes, Release, ReleasedFile, sign_release
from kiosk.sync.signing import public_key_of

PRIVATE = bytes(range(32))
PUBLIC = public_key_of(PRIVATE)
PUBLISHED = b64encode(PUBLIC).decode() + "\n"
PACKAGES = ("loket-{}-setup.exe", "loket_{}_amd64.deb", "loket-{}.msi")


def content_of(name: str) -> bytes:
    """Of a package, far smaller than a real one."""
    return name.encode() * 100


def release(version: str = "9.1.0") -> Release:
    names = [name.format(version) for name in PACKAGES]
    files = [
        ReleasedFile(
            name=name,
            sha256=hashlib.sha256(content_of(name)).hexdigest(),
            size=len(content_of(name)),
        )
        for name in names
    ]
    notes = Notes(id="Lebih cepat.", en="Faster.\nAnd kinder.")
    return Release(version=version, date=date(2027, 1, 4), files=files, notes=notes)


def put_release(folder: Path, version: str = "9.1.0", private_key: bytes = PRIVATE) -> Release:
    """Put a whole release into a folder."""
    folder.mkdir(exist_ok=True)
    made = release(version)
    for file in made.files:
        (folder / file.name).write_bytes(content_of(file.name))
    (folder / RELEASE_FILE).write_bytes(sign_release(made, private_key))
    return made
