"""Drafts at rest."""

import json
from dataclasses import asdict, fields
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.draft import Draft, DraftFormatError, draft_from_json, draft_to_json
from kiosk.sync.forms import AddressForm, EligibilityForm, RegistrationForm, StatementForm
from tests.domain.drafts import DRAFTS
from tests.domain.resident import complete_draft


@given(draft=DRAFTS)
def test_comes_back_as_it_was_put_away(draft: Draft) -> None:
    assert draft_from_json(draft_to_json(draft)) == draft


def test_an_empty_draft_has_answered_nothing() -> None:
    draft = Draft(uuid4(), "0000000000")
    assert not any(value for name, value in asdict(draft).items() if name not in NEEDED)


NEEDED = {"draft_id", "ticket"}


def stored(**changes: object) -> str:
    return json.dumps({**json.loads(draft_to_json(complete_draft())), **changes})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("", "not JSON", id="empty"),
        pytest.param("[" * 100_000, "not JSON", id="bottomless"),
        pytest.param("[]", "format", id="not-an-object"),
        pytest.param("{}", "format", id="no-format"),
        pytest.param(stored(format=3), "format", id="newer-format"),
        pytest.param(stored(format=[1]), "format", id="format-in-a-list"),
        pytest.param(stored(format=True), "format", id="format-true"),
        pytest.param(stored(religion="x"), "religion", id="unknown-field"),
        pytest.param(stored(draft_id="9"), "draft_id", id="bad-id"),
        pytest.param(stored(nik=3510), "nik", id="number-for-text"),
        pytest.param(stored(in_school=0), "in_school", id="number-for-answer"),
        pytest.param(stored(dependants=True), "dependants", id="answer-for-number"),
        pytest.param(stored(birth_date="1990-02-30"), "birth_date", id="no-such-day"),
        pytest.param(stored(consents=[{"purpose": "process"}]), "consents", id="half-a-consent"),
        pytest.param(
            stored(
                consents=[
                    {
                        "purpose": "process",
                        "version": "1",
                        "text_sha256": "0",
                        "given_at": "2026-03-02T09:30:00",
                    }
                ]
            ),
            "consents",
            id="time-without-offset",
        ),
        pytest.param(
            stored(statement_signature="SITI"), "statement_signature", id="signature-of-format-1"
        ),
        pytest.param(
            stored(statement_signature={"strokes": [[[1, 2, 3]]]}),
            "statement_signature",
            id="point-of-three",
        ),
        pytest.param(stored(assessment={"version": "1"}), "assessment", id="half-a-sitting"),
        pytest.param(stored(confirmed_warnings="nik"), "confirmed_warnings", id="text-for-list"),
    ],
)
def test_names_the_field_that_cannot_be_read(text: str, fault: str) -> None:
    with pytest.raises(DraftFormatError, match=f"^{fault}$"):
        draft_from_json(text)


def test_fields_that_were_not_stored_are_not_answered() -> None:
    older = json.loads(draft_to_json(complete_draft()))
    del older["mother_name"], older["email_opened"]
    assert draft_from_json(json.dumps(older)) == complete_draft().but(email_opened=None)


def test_a_draft_of_the_first_format_is_still_read() -> None:
    older = json.loads(draft_to_json(complete_draft()))
    older |= {"format": 1, "statement_signature": "SITI NURJANAH"}
    del older["assessment"]
    for consent in older["consents"]:
        del consent["officer"]
    assert draft_from_json(json.dumps(older)) == complete_draft()


def test_an_unsigned_draft_of_the_first_format_is_still_read() -> None:
    older = json.loads(draft_to_json(complete_draft().but(statement_signature=None)))
    read = draft_from_json(json.dumps(older | {"format": 1}))
    assert read.statement_signature is None


def test_a_draft_without_its_id_cannot_be_read() -> None:
    nameless = json.loads(draft_to_json(complete_draft()))
    del nameless["draft_id"]
    with pytest.raises(DraftFormatError, match=r"^draft_id$"):
        draft_from_json(json.dumps(nameless))


@given(text=st.text() | st.dictionaries(st.text(), st.integers() | st.text()).map(json.dumps))
def test_any_other_text_is_a_format_error(text: str) -> None:
    with pytest.raises(DraftFormatError):
        draft_from_json(text)


def test_but_changes_some_fields_and_keeps_the_rest() -> None:
    draft = complete_draft()
    changed = draft.but(full_name="Budi", birth_date=date(1991, 2, 3))
    assert (changed.full_name, changed.birth_date) == ("Budi", date(1991, 2, 3))
    assert changed.but(full_name=draft.full_name, birth_date=draft.birth_date) == draft
    with pytest.raises(TypeError):
        draft.but(religion="x")


def test_repr_shows_no_personal_value() -> None:
    draft = complete_draft()
    shown = repr(draft)
    personal = {draft.nik, draft.kk, draft.full_name, draft.phone, draft.email, draft.address_line}
    assert not [value for value in personal if str(value) in shown]


def test_has_every_field_of_the_wire_by_its_name() -> None:
    made_elsewhere = {"schema_version", "submission_id", "office_id", "made_at", "ktp_photo"}
    grouped = {"eligibility", "address", "domicile", "statement"}
    wire = set(RegistrationForm.model_fields) - made_elsewhere - grouped
    wire |= set(EligibilityForm.model_fields)
    wire |= {f"statement_{name}" for name in StatementForm.model_fields}
    wire |= {f"address_{name}" for name in AddressForm.model_fields} - {"address_village_code"}
    wire |= {f"domicile_{name}" for name in AddressForm.model_fields} | {"village_code"}
    assert wire <= {field.name for field in fields(Draft)}
