"""The configuration: signed, never older, never invented."""

import pytest

from kiosk.domain.consent import ConsentPurpose
from kiosk.store.worker import StoreThread
from kiosk.sync.backoff import DEFAULT_PACE
from kiosk.sync.central import CentralUnavailableError, ConfigAnswer, UnavailableReason
from kiosk.sync.configuration import Configuration
from kiosk.sync.protocol import Signed
from tests.sync.scripted_central import (
    ScriptedCentral,
    bundle,
    signed_bundle,
    signed_configuration,
)


def loaded(store: StoreThread) -> Configuration:
    configuration = Configuration(store)
    configuration.load()
    return configuration


def test_there_is_none_before_the_first(store: StoreThread) -> None:
    assert loaded(store).bundle is None
    assert loaded(store).pace is DEFAULT_PACE


def test_the_first_is_fetched_and_kept(store: StoreThread, central: ScriptedCentral) -> None:
    configuration = Configuration(store)

    assert configuration.refresh(central) is True
    assert configuration.bundle == bundle()
    assert configuration.pace == bundle().retry
    assert loaded(store).bundle == bundle()


def test_a_known_one_is_not_fetched_again(
    configuration: Configuration, central: ScriptedCentral
) -> None:
    assert configuration.refresh(central) is False
    assert configuration.bundle == bundle()


def test_a_newer_one_takes_its_place(
    configuration: Configuration, central: ScriptedCentral
) -> None:
    central.config_answer = ConfigAnswer(signed_bundle(2), '"2"')

    assert configuration.refresh(central) is True
    assert configuration.bundle == bundle(2)


@pytest.mark.parametrize(
    "signed",
    [
        signed_bundle(1),
        signed_bundle(3, key=bytes([9] * 32)),
        signed_bundle(3).model_copy(update={"payload": signed_bundle(4).payload}),
        Signed(payload="", signature="", key_id="c1"),
    ],
    ids=["older", "other key", "tampered", "empty"],
)
def test_an_older_or_forged_one_is_refused(
    configuration: Configuration, central: ScriptedCentral, store: StoreThread, signed: Signed
) -> None:
    central.config_answer = ConfigAnswer(signed_bundle(2), '"2"')
    configuration.refresh(central)
    central.config_answer = ConfigAnswer(signed, '"x"')

    with pytest.raises(CentralUnavailableError) as caught:
        configuration.refresh(central)
    assert caught.value.reason is UnavailableReason.WRONG_SIGNATURE
    assert configuration.bundle == bundle(2)
    assert loaded(store).bundle == bundle(2)


@pytest.mark.parametrize("purpose", ConsentPurpose)
def test_one_that_leaves_out_a_consent_is_refused(
    configuration: Configuration, central: ScriptedCentral, purpose: ConsentPurpose
) -> None:
    rest = [consent for consent in bundle().consents if consent.purpose != purpose]
    incomplete = bundle(2).model_copy(update={"consents": rest})
    central.config_answer = ConfigAnswer(signed_configuration(incomplete), '"2"')

    with pytest.raises(CentralUnavailableError, match=purpose):
        configuration.refresh(central)
    assert configuration.bundle == bundle()


def test_a_stored_one_that_does_not_verify_is_not_used_but_fetched(
    configuration: Configuration, central: ScriptedCentral, store: StoreThread
) -> None:
    stored = store.call(lambda s: s.settings.config())
    assert stored is not None
    forged = signed_bundle(1, key=bytes([9] * 32)).model_dump_json().encode()
    store.call(lambda s: s.settings.save_config(type(stored)(1, stored.etag, forged)))
    again = loaded(store)

    assert again.bundle is None
    assert again.refresh(central) is True
    assert again.bundle == bundle()


def test_one_that_came_by_hand_is_taken_up(configuration: Configuration) -> None:
    assert configuration.take(signed_bundle(2)) is True
    assert configuration.bundle == bundle(2)


def test_one_that_came_by_hand_is_no_older_one_and_nobody_elses(
    configuration: Configuration,
) -> None:
    configuration.take(signed_bundle(2))
    assert configuration.take(signed_bundle(1)) is False
    assert configuration.take(signed_bundle(3, key=bytes([8] * 32))) is False
    assert configuration.bundle == bundle(2)
