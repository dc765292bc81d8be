"""The only way to a registration."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.address import Address, AddressLine
from kiosk.domain.assessment import Question, QuestionSet, begin
from kiosk.domain.draft import Draft
from kiosk.domain.eligibility import DEFAULT_RULES
from kiosk.domain.reading import READERS
from kiosk.domain.registration import (
    Problem,
    Registration,
    complete,
    unconfirmed_warnings,
)
from kiosk.domain.statement import DrawnSignature, SignedStatement, TypedSignature
from tests.domain.drafts import DRAFTS, FIELDS
from tests.domain.resident import NOW, TODAY, complete_draft

QUESTIONS = QuestionSet("1", 15, (Question("sum", ("a", "b")),))
MAY_BE_ANYTHING = {
    "draft_id",
    "step",
    "assisted_by",
    "consents",
    "assessment",
    "confirmed_warnings",
    "photo_exception",
    "confirmation",
}
"""Fields without a reader of their own: consents are asked for together, the test by its set."""


def problems_of(draft: Draft) -> set[tuple[str, str]]:
    result = complete(draft, TODAY, DEFAULT_RULES)
    return set() if isinstance(result, Registration) else {(p.field, p.key) for p in result}


def registered(draft: Draft) -> Registration:
    registration = complete(draft, TODAY, DEFAULT_RULES)
    assert isinstance(registration, Registration), registration
    return registration


def test_a_complete_draft_becomes_a_registration_with_the_same_values() -> None:
    draft = complete_draft()
    made = registered(draft)
    assert made.submission_id == draft.draft_id
    assert made.ticket.code == draft.ticket
    assert made.nik.value == draft.nik
    assert made.kk.value == draft.kk
    assert made.full_name.value == draft.full_name
    assert made.address == Address(AddressLine("DUSUN KRAJAN"), "35.10.09.2003")
    assert made.domicile is None
    assert made.phone.value == draft.phone
    assert made.email.value == draft.email
    assert made.training_interests == draft.training_interests
    assert made.statement == SignedStatement("1", TypedSignature("SITI NURJANAH"))
    assert made.masked_name == "SITI N…AH"


def test_every_field_of_the_form_is_read_again() -> None:
    assert {field.name for field in fields(Draft)} == READERS.keys() | MAY_BE_ANYTHING


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"consents": ()}, ("consents", "consent.process_required")),
        ({"is_citizen": None}, ("is_citizen", "eligibility.required")),
        ({"is_citizen": False}, ("is_citizen", "reason.NOT_WNI.title")),
        ({"in_school": True}, ("in_school", "reason.IN_EDUCATION.title")),
        ({"forbidden_job": True}, ("forbidden_job", "reason.FORBIDDEN_JOB.title")),
        ({"received_before": True}, ("received_before", "reason.ALREADY_RECIPIENT.title")),
        ({"receives_social_aid": None}, ("receives_social_aid", "eligibility.required")),
        ({"ticket": "0000000001"}, ("ticket", "ticket.check")),
        ({"nik": "3510"}, ("nik", "nik.length")),
        ({"kk": "3510094101909001"}, ("kk", "kk.same_as_nik")),
        ({"kk": None, "nik": None}, ("kk", "kk.length")),
        ({"kk_is_latest": None}, ("kk_is_latest", "kk.latest_required")),
        ({"birth_date": None}, ("birth_date", "birth_date.required")),
        ({"birth_date": date(1890, 1, 1)}, ("birth_date", "birth_date.year")),
        ({"birth_date": date(2010, 1, 1)}, ("birth_date", "reason.UNDER_AGE.title")),
        ({"birth_date": date(1950, 1, 1)}, ("birth_date", "reason.OVER_AGE.title")),
        ({"birth_place": ""}, ("birth_place", "birth_place.required")),
        ({"full_name": "S1ti"}, ("full_name", "name.digits")),
        ({"sex": "X"}, ("sex", "sex.required")),
        ({"mother_name": "4"}, ("mother_name", "name.digits")),
        ({"address_line": None}, ("address_line", "address.required")),
        ({"village_code": "35.10"}, ("village_code", "address.village")),
        ({"domicile_same": None}, ("domicile_same", "address.domicile")),
        ({"domicile_same": False}, ("domicile_line", "address.required")),
        ({"domicile_same": False}, ("domicile_village_code", "address.village")),
        ({"phone": "0333421234"}, ("phone", "phone.landline")),
        ({"phone_is_own": False}, ("phone_is_own", "phone.not_own")),
        ({"email": "siti@gmail"}, ("email", "email.incomplete")),
        ({"email_opened": False}, ("email_opened", "email.not_opened")),
        ({"education": "phd"}, ("education", "education.required")),
        ({"marital_status": None}, ("marital_status", "marital_status.required")),
        ({"dependants": None}, ("dependants", "dependants.range")),
        ({"dependants": -1}, ("dependants", "dependants.range")),
        ({"employment_status": ""}, ("employment_status", "employment_status.required")),
        ({"training_interests": ()}, ("training_interests", "training_interest.count")),
        ({"statement_version": None}, ("statement_version", "statement.not_agreed")),
        (
            {"statement_signature": TypedSignature("Budi")},
            ("statement_signature", "statement.signature_differs"),
        ),
        (
            {"statement_signature": DrawnSignature((((5, 5),),))},
            ("statement_signature", "statement.drawing_too_small"),
        ),
    ],
    ids=str,
)
def test_tells_what_is_wrong_at_the_field_where_it_is(
    changes: dict[str, object], problem: tuple[str, str]
) -> None:
    assert problem in problems_of(complete_draft().but(**changes))


def test_tells_everything_at_once_in_the_order_of_the_form() -> None:
    empty = Draft(complete_draft().draft_id, complete_draft().ticket)
    result = complete(empty, TODAY, DEFAULT_RULES)
    assert isinstance(result, tuple)
    asked = [problem.field for problem in result if problem.field != "consents"]
    optional = {"ticket", "mother_name", "domicile_line", "domicile_village_code"}
    assert asked == [field for field in READERS if field not in optional]


def test_where_there_is_a_test_it_must_be_handed_in() -> None:
    draft = complete_draft()
    begun = draft.but(assessment=begin(QUESTIONS, NOW))
    handed_in = begin(QUESTIONS, NOW).finished(QUESTIONS, NOW)
    missing = (Problem("assessment", "assessment.not_finished"),)
    assert complete(draft, TODAY, DEFAULT_RULES, QUESTIONS) == missing
    assert complete(begun, TODAY, DEFAULT_RULES, QUESTIONS) == missing
    made = complete(draft.but(assessment=handed_in), TODAY, DEFAULT_RULES, QUESTIONS)
    assert isinstance(made, Registration)
    assert made.assessment == handed_in


def test_where_there_is_no_test_one_that_was_only_begun_is_left_out() -> None:
    assert registered(complete_draft().but(assessment=begin(QUESTIONS, NOW))).assessment is None


def test_the_rules_of_the_centre_decide_about_social_aid() -> None:
    receiving = complete_draft().but(receives_social_aid=True)
    strict = replace(DEFAULT_RULES, social_aid_excluded=True)
    assert isinstance(complete(receiving, TODAY, DEFAULT_RULES), Registration)
    assert complete(receiving, TODAY, strict) == (
        Problem("receives_social_aid", "reason.SOCIAL_AID.title"),
    )


def test_a_domicile_of_its_own_is_taken() -> None:
    draft = complete_draft().but(
        domicile_same=False, domicile_line="Jl. Melati 4", domicile_village_code="35.10.16.1001"
    )
    assert registered(draft).domicile == Address(AddressLine("JL. MELATI 4"), "35.10.16.1001")


@pytest.mark.parametrize(
    ("changes", "field", "warning"),
    [
        ({"birth_date": date(1991, 1, 1)}, "nik", "nik.warning.birth_date"),
        ({"sex": "L"}, "nik", "nik.warning.sex"),
        ({"kk": "3510095203159002"}, "kk", "kk.warning.looks_like_nik"),
    ],
)
def test_what_differs_is_to_be_confirmed_and_never_refused(
    changes: dict[str, object], field: str, warning: str
) -> None:
    draft = complete_draft().but(**changes)
    assert problems_of(draft) == {(field, warning)}
    assert unconfirmed_warnings(draft) == (Problem(field, warning),)
    assert registered(draft.but(confirmed_warnings=(warning,))).confirmed_warnings == (warning,)


def test_an_older_family_card_and_an_unknown_district_are_taken() -> None:
    draft = complete_draft().but(nik="9999994101909001", kk_is_latest=False)
    assert registered(draft).kk_is_latest is False


@given(draft=DRAFTS)
def test_a_draft_of_anything_is_answered_with_problems(draft: Draft) -> None:
    assert problems_of(draft)


@given(data=st.data(), name=st.sampled_from(sorted(FIELDS)))
def test_a_spoiled_field_is_told_or_harmless(data: st.DataObject, name: str) -> None:
    draft = complete_draft().but(**{name: data.draw(FIELDS[name])})
    result = complete(draft, TODAY, DEFAULT_RULES)
    if isinstance(result, Registration):
        assert result.nik.value == complete_draft().nik
        assert result.phone.value == complete_draft().phone
    else:
        depend_on_it = {name, "nik", "domicile_line", "domicile_village_code"}
        depend_on_it |= {"statement_signature"} if name == "full_name" else set()
        assert {problem.field for problem in result} <= depend_on_it


def test_repr_shows_no_personal_value() -> None:
    made = registered(complete_draft())
    assert repr(made) == f"Registration({made.submission_id})"
