"""The release file: which version lies beside it, signed by whoever builds Loket."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from kiosk.sync.protocol import Sha256Hex, Signed, Wire
from kiosk.sync.signing import SignatureError, SigningContext, sign, verify

RELEASE_FILE: Final = "loket-release.json"
MAX_RELEASE_BYTES: Final = 32 * 1024
MOST_FILES: Final = 20
_LARGEST_FILE_BYTES: Final = 4 * 1024**3
_KEY_ID: Final = "release"


class ReleaseProblem(StrEnum):
    """Why a release file is not believed; the value is the key of its sentence."""

    FORMAT = "updates.format"
    """Damaged, or of a later kind."""
    CHANGED = "updates.changed"
    """Not signed by whoever built this version."""


def _readable(text: str) -> str:
    """What a terminal shows must not steer it."""
    if not all(line.isprintable() for line in text.split("\n")):
        raise ValueError("with signs that nobody can read")
    return text


Version = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){0,3}$")]
Note = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_readable)]


class Notes(Wire):
    """What is new, for the IT staff."""

    id: Note
    en: Note


class ReleasedFile(Wire):
    """One file of a release; its name leads out of no folder."""

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+~-]{0,99}$")
    sha256: Sha256Hex
    size: int = Field(ge=1, le=_LARGEST_FILE_BYTES)


class Release(Wire):
    """One version, and the files that install it."""

    version: Version
    date: date
    files: Annotated[Sequence[ReleasedFile], Field(min_length=1, max_length=MOST_FILES)]
    notes: Notes


def sign_release(release: Release, private_key: bytes) -> bytes:
    """The bytes of the release file."""
    payload = release.model_dump_json().encode()
    return sign(payload, SigningContext.RELEASE, private_key, _KEY_ID).model_dump_json().encode()


def read_release(data: bytes, public_key: bytes) -> Release | ReleaseProblem:
    """What a release file says, if the owner of `public_key` signed it."""
    if len(data) > MAX_RELEASE_BYTES:
        return ReleaseProblem.FORMAT
    try:
        signed = Signed.model_validate_json(data)
        payload = verify(signed, SigningContext.RELEASE, public_key)
        return Release.model_validate_json(payload)
    except SignatureError:
        return ReleaseProblem.CHANGED
    except ValueError:  # pydantic's ValidationError is one
        return ReleaseProblem.FORMAT


def is_newer(offered: str, running: str) -> bool:
    """Whether a version comes after another: `0.10` after `0.9`, and `1.0` is `1.0.0`.

    Raises ValueError for what is no numbers with dots between.
    """
    return _numbers(offered) > _numbers(running)


def _numbers(version: str) -> list[int]:
    numbers = [int(number) for number in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return numbers
