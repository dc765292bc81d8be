"""How a message and its picture lie side by side inside an envelope.

Base64 inside JSON would make every picture a third larger, on lines that carry 30 kB in a second.
So what has a picture is: length of the JSON (4 bytes, big-endian), the JSON, the JPEG as it is.
"""

from dataclasses import dataclass, field
from typing import TypeVar

from kiosk.sync.forms import KtpForm, PatchForm, PhotoForm, PictureForm
from kiosk.sync.protocol import ContentType, Wire

_LENGTH_BYTES = 4
M = TypeVar("M", PhotoForm, KtpForm, PictureForm, PatchForm)


@dataclass(frozen=True, slots=True)
class Packed:
    """The content of one envelope, and by which rule to read it."""

    content_type: ContentType
    content: bytes = field(repr=False)


def pack(message: Wire) -> Packed:
    """Lay a message out for sealing."""
    json, jpeg = message.model_dump_json().encode(), _picture_of(message)
    if jpeg is None:
        return Packed(ContentType.JSON, json)
    return Packed(ContentType.PICTURE, len(json).to_bytes(_LENGTH_BYTES, "big") + json + jpeg)


def unpack(packed: Packed, model: type[M]) -> M:
    """Read a message, with its picture where it brings one.

    Raises ValueError, of which pydantic's ValidationError is one, for any other bytes.
    """
    if packed.content_type is ContentType.JSON:
        return model.model_validate_json(packed.content)
    end = _LENGTH_BYTES + int.from_bytes(packed.content[:_LENGTH_BYTES], "big")
    if end > len(packed.content):
        raise ValueError("cut off")
    message = model.model_validate_json(packed.content[_LENGTH_BYTES:end])
    return message.with_jpeg(packed.content[end:])


def _picture_of(message: Wire) -> bytes | None:
    match message:
        case PictureForm():
            return message.jpeg
        case PatchForm() if message.changes.ktp is not None:
            return message.changes.ktp.jpeg
    return None
