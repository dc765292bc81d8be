"""What a resident agrees to, purpose by purpose, and the proof of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from kiosk.domain.problem import FieldProblem


class ConsentPurpose(StrEnum):
    """Each is asked for by itself and never ticked beforehand."""

    PROCESS = "process"
    CAMERA = "camera"
    PHOTO_UPLOAD = "photo_upload"
    JOIN = "join"


class ConsentProblem(FieldProblem):
    """A consent that a registration cannot do without."""

    PROCESS = "consent.process_required"
    CAMERA = "consent.camera_required"
    PHOTO_UPLOAD = "consent.photo_upload_required"


@dataclass(frozen=True, slots=True)
class Consent:
    """Proof of one consent: which words, by their hash, and when. `given_at` is aware.

    `officer` is who helped at the counter; None where the resident was alone.
    """

    purpose: ConsentPurpose
    version: str
    text_sha256: str
    given_at: datetime
    officer: str | None = None


_NEEDED: Final = {
    ConsentPurpose.PROCESS: ConsentProblem.PROCESS,
    ConsentPurpose.CAMERA: ConsentProblem.CAMERA,
    ConsentPurpose.PHOTO_UPLOAD: ConsentProblem.PHOTO_UPLOAD,
}


def give_consent(
    purpose: ConsentPurpose, version: str, text: str, now: datetime, *, officer: str | None = None
) -> Consent:
    """Make the proof for the very words that were on the screen."""
    return Consent(purpose, version, sha256(text.encode("utf-8")).hexdigest(), now, officer)


def missing_consents(given: Sequence[Consent], *, photo: bool = True) -> tuple[ConsentProblem, ...]:
    """Tell what is still to be agreed to before a registration can be sent.

    `photo`: whether one is taken; who refuses that agrees neither to the camera nor to sending it.
    """
    purposes = {consent.purpose for consent in given}
    needed = _NEEDED if photo else {ConsentPurpose.PROCESS: ConsentProblem.PROCESS}
    return tuple(problem for purpose, problem in needed.items() if purpose not in purposes)
