"""Nothing that is done for one registration goes through all of them, however many there are."""

import re

import pytest

from kiosk.domain.submission import CentreState
from kiosk.store.records import PHOTO
from kiosk.store.store import Store
from tests.store.counter import (
    MINUTE,
    NOW,
    begin,
    deliver,
    new_submission,
    outcome,
    raw,
    register,
    submission_id,
    written,
)

GROWING = re.compile(r"SCAN (outbox|submission|journal|outcome|identity_hash)\b")
LAST_LINE = "ORDER BY seq DESC LIMIT 1"
"""Of the journal: begun at its end, and no further."""


def what_is_done_all_day(store: Store) -> None:
    """For one registration, or every few seconds."""
    person = register(store, 1)
    deliver(store)
    store.submissions.quarantine(begin(store), "refused", NOW)
    (held,) = store.submissions.queue_rows()
    store.submissions.release(held, NOW, "rina")
    store.submissions.postpone(begin(store, NOW + MINUTE), NOW, "unavailable")
    store.submissions.next_due(NOW, [1])
    deliver(store, NOW + MINUTE)
    store.submissions.apply_outcomes([outcome(1, 1, CentreState.PHOTO_REJECTED)], 1, NOW)
    store.submissions.queue_photo(person, written(store, 1, PHOTO, 2), "grant", NOW)
    store.submissions.apply_outcomes([outcome(2, 1, CentreState.WITHDRAWN)], 2, NOW)
    register(store, 2)
    store.carried.set_out(store.carried.waiting(), NOW)
    store.carried.figures()
    store.submissions.cancel(submission_id(2), NOW, "rina")
    store.submissions.waits_here(new_submission(2).ticket)
    store.submissions.oldest_queued_at()
    store.submissions.recover()
    store.lists.today(NOW)
    store.lists.queue()
    store.lists.counts(NOW)
    store.unsettled.list_all()
    store.unsettled.deliveries(NOW)
    store.day.waiting()
    store.reckonings.signed_parts()


def test_what_is_done_for_one_registration_finds_it_by_an_index(store: Store) -> None:
    connection = raw(store)._connection  # noqa: SLF001  # nobody else hears of every statement
    said: set[str] = set()

    def listen(_: object, sql: str, __: object) -> bool:
        said.add(sql)
        return True

    connection.exec_trace = listen
    what_is_done_all_day(store)
    connection.exec_trace = None

    asked = [sql for sql in said if sql.startswith(("SELECT", "UPDATE", "DELETE", "WITH"))]
    assert len(asked) > 40
    assert [sql for sql in asked if scanned(store, sql)] == []


def scanned(store: Store, sql: str) -> list[str]:
    """The tables that it would go through from end to end."""
    numbered = max(map(int, re.findall(r"\?(\d+)", sql)), default=0)
    plan = raw(store).rows(f"EXPLAIN QUERY PLAN {sql}", [None] * (numbered or sql.count("?")))
    return [step for *_, step in plan if GROWING.match(step) and not sql.endswith(LAST_LINE)]


@pytest.mark.parametrize("sql", ["SELECT * FROM outbox", "DELETE FROM outbox WHERE size_bytes = 1"])
def test_going_through_all_of_it_would_be_noticed(store: Store, sql: str) -> None:
    assert scanned(store, sql)
