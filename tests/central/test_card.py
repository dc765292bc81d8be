"""The photo of the KTP: once, from the kiosk of the form, and waited for where the form says so."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from kiosk.central.operator import Operator
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState as S
from kiosk.sync.protocol import Part
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident

SITI = Resident()


def deliver(kiosk: Kiosk, submission_id: UUID, part: Part) -> None:
    sealed = {
        Part.FORM: lambda: kiosk.put_form(
            submission_id, kiosk.sealed_form(submission_id, SITI, ktp_photo=True)
        ),
        Part.PHOTO: lambda: kiosk.put_photo(submission_id, kiosk.sealed_photo(submission_id)),
        Part.KTP: lambda: kiosk.put_card(submission_id, kiosk.sealed_card(submission_id)),
    }
    assert sealed[part]().status_code == 201


@pytest.mark.parametrize(
    "order",
    [
        (Part.FORM, Part.PHOTO, Part.KTP),
        (Part.KTP, Part.PHOTO, Part.FORM),
        (Part.PHOTO, Part.FORM, Part.KTP),
        (Part.FORM, Part.KTP, Part.PHOTO),
    ],
)
def test_whoever_announced_a_card_is_complete_only_with_it(
    kiosk: Kiosk, operator: Operator, order: tuple[Part, ...]
) -> None:
    submission_id = uuid4()
    *early, last = order
    for part in early:
        deliver(kiosk, submission_id, part)
    assert operator.record(submission_id).state is S.SUBMITTED

    deliver(kiosk, submission_id, last)

    record = operator.record(submission_id)
    assert (record.state, record.photo_revisions, record.has_card) == (
        S.PHOTO_VERIFYING,
        (1,),
        True,
    )


def test_the_card_gets_a_receipt_of_its_own_and_the_same_one_again(kiosk: Kiosk) -> None:
    submission_id = uuid4()
    envelope = kiosk.sealed_card(submission_id)

    first, again = (kiosk.put_card(submission_id, envelope) for _ in range(2))

    receipt = kiosk.receipt(first)
    assert (receipt.part, receipt.revision) == (Part.KTP, 1)
    assert (again.status_code, again.content) == (200, first.content)


def test_a_second_card_is_asked_for_by_nobody(kiosk: Kiosk) -> None:
    submission_id = uuid4()
    kiosk.put_card(submission_id, kiosk.sealed_card(submission_id))

    answer = kiosk.put_card(submission_id, kiosk.sealed_card(submission_id, 2), 2)

    assert_problem(answer, 409, "revision_not_asked", "revision")


def test_a_card_that_the_form_does_not_announce_is_asked_for_by_nobody(
    kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = kiosk.register(SITI)

    answer = kiosk.put_card(submission_id, kiosk.sealed_card(submission_id))

    assert_problem(answer, 409, "revision_not_asked", "revision")
    assert not operator.record(submission_id).has_card


def test_another_kiosk_brings_no_card(kiosk: Kiosk, enrol: Callable[[], Kiosk]) -> None:
    submission_id, other = uuid4(), enrol()
    deliver(kiosk, submission_id, Part.FORM)

    answer = other.put_card(submission_id, other.sealed_card(submission_id))

    assert_problem(answer, 409, "conflict")


def test_a_card_is_no_photo(kiosk: Kiosk) -> None:
    submission_id = uuid4()
    answer = kiosk.put_card(submission_id, kiosk.sealed_photo(submission_id))
    assert_problem(answer, 422, "envelope_invalid", "header.part")


def test_a_card_that_cannot_be_read_is_left_to_a_person(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = uuid4()
    deliver(kiosk, submission_id, Part.FORM)
    deliver(kiosk, submission_id, Part.PHOTO)

    kiosk.put_card(submission_id, kiosk.sealed_card(submission_id, jpeg=b"no picture"))

    record = operator.record(submission_id)
    assert (record.state, record.reasons) == (S.MANUAL_REVIEW, (Reason.KTP_UNREADABLE,))
    operator.accept_photo(submission_id)
    assert operator.record(submission_id).state is S.ELIGIBLE
