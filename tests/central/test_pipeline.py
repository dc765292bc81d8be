"""From the form to eligibility: which state follows which, and what is written down."""

import base64
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.pipeline.pipeline import WrongStateError
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.storage.models import SubmissionRow
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.packing import Packed, pack
from kiosk.sync.protocol import ContentType, Part
from tests.central.clock import MORNING, SettableClock
from tests.central.databases import stored_bytes
from tests.central.kiosk import Kiosk
from tests.central.residents import ELIGIBLE, JPEG, Resident, form_of, photo_of

SITI = Resident()
S = CentreState


def states(operator: Operator, submission_id: UUID) -> list[CentreState]:
    """Every state it has been in, in order."""
    events = operator.events(submission_id)
    return [S.SUBMITTED, *(e.to_state for e in events if e.from_state is not e.to_state)]


def test_a_registration_waits_for_the_photo_to_be_looked_at(
    kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = kiosk.register(SITI)
    assert states(operator, submission_id) == [S.SUBMITTED, S.PHOTO_VERIFYING]


def test_verifications_that_are_not_built_are_recorded_as_not_required(
    kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = kiosk.register(SITI)
    operator.accept_photo(submission_id)

    texts = [event.text for event in operator.events(submission_id)]
    for layer in ("email", "identity", "otp", "test"):
        assert texts.count(f"{layer}: not_required by demo configuration") == 1


def test_a_good_photo_makes_eligible(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = kiosk.register(SITI)

    operator.accept_photo(submission_id)

    assert states(operator, submission_id)[1:] == [S.PHOTO_VERIFYING, S.TEST_PENDING, S.ELIGIBLE]


def test_a_rejected_photo_is_redone_alone_and_nothing_else_is_asked_again(
    kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = kiosk.register(SITI)
    operator.reject_photo(submission_id, [Reason.GLASSES, Reason.BLUR])
    assert operator.record(submission_id).reasons == (Reason.GLASSES, Reason.BLUR)

    photo = kiosk.sealed_photo(submission_id, 2)
    answer = kiosk.put_photo(submission_id, photo, 2, kiosk.grant(SITI))
    operator.accept_photo(submission_id)

    assert answer.status_code == 201
    record = operator.record(submission_id)
    assert (record.state, record.photo_revisions) == (S.ELIGIBLE, (1, 2))
    assert states(operator, submission_id) == [
        S.SUBMITTED,
        S.PHOTO_VERIFYING,
        S.PHOTO_REJECTED,
        S.PHOTO_REDO,
        S.PHOTO_VERIFYING,
        S.TEST_PENDING,
        S.ELIGIBLE,
    ]
    texts = [event.text for event in record.events]
    assert texts.count("email: not_required by demo configuration") == 1


def test_after_too_many_photos_a_person_decides(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = kiosk.register(SITI)
    for revision in range(2, demo_configuration().photo_tries + 1):
        operator.reject_photo(submission_id, [Reason.DARK])
        photo = kiosk.sealed_photo(submission_id, revision)
        kiosk.put_photo(submission_id, photo, revision, kiosk.grant(SITI))
    operator.reject_photo(submission_id, [Reason.DARK])
    assert operator.record(submission_id).state is S.MANUAL_REVIEW

    operator.accept_photo(submission_id)

    assert operator.record(submission_id).state is S.ELIGIBLE


def test_a_photo_is_judged_only_where_one_waits(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = kiosk.register(SITI)
    operator.accept_photo(submission_id)
    with pytest.raises(WrongStateError):
        operator.reject_photo(submission_id, [Reason.BLUR])
    with pytest.raises(WrongStateError):
        operator.accept_photo(submission_id)


@pytest.mark.parametrize("reasons", [[], [Reason.DUPLICATE]])
def test_a_photo_is_rejected_for_what_is_wrong_with_it(
    kiosk: Kiosk, operator: Operator, reasons: list[Reason]
) -> None:
    submission_id = kiosk.register(SITI)
    with pytest.raises(ValueError, match="photo reasons"):
        operator.reject_photo(submission_id, reasons)


def test_a_second_live_registration_of_the_same_person_is_a_duplicate(
    kiosk: Kiosk, operator: Operator
) -> None:
    first, second = kiosk.register(SITI), kiosk.register(SITI)

    assert operator.record(first).state is S.PHOTO_VERIFYING
    duplicate = operator.record(second)
    assert (duplicate.state, duplicate.reasons) == (S.INELIGIBLE, (Reason.DUPLICATE,))


def test_another_person_is_no_duplicate(kiosk: Kiosk, operator: Operator) -> None:
    kiosk.register(SITI)
    other = kiosk.register(Resident(serial=9002))
    assert operator.record(other).state is S.PHOTO_VERIFYING


def test_who_was_not_eligible_may_register_again(kiosk: Kiosk, operator: Operator) -> None:
    first, second = uuid4(), uuid4()
    in_school = ELIGIBLE.model_copy(update={"in_school": True})
    kiosk.put_form(first, kiosk.sealed_form(first, SITI, eligibility=in_school))
    kiosk.put_form(second, kiosk.sealed_form(second, SITI))

    assert operator.record(first).reasons == (Reason.IN_EDUCATION,)
    assert operator.record(second).state is S.SUBMITTED


def test_age_is_judged_on_the_day_in_jakarta(
    kiosk: Kiosk, operator: Operator, clock: SettableClock
) -> None:
    turns_18_tomorrow = Resident(born=date(2008, 3, 3))
    clock.pass_by(timedelta(hours=15, minutes=59))  # 23:59 in Jakarta
    kiosk.renew(clock.now)
    first, second = uuid4(), uuid4()
    kiosk.put_form(first, kiosk.sealed_form(first, turns_18_tomorrow))
    clock.pass_by(timedelta(minutes=1))
    kiosk.put_form(second, kiosk.sealed_form(second, turns_18_tomorrow))

    assert operator.record(first).reasons == (Reason.UNDER_AGE,)
    assert operator.record(second).state is S.SUBMITTED


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("submission_id", UUID(int=7)),
        ("office_id", "another"),
        ("ticket", "0000000001"),
        ("nik", "3510079999999001"),
        ("kk", SITI.nik),
        ("full_name", "S1ti"),
        ("consents", []),
    ],
)
def test_a_fault_inside_the_form_is_named_and_never_refused_at_the_door(
    kiosk: Kiosk, operator: Operator, field: str, value: Any
) -> None:
    submission_id = uuid4()

    answer = kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI, **{field: value}))

    assert answer.status_code == 201
    record = operator.record(submission_id)
    assert (record.state, record.fields) == (S.ACTION_NEEDED, (field,))


def test_an_unknown_field_inside_the_form_is_named_without_showing_what_it_holds(
    kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = uuid4()
    form = form_of(SITI, submission_id).model_dump(mode="json") | {SITI.nik: "x", "nik": "y"}
    envelope = kiosk.seal(json.dumps(form).encode(), submission=submission_id, part=Part.FORM)

    kiosk.put_form(submission_id, envelope)

    assert operator.record(submission_id).fields == ("nik", "?")


@pytest.mark.parametrize("content", [b"", b"[]", b'{"nik": "3510070407909001"}', b"\xff"])
def test_whatever_is_sealed_the_centre_goes_on(
    kiosk: Kiosk, operator: Operator, content: bytes
) -> None:
    submission_id = uuid4()
    envelope = kiosk.seal(content, submission=submission_id, part=Part.FORM)

    assert kiosk.put_form(submission_id, envelope).status_code == 201

    record = operator.record(submission_id)
    assert record.state is S.ACTION_NEEDED
    assert record.fields


@pytest.mark.parametrize(
    "packed",
    [
        Packed(ContentType.JSON, b"{}"),
        Packed(ContentType.PICTURE, b""),
        Packed(ContentType.PICTURE, bytes(3) + b"\x02{}" + JPEG),
        Packed(ContentType.JSON, photo_of(UUID(int=8)).model_dump_json().encode()),
        Packed(ContentType.PICTURE, pack(photo_of(UUID(int=8))).content[:100]),
        pack(photo_of(UUID(int=7))),
        pack(photo_of(UUID(int=8), revision=2)),
        pack(photo_of(UUID(int=8), jpeg=b"GIF89a")),
    ],
)
def test_a_photo_that_cannot_be_seen_is_asked_for_again(
    kiosk: Kiosk, operator: Operator, packed: Packed
) -> None:
    submission_id = UUID(int=8)
    kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI))
    header = {"submission": submission_id, "part": Part.PHOTO}
    envelope = kiosk.seal(packed.content, content_type=packed.content_type, **header)

    assert kiosk.put_photo(submission_id, envelope).status_code == 201

    record = operator.record(submission_id)
    assert (record.state, record.fields) == (S.PHOTO_REJECTED, ("photo",))


def test_parts_that_do_not_open_are_told_like_any_other_fault(
    kiosk: Kiosk, operator: Operator
) -> None:
    first, second = uuid4(), uuid4()
    kiosk.put_form(second, kiosk.sealed_form(second, SITI))
    kiosk.sealing_key = kiosk.sealing_key.model_copy(
        update={"public_key": kiosk.enrolment.receipt_key}  # another's, under our name
    )
    form = kiosk.put_form(first, kiosk.sealed_form(first, SITI))
    photo = kiosk.put_photo(second, kiosk.sealed_photo(second))

    assert (form.status_code, photo.status_code) == (201, 201)
    told = [operator.record(one) for one in (first, second)]
    assert [(record.state, record.fields) for record in told] == [
        (S.ACTION_NEEDED, ("form",)),
        (S.PHOTO_REJECTED, ("photo",)),
    ]


def test_the_operator_sees_every_submission_without_personal_data(
    kiosk: Kiosk, operator: Operator
) -> None:
    registered = [kiosk.register(SITI), kiosk.register(Resident(serial=9002))]
    seen = operator.submissions()
    assert {record.submission_id for record in seen} == set(registered)
    assert SITI.nik not in repr(seen)
    with pytest.raises(LookupError):
        operator.record(uuid4())


def test_advancing_again_changes_nothing(kiosk: Kiosk, operator: Operator, centre: Centre) -> None:
    submission_id = kiosk.register(SITI)
    before = operator.record(submission_id)
    for _ in range(3):
        with centre.database.writing() as session:
            session.get_one(SubmissionRow, submission_id).due_at = MORNING
        centre.workforce.drain()
    assert operator.record(submission_id) == before


def test_the_history_is_append_only(kiosk: Kiosk, centre: Centre) -> None:
    kiosk.register(SITI)
    for change in ("UPDATE events SET text = ''", "DELETE FROM events"):
        with (
            pytest.raises(IntegrityError, match="append-only"),
            centre.database.writing() as session,
        ):
            session.execute(text(change))


def test_nobody_else_sees_the_persons_data_in_the_database(
    kiosk: Kiosk, centre: Centre, tmp_path: Path
) -> None:
    kiosk.register(SITI)
    stored = stored_bytes(tmp_path / "centre")
    assert b"SITI N" in stored  # the masked name; so the search below looks in the right place
    for secret in (SITI.nik, SITI.ticket, SITI.born.isoformat(), "NURJANAH", "siti@example.com"):
        assert secret.encode() not in stored
        assert not any(piece in stored for piece in in_base64(secret.encode()))


def in_base64(secret: bytes) -> list[bytes]:
    """As it would look inside a longer text, wherever it begins there."""
    return [base64.b64encode(bytes(begin) + secret)[4:-4] for begin in range(3)]


@pytest.mark.parametrize("full_name", ["A" * 100, f"{'A' * 98} B"])
def test_the_longest_names_that_a_form_may_have_are_told_to_the_office(
    kiosk: Kiosk, full_name: str
) -> None:
    submission_id = uuid4()
    kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI, full_name=full_name))
    assert kiosk.put_photo(submission_id, kiosk.sealed_photo(submission_id)).status_code == 201
    (told,) = kiosk.outcomes()[0]
    assert told.person is not None
    assert told.person.masked_name.startswith("A")
