"""Consents and the statement."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from kiosk.domain.consent import (
    ConsentProblem,
    ConsentPurpose,
    give_consent,
    missing_consents,
)
from kiosk.domain.statement import Signature, StatementProblem, parse_signature

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_a_consent_proves_the_very_words_and_the_time() -> None:
    consent = give_consent(ConsentPurpose.PROCESS, "3", "Saya setuju…", NOW)
    assert consent.text_sha256 == sha256("Saya setuju…".encode()).hexdigest()
    assert (consent.purpose, consent.version, consent.given_at) == ("process", "3", NOW)


def test_every_purpose_is_agreed_to_by_itself() -> None:
    given = [give_consent(ConsentPurpose.CAMERA, "1", "Saya setuju.", NOW)]
    assert missing_consents(given) == (ConsentProblem.PROCESS, ConsentProblem.PHOTO_UPLOAD)


def test_joining_a_batch_is_agreed_to_later() -> None:
    given = [
        give_consent(purpose, "1", "Saya setuju.", NOW)
        for purpose in ConsentPurpose
        if purpose is not ConsentPurpose.JOIN
    ]
    assert missing_consents(given) == ()


@pytest.mark.parametrize(
    "typed", ["Siti Nurjanah, S.Pd.", "SITI NURJANAH SPd", "siti nurjanah spd"]
)
def test_the_own_name_in_any_capitals_is_a_signature(typed: str) -> None:
    assert parse_signature(typed, full_name="Siti Nurjanah, S.Pd.") == Signature(typed)


def test_another_name_or_none_is_no_signature() -> None:
    name = "Siti Nurjanah"
    assert parse_signature("Siti", full_name=name) is StatementProblem.SIGNATURE_DIFFERS
    assert parse_signature("  ", full_name=name) is StatementProblem.SIGNATURE_REQUIRED
