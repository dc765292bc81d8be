"""The queue of parts: in order, one by one, nothing blocked by another."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.submission import IllegalMoveError, KioskState
from kiosk.store.outbox import BLOCK_BYTES, DUE_IN_TIME
from kiosk.store.records import FORM, PHOTO
from kiosk.store.store import Store
from tests.store.counter import (
    KTP,
    MINUTE,
    NOW,
    begin,
    deliver,
    deliver_all,
    new_submission,
    open_store,
    raw,
    register,
    submission_id,
    written,
)


def state_of(store: Store, number: int) -> KioskState:
    row = store.submissions.find(submission_id(number))
    assert row is not None
    return row.state


def test_nothing_is_due_in_an_empty_queue(store: Store) -> None:
    assert store.submissions.next_due(NOW) is None
    assert store.submissions.queue_rows() == []


def test_the_form_goes_first_and_the_photo_only_after_its_receipt(store: Store) -> None:
    register(store, 1)
    form = begin(store)
    assert form.part == FORM
    assert store.submissions.next_due(NOW) is None
    store.submissions.mark_delivered(form, "{}", NOW)
    assert state_of(store, 1) is KioskState.QUEUED
    assert deliver(store).part == PHOTO
    assert state_of(store, 1) is KioskState.SUBMITTED


def test_a_row_says_that_the_photo_waits_for_its_form(store: Store) -> None:
    register(store, 1)
    assert [(row.part, row.waits_for_form) for row in store.submissions.queue_rows()] == [
        (FORM, False),
        (PHOTO, True),
    ]


def test_who_came_first_is_sent_first(store: Store) -> None:
    for number in (1, 2, 3):
        register(store, number, NOW + number * MINUTE)
    later = NOW + 10 * MINUTE
    sent = [deliver(store, later).submission_id for _ in range(6)]
    assert sent == [submission_id(number) for number in (1, 1, 2, 2, 3, 3)]


def test_a_part_that_failed_goes_behind_the_others(store: Store) -> None:
    for number in (1, 2):
        register(store, number, NOW + number * MINUTE)
    later = NOW + 10 * MINUTE
    failed = begin(store, later)
    store.submissions.postpone(failed, later + MINUTE, "unavailable.offline")
    assert deliver(store, later).submission_id == submission_id(2)
    deliver(store, later)
    assert store.submissions.next_due(later) is None
    again = store.submissions.next_due(later + MINUTE)
    assert again is not None
    assert (again.sha256, again.attempts) == (failed.sha256, 1)


def test_a_row_says_why_it_waits_and_until_when(store: Store) -> None:
    register(store, 1)
    store.submissions.postpone(begin(store), NOW + 5 * MINUTE, "unavailable.offline")
    row = store.submissions.queue_rows()[-1]
    assert row.state is KioskState.QUEUED
    assert (row.attempts, row.next_try_at, row.last_reason) == (
        1,
        NOW + 5 * MINUTE,
        "unavailable.offline",
    )


def test_a_hurried_part_is_due_at_once_and_no_more_often_tried(store: Store) -> None:
    register(store, 1)
    store.submissions.postpone(begin(store), NOW + 5 * MINUTE, "unavailable.offline")
    assert store.submissions.next_due(NOW) is None
    store.submissions.hurry(store.submissions.queue_rows()[-1], NOW)
    row = store.submissions.queue_rows()[0]
    assert (row.part, row.attempts, row.last_reason) == (FORM, 1, "unavailable.offline")
    assert deliver(store).part == FORM


def test_hurrying_what_is_due_does_not_put_it_behind_the_others(store: Store) -> None:
    for number in (1, 2):
        register(store, number, NOW + number * MINUTE)
    first = store.submissions.queue_rows()[0]
    store.submissions.hurry(first, NOW + 5 * MINUTE)
    assert deliver(store, NOW + 5 * MINUTE).sha256 == first.sha256


def test_only_what_waits_its_turn_can_be_hurried(store: Store) -> None:
    register(store, 1)
    sending = begin(store)
    photo = store.submissions.queue_rows()[-1]
    for part in (sending, photo):
        store.submissions.hurry(part, NOW + MINUTE)
    assert store.submissions.next_due(NOW + MINUTE) is None
    store.submissions.quarantine(sending, "refused.conflict", NOW)
    store.submissions.hurry(sending, NOW + MINUTE)
    assert state_of(store, 1) is KioskState.QUARANTINED


def test_a_quarantined_part_holds_up_nobody_but_its_own_photo(store: Store) -> None:
    register(store, 1)
    register(store, 2, NOW + MINUTE)
    store.submissions.quarantine(begin(store), "refused.conflict", NOW)
    deliver_all(store, NOW + MINUTE)
    assert state_of(store, 1) is KioskState.QUARANTINED
    assert state_of(store, 2) is KioskState.SUBMITTED
    assert [row.part for row in store.submissions.queue_rows()] == [FORM, PHOTO]


def test_an_officer_releases_a_quarantined_part(store: Store) -> None:
    register(store, 1)
    store.submissions.quarantine(begin(store), "refused.conflict", NOW)
    (row, _) = store.submissions.queue_rows()
    store.submissions.release(row, NOW + MINUTE, actor="officer-1")
    released = store.submissions.next_due(NOW + MINUTE)
    assert released is not None
    assert released.attempts == 0
    deliver_all(store, NOW + MINUTE)
    assert state_of(store, 1) is KioskState.SUBMITTED
    actors = {entry.event: entry.actor for entry in store.journal.entries()}
    assert actors["part.released"] == "officer-1"


def test_a_picture_set_aside_holds_up_no_other_picture(store: Store) -> None:
    register(store, 1, pictures=(PHOTO, KTP))
    deliver(store)
    photo = begin(store)
    store.submissions.quarantine(photo, "refused.too_large", NOW)

    assert deliver(store).part == KTP

    assert state_of(store, 1) is KioskState.QUARANTINED
    store.submissions.release(photo, NOW, actor="officer-1")
    assert state_of(store, 1) is KioskState.QUEUED
    deliver(store)
    assert state_of(store, 1) is KioskState.SUBMITTED
    assert store.figures.balance().delivered == 1


def test_two_pictures_set_aside_are_released_one_by_one(store: Store) -> None:
    register(store, 1, pictures=(PHOTO, KTP))
    deliver(store)
    photo, card = begin(store), begin(store)
    for picture in (photo, card):
        store.submissions.quarantine(picture, "refused.too_large", NOW)

    store.submissions.release(photo, NOW, actor="officer-1")
    assert state_of(store, 1) is KioskState.QUARANTINED
    store.submissions.release(card, NOW, actor="officer-1")

    deliver_all(store)
    assert state_of(store, 1) is KioskState.SUBMITTED


def test_delivery_removes_the_envelope_and_keeps_the_receipt_out_of_the_way(store: Store) -> None:
    register(store, 1)
    assert len(store.envelopes.stored()) == 2
    form = deliver(store)
    assert form.sha256 not in store.envelopes.stored()
    deliver(store)
    assert store.envelopes.stored() == frozenset()
    assert store.submissions.queue_rows() == []


def test_what_was_given_up_cannot_be_delivered(store: Store) -> None:
    person = register(store, 1)
    item = store.submissions.next_due(NOW)
    assert item is not None
    store.submissions.cancel(person, NOW, "officer-1")
    with pytest.raises(IllegalMoveError):
        store.submissions.mark_delivered(item, "{}", NOW)
    assert store.figures.balance().cancelled == 1


def test_what_a_wrong_clock_put_off_for_years_is_due(store: Store) -> None:
    ahead = NOW + timedelta(days=3000)
    register(store, 1, ahead)
    store.submissions.postpone(begin(store, ahead), ahead + MINUTE, "unavailable.offline")
    assert deliver(store, NOW).part == FORM
    assert deliver(store, NOW).part == PHOTO


def test_after_a_crash_what_was_being_sent_is_queued_again_behind_the_others(folder: Path) -> None:
    store = open_store(folder)
    for number in (1, 2):
        register(store, number, NOW + number * MINUTE)
    interrupted = begin(store, NOW + 5 * MINUTE)
    store.close()
    store = open_store(folder)
    assert state_of(store, 1) is KioskState.QUEUED
    assert deliver(store, NOW + 6 * MINUTE).submission_id == submission_id(2)
    deliver(store, NOW + 6 * MINUTE)
    again = deliver(store, NOW + 6 * MINUTE)
    assert (again.sha256, again.attempts) == (interrupted.sha256, 1)
    store.close()


def test_what_is_next_is_found_by_index_however_long_the_queue(store: Store) -> None:
    database = raw(store)
    for column in ("next_try_at <= ?", "placed_at > ?"):
        name = column.split()[0]
        plan = database.rows(
            f"EXPLAIN QUERY PLAN SELECT * FROM sendable WHERE {column} ORDER BY {name} LIMIT 1",  # noqa: S608
            ("",),
        )
        assert all("USING INDEX outbox_" in step[3] for step in plan)


SMALL, BIG = 2 * BLOCK_BYTES, 3 * BLOCK_BYTES
"""Bytes of a registration with one picture, and with two."""


def register_big(store: Store, number: int, now: datetime, pictures: Sequence[str]) -> None:
    """Every part as big as a block."""
    parts = [replace(written(store, number, p), size_bytes=BLOCK_BYTES) for p in (FORM, *pictures)]
    new = new_submission(number, now)
    store.submissions.queue(new, parts, now, new.id)


def two_in_the_queue(store: Store) -> None:
    """The first with two pictures, the second, registered later, with one."""
    register_big(store, 1, NOW, (PHOTO, KTP))
    register_big(store, 2, NOW + MINUTE, (PHOTO,))


def test_what_still_makes_the_nearest_deadline_goes_first(store: Store) -> None:
    two_in_the_queue(store)
    later = NOW + 10 * MINUTE
    for rooms, first in (((BIG,), 1), ((SMALL,), 2), ((SMALL, BIG), 2), ((SMALL - 1, BIG), 1)):
        item = store.submissions.next_due(later, rooms)
        assert item is not None
        assert item.submission_id == submission_id(first)


def test_what_makes_no_deadline_is_sent_all_the_same(store: Store) -> None:
    two_in_the_queue(store)
    later = NOW + 10 * MINUTE
    sent = []
    while (item := store.submissions.next_due(later, (SMALL, SMALL))) is not None:
        store.submissions.start(item, later)
        store.submissions.mark_delivered(item, "{}", later)
        sent.append(item.submission_id)
    assert sent == [submission_id(number) for number in (2, 2, 1, 1, 1)]


def test_what_an_officer_must_release_first_does_not_hurry_its_other_pictures(
    store: Store,
) -> None:
    register(store, 1, pictures=(PHOTO, KTP))
    deliver(store)
    store.submissions.quarantine(begin(store), "refused.too_large", NOW)
    register(store, 2, NOW + MINUTE)

    later = NOW + 10 * MINUTE
    item = store.submissions.next_due(later, (BIG,))

    assert item is not None
    assert item.submission_id == submission_id(2)


def test_a_deadline_hurries_nothing_that_is_put_off(store: Store) -> None:
    register(store, 1)
    store.submissions.postpone(begin(store), NOW + 5 * MINUTE, "unavailable.offline")
    assert store.submissions.next_due(NOW + MINUTE, (BIG,)) is None


def test_what_fits_is_found_by_index_however_long_the_queue(store: Store) -> None:
    plan = raw(store).rows(f"EXPLAIN QUERY PLAN {DUE_IN_TIME}", ("", 0))
    steps = [step[3] for step in plan]
    assert not [step for step in steps if step.startswith("SCAN") and step != "SCAN size"]
    assert "SEARCH outbox USING INDEX outbox_rest (rest_blocks=? AND next_try_at<?)" in steps
