"""Settings come back as they were given."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from kiosk.store.settings import EnrolmentRecord, Office, StoredConfig
from kiosk.store.store import Store
from tests.store.counter import NOW, open_store

OFFICE = Office("genteng", "Kantor Desa Genteng Kulon", "35.10.09.2003")
ENROLMENT = EnrolmentRecord(UUID(int=5), bytes(range(32)), bytes(range(32, 64)), NOW)
CONFIG = StoredConfig(7, '"etag"', b"signed \x00 bytes")


def test_a_new_kiosk_knows_nothing_about_itself(store: Store) -> None:
    known = store.settings
    assert (known.office(), known.enrolment(), known.config()) == (None, None, None)
    assert known.language() is None


def test_everything_is_there_after_opening_again(folder: Path) -> None:
    store = open_store(folder)
    store.settings.save_office(OFFICE)
    store.settings.save_enrolment(ENROLMENT)
    store.settings.save_config(CONFIG)
    store.settings.save_language("en")
    store.close()
    store = open_store(folder)
    assert store.settings.office() == OFFICE
    assert store.settings.enrolment() == ENROLMENT
    assert store.settings.config() == CONFIG
    assert store.settings.language() == "en"
    store.close()


def test_the_last_word_counts(store: Store) -> None:
    store.settings.save_office(OFFICE)
    store.settings.save_office(Office("srono", "Kantor Desa Srono", None))
    assert store.settings.office() == Office("srono", "Kantor Desa Srono", None)


def test_an_older_configuration_is_refused(store: Store) -> None:
    assert store.settings.save_config(CONFIG)
    assert not store.settings.save_config(StoredConfig(6, None, b"older"))
    assert store.settings.config() == CONFIG
    assert store.settings.save_config(StoredConfig(8, None, b"newer"))


def test_another_centre_may_begin_with_lower_numbers(store: Store) -> None:
    store.settings.save_enrolment(ENROLMENT)
    store.settings.save_config(CONFIG)
    store.submissions.apply_outcomes([], 40, NOW)
    store.settings.save_enrolment(replace(ENROLMENT, config_key=bytes(32)))
    assert store.settings.config() is None
    assert store.submissions.cursor() == 0
    assert store.settings.save_config(StoredConfig(1, None, b"of another centre"))


def test_the_same_centre_does_not_begin_again(store: Store) -> None:
    store.settings.save_enrolment(ENROLMENT)
    store.settings.save_config(CONFIG)
    store.submissions.apply_outcomes([], 40, NOW)
    store.settings.save_enrolment(replace(ENROLMENT, device_id=UUID(int=6)))
    assert store.settings.config() == CONFIG
    assert store.submissions.cursor() == 40
