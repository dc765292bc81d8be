"""The centre's answers: in order, once, with their proof."""

from pathlib import Path

import pytest

from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.records import (
    PATCH,
    PHOTO,
    IdentityHash,
    IdentityKind,
    QueuedPart,
    SubmissionRow,
)
from kiosk.store.store import Store
from tests.store.counter import (
    KTP,
    MINUTE,
    NOW,
    begin,
    deliver,
    deliver_all,
    open_store,
    outcome,
    raw,
    register,
    submission_id,
    written,
)

REJECTED = outcome(3, 1, CentreState.PHOTO_REJECTED, (Reason.BLUR, Reason.TILT))
VERIFYING = outcome(2, 1, CentreState.PHOTO_VERIFYING)


def row(store: Store, number: int = 1) -> SubmissionRow:
    found = store.submissions.find(submission_id(number))
    assert found is not None
    return found


def test_a_page_is_applied_with_its_cursor(folder: Path) -> None:
    store = open_store(folder)
    register(store, 1)
    deliver_all(store)
    assert store.submissions.cursor() == 0
    assert store.submissions.apply_outcomes([VERIFYING, REJECTED], 3, NOW) == 2
    store.close()
    store = open_store(folder)
    assert store.submissions.cursor() == 3
    assert row(store).centre_state is CentreState.PHOTO_REJECTED
    assert row(store).reasons == (Reason.BLUR, Reason.TILT)
    assert row(store).outcome_at == NOW + 3 * MINUTE
    store.close()


def test_what_comes_twice_or_too_late_changes_nothing(store: Store) -> None:
    register(store, 1)
    store.submissions.apply_outcomes([REJECTED], 3, NOW)
    assert store.submissions.apply_outcomes([REJECTED, VERIFYING], 2, NOW) == 0
    assert row(store).centre_state is CentreState.PHOTO_REJECTED
    assert store.submissions.cursor() == 3


def test_the_centre_wins_even_against_our_idea_of_what_may_follow(store: Store) -> None:
    register(store, 1)
    store.submissions.apply_outcomes([outcome(1, 1, CentreState.ACCEPTED)], 1, NOW)
    store.submissions.apply_outcomes([outcome(2, 1, CentreState.PHOTO_REJECTED)], 2, NOW)
    assert row(store).centre_state is CentreState.PHOTO_REJECTED


def test_other_kiosks_submissions_only_move_the_cursor(store: Store) -> None:
    assert store.submissions.apply_outcomes([REJECTED], 3, NOW) == 0
    assert store.submissions.cursor() == 3


def redo(store: Store, number: int) -> None:
    """Queue the photo that the centre asked for again."""
    photo = written(store, number, PHOTO, 2)
    store.submissions.queue_photo(submission_id(number), photo, "single-use", NOW)


def test_a_photo_set_aside_goes_when_another_came_in_its_place(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    store.submissions.apply_outcomes([REJECTED], 3, NOW)
    redo(store, 1)
    store.submissions.quarantine(begin(store), "refused.grant", NOW)
    store.submissions.apply_outcomes([outcome(4, 2, CentreState.SUBMITTED)], 4, NOW)
    assert len(store.submissions.queue_rows()) == 1

    store.submissions.apply_outcomes([outcome(5, 1, CentreState.PHOTO_REDO)], 5, NOW)

    assert store.submissions.queue_rows() == []
    assert store.envelopes.stored() == frozenset()
    assert store.journal.entries()[-1].event == "photo.superseded"
    assert store.figures.balance().adds_up


def test_a_correction_set_aside_goes_when_the_centre_asks_for_none_any_more(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    store.submissions.apply_outcomes([outcome(3, 1, CentreState.ACTION_NEEDED)], 3, NOW)
    patch = written(store, 1, PATCH, 1)
    store.submissions.queue_patch(submission_id(1), patch, "single-use", NOW)
    store.submissions.quarantine(begin(store), "refused.grant", NOW)
    store.submissions.apply_outcomes([outcome(4, 1, CentreState.ACTION_NEEDED)], 4, NOW)
    assert len(store.submissions.queue_rows()) == 1

    store.submissions.apply_outcomes([outcome(5, 1, CentreState.PHOTO_VERIFYING)], 5, NOW)

    assert store.submissions.queue_rows() == []
    assert store.envelopes.stored() == frozenset()
    assert store.journal.entries()[-1].event == "patch.superseded"


def test_whoever_waited_for_a_correction_alone_is_delivered_once_nobody_needs_it(
    store: Store,
) -> None:
    register(store, 1)
    deliver(store)  # the form, which the centre cannot use; the photo waits
    store.submissions.apply_outcomes([outcome(1, 1, CentreState.ACTION_NEEDED)], 1, NOW)
    store.submissions.queue_patch(submission_id(1), written(store, 1, PATCH, 1), "late", NOW)
    first, second = begin(store), begin(store)
    patch, photo = (first, second) if first.part == PATCH else (second, first)
    store.submissions.quarantine(patch, "refused.grant", NOW)
    store.submissions.mark_delivered(photo, "{}", NOW)
    assert store.figures.balance().quarantined == 1

    store.submissions.apply_outcomes([outcome(2, 1, CentreState.PHOTO_VERIFYING)], 2, NOW)

    figures = store.figures.balance()
    assert (figures.delivered, figures.quarantined) == (1, 0)


def test_what_takes_the_place_of_something_held_back_is_not_held_back(store: Store) -> None:
    register(store, 1)
    deliver(store)
    store.submissions.queue_patch(submission_id(1), written(store, 1, PATCH, 1), "late", NOW)
    for item in (begin(store), begin(store)):
        store.submissions.quarantine(item, "refused.grant", NOW)
        if item.part != PATCH:
            store.submissions.release(item, NOW, "rina")
    newer = QueuedPart(PATCH, 1, store.envelopes.write(b"another, sealed"), 15)

    store.submissions.queue_patch(submission_id(1), newer, "single-use", NOW)

    assert store.figures.balance().queued == 1


def test_a_correction_takes_the_place_of_one_of_the_same_number(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    store.submissions.queue_patch(submission_id(1), written(store, 1, PATCH, 1), "late", NOW)
    store.submissions.quarantine(begin(store), "refused.grant", NOW)
    newer = QueuedPart(PATCH, 1, store.envelopes.write(b"another, sealed"), 15)

    store.submissions.queue_patch(submission_id(1), newer, "single-use", NOW)

    (waiting,) = store.submissions.queue_rows()
    assert (waiting.sha256, waiting.state) == (newer.sha256, KioskState.QUEUED)
    assert store.envelopes.stored() == {newer.sha256}
    assert begin(store).grant == "single-use"


def test_of_a_stranger_who_withdraws_not_even_the_ticket_stays(store: Store) -> None:
    person = submission_id(1)
    part, ticket = written(store, 1, PATCH, 1), "Z0NMS8CKES"
    store.submissions.queue_patch(person, part, "single-use", NOW, ticket=ticket)
    deliver(store)

    store.submissions.apply_outcomes([outcome(1, 1, CentreState.WITHDRAWN)], 1, NOW)

    row = store.submissions.find(person)
    assert row is not None
    assert row.ticket == ""


def test_a_photo_set_aside_goes_even_where_the_outcome_came_first(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    redo(store, 1)
    store.submissions.apply_outcomes([outcome(5, 1, CentreState.INELIGIBLE)], 5, NOW)
    store.submissions.quarantine(begin(store), "refused.conflict", NOW)
    store.submissions.apply_outcomes([outcome(6, 2, CentreState.SUBMITTED)], 6, NOW)
    assert store.submissions.queue_rows() == []


def test_what_may_still_be_delivered_is_not_dropped(store: Store) -> None:
    """A late outcome about an older photo looks the same as one about this photo."""
    register(store, 1)
    deliver_all(store)
    register(store, 2)
    deliver(store)
    store.submissions.quarantine(begin(store), "refused.too_large", NOW)
    redo(store, 1)
    later = [outcome(4, 1, CentreState.PHOTO_REDO), outcome(5, 2, CentreState.PHOTO_VERIFYING)]
    store.submissions.apply_outcomes(later, 5, NOW)
    assert {(row.submission_id, row.revision) for row in store.submissions.queue_rows()} == {
        (submission_id(1), 2),
        (submission_id(2), 1),
    }


def test_exactly_what_was_signed_is_kept(store: Store) -> None:
    register(store, 1)
    store.submissions.apply_outcomes([VERIFYING, REJECTED], 3, NOW)
    kept = raw(store).rows("SELECT seq, signed FROM outcome ORDER BY seq")
    assert kept == [(2, b"signed 2"), (3, b"signed 3")]


def test_who_must_come_again_is_listed_the_most_urgent_first(store: Store) -> None:
    for number in (1, 2, 3):
        register(store, number)
    store.submissions.apply_outcomes(
        [
            outcome(1, 2, CentreState.PHOTO_REJECTED, (Reason.GLASSES,)),
            outcome(2, 3, CentreState.ELIGIBLE),
            outcome(4, 1, CentreState.ACTION_NEEDED),
        ],
        4,
        NOW,
    )
    deliver_all(store)
    assert [found.id for found in store.lists.needing_resident(NOW)] == [
        submission_id(2),
        submission_id(1),
        submission_id(3),
    ]


def test_of_who_has_withdrawn_nothing_personal_stays(store: Store) -> None:
    register(store, 1)
    known = IdentityHash(IdentityKind.NIK, "0" * 64)
    raw(store).run(
        "INSERT INTO identity_hash VALUES (?, ?, ?)",
        (known.kind, known.digest, str(submission_id(1))),
    )
    deliver_all(store)

    store.submissions.apply_outcomes([outcome(9, 1, CentreState.WITHDRAWN)], 9, NOW)

    kept = row(store)
    assert (kept.masked_name, kept.phone_tail) == ("", "")
    assert kept.ticket
    assert store.submissions.used_before([known]) == ()
    assert store.figures.balance().adds_up
    assert store.journal.entries()[-1].event == "traces.deleted"


@pytest.mark.parametrize("is_refused", [False, True])
def test_of_who_has_withdrawn_nothing_sealed_waits(store: Store, *, is_refused: bool) -> None:
    register(store, 1, pictures=(PHOTO, KTP))
    deliver(store)
    if is_refused:
        store.submissions.quarantine(begin(store), "refused.conflict", NOW)

    store.submissions.apply_outcomes([outcome(9, 1, CentreState.WITHDRAWN)], 9, NOW)

    assert store.submissions.queue_rows() == []
    assert store.envelopes.stored() == frozenset()
    assert store.figures.balance().delivered == 1  # the form, without which nobody withdraws
    assert store.figures.balance().adds_up


def test_a_photo_that_is_queued_after_a_withdrawal_does_not_stay(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    store.submissions.apply_outcomes([outcome(9, 1, CentreState.WITHDRAWN)], 9, NOW)
    redo(store, 1)
    sending = begin(store)
    store.submissions.apply_outcomes([outcome(10, 2, CentreState.SUBMITTED)], 10, NOW)
    store.submissions.quarantine(sending, "refused.conflict", NOW)  # its answer came after that
    assert store.submissions.queue_rows() == []
    assert store.envelopes.stored() == frozenset()


def test_nobody_is_forgotten_twice(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    for seq in (9, 10):
        store.submissions.apply_outcomes([outcome(seq, 1, CentreState.WITHDRAWN)], seq, NOW)
    events = [entry.event for entry in store.journal.entries()]
    assert events.count("traces.deleted") == 1
