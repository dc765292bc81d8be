"""Everything at the kiosk that reads bytes from outside, and what it may answer to bad ones."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Final

from pydantic import ValidationError

from kiosk.config import ConfigError, parse_settings
from kiosk.domain.recovery import parse_challenge, parse_recovery_code
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import parse_ticket
from kiosk.store.moments import to_text
from kiosk.store.open_header import read_open_header
from kiosk.sync.answer import Answer, check, parse, retry_after
from kiosk.sync.carrier_files import (
    ANSWER_MAGIC,
    FORMAT,
    CarriedPart,
    answer_bytes,
    bundle_pieces,
    read_manifest,
)
from kiosk.sync.carrier_messages import CarriedOutcomes, PartRefusal
from kiosk.sync.central import CentralError, PartName
from kiosk.sync.content import ktp_form, photo_form, registration_form
from kiosk.sync.forms import PatchedAnswers, PatchForm, RegistrationForm
from kiosk.sync.heartbeat_messages import HeartbeatAnswer
from kiosk.sync.packing import Packed, pack, unpack
from kiosk.sync.problem import PROBLEM_TYPE, Problem, ProblemType
from kiosk.sync.protocol import (
    ContactAnswer,
    ContentType,
    EnrolmentRequest,
    OutcomePage,
    Part,
    Receipt,
    Signed,
    TokenGrant,
    Wire,
    base64_bytes,
    base64_text,
)
from kiosk.sync.receipts import ReceiptError, verified_receipt
from kiosk.sync.release import read_release
from kiosk.sync.sealing import (
    EnvelopeError,
    EnvelopeHeader,
    open_envelope,
    parse_envelope,
    seal,
)
from kiosk.sync.signing import SigningContext, public_key_of, sign
from kiosk.sync.stick import CarrierError
from tests.faults.fuzz_kiosk import ID, EnrolledKiosk
from tests.faults.mutation import mutated, mutated_json
from tests.releases import PRIVATE as RELEASE_KEY
from tests.releases import release
from tests.sync.registrations import CARD, PHOTO, registration
from tests.sync.scripted_central import (
    DEVICE_ID,
    NOON,
    RECEIPTS,
    SENT,
    ScriptedCentral,
    bundle,
    signed_outcome,
    ticket_status,
)
from tests.sync.test_sealing import CENTRE_PRIVATE, CENTRE_PUBLIC

_NO_HASH: Final = "0" * 64
TOML: Final = b"""
[centre]
url = "https://loket.example.com"
proxy = "http://127.0.0.1:3128"
[printer]
paper = "a5"
[session]
idle_seconds = 60
presence = true
"""
_STATUSES: Final = (*range(200, 207), *range(300, 309), *range(400, 432), 451, 500, 503, 511, 599)
_HEADERS: Final[tuple[dict[str, str], ...]] = (
    {},
    {"content-type": "application/json", "date": "Mon, 02 Mar 2026 05:00:00 GMT"},
    {"content-type": f"{PROBLEM_TYPE}; charset=utf-8", "retry-after": "120"},
    {"content-type": PROBLEM_TYPE, "retry-after": "Mon, 02 Mar 2026 06:00:00 GMT", "date": "x"},
    {"content-type": "text/html", "retry-after": "9" * 5_000},
    {"date": "Mon, 02 Mar 99999 05:00:00 GMT", "retry-after": "-1"},
    {"date": "Fri, 31 Dec 9999 23:59:59 -2359", "retry-after": "Fri, 01 Jan 0001 00:00:00 +2359"},
)


@dataclass(frozen=True, slots=True)
class Target:
    """One reader: good bytes, how to spoil them, and the errors that are an answer."""

    name: str
    specimens: tuple[bytes, ...] = field(repr=False)
    spoil: Callable[[bytes, Random], bytes]
    feed: Callable[[bytes, Random], object]
    allowed: tuple[type[Exception], ...]


@contextmanager
def targets(folder: Path) -> Iterator[tuple[Target, ...]]:
    """All of them; some write into real stores below `folder`."""
    kiosk = EnrolledKiosk(folder)
    try:
        readers = (*_receipts(), *_envelopes(), *_contents(), *_told(kiosk), *_on_a_stick(kiosk))
        yield (*_messages(), *readers, *_on_a_share(), *_typed())
    finally:
        kiosk.store.stop()


def _messages() -> Iterator[Target]:
    """What comes over the line, before any signature is looked at."""
    key = base64_text(public_key_of(RECEIPTS))
    signed = signed_outcome(1, ID, CentreState.ELIGIBLE)
    enrolment = ScriptedCentral().enrol(
        EnrolmentRequest(code="7Q4M-2XA9-BC0D", device_key=key, kiosk_version="0.1.0")
    )
    specimens: tuple[Wire, ...] = (
        *(enrolment, TokenGrant(token="token", expires_at=NOON), signed, SENT),
        *(OutcomePage(outcomes=[signed], cursor=1), ticket_status(ID), ContactAnswer(phone="0840")),
        HeartbeatAnswer(submissions=1, parts=2),
    )
    for message in specimens:
        kind = type(message)
        yield Target(
            f"answer: {kind.__name__}",
            (message.model_dump_json().encode(),),
            mutated_json,
            lambda data, _, kind=kind: parse(Answer(200, {}, data), kind),  # type: ignore[misc]
            (CentralError,),
        )
    problem = Problem(type=ProblemType.CODE_WRONG, title="No", status=403, tries_left=3)
    yield Target(
        "answer: status and headers",
        (problem.model_dump_json().encode(), signed.model_dump_json().encode(), b"<html>"),
        lambda data, chance: (
            mutated(data, chance) if data[:1] == b"<" else mutated_json(data, chance)
        ),
        _answered,
        (CentralError,),
    )


def _answered(body: bytes, chance: Random) -> None:
    """With some status and some headers, which may be spoilt as well."""
    headers = dict(chance.choice(_HEADERS))
    for name in list(headers):
        if chance.random() < 0.3:
            headers[name] = mutated(headers[name].encode(), chance).decode("latin-1")
    answer = Answer(chance.choice(_STATUSES), headers, body)
    retry_after(answer)
    check(answer)


def _receipts() -> Iterator[Target]:
    """As they come, and as the centre may have signed them."""
    part, key = PartName(ID, Part.PHOTO, 1), public_key_of(RECEIPTS)
    receipt = Receipt(
        submission_id=ID,
        part=Part.PHOTO,
        revision=1,
        sha256=_NO_HASH,
        received_at=NOON,
        centre_key_id="r1",
    )

    def signed(payload: bytes) -> Signed:
        return sign(payload, SigningContext.RECEIPT, RECEIPTS, "r1")

    payload = receipt.model_dump_json().encode()
    yield Target(
        "receipt that is signed",
        (payload,),
        mutated_json,
        lambda data, _: verified_receipt(signed(data), part, _NO_HASH, key),
        (ReceiptError,),
    )
    yield Target(
        "receipt",
        (signed(payload).model_dump_json().encode(),),
        mutated_json,
        lambda data, _: verified_receipt(Signed.model_validate_json(data), part, _NO_HASH, key),
        (ReceiptError, ValidationError),
    )


def _envelopes() -> Iterator[Target]:
    """Whole ones at the centre, and what a kiosk finds of one on its disk."""
    header = EnvelopeHeader(
        device=DEVICE_ID,
        submission=ID,
        part=Part.PHOTO,
        revision=1,
        content_type=ContentType.PICTURE,
        key_id="seal-1",
        made_at=NOON,
    )
    photo = pack(photo_form(ID, 1, PHOTO)).content
    envelope = seal(photo, header, CENTRE_PUBLIC, RECEIPTS)
    yield Target("envelope", (envelope,), mutated, _open, (EnvelopeError,))
    yield Target(
        "open header of an envelope",
        (header.encode(),),
        mutated_json,
        lambda data, _: _adoptable(envelope[:5] + len(data).to_bytes(4, "big")[2:] + data),
        (),
    )


def _adoptable(beginning: bytes) -> None:
    """What is found must fit into the database: its numbers into 64 bits, its time into UTC."""
    header = read_open_header(beginning)
    if header is not None:
        header.revision.to_bytes(8, "big", signed=True)
        to_text(header.made_at)


def _contents() -> Iterator[Target]:
    """What is inside an envelope."""
    form = pack(registration_form(registration(), "desa-1", NOON)).content
    yield Target(
        "content: form",
        (form,),
        mutated_json,
        lambda data, _: RegistrationForm.model_validate_json(data),
        (ValidationError,),
    )
    patch = PatchForm(
        submission_id=ID,
        number=2,
        made_at=NOON,
        assisted_by=None,
        changes=PatchedAnswers(ktp=ktp_form(ID, 2, CARD)),
        confirmed_warnings=[],
    )
    for message in (photo_form(ID, 1, PHOTO), patch):
        model = type(message)
        yield Target(
            f"content: {model.__name__} with its picture",
            (pack(message).content,),
            mutated,
            lambda data, _, model=model: unpack(Packed(ContentType.PICTURE, data), model),  # type: ignore[misc]
            (ValueError,),
        )


def _open(data: bytes, _: Random) -> None:
    open_envelope(parse_envelope(data), CENTRE_PRIVATE, public_key_of(RECEIPTS))


def _told(kiosk: EnrolledKiosk) -> Iterator[Target]:
    """What the centre signed, and what is kept of it."""
    outcome = signed_outcome(5, ID, CentreState.PHOTO_REJECTED)
    said = json.loads(_payload(outcome)) | {"deadline": NOON.isoformat(), "batch_id": "g70"}
    yield Target(
        "configuration that is signed",
        (bundle(2).model_dump_json().encode(),),
        mutated_json,
        kiosk.hear_configuration,
        (CentralError,),
    )
    yield Target(
        "outcome that is signed",
        (_payload(outcome), json.dumps(said).encode()),
        mutated_json,
        kiosk.hear_outcome,
        (CentralError,),
    )
    page = CarriedOutcomes(device_id=DEVICE_ID, after=0, cursor=7, outcomes=[outcome])
    yield Target(
        "page on a stick that is signed and sealed",
        (page.model_dump_json().encode(),),
        mutated_json,
        kiosk.take_in_page,
        (CarrierError,),
    )


def _on_a_stick(kiosk: EnrolledKiosk) -> Iterator[Target]:
    """The two files."""
    refusal = PartRefusal(
        submission_id=ID,
        part=Part.PHOTO,
        revision=1,
        sha256=_NO_HASH,
        status=409,
        type="conflict",
        refused_at=NOON,
        centre_key_id="r1",
    )
    signed = sign(refusal.model_dump_json().encode(), SigningContext.REFUSAL, RECEIPTS, "r1")
    answer = answer_bytes(kiosk.answer(refusals=[signed]))
    yield Target("answer on a stick", (answer,), mutated, kiosk.take_in, (CarrierError,))
    yield Target(
        "answer on a stick, its hash in order",
        (answer[5:-32],),
        mutated_json,
        lambda data, chance: kiosk.take_in(_hashed(ANSWER_MAGIC + bytes([FORMAT]) + data), chance),
        (CarrierError,),
    )
    part = CarriedPart(
        submission_id=ID,
        part=Part.FORM,
        revision=1,
        sha256=hashlib.sha256(b"sealed").hexdigest(),
        size_bytes=6,
    )
    whole = b"".join(bundle_pieces(kiosk.device, signed, NOON, [(part, b"sealed")]))
    yield Target(
        "bundle", (whole,), mutated, lambda data, _: read_manifest(BytesIO(data)), (CarrierError,)
    )


def _on_a_share() -> Iterator[Target]:
    """What lies where newer versions are looked for: by anybody, and by whoever has the key."""
    payload = release().model_dump_json().encode()
    yield Target(
        "release file",
        (_signed_release(payload),),
        mutated,
        lambda data, _: read_release(data, public_key_of(RELEASE_KEY)),
        (),
    )
    yield Target(
        "release file, signed",
        (payload,),
        mutated_json,
        lambda data, _: read_release(_signed_release(data), public_key_of(RELEASE_KEY)),
        (),
    )


def _signed_release(payload: bytes) -> bytes:
    """Sign whatever it is."""
    signed = sign(payload, SigningContext.RELEASE, RELEASE_KEY, "r1")
    return signed.model_dump_json().encode()


def _typed() -> Iterator[Target]:
    """A settings file, and codes as they are typed, read aloud or scanned."""
    yield Target(
        "kiosk.toml",
        (TOML,),
        mutated,
        lambda data, _: parse_settings(data.decode("utf-8", "replace")),
        (ConfigError,),
    )
    for name, read in (
        ("ticket", parse_ticket),
        ("challenge", parse_challenge),
        ("recovery code", parse_recovery_code),
    ):
        yield Target(
            f"code: {name}",
            (b"7Q4M-2XA9-BC0D", b"R385-4Z0N-MS8C-KESN"),
            mutated,
            lambda data, _, read=read: read(data.decode("utf-8", "replace")),  # type: ignore[misc]
            (),
        )


def _payload(signed: Signed) -> bytes:
    return base64_bytes(signed.payload)


def _hashed(content: bytes) -> bytes:
    return content + hashlib.sha256(content).digest()
