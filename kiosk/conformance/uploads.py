"""Chapter 8: parts that come in pieces, in the manner of tus 1.0."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from kiosk.conformance.bench import NO_SUCH_CALL, Bench, answered, refused
from kiosk.conformance.device import Device
from kiosk.conformance.line import Answer
from kiosk.conformance.people import Person
from kiosk.conformance.rules import Chapter, UntriedError, require
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import MAX_FORM_BYTES, MAX_PHOTO_BYTES, Part, Receipt, Signed
from kiosk.sync.resumable import (
    PIECE_TYPE,
    TUS_VERSION,
    TusHeader,
    UploadDescription,
    UploadState,
)
from kiosk.sync.signing import SigningContext

UPLOADS = Chapter(8, "Uploads that go on after a break")
_SPOKEN: Mapping[str, str] = {TusHeader.VERSION: TUS_VERSION}
_HALF = 5000


@dataclass(frozen=True, slots=True)
class _Photo:
    person: Person
    envelope: bytes

    @property
    def description(self) -> UploadDescription:
        return _described(self.person.submission_id, self.envelope)


def _described(submission: UUID, envelope: bytes, **changes: Any) -> UploadDescription:
    usual = {
        "submission": submission,
        "part": Part.PHOTO,
        "revision": 1,
        "sha256": hashlib.sha256(envelope).hexdigest(),
        "length": len(envelope),
    }
    return UploadDescription.model_validate({**usual, **changes})


def _photo(bench: Bench) -> _Photo:
    """Something to upload; raise UntriedError at a centre that takes everything whole."""
    answer = bench.device.call("OPTIONS", "uploads")
    if answer.status in NO_SUCH_CALL:
        raise UntriedError("this centre has no uploads")
    person = bench.person()
    return _Photo(person, bench.photo(person))


def _announce(
    device: Device,
    named: UploadDescription,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    announced: dict[str, str] = {
        **_SPOKEN,
        TusHeader.LENGTH: str(named.length),
        TusHeader.METADATA: named.metadata(),
        "Content-Type": PIECE_TYPE,
    }
    return device.call("POST", "uploads", body=body, headers={**announced, **(headers or {})})


def _begun(bench: Bench, photo: _Photo, body: bytes = b"") -> UploadState:
    answer = _announce(bench.device, photo.description, body)
    answered(answer, 201)
    return answer.read(UploadState)


def _go_on(device: Device, upload: str, offset: int, piece: bytes, **headers: str) -> Answer:
    usual: dict[str, str] = {**_SPOKEN, TusHeader.OFFSET: str(offset), "Content-Type": PIECE_TYPE}
    return device.call("PATCH", f"uploads/{upload}", body=piece, headers={**usual, **headers})


def _stands(device: Device, upload: str) -> Answer:
    return device.call("HEAD", f"uploads/{upload}", headers=dict(_SPOKEN))


@UPLOADS.rule("OPTIONS says without a token which tus is spoken")
def _(bench: Bench) -> None:
    _photo(bench)
    answer = bench.device.call("OPTIONS", "uploads", headers={"Authorization": ""})
    answered(answer, 200, 204)
    versions = answer.headers.get("Tus-Version", "")
    require(TUS_VERSION in versions, f"versions: {versions or 'none'}")
    extensions = set(answer.headers.get("Tus-Extension", "").split(","))
    require({"creation", "creation-with-upload"} <= extensions, "without creation-with-upload")


@UPLOADS.rule("another version of tus is refused with 412")
def _(bench: Bench) -> None:
    answer = _announce(
        bench.device, _photo(bench).description, headers={TusHeader.VERSION: "0.2.2"}
    )
    answered(answer, 412)


@UPLOADS.rule("an upload without a token is refused")
def _(bench: Bench) -> None:
    answer = _announce(bench.device, _photo(bench).description, headers={"Authorization": ""})
    refused(answer, 401, ProblemType.TOKEN_INVALID)


@UPLOADS.rule("an upload that is announced has a place and begins at 0")
def _(bench: Bench) -> None:
    answer = _announce(bench.device, _photo(bench).description)
    answered(answer, 201)
    require(bool(answer.headers.get("Location")), "no Location")
    require(answer.read(UploadState).offset == 0, "it begins elsewhere")


@UPLOADS.rule("the bytes that come with the announcement are kept")
def _(bench: Bench) -> None:
    photo = _photo(bench)
    state = _begun(bench, photo, photo.envelope[:_HALF])
    require(state.offset == _HALF, f"{state.offset} of {_HALF}")


@UPLOADS.rule("the next bytes go on where it stands, and HEAD tells where that is")
def _(bench: Bench) -> None:
    photo = _photo(bench)
    state = _begun(bench, photo)
    answer = _go_on(bench.device, state.upload, 0, photo.envelope[:_HALF])
    answered(answer, 204)
    head = _stands(bench.device, state.upload)
    for said in (answer, head):
        offset = said.headers.get(TusHeader.OFFSET)
        require(offset == str(_HALF), f"{said.asked}: at {offset}, not {_HALF}")


@UPLOADS.rule("the same announcement is the same upload")
def _(bench: Bench) -> None:
    photo = _photo(bench)
    first = _begun(bench, photo, photo.envelope[:_HALF])
    again = _begun(bench, photo)
    require(first.upload == again.upload, "it is another one")
    require(again.offset == _HALF, f"what had come is lost: at {again.offset}")


@UPLOADS.rule("bytes that begin elsewhere are refused, and change nothing")
def _(bench: Bench) -> None:
    photo = _photo(bench)
    state = _begun(bench, photo, photo.envelope[:_HALF])
    for offset in (0, _HALF + 1):
        answer = _go_on(bench.device, state.upload, offset, b"x" * 100)
        refused(answer, 409, ProblemType.OFFSET_MISMATCH)
    require(_begun(bench, photo).offset == _HALF, "it stands elsewhere now")


@UPLOADS.rule("the last byte brings the receipt of a part that was sent at once")
def _(bench: Bench) -> None:
    photo = _photo(bench)
    state = _begun(bench, photo, photo.envelope[:_HALF])
    answer = _go_on(bench.device, state.upload, _HALF, photo.envelope[_HALF:])
    receipt = bench.device.delivered(answer)
    require(receipt.sha256 == photo.description.sha256, "a receipt for something else")
    again = bench.device.put(Part.PHOTO, photo.person.submission_id, photo.envelope)
    require((again.status, again.body) == (200, answer.body), "sent at once it gets another one")


@UPLOADS.rule("an upload that has arrived is over; its announcement gets the receipt")
def _(bench: Bench) -> None:
    photo = _photo(bench)
    state = _begun(bench, photo, photo.envelope[:_HALF])
    bench.device.delivered(_go_on(bench.device, state.upload, _HALF, photo.envelope[_HALF:]))
    answered(_stands(bench.device, state.upload), 404)
    answer = _announce(bench.device, photo.description)
    answered(answer, 200, 201)
    bench.device.verified(answer.read(Signed), SigningContext.RECEIPT, Receipt)


@UPLOADS.rule("other bytes than were announced are thrown away")
def _(bench: Bench) -> None:
    photo = _photo(bench)
    state = _begun(bench, photo, photo.envelope[:_HALF])
    wrong = bytes(len(photo.envelope) - _HALF)
    answer = _go_on(bench.device, state.upload, _HALF, wrong)
    refused(answer, 422, ProblemType.CHECKSUM_MISMATCH)
    require(_begun(bench, photo).offset == 0, "something is left of them")


@UPLOADS.rule("more bytes than were announced are refused")
def _(bench: Bench) -> None:
    photo = _photo(bench)
    state = _begun(bench, photo)
    answer = _go_on(bench.device, state.upload, 0, photo.envelope + b"x")
    refused(answer, 409, ProblemType.OFFSET_MISMATCH)


@UPLOADS.rule("an upload that was never begun is not there, whatever its name")
def _(bench: Bench) -> None:
    _photo(bench)
    for name in ("none", "..%2F..%2Fcentre.db", "%2e%2e", "a" * 300):
        answered(_stands(bench.device, name), 404)


@UPLOADS.rule("an upload is announced no larger than its part may be")
def _(bench: Bench) -> None:
    _photo(bench)
    for part, most in ((Part.PHOTO, MAX_PHOTO_BYTES), (Part.FORM, MAX_FORM_BYTES)):
        named = _described(uuid4(), b"", part=part, length=most + 1)
        refused(_announce(bench.device, named), 413, ProblemType.TOO_LARGE)


@UPLOADS.rule("a piece of another content type is refused with 415")
def _(bench: Bench) -> None:
    photo = _photo(bench)
    state = _begun(bench, photo)
    answer = _go_on(bench.device, state.upload, 0, b"x", **{"Content-Type": "text/plain"})
    answered(answer, 415)


@UPLOADS.rule("a description that cannot be read is refused, and named")
def _(bench: Bench) -> None:
    named = _photo(bench).description
    for metadata in ("", "submission", "submission !!!", named.metadata() + ",colour cmVk"):
        answer = _announce(bench.device, named, headers={TusHeader.METADATA: metadata})
        refused(answer, 422, "request_invalid", TusHeader.METADATA)


@UPLOADS.rule("another device has no part in it")
def _(bench: Bench) -> None:
    photo = _photo(bench)
    state = _begun(bench, photo, photo.envelope[:_HALF])
    answered(_stands(bench.other, state.upload), 404)
    answer = _go_on(bench.other, state.upload, _HALF, photo.envelope[_HALF:])
    refused(answer, 404, ProblemType.UPLOAD_UNKNOWN)
