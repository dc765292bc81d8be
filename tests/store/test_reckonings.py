"""The figures are checked at every start and once a day, and what does not agree is told."""

from datetime import timedelta
from uuid import UUID

from kiosk.store.figures import Balance
from kiosk.store.journal import Event
from kiosk.store.settings import EnrolmentRecord
from kiosk.store.store import Store
from tests.store.counter import (
    MINUTE,
    NOW,
    begin,
    deliver,
    deliver_all,
    raw,
    register,
    submission_id,
)

DAY = timedelta(days=1)


def told(store: Store) -> list[str]:
    """What the journal was told of figures that disagree."""
    entries = store.journal.entries(of=["figures"])
    assert {entry.event for entry in entries} <= {Event.FIGURES_DISAGREE}
    return [entry.subject for entry in entries]


def lose(store: Store, number: int) -> None:
    raw(store).run("DELETE FROM submission WHERE id = ?", (str(submission_id(number)),))


def identity(number: int) -> EnrolmentRecord:
    return EnrolmentRecord(UUID(int=number, version=4), bytes(32), bytes(32), NOW)


def test_what_is_found_is_kept(store: Store) -> None:
    register(store, 1)

    found = store.reckonings.reckon(NOW)

    assert (found.agrees, found.balance) == (True, Balance(made=1, queued=1))
    assert store.settings.reckoning() == found
    assert told(store) == []


def test_what_was_lost_is_found_on_the_next_day_and_told_every_day(store: Store) -> None:
    register(store, 1)
    store.reckonings.reckon(NOW)
    lose(store, 1)

    assert store.reckonings.of_today(NOW + MINUTE).agrees
    assert not store.reckonings.of_today(NOW + DAY).agrees
    store.reckonings.reckon(NOW + DAY + MINUTE)  # another start on that day
    store.reckonings.of_today(NOW + 2 * DAY)

    assert told(store) == ["made=1 missing=1 unrecorded=0 lost=0"] * 2


def test_another_loss_on_the_same_day_is_told_as_well(store: Store) -> None:
    for number in (1, 2):
        register(store, number)
        lose(store, number)
        store.reckonings.reckon(NOW + number * MINUTE)
    assert len(told(store)) == 2


def test_a_centre_that_lost_what_it_signed_for_is_found_out(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    signed = store.reckonings.signed_parts()

    assert store.reckonings.hear(signed, signed, NOW).agrees
    assert store.reckonings.hear(signed, signed - 1, NOW).lost == 1
    store.reckonings.hear(signed, signed - 1, NOW + MINUTE)
    assert not store.reckonings.of_today(NOW).agrees
    assert told(store) == ["made=1 missing=0 unrecorded=0 lost=1"]

    assert store.reckonings.reckon(NOW + DAY).lost == 1
    assert store.reckonings.hear(signed, signed, NOW + DAY).agrees


def test_a_receipt_that_is_still_on_its_way_is_no_loss(store: Store) -> None:
    assert store.reckonings.hear(1, 2, NOW).agrees


def test_another_identity_begins_to_count_anew(store: Store) -> None:
    store.settings.save_enrolment(identity(1))
    register(store, 1)
    deliver(store)
    store.reckonings.hear(1, 0, NOW)

    store.settings.save_enrolment(identity(1))  # the same again: an answer that was lost
    assert (store.reckonings.signed_parts(), store.reckonings.of_today(NOW).lost) == (1, 1)

    store.settings.save_enrolment(identity(2))

    assert (store.reckonings.signed_parts(), store.reckonings.of_today(NOW).lost) == (0, 0)
    assert begin(store).sealed_by_other
    register(store, 2)
    assert not begin(store, NOW + MINUTE).sealed_by_other
