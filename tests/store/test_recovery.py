"""The way back: one code for one challenge, tries that are counted, nothing used twice."""

from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.domain.pin import Pin, PinProblem
from kiosk.domain.recovery import RecoveryCode, RecoveryProblem, recovery_code
from kiosk.store.officers import Officer, Role
from kiosk.store.recovery import OpenChallenge
from kiosk.store.settings import EnrolmentRecord
from kiosk.store.store import Store
from tests.store.counter import MINUTE, NOW, open_store

KEY = bytes(range(32))
DEVICE = UUID(int=77, version=4)
CHANCE = b"12345"
FORGOTTEN, NEW = Pin("482915"), Pin("730184")
WRONG = RecoveryCode("0" * 16)


@pytest.fixture
def rina(store: Store) -> Officer:
    be_enrolled(store)
    return store.officers.add("Rina", FORGOTTEN, Role.SUPERVISOR, NOW)


def be_enrolled(store: Store, device_id: UUID = DEVICE) -> None:
    store.settings.save_enrolment(EnrolmentRecord(device_id, b"r" * 32, b"c" * 32, NOW))
    store.replace_vault(store.vault.but(recovery_key=KEY))


def asked(store: Store, chance: bytes = CHANCE) -> OpenChallenge:
    answer = store.recovery.ask(NOW, chance)
    assert isinstance(answer, OpenChallenge)
    return answer


def answer_to(question: OpenChallenge, device_id: UUID = DEVICE) -> RecoveryCode:
    """What the centre says."""
    return recovery_code(KEY, device_id, question.challenge, question.day)


def test_the_centres_code_gives_the_supervisor_a_new_pin(store: Store, rina: Officer) -> None:
    code = answer_to(asked(store))
    assert store.recovery.check(code, NOW) is None
    assert store.recovery.redeem(code, rina.id, NEW, NOW) == rina
    assert store.officers.verify(rina.id, NEW, NOW) == rina
    assert store.officers.verify(rina.id, FORGOTTEN, NOW) is PinProblem.WRONG
    lines = [(entry.event, entry.actor, entry.subject) for entry in store.journal.entries()]
    assert ("recovery.asked", "kiosk", "") in lines
    assert ("recovery.used", "kiosk", rina.id) in lines


def test_a_code_is_used_up(store: Store, rina: Officer) -> None:
    code = answer_to(asked(store))
    store.recovery.redeem(code, rina.id, NEW, NOW)
    assert store.recovery.redeem(code, rina.id, FORGOTTEN, NOW) is RecoveryProblem.WRONG
    asked(store, b"54321")
    assert store.recovery.redeem(code, rina.id, FORGOTTEN, NOW) is RecoveryProblem.WRONG
    assert store.officers.verify(rina.id, NEW, NOW) == rina


def test_the_question_stays_the_same_for_a_day_also_after_a_restart(folder: Path) -> None:
    store = open_store(folder)
    be_enrolled(store)
    first = asked(store)
    store.close()
    store = open_store(folder)
    later = NOW + timedelta(hours=23)
    assert store.recovery.ask(later, b"54321") == first
    assert store.recovery.check(answer_to(first), later) is None
    store.close()


@pytest.mark.parametrize("away", [timedelta(hours=24), timedelta(minutes=-1)])
def test_another_day_or_a_clock_put_back_is_another_question(
    store: Store, rina: Officer, away: timedelta
) -> None:
    first = asked(store)
    assert store.recovery.check(answer_to(first), NOW + away) is RecoveryProblem.WRONG
    assert store.recovery.ask(NOW + away, b"54321") != first


def test_a_code_of_another_device_opens_nothing(store: Store, rina: Officer) -> None:
    other = UUID(int=78, version=4)
    answer = store.recovery.redeem(answer_to(asked(store), other), rina.id, NEW, NOW)
    assert answer is RecoveryProblem.WRONG


def test_a_kiosk_that_was_enrolled_anew_asks_anew(store: Store, rina: Officer) -> None:
    first = asked(store)
    be_enrolled(store, UUID(int=78, version=4))
    assert store.recovery.check(answer_to(first), NOW) is RecoveryProblem.WRONG
    assert asked(store) != first


def test_five_wrong_codes_lock_the_right_one_too_for_five_minutes(
    store: Store, rina: Officer
) -> None:
    code = answer_to(asked(store))
    answers = [store.recovery.redeem(WRONG, rina.id, NEW, NOW) for _ in range(5)]
    assert answers == [RecoveryProblem.WRONG] * 4 + [RecoveryProblem.LOCKED]
    assert store.recovery.check(code, NOW + 4.9 * MINUTE) is RecoveryProblem.LOCKED
    assert store.recovery.check(code, NOW + 5 * MINUTE) is None
    assert "recovery.locked" in [entry.event for entry in store.journal.entries()]


def test_only_a_supervisor_who_may_still_come_in_gets_a_pin(store: Store, rina: Officer) -> None:
    wahyu = store.officers.add("Wahyu", FORGOTTEN, Role.OFFICER, NOW)
    gone = store.officers.add("Sari", FORGOTTEN, Role.SUPERVISOR, NOW)
    store.supervision.retire(rina.id, gone.id, NOW)
    code = answer_to(asked(store))
    for officer_id in (wahyu.id, gone.id, "nobody"):
        answer = store.recovery.redeem(code, officer_id, NEW, NOW)
        assert answer is RecoveryProblem.NOBODY
    assert store.recovery.redeem(code, rina.id, NEW, NOW) == rina


def test_it_lifts_the_lock_of_wrong_pins(store: Store, rina: Officer) -> None:
    for _ in range(5):
        store.officers.verify(rina.id, NEW, NOW)
    store.recovery.redeem(answer_to(asked(store)), rina.id, NEW, NOW)
    assert store.officers.verify(rina.id, NEW, NOW) == rina


def test_without_a_shared_key_nothing_is_asked_and_nothing_opens(store: Store) -> None:
    assert store.recovery.ask(NOW, CHANCE) is RecoveryProblem.NO_KEY
    store.settings.save_enrolment(EnrolmentRecord(DEVICE, b"r" * 32, b"c" * 32, NOW))
    assert store.recovery.ask(NOW, CHANCE) is RecoveryProblem.NO_KEY
    assert store.recovery.check(WRONG, NOW) is RecoveryProblem.WRONG


def test_the_shared_key_is_in_the_vault_and_nowhere_else(store: Store, folder: Path) -> None:
    be_enrolled(store)
    asked(store)
    for file in folder.rglob("*"):
        if file.is_file():
            assert KEY not in file.read_bytes()
            assert b64encode(KEY) not in file.read_bytes()
