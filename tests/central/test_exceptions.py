"""What is out of the ordinary is left to a person: no photo, or one that an officer kept."""

from uuid import UUID, uuid4

import pytest

from kiosk.central.operator import Operator
from kiosk.central.pipeline.pipeline import WrongStateError
from kiosk.domain.exception import ExceptionKind
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState as S
from kiosk.sync.forms import ConsentGiven, ExceptionForm
from kiosk.sync.protocol import Part
from tests.central.clock import MORNING
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident, photo_of

SITI = Resident()


def granted(kind: ExceptionKind) -> ExceptionForm:
    return ExceptionForm(kind=kind, officer="petugas-1", approver="penyelia-1", at=MORNING)


def register_without_photo(kiosk: Kiosk, *purposes: str, submission_id: UUID | None = None) -> UUID:
    """With consent to the form alone, unless told otherwise."""
    submission_id = submission_id or uuid4()
    consents = [
        ConsentGiven(purpose=purpose, version="1", text_sha256="0" * 64, given_at=MORNING)
        for purpose in purposes or ("process",)
    ]
    envelope = kiosk.sealed_form(
        submission_id,
        SITI,
        photo_exception=granted(ExceptionKind.REFUSES_PHOTO),
        consents=consents,
    )
    assert kiosk.put_form(submission_id, envelope).status_code == 201
    return submission_id


def register_with_kept_photo(kiosk: Kiosk) -> UUID:
    submission_id = uuid4()
    kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI))
    photo = photo_of(submission_id).model_copy(update={"exception": granted(ExceptionKind.MEDICAL)})
    envelope = kiosk.seal_picture(photo, Part.PHOTO)
    assert kiosk.put_photo(submission_id, envelope).status_code == 201
    return submission_id


def test_whoever_refuses_a_photo_is_complete_without_one_and_waits_for_a_person(
    kiosk: Kiosk, operator: Operator
) -> None:
    record = operator.record(register_without_photo(kiosk))
    assert (record.state, record.photo_revisions) == (S.MANUAL_REVIEW, ())
    assert record.events[-1].text == "photo: none, by exception"


def test_a_person_lets_the_registration_go_on(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = register_without_photo(kiosk)
    operator.accept_photo(submission_id)
    assert operator.record(submission_id).state is S.ELIGIBLE


def test_nobody_asks_again_for_a_photo_that_was_refused(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = register_without_photo(kiosk)
    with pytest.raises(WrongStateError):
        operator.reject_photo(submission_id, [Reason.BLUR])


def test_nobody_adds_a_photo_to_a_registration_that_has_none(
    kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = register_without_photo(kiosk)
    operator.accept_photo(submission_id)

    answer = kiosk.put_photo(submission_id, kiosk.sealed_photo(submission_id))

    assert_problem(answer, 409, "revision_not_asked", "revision")
    assert operator.record(submission_id).photo_revisions == ()


def test_a_form_without_photo_needs_the_consent_to_the_form_all_the_same(
    kiosk: Kiosk, operator: Operator
) -> None:
    record = operator.record(register_without_photo(kiosk, "join"))
    assert (record.state, record.fields) == (S.ACTION_NEEDED, ("consents",))


def test_a_photo_that_was_kept_is_looked_at_by_a_person_who_may_want_another(
    kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = register_with_kept_photo(kiosk)
    assert operator.record(submission_id).state is S.MANUAL_REVIEW
    operator.reject_photo(submission_id, [Reason.BLUR])
    assert operator.record(submission_id).state is S.PHOTO_REJECTED


def test_the_history_does_not_say_which_exception_it_was(kiosk: Kiosk, operator: Operator) -> None:
    told = " ".join(event.text for event in operator.events(register_with_kept_photo(kiosk)))
    assert ExceptionKind.MEDICAL not in told
