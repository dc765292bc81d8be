"""Enrolment and tokens."""

from datetime import timedelta

import pytest

from kiosk.store.settings import Office
from kiosk.store.worker import StoreThread
from kiosk.sync.central import (
    CentralRefusedError,
    CentralUnavailableError,
    NotAuthorisedError,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.credentials import DeviceCredentials
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.enrolment import EnrolmentProblem, enrol
from kiosk.sync.problem import Problem
from kiosk.sync.protocol import TokenGrant, TokenRequest, base64_bytes
from kiosk.sync.signing import SigningContext, public_key_of, token_statement, verify_bytes
from tests.sync.registrations import PHOTO, deliver, registration
from tests.sync.scripted_central import (
    CONFIGS,
    DEVICE_ID,
    NOON,
    RECEIPTS,
    RECOVERY,
    ScriptedCentral,
)

CODE = "7Q4M-2XA9-BC0D"


def test_keeps_identity_keys_office_and_token(
    new_store: StoreThread, central: ScriptedCentral
) -> None:
    office = enrol(new_store, central, f" {CODE} ", NOON)

    assert office == Office("desa-1", "Kantor Desa Genteng Kulon", "35.10.09.2003")
    assert new_store.call(lambda s: s.settings.office()) == office
    record = new_store.call(lambda s: s.settings.enrolment())
    assert record is not None
    assert (record.device_id, record.enrolled_at) == (DEVICE_ID, NOON)
    assert record.receipt_key == public_key_of(RECEIPTS)
    assert record.config_key == public_key_of(CONFIGS)
    assert new_store.call(lambda s: s.vault.token) == "token-1"
    assert new_store.call(lambda s: s.vault.recovery_key) == RECOVERY


def test_shows_only_the_public_half_of_the_device_key(
    new_store: StoreThread, central: ScriptedCentral
) -> None:
    enrol(new_store, central, CODE, NOON)

    assert central.device_key == public_key_of(new_store.call(lambda s: s.vault.device_key))


@pytest.mark.parametrize("code", ["", "12345", "x" * 65])
def test_a_code_that_cannot_be_one_is_not_sent(
    new_store: StoreThread, central: ScriptedCentral, code: str
) -> None:
    assert enrol(new_store, central, code, NOON) is EnrolmentProblem.CODE_FORMAT
    assert central.calls.empty()


def test_a_code_that_was_used_is_told(new_store: StoreThread, central: ScriptedCentral) -> None:
    problem = Problem(type="code_invalid", title="no", status=403)
    central.faults = [CentralRefusedError(RefusedReason.OTHER, 403, problem)]

    assert enrol(new_store, central, CODE, NOON) is EnrolmentProblem.CODE_INVALID
    assert new_store.call(lambda s: s.settings.enrolment()) is None


def test_an_identity_under_which_something_waits_is_kept(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    dispatcher.register(registration(), PHOTO, NOON)
    before = store.call(lambda s: s.settings.enrolment())

    later = NOON + timedelta(days=1)
    assert enrol(store, central, CODE, later) is EnrolmentProblem.QUEUE_NOT_EMPTY
    assert central.calls.empty()
    assert store.call(lambda s: s.settings.enrolment()) == before

    deliver(store, central)
    assert isinstance(enrol(store, central, CODE, later), Office)


def test_a_centre_that_is_away_is_not_the_codes_fault(
    new_store: StoreThread, central: ScriptedCentral
) -> None:
    central.faults = [CentralUnavailableError(UnavailableReason.CERTIFICATE)]

    with pytest.raises(CentralUnavailableError):
        enrol(new_store, central, CODE, NOON)
    assert new_store.call(lambda s: s.settings.enrolment()) is None


def test_there_is_no_token_before_the_enrolment(new_store: StoreThread) -> None:
    with pytest.raises(NotAuthorisedError):
        DeviceCredentials(new_store).current()


def test_a_token_is_renewed_with_the_devices_signature(store: StoreThread) -> None:
    asked: list[TokenRequest] = []

    def ask(request: TokenRequest) -> TokenGrant:
        asked.append(request)
        return TokenGrant(token="token-2", expires_at=NOON + timedelta(hours=1))

    credentials = DeviceCredentials(store)
    credentials.renew("token-1", lambda: NOON, ask)

    assert credentials.current() == "token-2"
    device_key = public_key_of(store.call(lambda s: s.vault.device_key))
    verify_bytes(
        token_statement(DEVICE_ID, NOON),
        base64_bytes(asked[0].signature),
        SigningContext.TOKEN,
        device_key,
    )


def test_one_renewal_serves_all_threads(store: StoreThread) -> None:
    def ask(request: TokenRequest) -> TokenGrant:
        return TokenGrant(token=f"token-{next(numbers)}", expires_at=NOON)

    numbers = iter(range(2, 9))
    credentials = DeviceCredentials(store)
    credentials.renew("token-1", lambda: NOON, ask)
    credentials.renew("token-1", lambda: NOON, ask)

    assert credentials.current() == "token-2"
