"""Nothing is kept longer than it is needed, and nothing is given up by itself."""

from dataclasses import replace
from datetime import timedelta

from kiosk.domain.submission import KioskState
from kiosk.store.records import IdentityKind
from kiosk.store.retention import Purged, RetentionRules
from kiosk.store.store import Store
from tests.domain.resident import complete_draft
from tests.store.counter import NOW, deliver_all, new_submission, raw, register, submission_id

DAY = timedelta(days=1)


def test_after_a_month_only_ticket_masked_name_state_and_times_are_left(store: Store) -> None:
    nik = store.submissions.hash_of(IdentityKind.NIK, "3510094101909001")
    store.submissions.queue(replace(new_submission(1), hashes=(nik,)), [], NOW, submission_id(1))
    store.submissions.cancel(submission_id(1), NOW, actor="officer-1")
    register(store, 2)
    deliver_all(store)
    assert store.retention.purge(NOW + 30 * DAY) == Purged(drafts=0, traces=0, unsent=0)
    assert store.retention.purge(NOW + 31 * DAY) == Purged(drafts=0, traces=2, unsent=0)
    row = store.submissions.find(submission_id(2))
    assert row is not None
    assert row.phone_tail == ""
    assert (row.masked_name, row.state) == ("Siti N…ah", KioskState.SUBMITTED)
    assert (row.made_at, row.delivered_at) == (NOW, NOW)
    assert not raw(store).rows("SELECT * FROM identity_hash")
    assert store.retention.purge(NOW + 32 * DAY) == Purged(drafts=0, traces=0, unsent=0)


def test_forgotten_drafts_go(store: Store) -> None:
    store.drafts.save(complete_draft(), NOW)
    assert store.retention.purge(NOW + 15 * DAY) == Purged(drafts=1, traces=0, unsent=0)
    assert store.drafts.list_open() == []


def test_what_the_centre_never_got_stays_unless_the_programme_says_otherwise(
    store: Store,
) -> None:
    register(store, 1)
    assert store.retention.purge(NOW + 4000 * DAY).unsent == 0
    assert len(store.envelopes.stored()) == 2
    purged = store.retention.purge(NOW + 31 * DAY, RetentionRules(unsent_days=30))
    assert purged.unsent == 1
    assert store.envelopes.stored() == frozenset()
    assert store.figures.balance().expired == 1
    assert "submission.expired" in [entry.event for entry in store.journal.entries()]


def test_every_forgetting_is_in_the_journal(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    store.retention.purge(NOW + 31 * DAY)
    last = store.journal.entries()[-1]
    assert (last.event, last.subject) == ("traces.deleted", str(submission_id(1)))
