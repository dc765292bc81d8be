"""A field is asked for again, and that alone is taken; everything verified before stays."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from kiosk.central.centre import Centre
from kiosk.central.intake.intake import Arrival
from kiosk.central.operator import Operator
from kiosk.central.pipeline.pipeline import WrongStateError
from kiosk.central.settings.configuration import AccessLimits
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import LayerRow, SubmissionRow
from kiosk.central.vault.keys import load_opening_keys
from kiosk.central.vault.opening import OpenedForm, Opener
from kiosk.domain.patch import PatchField as F
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState as S
from kiosk.sync.forms import RegistrationForm
from kiosk.sync.protocol import Part, Redoable
from tests.central.clock import SettableClock
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem
from tests.central.residents import Resident, card_of, form_of

SITI, BUDI = Resident(), Resident(serial=9002)
NEW_KK = {"kk": "3510070101159002", "kk_is_latest": True}
NEW_PHONE = {"phone": "+6284087654321", "phone_is_own": True}


@pytest.fixture
def asked(kiosk: Kiosk, operator: Operator) -> UUID:
    """Siti's submission, whose family card number does not fit."""
    submission_id = kiosk.register(SITI)
    operator.ask_for(submission_id, [Reason.KK_MISMATCH], [F.KK])
    return submission_id


@pytest.fixture
def registration(centre: Centre, tmp_path: Any) -> Callable[[UUID], RegistrationForm]:
    """What the centre goes by, opened with its own keys."""
    opener = Opener(load_opening_keys(tmp_path / "centre"), centre.blobs)

    def registration(submission_id: UUID) -> RegistrationForm:
        with centre.database.reading() as session:
            opened = opener.form(session, session.get_one(SubmissionRow, submission_id))
            assert isinstance(opened, OpenedForm)
            return opened.form

    return registration


def layers(database: Database, submission_id: UUID) -> set[str]:
    with database.reading() as session:
        rows = session.query(LayerRow).filter_by(submission_id=submission_id)
        return {str(row.layer) for row in rows}


def test_the_office_hears_what_alone_is_asked_for(kiosk: Kiosk, asked: UUID) -> None:
    outcomes, _ = kiosk.outcomes()
    last = outcomes[-1]
    assert (last.state, last.fields, last.reasons) == (
        S.ACTION_NEEDED,
        ["kk"],
        [Reason.KK_MISMATCH],
    )


def test_the_look_up_names_the_fields_and_grants_the_next_correction(
    kiosk: Kiosk, asked: UUID
) -> None:
    status = kiosk.status(SITI)
    grant = status.grant_for(Redoable.PATCH)
    assert status.fields == ["kk"]
    assert grant is not None
    assert grant.revision == 1


def test_a_correction_changes_what_was_asked_and_nothing_else(
    kiosk: Kiosk, asked: UUID, registration: Callable[[UUID], RegistrationForm]
) -> None:
    before = registration(asked)
    kiosk.correct(SITI, **NEW_KK)
    assert registration(asked) == before.model_copy(update=NEW_KK)


def test_the_pipeline_goes_on_and_keeps_what_was_verified(
    kiosk: Kiosk, operator: Operator, centre: Centre, asked: UUID
) -> None:
    verified = layers(centre.database, asked)
    kiosk.correct(SITI, **NEW_KK)

    record = operator.record(asked)
    assert (record.state, record.fields, record.reasons) == (S.PHOTO_VERIFYING, (), ())
    assert layers(centre.database, asked) == verified
    operator.accept_photo(asked)
    assert operator.record(asked).state is S.ELIGIBLE


def test_the_receipt_is_for_the_correction_and_the_same_again(
    kiosk: Kiosk, operator: Operator, asked: UUID
) -> None:
    envelope, grant = kiosk.sealed_patch(asked, 1, NEW_KK), kiosk.grant(SITI, Redoable.PATCH)

    first, again = (kiosk.put_patch(asked, envelope, 1, grant) for _ in range(2))

    receipt = kiosk.receipt(first)
    assert (receipt.part, receipt.revision) == (Part.PATCH, 1)
    assert (again.status_code, again.content) == (200, first.content)
    taken = [event.text for event in operator.events(asked) if "taken" in event.text]
    assert taken == ["patch 1: taken: kk"]


def test_another_kiosk_may_bring_it_with_a_grant_of_its_own(
    operator: Operator, enrol: Callable[[], Kiosk], asked: UUID
) -> None:
    enrol().correct(SITI, **NEW_KK)
    assert operator.record(asked).state is S.PHOTO_VERIFYING


def test_later_corrections_take_the_place_of_earlier_ones(
    kiosk: Kiosk, operator: Operator, asked: UUID, registration: Callable[[UUID], RegistrationForm]
) -> None:
    kiosk.correct(SITI, **NEW_KK)
    operator.ask_for(asked, [], [F.KK, F.EDUCATION])
    kiosk.correct(SITI, kk="3510070101159003", kk_is_latest=False, education="s1")

    corrected = registration(asked)
    assert (corrected.kk, corrected.kk_is_latest) == ("3510070101159003", False)
    assert corrected.education == "s1"
    assert operator.record(asked).state is S.PHOTO_VERIFYING


# --- authority -------------------------------------------------------------------------------


def test_nothing_is_corrected_without_a_grant(
    kiosk: Kiosk, operator: Operator, asked: UUID
) -> None:
    answer = kiosk.put_patch(asked, kiosk.sealed_patch(asked, 1, NEW_KK))
    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")
    assert operator.record(asked).state is S.ACTION_NEEDED


def test_a_grant_of_another_kiosk_is_refused(
    kiosk: Kiosk, enrol: Callable[[], Kiosk], asked: UUID
) -> None:
    grant = enrol().grant(SITI, Redoable.PATCH)
    answer = kiosk.put_patch(asked, kiosk.sealed_patch(asked, 1, NEW_KK), 1, grant)
    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")


def test_an_old_grant_is_refused(kiosk: Kiosk, clock: SettableClock, asked: UUID) -> None:
    grant = kiosk.grant(SITI, Redoable.PATCH)
    clock.pass_by(AccessLimits().grant_lifetime + AccessLimits().late_arrival)
    kiosk.renew(clock.now)
    answer = kiosk.put_patch(asked, kiosk.sealed_patch(asked, 1, NEW_KK), 1, grant)
    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")


def test_a_grant_is_used_up_by_a_correction_even_by_one_that_is_not_taken(
    kiosk: Kiosk, asked: UUID
) -> None:
    grant = kiosk.grant(SITI, Redoable.PATCH)
    kiosk.put_patch(asked, kiosk.sealed_patch(asked, 1, NEW_PHONE), 1, grant)
    answer = kiosk.put_patch(asked, kiosk.sealed_patch(asked, 2, NEW_KK), 2, grant)
    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")


@pytest.mark.parametrize("action", [Redoable.WITHDRAWAL])
def test_a_grant_for_something_else_is_refused(kiosk: Kiosk, asked: UUID, action: Redoable) -> None:
    grant = kiosk.grant(SITI, action)
    answer = kiosk.put_patch(asked, kiosk.sealed_patch(asked, 1, NEW_KK), 1, grant)
    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")


def test_a_grant_for_somebody_else_is_refused(
    kiosk: Kiosk, operator: Operator, asked: UUID
) -> None:
    other = kiosk.register(BUDI)
    operator.ask_for(other, [], [F.KK])
    grant = kiosk.grant(BUDI, Redoable.PATCH)
    answer = kiosk.put_patch(asked, kiosk.sealed_patch(asked, 1, NEW_KK), 1, grant)
    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")


@pytest.mark.parametrize("number", [2, 999])
def test_a_number_that_nobody_asked_for_is_refused(kiosk: Kiosk, asked: UUID, number: int) -> None:
    grant = kiosk.grant(SITI, Redoable.PATCH)
    answer = kiosk.put_patch(asked, kiosk.sealed_patch(asked, number, NEW_KK), number, grant)
    assert_problem(answer, 409, "revision_not_asked", "revision")


def test_where_nothing_is_asked_nothing_is_taken(kiosk: Kiosk) -> None:
    submission_id = kiosk.register(SITI)
    answer = kiosk.put_patch(submission_id, kiosk.sealed_patch(submission_id, 1, NEW_KK))
    assert_problem(answer, 409, "revision_not_asked", "revision")
    assert [grant.action for grant in kiosk.status(SITI).grants] == [Redoable.WITHDRAWAL]


def test_whoever_has_withdrawn_corrects_nothing(
    kiosk: Kiosk, operator: Operator, asked: UUID
) -> None:
    status = kiosk.status(SITI)
    patch, end = (status.grant_for(a) for a in (Redoable.PATCH, Redoable.WITHDRAWAL))
    assert patch is not None
    assert end is not None
    kiosk.post(f"submissions/{asked}/withdrawal", grant=end.grant).raise_for_status()

    answer = kiosk.put_patch(asked, kiosk.sealed_patch(asked, 1, NEW_KK), 1, patch.grant)

    assert_problem(answer, 409, "conflict")
    assert kiosk.status(SITI).grants == []


def test_a_correction_is_no_photo(kiosk: Kiosk, asked: UUID) -> None:
    grant = kiosk.grant(SITI, Redoable.PATCH)
    answer = kiosk.put_patch(asked, kiosk.sealed_photo(asked), 1, grant)
    assert_problem(answer, 422, "envelope_invalid", "header.part")


# --- content ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {**NEW_KK, **NEW_PHONE},
        NEW_PHONE,
        {"kk": "3510070101159002"},
        {},
        {**NEW_KK, "photo": "another face"},
        {"kk": SITI.nik, "kk_is_latest": True},
        {"kk": "35", "kk_is_latest": True},
        {"kk": None, "kk_is_latest": True},
    ],
    ids=["more", "other", "less", "nothing", "unknown", "the NIK", "malformed", "null"],
)
def test_a_correction_of_anything_else_is_not_used_and_the_same_is_asked_again(
    kiosk: Kiosk,
    operator: Operator,
    asked: UUID,
    registration: Callable[[UUID], RegistrationForm],
    changes: dict[str, Any],
) -> None:
    before = registration(asked)

    kiosk.correct(SITI, **changes)

    record = operator.record(asked)
    assert (record.state, record.fields, record.reasons) == (
        S.ACTION_NEEDED,
        ("kk",),
        (Reason.KK_MISMATCH,),
    )
    assert registration(asked) == before
    grant = kiosk.status(SITI).grant_for(Redoable.PATCH)
    assert grant is not None
    assert grant.revision == 2
    kiosk.correct(SITI, **NEW_KK)
    assert registration(asked).kk == NEW_KK["kk"]


def test_the_history_repeats_nothing_of_what_was_sent(
    kiosk: Kiosk, operator: Operator, asked: UUID
) -> None:
    kiosk.correct(SITI, **NEW_PHONE)
    kiosk.correct(SITI, **NEW_KK)
    told = " ".join(event.text for event in operator.events(asked))
    assert "patch 1: refused: not exactly what was asked" in told
    assert str(NEW_KK["kk"]) not in told
    assert str(NEW_PHONE["phone"]) not in told


def test_a_correction_made_for_another_submission_is_not_used(
    kiosk: Kiosk, operator: Operator, asked: UUID
) -> None:
    sealed_inside = kiosk.sealed_patch(uuid4(), 1, NEW_KK)
    answer = kiosk.put_patch(asked, sealed_inside, 1, kiosk.grant(SITI, Redoable.PATCH))
    assert_problem(answer, 422, "envelope_invalid", "header.submission")
    assert operator.record(asked).state is S.ACTION_NEEDED


def test_a_correction_left_unjudged_by_a_crash_is_taken_up_at_the_next_start(
    kiosk: Kiosk, centre: Centre, operator: Operator, asked: UUID
) -> None:
    grant = kiosk.grant(SITI, Redoable.PATCH)
    caller = centre.tokens.caller(kiosk.token)
    envelope = kiosk.sealed_patch(asked, 1, NEW_KK)
    centre.intake.take(caller, Arrival(asked, Part.PATCH, 1, envelope, grant))
    assert operator.record(asked).state is S.ACTION_NEEDED

    centre.workforce.drain()

    assert operator.record(asked).state is S.PHOTO_VERIFYING


# --- who it is -------------------------------------------------------------------------------


def test_a_corrected_nik_that_is_taken_already_ends_as_a_duplicate(
    kiosk: Kiosk, operator: Operator, asked: UUID
) -> None:
    kiosk.register(BUDI)
    kiosk.correct(SITI, **NEW_KK)
    operator.ask_for(asked, [Reason.NIK_NOT_FOUND], [F.NIK])

    kiosk.correct(SITI, nik=BUDI.nik)

    record = operator.record(asked)
    assert (record.state, record.reasons) == (S.INELIGIBLE, (Reason.DUPLICATE,))


def test_who_corrects_a_birth_date_is_found_by_the_right_one(
    kiosk: Kiosk, operator: Operator
) -> None:
    submission_id, mistyped = uuid4(), date(1990, 4, 7)
    form = kiosk.sealed_form(submission_id, SITI, birth_date=mistyped)
    kiosk.put_form(submission_id, form)
    kiosk.put_photo(submission_id, kiosk.sealed_photo(submission_id))
    assert_problem(kiosk.look_up(SITI), 404, "ticket_not_found")
    operator.ask_for(submission_id, [Reason.DOB_MISMATCH], [F.BIRTH_DATE])

    kiosk.correct(SITI, birth_date=SITI.born)

    assert kiosk.status(SITI).state is S.PHOTO_VERIFYING
    assert_problem(kiosk.look_up(SITI, mistyped.isoformat()), 404, "ticket_not_found")


def test_a_form_that_was_never_sound_is_mended_and_goes_on(
    kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = uuid4()
    kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI, kk=SITI.nik))
    assert operator.record(submission_id).fields == ("kk",)

    kiosk.correct(SITI, **NEW_KK)
    assert operator.record(submission_id).state is S.SUBMITTED  # its photo has not come yet
    kiosk.put_photo(submission_id, kiosk.sealed_photo(submission_id))

    assert operator.record(submission_id).state is S.PHOTO_VERIFYING


# --- the photo of the KTP --------------------------------------------------------------------


def test_another_photo_of_the_card_takes_the_place_of_one_that_cannot_be_read(
    kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = uuid4()
    form = kiosk.sealed_form(submission_id, SITI, ktp_photo=True)
    kiosk.put_form(submission_id, form)
    kiosk.put_photo(submission_id, kiosk.sealed_photo(submission_id))
    kiosk.put_card(submission_id, kiosk.sealed_card(submission_id, jpeg=b"no picture"))
    assert operator.record(submission_id).state is S.MANUAL_REVIEW
    operator.ask_for(submission_id, [Reason.KTP_UNREADABLE], [F.KTP])

    kiosk.correct(SITI, ktp=card_of(submission_id, jpeg=b"none again"))
    assert operator.record(submission_id).state is S.ACTION_NEEDED
    kiosk.correct(SITI, ktp=card_of(submission_id, 2))

    assert operator.record(submission_id).state is S.PHOTO_VERIFYING


# --- asking ----------------------------------------------------------------------------------


def test_nothing_is_asked_for_once_it_is_decided(kiosk: Kiosk, operator: Operator) -> None:
    submission_id = kiosk.register(SITI)
    operator.accept_photo(submission_id)
    with pytest.raises(WrongStateError):
        operator.ask_for(submission_id, [], [F.KK])


def test_at_least_one_field_is_asked_for(kiosk: Kiosk, operator: Operator) -> None:
    with pytest.raises(ValueError, match="at least one"):
        operator.ask_for(kiosk.register(SITI), [Reason.KK_MISMATCH], [])


def test_what_no_question_can_mend_comes_without_a_grant(kiosk: Kiosk) -> None:
    submission_id = uuid4()
    form = form_of(SITI, submission_id).model_copy(update={"consents": []})
    content = form.model_dump_json().encode()
    kiosk.put_form(submission_id, kiosk.seal(content, submission=submission_id, part=Part.FORM))
    outcomes, _ = kiosk.outcomes()
    assert (outcomes[-1].state, outcomes[-1].fields) == (S.ACTION_NEEDED, ["consents"])
    assert_problem(kiosk.look_up(SITI), 404, "ticket_not_found")
