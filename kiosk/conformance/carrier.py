"""Chapter 19: what somebody brings on a stick, without a token."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import uuid4

from kiosk.conformance.bench import NO_SUCH_CALL, Bench, answered, refused
from kiosk.conformance.line import Answer
from kiosk.conformance.rules import BrokenError, Chapter, UntriedError, require
from kiosk.sync.carrier_messages import (
    CarriedOutcomes,
    OutcomeQuestion,
    PartRefusal,
    SealedAnswer,
)
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import OutcomeMessage, Part, Signed, base64_bytes, base64_text
from kiosk.sync.sealing import EnvelopeUnsealError, open_answer, public_answer_key
from kiosk.sync.signing import SigningContext, sign

CARRIER = Chapter(19, "A stick instead of a line")
_LASTS = timedelta(days=7)


def _bring(bench: Bench, envelope: bytes) -> Answer:
    answer = bench.device.call(
        "POST", "carrier/parts", body=envelope, headers={"Authorization": ""}
    )
    if answer.status in NO_SUCH_CALL:
        raise UntriedError("this centre takes nothing from carriers")
    return answer


def _ask(bench: Bench, key: bytes | None = None, **changes: Any) -> Answer:
    now = bench.device.now()
    usual = {
        "device_id": bench.device.device_id,
        "after": 0,
        "config_sequence": 0,
        "made_at": now,
        "valid_until": now + _LASTS,
        "answer_key": base64_text(public_answer_key(bench.device.key)),
    }
    question = OutcomeQuestion.model_validate({**usual, **changes})
    payload = question.model_dump_json().encode()
    signed = sign(payload, SigningContext.QUESTION, key or bench.device.key, "device")
    answer = bench.device.call(
        "POST", "carrier/outcomes", signed.model_dump(), headers={"Authorization": ""}
    )
    if answer.status in NO_SUCH_CALL:
        raise UntriedError("this centre answers no carriers")
    return answer


@CARRIER.rule("a part that is brought gets the receipt that the line would have brought")
def _(bench: Bench) -> None:
    person = bench.person()
    envelope = bench.form(person)
    brought = _bring(bench, envelope)
    bench.device.delivered(brought)
    sent = bench.device.put(Part.FORM, person.submission_id, envelope)
    require((sent.status, sent.body) == (200, brought.body), "on the line it gets another one")


@CARRIER.rule("a part that is refused for good is refused with a signed refusal")
def _(bench: Bench) -> None:
    person = bench.registered
    answer = _bring(bench, bench.form(person))
    refused(answer, 409, ProblemType.CONFLICT)
    signed = answer.problem.signed
    if signed is None:
        raise BrokenError("nothing signed comes with it")
    refusal = bench.device.verified(signed, SigningContext.REFUSAL, PartRefusal)
    told = (refusal.submission_id, refusal.part, refusal.status)
    require(told == (person.submission_id, Part.FORM, 409), "it refuses something else")


@CARRIER.rule("a part of a device that is not known is refused")
def _(bench: Bench) -> None:
    submission = uuid4()
    header = bench.device.header(submission, Part.FORM, device=uuid4())
    answer = _bring(bench, bench.device.seal(b"{}", header))
    refused(answer, 403, ProblemType.DEVICE_UNKNOWN)


@CARRIER.rule("a part that its device did not sign is refused")
def _(bench: Bench) -> None:
    header = bench.device.header(uuid4(), Part.FORM)
    envelope = bench.device.seal(b"{}", header, key=secrets.token_bytes(32))
    refused(_bring(bench, envelope), 422, ProblemType.ENVELOPE_INVALID)


@CARRIER.rule("a question is answered for the kiosk's eyes alone, signed as a whole")
def _(bench: Bench) -> None:
    bench.wait_until_opened(bench.registered)
    answer = _ask(bench)
    answered(answer, 200)
    sealed = answer.read(SealedAnswer)
    try:
        opened = open_answer(base64_bytes(sealed.sealed), bench.device.key)
        signed = Signed.model_validate_json(opened)
    except (EnvelopeUnsealError, ValueError) as error:
        raise BrokenError("the kiosk cannot open it") from error
    carried = bench.device.verified(signed, SigningContext.CARRIED, CarriedOutcomes)
    require(carried.device_id == bench.device.device_id, "it is for another kiosk")
    require(carried.cursor == sealed.cursor, "inside and outside have different cursors")
    require(bool(carried.outcomes), "it tells nothing")
    for one in carried.outcomes:
        bench.device.verified(one, SigningContext.OUTCOME, OutcomeMessage)


@CARRIER.rule("the newest configuration comes with it where the kiosk has an older one")
def _(bench: Bench) -> None:
    sequence = bench.device.config.sequence
    for known, is_there in ((0, True), (sequence + 1000, False)):
        answer = _ask(bench, config_sequence=known)
        answered(answer, 200)
        opened = open_answer(base64_bytes(answer.read(SealedAnswer).sealed), bench.device.key)
        carried = bench.device.verified(
            Signed.model_validate_json(opened), SigningContext.CARRIED, CarriedOutcomes
        )
        has_it = carried.configuration is not None
        what = "one" if has_it else "none"
        require(has_it is is_there, f"a kiosk that has number {known} gets {what}")


@CARRIER.rule("a question that its device did not sign is refused")
def _(bench: Bench) -> None:
    answer = _ask(bench, key=secrets.token_bytes(32))
    refused(answer, 403, ProblemType.QUESTION_INVALID)


@CARRIER.rule("a question that is over, or lasts for too long, is refused")
def _(bench: Bench) -> None:
    now = bench.device.now()
    for made_at, until in (
        (now - timedelta(days=3), now - timedelta(days=1)),
        (now, now + timedelta(days=60)),
    ):
        answer = _ask(bench, made_at=made_at, valid_until=until)
        refused(answer, 403, ProblemType.QUESTION_INVALID)
