"""Drafts: saved at every page, found again by those who may."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.store.errors import DraftLockedError
from kiosk.store.store import Store
from tests.domain.resident import complete_draft
from tests.store.counter import MINUTE, NOW, new_submission, open_store

DRAFT = complete_draft()
BORN = date(1990, 1, 1)
OTHER_DAY = date(1990, 1, 2)


def test_a_draft_is_the_same_after_opening_the_store_again(folder: Path) -> None:
    first = open_store(folder)
    first.drafts.save(DRAFT, NOW)
    first.close()
    second = open_store(folder)
    assert second.drafts.open(DRAFT.draft_id) == DRAFT
    second.close()


def test_every_page_replaces_the_one_before(store: Store) -> None:
    store.drafts.save(DRAFT.but(step="name", full_name=None, birth_date=None), NOW)
    store.drafts.save(DRAFT, NOW + MINUTE)
    (row,) = store.drafts.list_open()
    assert (row.step, row.masked_name) == ("review", "SITI N…AH")
    assert (row.started_at, row.saved_at) == (NOW, NOW + MINUTE)
    assert store.drafts.find_by_ticket(DRAFT.ticket, BORN, NOW) == DRAFT


def test_a_new_draft_without_a_name_is_listed(store: Store) -> None:
    store.drafts.save(DRAFT.but(full_name=None), NOW)
    assert [row.masked_name for row in store.drafts.list_open()] == [None]


def test_the_last_one_touched_comes_first(store: Store) -> None:
    other = DRAFT.but(draft_id=UUID(int=2), ticket="0000000000")
    store.drafts.save(DRAFT, NOW)
    store.drafts.save(other, NOW + MINUTE)
    assert [row.ticket for row in store.drafts.list_open()] == [other.ticket, DRAFT.ticket]


def test_a_deleted_draft_is_gone(store: Store) -> None:
    store.drafts.save(DRAFT, NOW)
    store.drafts.delete(DRAFT.draft_id)
    assert store.drafts.open(DRAFT.draft_id) is None
    assert store.drafts.list_open() == []


def test_ticket_and_birth_date_must_both_fit(store: Store) -> None:
    store.drafts.save(DRAFT, NOW)
    assert store.drafts.find_by_ticket(DRAFT.ticket, BORN, NOW) == DRAFT
    assert store.drafts.find_by_ticket(DRAFT.ticket, OTHER_DAY, NOW) is None
    assert store.drafts.find_by_ticket("0000000000", BORN, NOW) is None


def test_a_draft_without_birth_date_is_only_for_the_officer(store: Store) -> None:
    store.drafts.save(DRAFT.but(birth_date=None), NOW)
    assert store.drafts.find_by_ticket(DRAFT.ticket, BORN, NOW) is None
    assert store.drafts.open(DRAFT.draft_id) is not None


def miss(store: Store, times: int) -> None:
    for _ in range(times):
        assert store.drafts.find_by_ticket(DRAFT.ticket, OTHER_DAY, NOW) is None


def test_after_five_wrong_tries_even_the_right_one_must_wait(folder: Path) -> None:
    store = open_store(folder)
    store.drafts.save(DRAFT, NOW)
    miss(store, 5)
    store.close()
    store = open_store(folder)  # starting again does not help
    with pytest.raises(DraftLockedError):
        store.drafts.find_by_ticket(DRAFT.ticket, BORN, NOW + 14 * MINUTE)
    assert store.drafts.find_by_ticket(DRAFT.ticket, BORN, NOW + 15 * MINUTE) == DRAFT
    assert "draft.locked" in [entry.event for entry in store.journal.entries()]
    store.close()


def test_one_ticket_that_is_locked_does_not_lock_another(store: Store) -> None:
    store.drafts.save(DRAFT.but(ticket="0000000000"), NOW)
    miss(store, 5)
    assert store.drafts.find_by_ticket("0000000000", BORN, NOW) is not None


def test_a_ticket_that_does_not_exist_is_locked_all_the_same(store: Store) -> None:
    miss(store, 5)
    with pytest.raises(DraftLockedError):
        store.drafts.find_by_ticket(DRAFT.ticket, OTHER_DAY, NOW)


def test_finding_it_forgives_the_wrong_tries(store: Store) -> None:
    store.drafts.save(DRAFT, NOW)
    miss(store, 4)
    assert store.drafts.find_by_ticket(DRAFT.ticket, BORN, NOW)
    miss(store, 4)
    assert store.drafts.find_by_ticket(DRAFT.ticket, BORN, NOW)


def test_a_clock_that_was_ahead_does_not_lock_for_years(store: Store) -> None:
    store.drafts.save(DRAFT, NOW)
    miss(store, 5)
    years_before = NOW - timedelta(days=4000)
    assert store.drafts.find_by_ticket(DRAFT.ticket, BORN, years_before) == DRAFT


def test_untouched_drafts_expire_and_the_journal_says_so(store: Store) -> None:
    other = DRAFT.but(draft_id=UUID(int=2), ticket="0000000000")
    store.drafts.save(DRAFT, NOW - timedelta(days=14, seconds=1))
    store.drafts.save(other, NOW - timedelta(days=14))
    assert store.drafts.expire(NOW) == 1
    assert [row.draft_id for row in store.drafts.list_open()] == [other.draft_id]
    (entry,) = store.journal.entries()
    assert (entry.event, entry.subject) == ("draft.expired", str(DRAFT.draft_id))


def test_saving_late_does_not_bring_back_what_was_queued(store: Store) -> None:
    new = new_submission(1)
    draft = DRAFT.but(draft_id=new.id)
    store.drafts.save(draft, NOW)
    store.submissions.queue(new, [], NOW, new.id)
    store.drafts.save(draft, NOW)
    assert store.drafts.list_open() == []


def test_knows_the_tickets_of_its_drafts(store: Store) -> None:
    store.drafts.save(DRAFT, NOW)
    assert store.drafts.knows(DRAFT.ticket)
    assert not store.drafts.knows("0000000000")
