"""Uploads that outlive their line: what both ends share of tus 1.0 (https://tus.io)."""

from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import Field

from kiosk.sync.protocol import (
    Count,
    Moment,
    Part,
    Sha256Hex,
    Wire,
    base64_bytes,
    base64_text,
)

TUS_VERSION = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"
SMALL_BODY_BYTES = 8 * 1024
"""What is not larger goes in one request: there is nothing to resume."""


class TusHeader(StrEnum):
    """The headers of the protocol, as they are written."""

    VERSION = "Tus-Resumable"
    LENGTH = "Upload-Length"
    OFFSET = "Upload-Offset"
    METADATA = "Upload-Metadata"
    EXPIRES = "Upload-Expires"


class UploadDescription(Wire):
    """What an upload is going to be: the same description is always the same upload."""

    submission: UUID
    part: Part
    revision: int = Field(ge=1, le=999)
    sha256: Sha256Hex
    length: int = Field(ge=1)
    """In bytes, of the whole envelope."""

    def metadata(self) -> str:
        """The value of `Upload-Metadata`: everything but the length, which has its own header."""
        named = self.model_dump(mode="json", exclude={"length"})
        return ",".join(f"{key} {base64_text(str(named[key]).encode())}" for key in named)

    @classmethod
    def read(cls, metadata: str, length: int) -> Self:
        """Raises ValueError, of which pydantic's ValidationError is one."""
        pairs = [pair.strip().split(" ") for pair in metadata.split(",")]
        if any(len(pair) != 2 for pair in pairs):  # noqa: PLR2004  # a key and its value
            raise ValueError("not pairs of keys and values")
        named = {key: base64_bytes(value).decode() for key, value in pairs}
        return cls.model_validate({**named, "length": length})


class UploadState(Wire):
    """How much of an upload has come."""

    upload: str = Field(pattern=r"^[A-Za-z0-9.-]{1,200}$")
    """Names it in `/v1/uploads/{upload}`."""
    offset: Count
    expires_at: Moment
