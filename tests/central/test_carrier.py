"""What comes to the centre by hand: believed for the kiosk's signature, and for nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import requests

from kiosk.central.centre import Centre
from kiosk.central.intake.carrier_limits import RecentCalls
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import AccessLimits, demo_configuration
from kiosk.central.settings.settings_text import toml_of
from kiosk.central.web.problems import RefusedError
from kiosk.domain.batch import BatchState
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.carrier_messages import CarriedOutcomes, OutcomeQuestion, PartRefusal, SealedAnswer
from kiosk.sync.problem import Problem
from kiosk.sync.protocol import (
    ConfigBundle,
    OutcomeMessage,
    Part,
    Signed,
    base64_bytes,
    base64_text,
)
from kiosk.sync.sealing import (
    MAX_ENVELOPE_BYTES,
    EnvelopeUnsealError,
    open_answer,
    public_answer_key,
)
from kiosk.sync.signing import SigningContext, sign, verify
from tests.central.clock import MORNING, SettableClock
from tests.central.databases import open_centre
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident

SITI = Resident()
DAY = timedelta(days=1)
LIMITS = AccessLimits()


class Stranger:
    """Somebody with a line, and with nothing that a centre ever gave."""

    def __init__(self, url: str) -> None:
        self.url = url

    def bring(self, envelope: bytes, grant: str | None = None) -> requests.Response:
        headers = {} if grant is None else {"Loket-Grant": grant}
        return requests.post(
            f"{self.url}/v1/carrier/parts", data=envelope, headers=headers, timeout=30
        )

    def ask(self, question: Signed, after: int = 0) -> requests.Response:
        return requests.post(
            f"{self.url}/v1/carrier/outcomes?after={after}", json=question.model_dump(), timeout=30
        )


@pytest.fixture
def stranger(kiosk: Kiosk) -> Stranger:
    return Stranger(kiosk.url)


def question(kiosk: Kiosk, **changes: Any) -> Signed:
    usual = {
        "device_id": kiosk.device_id,
        "after": 0,
        "config_sequence": 99,
        "made_at": MORNING,
        "valid_until": MORNING + 7 * DAY,
        "answer_key": base64_text(public_answer_key(kiosk.device_key)),
    }
    payload = OutcomeQuestion.model_validate(usual | changes).model_dump_json().encode()
    return sign(payload, SigningContext.QUESTION, kiosk.device_key, "device")


def opened(kiosk: Kiosk, answer: requests.Response) -> CarriedOutcomes:
    """What only this kiosk can read."""
    answer.raise_for_status()
    sealed = base64_bytes(SealedAnswer.model_validate_json(answer.content).sealed)
    signed = Signed.model_validate_json(open_answer(sealed, kiosk.device_key))
    key = base64_bytes(kiosk.enrolment.receipt_key)
    return CarriedOutcomes.model_validate_json(verify(signed, SigningContext.CARRIED, key))


def states(kiosk: Kiosk, page: CarriedOutcomes) -> list[CentreState]:
    key = base64_bytes(kiosk.enrolment.receipt_key)
    payloads = (verify(signed, SigningContext.OUTCOME, key) for signed in page.outcomes)
    return [OutcomeMessage.model_validate_json(payload).state for payload in payloads]


def refusal(kiosk: Kiosk, answer: requests.Response) -> PartRefusal:
    """The signed one in the problem document."""
    signed = Problem.model_validate_json(answer.content).signed
    assert signed is not None
    key = base64_bytes(kiosk.enrolment.receipt_key)
    return PartRefusal.model_validate_json(verify(signed, SigningContext.REFUSAL, key))


# --- parts ----------------------------------------------------------------------------------------


def test_a_part_needs_no_token_and_gets_the_receipt_of_the_line(
    kiosk: Kiosk, stranger: Stranger
) -> None:
    submission_id = uuid4()
    envelope = kiosk.sealed_form(submission_id, SITI)

    by_hand = stranger.bring(envelope)
    over_the_line = kiosk.put_form(submission_id, envelope)

    assert (by_hand.status_code, over_the_line.status_code) == (201, 200)
    assert by_hand.content == over_the_line.content
    assert stranger.bring(envelope).status_code == 200


def test_every_kind_of_part_finds_its_place(
    kiosk: Kiosk, stranger: Stranger, operator: Operator
) -> None:
    submission_id = uuid4()
    for envelope in (
        kiosk.sealed_form(submission_id, SITI, ktp_photo=True),
        kiosk.sealed_photo(submission_id),
        kiosk.sealed_card(submission_id),
    ):
        assert stranger.bring(envelope).status_code == 201
    assert operator.record(submission_id).state is CentreState.PHOTO_VERIFYING


def test_a_photo_again_needs_its_grant_here_too(
    kiosk: Kiosk, stranger: Stranger, operator: Operator
) -> None:
    submission_id = kiosk.register(SITI)
    operator.reject_photo(submission_id, [Reason.BLUR])
    grant, again = kiosk.grant(SITI), kiosk.sealed_photo(submission_id, 2)

    assert_problem(stranger.bring(again), 403, "grant_invalid", "Loket-Grant")
    assert stranger.bring(again, grant).status_code == 201


def test_a_refusal_of_a_part_is_signed(kiosk: Kiosk, stranger: Stranger) -> None:
    submission_id = uuid4()
    stranger.bring(kiosk.sealed_form(submission_id, SITI))
    other = kiosk.sealed_form(submission_id, SITI)

    answer = stranger.bring(other)

    assert_problem(answer, 409, "conflict")
    refused = refusal(kiosk, answer)
    assert (refused.submission_id, refused.part, refused.status, refused.type) == (
        submission_id,
        Part.FORM,
        409,
        "conflict",
    )


def test_over_the_line_no_refusal_is_signed(kiosk: Kiosk) -> None:
    submission_id = uuid4()
    kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI))
    answer = kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI))
    assert "signed" not in answer.json()


def test_what_no_kiosk_signed_is_refused(kiosk: Kiosk, stranger: Stranger) -> None:
    envelope = bytearray(kiosk.sealed_form(uuid4(), SITI))
    envelope[-1] ^= 1
    for body in (bytes(envelope), b"", b"LKTE"):
        assert_problem(stranger.bring(body), 422, "envelope_invalid", "envelope")


def test_a_kiosk_of_nobody_is_refused(kiosk: Kiosk, stranger: Stranger) -> None:
    envelope = kiosk.seal(b"{}", device=uuid4(), submission=uuid4(), part=Part.FORM)
    assert_problem(stranger.bring(envelope), 403, "device_unknown")


def test_a_revoked_kiosk_is_refused(kiosk: Kiosk, stranger: Stranger, operator: Operator) -> None:
    envelope = kiosk.sealed_form(uuid4(), SITI)
    asked = question(kiosk)
    operator.revoke(kiosk.device_id)
    assert_problem(stranger.bring(envelope), 403, "device_revoked")
    assert_problem(stranger.ask(asked), 403, "device_revoked")
    assert operator.submissions() == ()


def test_a_body_larger_than_any_part_is_refused(stranger: Stranger) -> None:
    answer = stranger.bring(bytes(max(MAX_ENVELOPE_BYTES.values()) + 1))
    assert_problem(answer, 413, "too_large")


# --- questions ------------------------------------------------------------------------------------


def test_a_question_is_answered_for_its_kiosk_alone(
    kiosk: Kiosk, stranger: Stranger, enrol: Callable[[], Kiosk]
) -> None:
    kiosk.register(SITI)
    answer = stranger.ask(question(kiosk))

    page = opened(kiosk, answer)
    assert (page.device_id, page.after) == (kiosk.device_id, 0)
    assert states(kiosk, page)[-1] is CentreState.PHOTO_VERIFYING
    with pytest.raises(EnvelopeUnsealError):
        opened(enrol(), answer)


def test_pages_follow_one_another(kiosk: Kiosk, stranger: Stranger, operator: Operator) -> None:
    submission_id = kiosk.register(SITI)
    asked = question(kiosk)
    first = opened(kiosk, stranger.ask(asked))
    operator.reject_photo(submission_id, [Reason.BLUR])

    second = opened(kiosk, stranger.ask(asked, first.cursor))
    last = opened(kiosk, stranger.ask(asked, second.cursor))

    assert (second.after, states(kiosk, second)) == (first.cursor, [CentreState.PHOTO_REJECTED])
    assert (last.outcomes, last.cursor) == ([], second.cursor)


def test_nobody_asks_for_more_than_the_kiosk_did(kiosk: Kiosk, stranger: Stranger) -> None:
    kiosk.register(SITI)
    heard = kiosk.outcomes()[1]
    page = opened(kiosk, stranger.ask(question(kiosk, after=heard)))
    assert (page.after, page.outcomes) == (heard, [])


@pytest.mark.parametrize(("known", "is_sent"), [(0, True), (99, False)])
def test_a_newer_configuration_comes_along(
    kiosk: Kiosk, stranger: Stranger, known: int, is_sent: bool
) -> None:
    page = opened(kiosk, stranger.ask(question(kiosk, config_sequence=known)))
    assert (page.configuration is not None) is is_sent


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_until": MORNING - timedelta(seconds=1)},
        {"valid_until": MORNING + LIMITS.longest_question + timedelta(seconds=1)},
        {"answer_key": base64_text(bytes(32))},
    ],
)
def test_a_question_that_is_too_old_too_long_or_without_a_key_is_refused(
    kiosk: Kiosk, stranger: Stranger, changes: dict[str, object]
) -> None:
    assert_problem(stranger.ask(question(kiosk, **changes)), 403, "question_invalid", "payload")


def test_a_question_ends(kiosk: Kiosk, stranger: Stranger, clock: SettableClock) -> None:
    asked = question(kiosk)
    clock.pass_by(7 * DAY)
    assert stranger.ask(asked).status_code == 200
    clock.pass_by(timedelta(seconds=1))
    assert_problem(stranger.ask(asked), 403, "question_invalid", "payload")


def test_a_question_that_its_kiosk_did_not_sign_is_refused(
    kiosk: Kiosk, stranger: Stranger, enrol: Callable[[], Kiosk]
) -> None:
    genuine, other = question(kiosk), enrol()
    forged = [
        question(other, device_id=kiosk.device_id),
        genuine.model_copy(update={"payload": base64_text(b"{}")}),
        genuine.model_copy(update={"payload": "not base64"}),
        genuine.model_copy(update={"signature": question(other).signature}),
    ]
    for asked in forged:
        assert_problem(stranger.ask(asked), 403, "question_invalid", "payload")


def test_a_signature_for_another_purpose_asks_nothing(kiosk: Kiosk, stranger: Stranger) -> None:
    payload = base64_bytes(question(kiosk).payload)
    asked = sign(payload, SigningContext.TOKEN, kiosk.device_key, "device")
    assert_problem(stranger.ask(asked), 403, "question_invalid", "payload")


# --- limits ---------------------------------------------------------------------------------------


def test_whoever_brings_rubbish_has_to_wait(
    kiosk: Kiosk, stranger: Stranger, clock: SettableClock
) -> None:
    for _ in range(LIMITS.strange_per_address):
        assert stranger.bring(b"rubbish").status_code == 422

    answer = stranger.bring(kiosk.sealed_form(uuid4(), SITI))
    assert_problem(answer, 429, "too_many_calls")
    assert int(answer.headers["Retry-After"]) == LIMITS.carrier_window.total_seconds()

    clock.pass_by(LIMITS.carrier_window)
    assert stranger.bring(kiosk.sealed_form(uuid4(), SITI)).status_code == 201


def test_what_a_revoked_kiosk_signed_does_not_make_others_wait(
    kiosk: Kiosk, enrol: Callable[[], Kiosk], stranger: Stranger, operator: Operator
) -> None:
    """A new kiosk hands over what the old one left, from one address with its own parts."""
    left_behind, other = kiosk.sealed_form(uuid4(), SITI), enrol()
    operator.revoke(kiosk.device_id)
    for _ in range(LIMITS.strange_per_address):
        assert_problem(stranger.bring(left_behind), 403, "device_revoked")

    assert stranger.bring(other.sealed_form(uuid4(), SITI)).status_code == 201


def test_one_kiosk_does_not_take_up_the_centre(
    centre: Centre, kiosk: Kiosk, enrol: Callable[[], Kiosk], clock: SettableClock, tmp_path: Path
) -> None:
    limits = AccessLimits(carried_per_device=2)
    busy, other = kiosk.sealed_form(uuid4(), SITI), enrol().sealed_form(uuid4(), SITI)
    tight = replace(demo_configuration(), limits=limits)
    assert centre.settings.change("a test", toml_of(tight)) == ()
    with open_centre(tmp_path / "centre", clock, demo_configuration()) as tight_one:
        for address in ("192.0.2.1", "192.0.2.2"):
            tight_one.carrier.take(address, busy, None)
        with pytest.raises(RefusedError) as caught:
            tight_one.carrier.take("192.0.2.3", busy, None)
        assert caught.value.refusal.retry_after == limits.carrier_window
        tight_one.carrier.take("192.0.2.3", other, None)


def test_calls_are_counted_for_each_caller_in_a_window_that_moves(clock: SettableClock) -> None:
    calls = RecentCalls(clock, timedelta(minutes=10), 2)
    calls.count("one")
    clock.pass_by(timedelta(minutes=4))
    calls.count("one")
    assert calls.wait_of("one") == timedelta(minutes=6)
    assert calls.wait_of("another") is None
    clock.pass_by(timedelta(minutes=6))
    assert calls.wait_of("one") is None


def test_no_number_of_callers_fills_the_memory(clock: SettableClock) -> None:
    calls = RecentCalls(clock, timedelta(minutes=10), 1)
    for number in range(10_001):
        calls.count(str(number))
    assert calls.wait_of("0") is None
    assert calls.wait_of("10000") is not None


def test_what_was_brought_is_noted_as_the_kiosks(
    kiosk: Kiosk, stranger: Stranger, operator: Operator
) -> None:
    submission_id: UUID = uuid4()
    stranger.bring(kiosk.sealed_form(submission_id, SITI))
    actors = {event.actor for event in operator.events(submission_id)}
    assert f"device {kiosk.device_id}" in actors


def test_an_answer_by_hand_knows_what_time_it_is(
    kiosk: Kiosk, stranger: Stranger, operator: Operator, clock: SettableClock
) -> None:
    times = {"opens_at": MORNING + DAY, "closes_at": MORNING + 2 * DAY}
    operator.plan_batch("g-1", "Gelombang 1", quota=10, **times)
    clock.now += DAY  # and nobody with a token has called since

    page = opened(kiosk, stranger.ask(question(kiosk, config_sequence=0)))

    assert page.configuration is not None
    bundle = ConfigBundle.model_validate_json(base64_bytes(page.configuration.payload))
    assert [batch.state for batch in bundle.batches] == [BatchState.OPEN]
