"""What the centre's operator answers a kiosk whose supervisors forgot their PINs."""

from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta

import pytest

from kiosk.central.operator import Operator
from kiosk.central.web.server import EmbeddedServer
from kiosk.domain.recovery import Challenge, new_challenge, recovery_code
from kiosk.sync.protocol import base64_bytes
from tests.central.clock import SettableClock
from tests.central.kiosk import Kiosk
from tests.central.residents import OFFICE

OTHER_OFFICE = "desa-other"


def challenge_of(kiosk: Kiosk, chance: bytes = b"12345") -> Challenge:
    return new_challenge(kiosk.enrolment.device_id, chance)


def test_the_answer_is_the_one_that_this_kiosk_expects_today(
    kiosk: Kiosk, operator: Operator, clock: SettableClock
) -> None:
    key = base64_bytes(kiosk.enrolment.recovery_key)
    device_id = kiosk.enrolment.device_id
    asked = challenge_of(kiosk)
    evening = clock.now.replace(hour=16, minute=59)  # 23:59 in Jakarta
    for passed, day in ((timedelta(), evening.date()), (timedelta(minutes=1), None)):
        clock.now = evening + passed
        expected = recovery_code(key, device_id, asked, day or evening.date() + timedelta(days=1))
        assert operator.recovery_code(OFFICE, asked) == expected


def test_a_kiosk_with_a_wrong_clock_is_answered_for_its_own_day(
    kiosk: Kiosk, operator: Operator
) -> None:
    key, asked = base64_bytes(kiosk.enrolment.recovery_key), challenge_of(kiosk)
    its_day = date(2031, 1, 1)
    expected = recovery_code(key, kiosk.enrolment.device_id, asked, its_day)
    assert operator.recovery_code(OFFICE, asked, its_day) == expected


def test_every_kiosk_has_a_secret_of_its_own(enrol: Callable[[], Kiosk]) -> None:
    one, other = enrol(), enrol()
    assert one.enrolment.recovery_key != other.enrolment.recovery_key


def test_an_enrolment_that_is_repeated_brings_the_same_secret(
    server: EmbeddedServer, operator: Operator
) -> None:
    code = operator.new_code(OFFICE)
    with closing(Kiosk(server.url, code)) as kiosk:
        again = kiosk.post("enrolments", kiosk.enrolment_request(code)).json()
        assert again["recovery_key"] == kiosk.enrolment.recovery_key


def test_a_kiosk_of_another_office_is_not_answered(kiosk: Kiosk, operator: Operator) -> None:
    operator.new_office(OTHER_OFFICE, "Kantor Desa B")
    with pytest.raises(LookupError):
        operator.recovery_code(OTHER_OFFICE, challenge_of(kiosk))


def test_a_kiosk_that_was_shut_out_is_not_answered(kiosk: Kiosk, operator: Operator) -> None:
    operator.revoke(kiosk.enrolment.device_id)
    with pytest.raises(LookupError):
        operator.recovery_code(OFFICE, challenge_of(kiosk))
