"""A photo that is uploaded piece by piece."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import requests

from kiosk.central.centre import UPLOADS_FOLDER
from kiosk.central.settings.configuration import AccessLimits, demo_configuration
from kiosk.central.settings.settings import Settings
from kiosk.sync.protocol import GRANT_HEADER, Part
from kiosk.sync.resumable import PIECE_TYPE, UploadDescription
from tests.central.fixed_settings import FixedSettings
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident

SITI = Resident()
VERSION = {"Tus-Resumable": "1.0.0"}


class Photo:
    """A photo of this kiosk, and the calls to upload it."""

    def __init__(
        self, kiosk: Kiosk, size: int = 40_000, revision: int = 1, envelope: bytes | None = None
    ) -> None:
        self.kiosk = kiosk
        self.submission_id = uuid4()
        self.revision = revision
        named = {"submission": self.submission_id, "part": Part.PHOTO, "revision": revision}
        self.envelope = envelope or kiosk.seal(os.urandom(size), **named)
        self.sha256 = hashlib.sha256(self.envelope).hexdigest()
        self.grant: str | None = None

    @property
    def announced(self) -> dict[str, str]:
        description = UploadDescription(
            submission=self.submission_id,
            part=Part.PHOTO,
            revision=self.revision,
            sha256=self.sha256,
            length=len(self.envelope),
        )
        metadata = {"Upload-Metadata": description.metadata()}
        return {"Upload-Length": str(len(self.envelope)), **metadata}

    def begin(self, body: bytes = b"", /, **changes: str) -> requests.Response:
        headers = VERSION | self.announced | self._typed(body) | changes
        return self.kiosk.call("POST", "uploads", headers=headers, data=body)

    def go_on(
        self, upload: str, offset: int, body: bytes, kiosk: Kiosk | None = None
    ) -> requests.Response:
        headers = VERSION | {"Upload-Offset": str(offset)} | self._typed(body)
        return (kiosk or self.kiosk).call("PATCH", f"uploads/{upload}", headers=headers, data=body)

    def _typed(self, body: bytes) -> dict[str, str]:
        granted = {} if self.grant is None else {GRANT_HEADER: self.grant}
        return granted | ({"Content-Type": PIECE_TYPE} if body else {})


def settings(limits: AccessLimits) -> Settings:
    return FixedSettings(replace(demo_configuration(), limits=limits))


def upload_of(answer: requests.Response) -> str:
    assert answer.status_code == 201
    return answer.headers["Location"].rpartition("/")[2]


def files(folder: Path) -> list[Path]:
    return list((folder / "centre" / UPLOADS_FOLDER).glob("*/*"))
