"""Submissions: queued as a whole, counted, cancelled, warned of twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import apsw
import pytest

from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.figures import Balance
from kiosk.store.journal import Event
from kiosk.store.records import FORM, PHOTO, IdentityKind, QueuedPart
from kiosk.store.store import Store
from kiosk.store.submissions import CancelProblem
from tests.domain.resident import complete_draft
from tests.store.counter import (
    MINUTE,
    NOW,
    begin,
    deliver,
    deliver_all,
    new_submission,
    outcome,
    raw,
    register,
    submission_id,
    written,
)

GRANT = "single-use"


def test_queueing_forgets_the_draft_and_writes_the_journal(store: Store) -> None:
    draft = complete_draft().but(draft_id=submission_id(1))
    store.drafts.save(draft, NOW)
    register(store, 1)
    assert store.drafts.open(draft.draft_id) is None
    (entry,) = store.journal.entries()
    assert (entry.event, entry.subject) == ("submission.queued", str(submission_id(1)))


def test_queueing_is_all_or_nothing(store: Store) -> None:
    draft = complete_draft().but(draft_id=submission_id(1))
    store.drafts.save(draft, NOW)
    twice = [written(store, 1, FORM)] * 2
    with pytest.raises(apsw.ConstraintError):
        store.submissions.queue(new_submission(1), twice, NOW, draft.draft_id)
    assert store.submissions.find(submission_id(1)) is None
    assert store.submissions.queue_rows() == []
    assert store.drafts.open(draft.draft_id) == draft
    assert store.journal.entries() == []


def test_a_submission_is_remembered_without_the_person(store: Store) -> None:
    register(store, 1)
    row = store.submissions.find(submission_id(1))
    assert row is not None
    assert (row.masked_name, row.phone_tail, row.photo_revision) == ("Siti N…ah", "9001", 1)
    assert (row.made_at, row.delivered_at, row.centre_state) == (NOW, None, None)
    assert "Siti" not in repr(row)
    deliver_all(store, NOW + MINUTE)
    delivered = store.submissions.find(submission_id(1))
    assert delivered is not None
    assert delivered.delivered_at == NOW + MINUTE


def test_today_begins_at_midnight_in_jakarta(store: Store) -> None:
    midnight = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
    register(store, 1, midnight - timedelta(microseconds=1))
    register(store, 2, midnight)
    register(store, 3, NOW)
    register(store, 4, midnight + timedelta(days=1))
    assert [row.id for row in store.lists.today(NOW)] == [
        submission_id(3),
        submission_id(2),
    ]


def test_everything_made_is_somewhere(store: Store) -> None:
    for number in range(1, 7):
        register(store, number, NOW + number * MINUTE)
    later = NOW + 10 * MINUTE
    deliver(store, later)
    deliver(store, later)
    store.submissions.quarantine(begin(store, later), "refused", later)
    begin(store, later)
    store.submissions.cancel(submission_id(4), later, actor="officer-1")
    store.submissions.expire_unsent(NOW + 30 * timedelta(days=1) + 5.5 * MINUTE, days=30)
    found = store.figures.balance()
    assert found == Balance(made=6, delivered=1, queued=2, quarantined=0, cancelled=1, expired=2)
    assert found.adds_up


def test_a_submission_that_vanished_is_noticed(store: Store) -> None:
    register(store, 1)
    raw(store).run("DELETE FROM submission")
    assert not store.figures.balance().adds_up


def test_what_was_tried_and_not_refused_cannot_be_cancelled(store: Store) -> None:
    """Its answer may have been lost: nobody knows if the centre has it."""
    person = register(store, 1)
    store.submissions.postpone(begin(store), NOW, "unavailable.timeout")
    assert store.submissions.cancel(person, NOW, "officer-1") is CancelProblem.BEING_SENT

    store.submissions.quarantine(begin(store, NOW + MINUTE), "refused.too_large", NOW)
    assert store.submissions.cancel(person, NOW, "officer-1") is None


def test_what_was_tried_before_an_officer_released_it_cannot_be_cancelled(store: Store) -> None:
    """A gateway may have refused what an earlier try had brought to the centre."""
    person = register(store, 1)
    form = begin(store)
    store.submissions.postpone(form, NOW, "unavailable.timeout")
    store.submissions.quarantine(begin(store, NOW + MINUTE), "refused.too_large", NOW)
    store.submissions.release(form, NOW, "officer-1")
    assert store.submissions.cancel(person, NOW, "officer-1") is CancelProblem.BEING_SENT


def test_what_was_tried_without_an_answer_is_not_given_up_for_its_age(store: Store) -> None:
    register(store, 1)
    store.submissions.postpone(begin(store), NOW, "unavailable.timeout")
    assert store.submissions.expire_unsent(NOW + timedelta(days=400), days=30) == 0

    store.submissions.quarantine(begin(store, NOW + MINUTE), "refused.too_large", NOW)
    assert store.submissions.expire_unsent(NOW + timedelta(days=400), days=30) == 1


@pytest.mark.parametrize("way", [KioskState.CANCELLED, KioskState.EXPIRED])
def test_what_was_given_up_and_is_at_the_centre_all_the_same_counts_as_delivered(
    store: Store, way: KioskState
) -> None:
    person = register(store, 1)
    if way is KioskState.CANCELLED:
        store.submissions.cancel(person, NOW, "officer-1")
    else:
        store.submissions.expire_unsent(NOW + timedelta(days=31), 30)

    store.submissions.apply_outcomes([outcome(1, 1, CentreState.IDENTITY_PENDING)], 1, NOW)

    assert store.figures.balance() == Balance(made=1, delivered=1)
    assert store.journal.entries()[-1].event == Event.SUBMISSION_FOUND


def test_a_queued_submission_can_be_cancelled(store: Store) -> None:
    register(store, 1)
    assert store.submissions.cancel(submission_id(1), NOW, actor="officer-1") is None
    assert store.submissions.next_due(NOW) is None
    assert store.envelopes.stored() == frozenset()
    assert store.journal.entries()[-1].actor == "officer-1"
    assert store.submissions.cancel(submission_id(1), NOW, actor="officer-1") is None


def test_a_quarantined_submission_can_be_cancelled(store: Store) -> None:
    register(store, 1)
    store.submissions.quarantine(begin(store), "refused", NOW)
    assert store.submissions.cancel(submission_id(1), NOW, actor="officer-1") is None
    assert store.submissions.queue_rows() == []


def test_what_is_on_its_way_cannot_be_cancelled(store: Store) -> None:
    assert store.submissions.cancel(submission_id(1), NOW, "x") is CancelProblem.UNKNOWN
    register(store, 1)
    form = begin(store)
    assert store.submissions.cancel(submission_id(1), NOW, "x") is CancelProblem.BEING_SENT
    store.submissions.mark_delivered(form, "{}", NOW)
    assert store.submissions.cancel(submission_id(1), NOW, "x") is CancelProblem.DELIVERED
    deliver(store)
    assert store.submissions.cancel(submission_id(1), NOW, "x") is CancelProblem.DELIVERED


def test_a_half_delivered_submission_does_not_expire(store: Store) -> None:
    register(store, 1)
    deliver(store)
    assert store.submissions.expire_unsent(NOW + timedelta(days=400), days=30) == 0


def test_a_second_registration_is_noticed_by_keyed_hashes(store: Store) -> None:
    submissions = store.submissions
    nik = submissions.hash_of(IdentityKind.NIK, "3510094101909001")
    phone = submissions.hash_of(IdentityKind.PHONE, "+6284012349001")
    assert submissions.used_before([nik, phone]) == ()
    first = replace(new_submission(1), hashes=(nik, phone))
    submissions.queue(first, [], NOW, first.id)
    other = submissions.hash_of(IdentityKind.PHONE, "+6284012349002")
    assert submissions.used_before([nik, other]) == (IdentityKind.NIK,)
    submissions.cancel(first.id, NOW, actor="officer-1")
    assert submissions.used_before([nik, phone]) == ()


def test_a_keyed_hash_says_nothing_without_the_key(store: Store) -> None:
    one = store.submissions.hash_of(IdentityKind.NIK, "9001")
    assert one == store.submissions.hash_of(IdentityKind.NIK, "9001")
    assert one.digest != store.submissions.hash_of(IdentityKind.PHONE, "9001").digest
    assert len(one.digest) == 64


def test_a_redone_photo_travels_alone_with_its_grant(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    store.submissions.queue_photo(submission_id(1), written(store, 1, PHOTO, 2), GRANT, NOW)
    item = begin(store)
    assert (item.part, item.revision, item.grant) == (PHOTO, 2, GRANT)
    assert GRANT not in repr(item)
    store.submissions.mark_delivered(item, "{}", NOW)
    row = store.submissions.find(submission_id(1))
    assert row is not None
    assert (row.photo_revision, row.state) == (2, KioskState.SUBMITTED)
    assert store.submissions.next_due(NOW) is None


def test_a_newer_photo_takes_the_place_of_one_that_was_refused(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    store.submissions.queue_photo(submission_id(1), written(store, 1, PHOTO, 2), "late", NOW)
    late = begin(store)
    store.submissions.quarantine(late, "refused.grant", NOW)
    envelope = b"another photo, sealed"
    newer = QueuedPart(PHOTO, 2, store.envelopes.write(envelope), len(envelope))
    store.submissions.queue_photo(submission_id(1), newer, GRANT, NOW)
    assert store.envelopes.stored() == {newer.sha256}
    store.submissions.release(late, NOW, actor="officer-1")  # pressed a moment too late
    assert [row.sha256 for row in store.submissions.queue_rows()] == [newer.sha256]
    assert deliver(store).grant == GRANT


def test_a_photo_that_the_centre_has_lost_can_be_taken_again(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    store.submissions.queue_photo(submission_id(1), written(store, 1, PHOTO, 2), GRANT, NOW)
    deliver_all(store)
    newer = replace(written(store, 2, PHOTO), revision=2)
    store.submissions.queue_photo(submission_id(1), newer, "another", NOW)
    item = deliver(store)
    assert (item.sha256, item.grant) == (newer.sha256, "another")
    assert store.figures.balance() == Balance(made=1, delivered=1)


def test_the_receipt_of_a_replaced_photo_does_not_count_for_the_newer_one(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    store.submissions.queue_photo(submission_id(1), written(store, 1, PHOTO, 2), GRANT, NOW)
    on_its_way = begin(store)
    newer = QueuedPart(PHOTO, 2, store.envelopes.write(b"newer"), 5)
    store.submissions.queue_photo(submission_id(1), newer, GRANT, NOW)
    store.submissions.mark_delivered(on_its_way, "{}", NOW)
    (row,) = store.submissions.queue_rows()
    assert (row.sha256, row.state) == (newer.sha256, KioskState.QUEUED)


def test_somebody_from_another_kiosk_can_redo_the_photo_here(store: Store) -> None:
    part = written(store, 7, PHOTO, 2)
    store.submissions.queue_photo(
        submission_id(7), part, GRANT, NOW, ticket="0000000000", masked_name="Budi S…no"
    )
    (row,) = store.submissions.queue_rows()
    assert (row.ticket, row.masked_name) == ("0000000000", "Budi S…no")
    assert deliver(store).sha256 == part.sha256
    found = store.figures.balance()
    assert found.adds_up
    assert found.made == 0


def test_knows_which_ticket_still_waits_to_be_delivered(store: Store) -> None:
    register(store, 1)
    ticket = new_submission(1).ticket
    assert store.submissions.waits_here(ticket)
    assert not store.submissions.waits_here(new_submission(2).ticket)
    deliver_all(store)
    assert not store.submissions.waits_here(ticket)
