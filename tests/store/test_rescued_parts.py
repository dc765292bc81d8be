"""What becomes of a part that row, copy and file tell different things of."""

import shutil
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.adoption import UNCLEAR
from kiosk.store.records import PHOTO, OutboxItem, QueuedPart
from kiosk.store.settings import EnrolmentRecord
from kiosk.store.store import Store
from tests.store.broken_stores import (
    DELIVERED,
    LATER,
    MADE,
    PAGE,
    assert_it_works,
    damage,
    opened,
    rescue,
)
from tests.store.counter import NOW, begin, outcome, raw, submission_id
from tests.store.sealing import sealed_part


def test_a_part_that_was_held_already_and_lost_its_file_does_not_stop_the_rescue(
    broken: Path,
) -> None:
    store = opened(broken)
    item = begin(store)
    store.submissions.quarantine(item, "sync.refused.damaged", NOW)
    (broken / "outbox" / f"{item.sha256}.env").unlink()
    store.close()
    damage(broken / "loket.db", [60])
    assert rescue(broken).unclear == 1
    store = assert_it_works(broken)
    (row,) = [row for row in store.submissions.queue_rows() if row.sha256 == item.sha256]
    assert (row.state, row.last_reason) == (KioskState.QUARANTINED, UNCLEAR)
    store.close()


def redo_photo(store: Store, now: datetime) -> QueuedPart:
    """Take the first photo again, which the centre asked for."""
    store.submissions.apply_outcomes([outcome(3, 1, CentreState.PHOTO_REJECTED)], 3, NOW)
    photo = sealed_part(store, 1, PHOTO, 2)
    store.submissions.queue_photo(submission_id(1), photo, "grant", now)
    return photo


def waiting_photo(store: Store) -> OutboxItem | None:
    due = iter(partial(store.submissions.next_due, LATER), None)
    for item in due:
        if item.submission_id == submission_id(1):
            return item
        store.submissions.mark_delivered(item, "{}", LATER)
    return None


def test_a_redone_photo_that_waits_is_not_taken_for_the_first_one_by_a_clock_set_back(
    broken: Path,
) -> None:
    store = opened(broken)
    photo = redo_photo(store, NOW - timedelta(days=400))
    store.close()
    damage(broken / "loket.db", [(broken / "loket.db").stat().st_size // PAGE - 1])
    rescue(broken)
    store = assert_it_works(broken)
    item = waiting_photo(store)
    assert item is not None
    assert (item.sha256, item.grant) == (photo.sha256, "grant")
    store.close()


def test_a_photo_that_took_the_place_of_the_one_the_copy_tells_of_is_sent(broken: Path) -> None:
    store = opened(broken)
    redo_photo(store, NOW)
    store.examination.examine(NOW)
    newer = redo_photo(store, NOW)
    store.close()
    (broken / "loket.db").unlink()
    assert rescue(broken).unclear == 0
    store = assert_it_works(broken)
    item = waiting_photo(store)
    assert item is not None
    assert (item.sha256, item.grant) == (newer.sha256, "grant")
    store.close()


def test_a_redone_photo_that_is_gone_stays_unclear_until_the_centre_asks_for_none(
    broken: Path,
) -> None:
    store = opened(broken)
    photo = redo_photo(store, NOW)
    store.examination.examine(NOW)
    store.close()
    (broken / "outbox" / f"{photo.sha256}.env").unlink()
    (broken / "loket.db").unlink()
    rescued = rescue(broken)
    assert (rescued.waiting, rescued.unclear) == (MADE - DELIVERED - 1, 1)
    store = assert_it_works(broken)
    (row,) = [row for row in store.submissions.queue_rows() if row.sha256 == photo.sha256]
    assert (row.state, row.last_reason) == (KioskState.QUARANTINED, UNCLEAR)
    again = redo_photo(store, LATER)
    assert photo.sha256 not in store.submissions.needed_envelopes()
    assert again.sha256 in store.submissions.needed_envelopes()
    store.close()


def test_whoever_lost_the_enrolment_brings_what_waits_by_the_carriers_door(broken: Path) -> None:
    shutil.rmtree(broken / "backups")
    store = opened(broken)
    raw(store).run("DELETE FROM setting")
    store.close()
    damage(broken / "loket.db", [60])
    assert rescue(broken).needs_enrolment
    store = assert_it_works(broken)
    store.settings.save_enrolment(EnrolmentRecord(UUID(int=6), bytes(32), bytes(32), LATER))
    item = store.submissions.next_due(LATER)
    assert item is not None
    assert item.sealed_by_other
    store.close()
