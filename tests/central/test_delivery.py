"""Forms and photos at the door: once, whole, and with a receipt."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import requests

from kiosk.central.operator import Operator
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import MAX_FORM_BYTES, Part
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident

SITI = Resident()


def test_a_form_is_answered_with_a_signed_receipt_over_its_bytes(kiosk: Kiosk) -> None:
    submission_id = uuid4()
    envelope = kiosk.sealed_form(submission_id, SITI)

    answer = kiosk.put_form(submission_id, envelope)

    assert answer.status_code == 201
    receipt = kiosk.receipt(answer)
    assert (receipt.submission_id, receipt.part, receipt.revision) == (submission_id, "form", 1)
    assert receipt.sha256 == hashlib.sha256(envelope).hexdigest()


def test_the_same_form_again_gets_the_very_same_receipt(kiosk: Kiosk) -> None:
    submission_id = uuid4()
    envelope = kiosk.sealed_form(submission_id, SITI)
    first = kiosk.put_form(submission_id, envelope)

    again = kiosk.put_form(submission_id, envelope)

    assert again.status_code == 200
    assert again.content == first.content


def test_other_bytes_under_the_same_name_are_a_conflict(kiosk: Kiosk) -> None:
    submission_id = uuid4()
    kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI))

    answer = kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI))

    assert_problem(answer, 409, "conflict")


def test_the_photo_may_come_before_the_form(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = uuid4()
    assert kiosk.put_photo(submission_id, kiosk.sealed_photo(submission_id)).status_code == 201
    assert operator.record(submission_id).state is CentreState.SUBMITTED

    kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI))

    assert operator.record(submission_id).state is CentreState.PHOTO_VERIFYING


@pytest.mark.parametrize(
    ("field", "header"),
    [
        ("header.device", {"device": uuid4()}),
        ("header.submission", {"submission": uuid4()}),
        ("header.part", {"part": Part.PHOTO}),
        ("header.revision", {"revision": 2}),
        ("header.key_id", {"key_id": "another-centre"}),
    ],
)
def test_an_envelope_that_names_something_else_is_invalid(
    kiosk: Kiosk, field: str, header: dict[str, object]
) -> None:
    submission_id = uuid4()
    envelope = kiosk.seal(b"{}", **{"submission": submission_id, "part": Part.FORM, **header})

    answer = kiosk.put_form(submission_id, envelope)

    assert_problem(answer, 422, "envelope_invalid", field)


@pytest.mark.parametrize("body", [b"", b"{}", b"LKTE\x01\x00\x02{}"])
def test_what_is_no_envelope_is_invalid(kiosk: Kiosk, body: bytes) -> None:
    assert_problem(kiosk.put_form(uuid4(), body), 422, "envelope_invalid", "envelope")


def test_an_envelope_that_the_device_did_not_sign_is_invalid(kiosk: Kiosk) -> None:
    submission_id = uuid4()
    envelope = bytearray(kiosk.sealed_form(submission_id, SITI))
    envelope[-70] ^= 1

    answer = kiosk.put_form(submission_id, bytes(envelope))

    assert_problem(answer, 422, "envelope_invalid", "signature")


def test_a_body_over_the_limit_is_refused(kiosk: Kiosk) -> None:
    answer = kiosk.put_form(uuid4(), bytes(MAX_FORM_BYTES + 1))
    assert_problem(answer, 413, "too_large")


def test_a_body_that_hides_its_length_is_refused_all_the_same(kiosk: Kiosk) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(MAX_FORM_BYTES // 1024 + 1):
            yield bytes(1024)

    answer = kiosk.call("PUT", f"submissions/{uuid4()}/form", headers={}, data=chunks())

    assert_problem(answer, 413, "too_large")


def test_a_message_has_a_smaller_limit_than_an_envelope(kiosk: Kiosk) -> None:
    answer = kiosk.post("heartbeats", {"camera": "x" * 20_000})
    assert_problem(answer, 413, "too_large")


def test_only_the_kiosk_of_the_form_may_send_the_first_photo(
    kiosk: Kiosk, enrol: Callable[[], Kiosk]
) -> None:
    submission_id = uuid4()
    kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI))
    other = enrol()

    answer = other.put_photo(submission_id, other.sealed_photo(submission_id))

    assert_problem(answer, 409, "conflict")


def test_nobody_may_send_a_form_for_another_kiosks_photo(
    kiosk: Kiosk, enrol: Callable[[], Kiosk]
) -> None:
    submission_id = uuid4()
    kiosk.put_photo(submission_id, kiosk.sealed_photo(submission_id))
    other = enrol()

    answer = other.put_form(submission_id, other.sealed_form(submission_id, SITI))

    assert_problem(answer, 409, "conflict")


@pytest.mark.parametrize("revision", [2, 3])
def test_a_photo_that_nobody_asked_for_is_refused(kiosk: Kiosk, revision: int) -> None:
    submission_id = kiosk.register(SITI)

    answer = kiosk.put_photo(submission_id, kiosk.sealed_photo(submission_id, revision), revision)

    assert_problem(answer, 409, "revision_not_asked", "revision")


def test_a_new_photo_must_be_the_next_one(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = kiosk.register(SITI)
    operator.reject_photo(submission_id, [Reason.BLUR])

    answer = kiosk.put_photo(
        submission_id, kiosk.sealed_photo(submission_id, 3), 3, kiosk.grant(SITI)
    )

    assert_problem(answer, 409, "revision_not_asked", "revision")


def test_copies_that_arrive_together_get_one_receipt(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = uuid4()
    envelope = kiosk.sealed_form(submission_id, SITI)

    def put(_copy: int) -> requests.Response:
        return requests.put(
            f"{kiosk.url}/v1/submissions/{submission_id}/form",
            data=envelope,
            headers={"Authorization": f"Bearer {kiosk.token}"},
            timeout=30,
        )

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(put, range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.content for answer in answers}) == 1
    texts = [event.text for event in operator.events(submission_id)]
    assert texts.count("form 1: received") == 1
