"""What is taken along: it stays in the queue, and is closed by its receipt wherever it stands."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.domain.submission import KioskState
from kiosk.store.journal import Event
from kiosk.store.records import FORM, PHOTO
from kiosk.store.store import Store
from kiosk.store.submissions import CancelProblem
from tests.store.counter import MINUTE, NOW, begin, deliver, register, submission_id

LATER = NOW + MINUTE
REASON = "sync.refused.conflict"


def hashes(store: Store) -> list[str]:
    return [part.sha256 for part in store.carried.waiting()]


def test_forms_go_before_their_photos(store: Store) -> None:
    register(store, 1)
    register(store, 2, LATER)
    waiting = store.carried.waiting()
    assert [part.part for part in waiting] == [FORM, FORM, PHOTO, PHOTO]
    assert [part.submission_id for part in waiting[:2]] == [submission_id(1), submission_id(2)]


def test_what_had_no_room_on_one_stick_goes_first_on_the_next(store: Store) -> None:
    for number in (1, 2):
        register(store, number, NOW + number * MINUTE)
    form, other_form, *photos = store.carried.waiting()
    store.carried.set_out([form, other_form], LATER)
    assert store.carried.waiting()[:2] == photos


def test_what_an_officer_has_to_decide_about_stays_here(store: Store) -> None:
    register(store, 1)
    store.submissions.quarantine(begin(store), REASON, NOW)
    assert [part.part for part in store.carried.waiting()] == [PHOTO]


def test_what_is_being_sent_is_taken_along_too(store: Store) -> None:
    register(store, 1)
    begin(store)
    assert len(store.carried.waiting()) == 2


def test_the_figures_tell_what_was_carried_and_has_no_answer(store: Store) -> None:
    register(store, 1)
    first, _ = hashes(store)
    assert store.carried.figures().last_carried_at is None

    store.carried.set_out(store.carried.waiting(), LATER)
    store.carried.note_written("loket-1.lktb", LATER, "rina")
    store.carried.close(first, "{}", LATER)

    figures = store.carried.figures()
    assert (figures.waiting, figures.carried, figures.last_carried_at) == (1, 1, LATER)
    assert figures.size_bytes == store.carried.waiting()[0].size_bytes
    (entry,) = [e for e in store.journal.entries() if e.event == Event.STICK_WRITTEN]
    assert (entry.actor, entry.subject) == ("rina", "loket-1.lktb")


def test_an_empty_counter_has_nothing_to_carry(store: Store) -> None:
    figures = store.carried.figures()
    assert (figures.waiting, figures.size_bytes, figures.carried) == (0, 0, 0)


def queued(store: Store) -> None:
    """As it is."""


def uploading(store: Store) -> None:
    begin(store)


def quarantined(store: Store) -> None:
    store.submissions.quarantine(begin(store), REASON, NOW)


@pytest.mark.parametrize("become", [queued, uploading, quarantined])
def test_a_receipt_closes_a_part_wherever_it_stands(
    store: Store, become: Callable[[Store], None]
) -> None:
    register(store, 1)
    both = hashes(store)
    become(store)
    assert [store.carried.close(sha256, "{}", NOW) for sha256 in both] == [True, True]
    figures = store.figures.balance()
    assert (figures.delivered, figures.adds_up) == (1, True)
    assert store.envelopes.stored() == frozenset()
    assert [store.carried.close(sha256, "{}", NOW) for sha256 in both] == [False, False]


@pytest.mark.parametrize(
    "finish",
    [
        lambda store, item: store.submissions.mark_delivered(item, "{}", NOW),
        lambda store, item: store.submissions.postpone(item, LATER, "sync.unavailable.offline"),
        lambda store, item: store.submissions.quarantine(item, REASON, NOW),
    ],
)
def test_what_the_line_says_of_a_part_that_was_closed_meanwhile_changes_nothing(
    store: Store, finish: Callable[[Store, object], None]
) -> None:
    register(store, 1)
    item = begin(store)
    for sha256 in hashes(store):
        store.carried.close(sha256, "{}", NOW)
    finish(store, item)
    assert store.submissions.queue_rows() == []
    assert store.figures.balance().delivered == 1


def test_a_receipt_for_what_is_unknown_here_changes_nothing(store: Store) -> None:
    assert not store.carried.close("0" * 64, "{}", NOW)


def test_what_was_cancelled_before_it_was_carried_stays_cancelled(store: Store) -> None:
    person = register(store, 1)
    both = hashes(store)
    assert store.submissions.cancel(person, NOW, "rina") is None
    assert [store.carried.close(sha256, "{}", NOW) for sha256 in both] == [False, False]
    assert store.figures.balance().cancelled == 1


def test_a_refusal_sets_aside_what_waits_and_nothing_else(store: Store) -> None:
    register(store, 1)
    first, second = hashes(store)
    store.carried.set_out(store.carried.waiting(), NOW)
    begin(store)  # the form is on the line: the answer comes there
    assert not store.carried.set_aside(first, REASON, NOW)
    assert store.carried.set_aside(second, REASON, NOW)
    assert not store.carried.set_aside(second, REASON, NOW)
    states = {row.part: row.state for row in store.submissions.queue_rows()}
    assert states == {FORM: KioskState.UPLOADING, PHOTO: KioskState.QUARANTINED}


def test_what_is_on_a_stick_is_cancelled_only_once_the_centre_refused_it(store: Store) -> None:
    person = register(store, 1, pictures=())
    (form,) = hashes(store)
    store.carried.set_out(store.carried.waiting(), NOW)
    assert store.submissions.cancel(person, NOW, "rina") is CancelProblem.CARRIED
    store.carried.set_aside(form, REASON, NOW)
    assert store.submissions.cancel(person, NOW, "rina") is None


def test_what_was_delivered_is_not_taken_along_again(store: Store) -> None:
    register(store, 1)
    deliver(store)
    assert [part.part for part in store.carried.waiting()] == [PHOTO]


def test_what_is_on_a_stick_does_not_expire(store: Store) -> None:
    register(store, 1)
    register(store, 2)
    store.carried.set_out(store.carried.waiting()[:1], NOW)
    assert store.submissions.expire_unsent(NOW + timedelta(days=31), days=30) == 1
    assert store.figures.balance().queued == 1


def test_an_old_refusal_does_not_hold_back_again_what_an_officer_released(store: Store) -> None:
    register(store, 1, pictures=())
    store.carried.set_out(store.carried.waiting(), NOW)
    (form,) = hashes(store)
    assert store.carried.set_aside(form, REASON, NOW)
    (row,) = store.submissions.queue_rows()
    store.submissions.release(row, NOW, "rina")
    assert not store.carried.set_aside(form, REASON, NOW)
