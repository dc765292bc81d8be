"""Consents."""

from datetime import UTC, datetime
from hashlib import sha256

from kiosk.domain.consent import (
    ConsentProblem,
    ConsentPurpose,
    give_consent,
    missing_consents,
)

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


def test_a_consent_names_the_officer_who_was_there() -> None:
    alone = give_consent(ConsentPurpose.PROCESS, "3", "Saya setuju…", NOW)
    helped = give_consent(ConsentPurpose.PROCESS, "3", "Saya setuju…", NOW, officer="petugas-1")
    assert (alone.officer, helped.officer) == (None, "petugas-1")


def test_who_refuses_a_photo_agrees_to_the_rest_alone() -> None:
    process = give_consent(ConsentPurpose.PROCESS, "1", "Saya setuju.", NOW)
    assert missing_consents([process], photo=False) == ()
    assert missing_consents([], photo=False) == (ConsentProblem.PROCESS,)
