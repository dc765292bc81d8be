"""Chapter 7: parts, and the receipts that a kiosk relies on before it deletes anything."""

import hashlib
import secrets
from uuid import UUID, uuid4

from kiosk.conformance.bench import Bench, answered, refused
from kiosk.conformance.people import Person, card_of
from kiosk.conformance.rules import Chapter, require
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import MAX_FORM_BYTES, MAX_PHOTO_BYTES, Part
from kiosk.sync.sealing import EnvelopeHeader
from kiosk.sync.signing import SigningContext, sign_bytes

DELIVERY = Chapter(7, "Parts and receipts")
_INVALID = ProblemType.ENVELOPE_INVALID


def _refused_form(bench: Bench, envelope: bytes, field: str, at: UUID | None = None) -> None:
    """Try to deliver it as the form of nobody in particular."""
    answer = bench.device.put(Part.FORM, at or uuid4(), envelope)
    refused(answer, 422, _INVALID, field)


def _sealed(bench: Bench, header: EnvelopeHeader) -> bytes:
    return bench.device.seal(b"{}", header)


@DELIVERY.rule("a form is taken with 201 and a signed receipt")
def _(bench: Bench) -> None:
    person = bench.person()
    envelope = bench.form(person)
    bench.device.delivered(bench.device.put(Part.FORM, person.submission_id, envelope))


@DELIVERY.rule("a receipt names submission, part, revision and the hash of the envelope")
def _(bench: Bench) -> None:
    person = bench.person()
    envelope = bench.form(person)
    receipt = bench.device.delivered(bench.device.put(Part.FORM, person.submission_id, envelope))
    told = (receipt.submission_id, receipt.part, receipt.revision, receipt.sha256)
    wanted = (person.submission_id, Part.FORM, 1, hashlib.sha256(envelope).hexdigest())
    require(told == wanted, "it names something else")


@DELIVERY.rule("the same form again gives the same receipt")
def _(bench: Bench) -> None:
    person = bench.person()
    envelope = bench.form(person)
    first = bench.device.put(Part.FORM, person.submission_id, envelope)
    bench.device.delivered(first)
    again = bench.device.put(Part.FORM, person.submission_id, envelope)
    answered(again, 200)
    require(again.body == first.body, "another receipt")


@DELIVERY.rule("other bytes under the same name are refused with 409")
def _(bench: Bench) -> None:
    person = bench.registered
    answer = bench.device.put(Part.FORM, person.submission_id, bench.form(person))
    refused(answer, 409, ProblemType.CONFLICT)


@DELIVERY.rule("a photo may come before its form")
def _(bench: Bench) -> None:
    person = bench.person()
    for part, envelope in ((Part.PHOTO, bench.photo(person)), (Part.FORM, bench.form(person))):
        bench.device.delivered(bench.device.put(part, person.submission_id, envelope))


@DELIVERY.rule("a photo that was taken gets its receipt again, too")
def _(bench: Bench) -> None:
    person = bench.person()
    envelope = bench.photo(person)
    first = bench.device.put(Part.PHOTO, person.submission_id, envelope)
    bench.device.delivered(first)
    again = bench.device.put(Part.PHOTO, person.submission_id, envelope)
    require((again.status, again.body) == (200, first.body), f"{again.status}, or another receipt")


@DELIVERY.rule("an envelope of another device is refused")
def _(bench: Bench) -> None:
    submission = uuid4()
    header = bench.device.header(submission, Part.FORM, device=uuid4())
    _refused_form(bench, _sealed(bench, header), "header.device", submission)


@DELIVERY.rule("an envelope of another submission is refused")
def _(bench: Bench) -> None:
    header = bench.device.header(uuid4(), Part.FORM)
    _refused_form(bench, _sealed(bench, header), "header.submission")


@DELIVERY.rule("an envelope of another part is refused")
def _(bench: Bench) -> None:
    submission = uuid4()
    header = bench.device.header(submission, Part.PHOTO)
    _refused_form(bench, _sealed(bench, header), "header.part", submission)


@DELIVERY.rule("an envelope of another revision is refused")
def _(bench: Bench) -> None:
    submission = uuid4()
    header = bench.device.header(submission, Part.FORM, revision=2)
    _refused_form(bench, _sealed(bench, header), "header.revision", submission)


@DELIVERY.rule("an envelope for a key that the centre does not have is refused")
def _(bench: Bench) -> None:
    submission = uuid4()
    header = bench.device.header(submission, Part.FORM, key_id="no-such-key")
    _refused_form(bench, _sealed(bench, header), "header.key_id", submission)


@DELIVERY.rule("an envelope that another key signed is refused")
def _(bench: Bench) -> None:
    submission = uuid4()
    header = bench.device.header(submission, Part.FORM)
    envelope = bench.device.seal(b"{}", header, key=secrets.token_bytes(32))
    _refused_form(bench, envelope, "signature", submission)


@DELIVERY.rule("an envelope with one bit changed is refused")
def _(bench: Bench) -> None:
    submission = uuid4()
    envelope = bytearray(_sealed(bench, bench.device.header(submission, Part.FORM)))
    envelope[-80] ^= 1
    _refused_form(bench, bytes(envelope), "signature", submission)


@DELIVERY.rule("an envelope that is cut off is refused")
def _(bench: Bench) -> None:
    submission = uuid4()
    envelope = _sealed(bench, bench.device.header(submission, Part.FORM))
    for length in (0, 4, 100, len(envelope) - 1):
        answer = bench.device.put(Part.FORM, submission, envelope[:length])
        refused(answer, 422, _INVALID)


@DELIVERY.rule("a header in another form than its one is refused")
def _(bench: Bench) -> None:
    submission = uuid4()
    header = bench.device.header(submission, Part.FORM)
    envelope = _with_spaces(bench, _sealed(bench, header), len(header.encode()))
    _refused_form(bench, envelope, "envelope", submission)


@DELIVERY.rule("a form of more than 64 KiB is refused with 413")
def _(bench: Bench) -> None:
    answer = bench.device.put(Part.FORM, uuid4(), bytes(MAX_FORM_BYTES + 1))
    refused(answer, 413, ProblemType.TOO_LARGE)


@DELIVERY.rule("a photo of more than 400 KiB is refused with 413")
def _(bench: Bench) -> None:
    answer = bench.device.put(Part.PHOTO, uuid4(), bytes(MAX_PHOTO_BYTES + 1))
    refused(answer, 413, ProblemType.TOO_LARGE)


@DELIVERY.rule("a revision that was not asked for is refused with 409")
def _(bench: Bench) -> None:
    person = bench.person()
    answer = bench.device.put(
        Part.PHOTO, person.submission_id, bench.photo(person, revision=2), revision=2
    )
    refused(answer, 409, "revision_not_asked", "revision")


@DELIVERY.rule("the photo of a KTP that an opened form does not announce is refused")
def _(bench: Bench) -> None:
    person = bench.registered
    bench.wait_until_opened(person)
    message = card_of(person, bench.device.now())
    envelope = bench.device.seal_message(message, person.submission_id, Part.KTP)
    refused(bench.device.put(Part.KTP, person.submission_id, envelope), 409, "revision_not_asked")


@DELIVERY.rule("an id that is none is refused, named, and not repeated")
def _(bench: Bench) -> None:
    for name in ("3510070101909001", "..%2F..%2Fetc", "'%20OR%201=1"):
        answer = bench.device.call("PUT", f"submissions/{name}/form", body=b"x")
        answered(answer, 404, 422)
        require(name.encode() not in answer.body, "it is repeated")


@DELIVERY.rule("a part that was refused leaves nothing behind: the right one is taken")
def _(bench: Bench) -> None:
    person = _after_refusals(bench)
    answer = bench.device.put(Part.FORM, person.submission_id, bench.form(person))
    bench.device.delivered(answer)


def _after_refusals(bench: Bench) -> Person:
    person = bench.person()
    cut_off = bench.form(person)[:-1]
    answer = bench.device.put(Part.FORM, person.submission_id, cut_off)
    answered(answer, 422)
    return person


def _with_spaces(bench: Bench, envelope: bytes, header_length: int) -> bytes:
    """The same header with a space more, sealed and signed anew."""
    header = envelope[7 : 7 + header_length].replace(b",", b", ", 1)
    prefix = envelope[:5] + len(header).to_bytes(2, "big")
    signed = prefix + header + envelope[7 + header_length : -64]
    return signed + sign_bytes(signed, SigningContext.ENVELOPE, bench.device.key)
