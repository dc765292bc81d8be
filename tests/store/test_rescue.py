"""Stores broken on purpose: what can be read is there again, and what cannot is said."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.domain.pin import Pin
from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.adoption import UNCLEAR
from kiosk.store.errors import (
    DatabaseUnreadableError,
    DiskFullError,
    KeyLostError,
    NoKeyStoreError,
    StoreInUseError,
)
from kiosk.store.keys import find_root_key
from kiosk.store.officers import Role
from kiosk.store.records import PHOTO, OutboxItem, QueuedPart
from kiosk.store.rescue import Ailment, Diagnosis, Rescue, Rescued, finish_rescue
from kiosk.store.settings import EnrolmentRecord
from kiosk.store.store import Store
from tests.domain.resident import complete_draft
from tests.faults.mounts import NotAllowedHereError
from tests.store.counter import (
    CHEAP_PINS,
    NOW,
    begin,
    deliver,
    deliver_all,
    outcome,
    raw,
    submission_id,
)
from tests.store.sealing import enrol, register_sealed, sealed_part

ROOT_FOLDER = Path(__file__).parents[2]
PAGE = 4096
LATER = NOW + timedelta(days=1)
ASIDE = "20260303T030000Z"
MADE, DELIVERED = 60, 40


def opened(folder: Path) -> Store:
    return Store(folder, find_root_key(folder, allow_key_file=True), pin_cost=CHEAP_PINS)


def rescue(folder: Path) -> Rescued:
    return Rescue(folder, allow_key_file=True).rescue(LATER)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store at the end of a day: most is delivered, some waits, one form is unfinished."""
    folder = tmp_path_factory.mktemp("busy") / "store"
    store = opened(folder)
    enrol(store)
    store.officers.add("BU CONTOH", Pin("274913"), Role.SUPERVISOR, NOW)
    for number in range(1, MADE + 1):
        register_sealed(store, number)
    for _ in range(2 * DELIVERED):
        deliver(store)
    store.submissions.cancel(submission_id(MADE), NOW, "officer-1")
    store.drafts.save(complete_draft(), NOW)
    store.examination.examine(NOW)
    store.close()
    return folder


@pytest.fixture
def folder(busy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(busy, tmp_path / "store"))


def damage(path: Path, pages: range | list[int]) -> None:
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * PAGE + 700] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 5 * PAGE])


def assert_it_works(folder: Path) -> Store:
    """Everything made is accounted for, and the whole of it can be read."""
    store = opened(folder)
    store.watch_over(LATER)
    store.examination.examine(LATER)
    assert store.figures.balance().agrees
    assert raw(store).rows("PRAGMA foreign_key_check") == []
    return store


def test_a_store_that_opens_needs_no_rescue(folder: Path) -> None:
    opened(folder).close()
    assert Rescue(folder, allow_key_file=True).diagnose(DiskFullError()) is None


@pytest.mark.parametrize("seed", range(4))
def test_around_damaged_pages_the_rest_is_read(folder: Path, seed: int) -> None:
    pages = (folder / "loket.db").stat().st_size // PAGE
    damage(folder / "loket.db", random.Random(seed).sample(range(30, pages), 12))  # noqa: S311
    with pytest.raises(DatabaseUnreadableError) as caught:
        opened(folder)
    diagnosis = Rescue(folder, allow_key_file=True).diagnose(caught.value)
    assert diagnosis == Diagnosis(Ailment.DATABASE, MADE - DELIVERED - 1)
    rescued = rescue(folder)
    assert (rescued.kept, rescued.waiting) == (MADE, MADE - DELIVERED - 1)
    assert (rescued.lost, rescued.unclear) == (0, 0)
    store = assert_it_works(folder)
    deliver_all(store, LATER)
    balance = store.figures.balance()
    assert (balance.delivered, balance.cancelled) == (MADE - 1, 1)
    store.close()


def test_without_any_copy_a_hole_in_every_table_is_bridged_by_the_others(folder: Path) -> None:
    shutil.rmtree(folder / "backups")
    pages = (folder / "loket.db").stat().st_size // PAGE
    damage(folder / "loket.db", range(40, pages, 3))
    rescued = rescue(folder)
    assert rescued.waiting == MADE - DELIVERED - 1
    assert rescued.kept <= MADE
    store = assert_it_works(folder)
    assert store.figures.balance().made == rescued.kept
    store.close()


@pytest.mark.parametrize(
    "break_it",
    [
        lambda path: damage(path, [0]),
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"kopi darat " * 9000),
        cut,
    ],
    ids=["first page", "gone", "empty", "something else", "cut off"],
)
def test_from_a_lost_database_the_copy_and_the_envelopes_are_left(
    folder: Path, break_it: Callable[[Path], object]
) -> None:
    break_it(folder / "loket.db")
    with pytest.raises(DatabaseUnreadableError):
        opened(folder)
    rescued = rescue(folder)
    assert (rescued.kept, rescued.waiting, rescued.lost) == (MADE, MADE - DELIVERED - 1, 0)
    assert rescued.drafts_lost
    assert not rescued.journal_whole  # of what came after the copy nothing is known
    assert not rescued.needs_enrolment
    store = assert_it_works(folder)
    assert len(store.officers.list()) == 1
    store.close()


def test_what_came_after_the_copy_comes_back_from_its_envelopes(folder: Path) -> None:
    store = opened(folder)
    register_sealed(store, 500)
    store.close()
    (folder / "loket.db").unlink()
    assert rescue(folder).waiting == MADE - DELIVERED
    store = assert_it_works(folder)
    row = store.submissions.find(submission_id(500))
    assert row is not None
    assert (row.state, row.made_here, row.ticket) == (KioskState.QUEUED, True, "")
    assert "submission.adopted" in [line.event for line in store.journal.entries()]
    store.close()


def test_what_was_sent_after_the_copy_is_unclear_until_the_centre_speaks_of_it(
    folder: Path,
) -> None:
    store = opened(folder)
    number = DELIVERED + 1
    deliver(store)
    deliver(store)
    store.close()
    (folder / "loket.db").unlink()
    rescued = rescue(folder)
    assert (rescued.waiting, rescued.unclear) == (MADE - DELIVERED - 2, 1)
    store = assert_it_works(folder)
    held = [row for row in store.submissions.queue_rows() if row.state is KioskState.QUARANTINED]
    assert {(row.submission_id, row.last_reason) for row in held} == {
        (submission_id(number), UNCLEAR)
    }
    joined = outcome(9, number, CentreState.JOINED)
    store.submissions.apply_outcomes([joined], 9, LATER)
    store.watch_over(LATER)
    row = store.submissions.find(submission_id(number))
    assert row is not None
    assert row.state is KioskState.SUBMITTED
    store.close()


def test_the_damaged_file_is_kept_as_it_was_under_the_date(folder: Path) -> None:
    damage(folder / "loket.db", [0])
    damaged = (folder / "loket.db").read_bytes()
    rescued = rescue(folder)
    assert rescued.aside == folder / "aside" / ASIDE
    assert (rescued.aside / "loket.db").read_bytes() == damaged
    assert {path.stat().st_mode & 0o777 for path in rescued.aside.iterdir()} <= {0o600, 0o644}


def test_a_rescue_is_in_the_journal_with_its_figures(folder: Path) -> None:
    (folder / "loket.db").unlink()
    rescue(folder)
    store = opened(folder)
    (line,) = store.journal.entries(of=("store",))
    assert (line.event, line.at) == ("store.rescued", LATER)
    figures = "kept=60 waiting=19 unclear=0 lost=0"
    assert line.subject == f"{ASIDE} {figures} journal-broken"  # as far as anybody can tell
    assert store.journal.verify() is None
    store.close()


def test_lines_of_the_journal_that_are_lost_stay_missed(folder: Path) -> None:
    store = opened(folder)
    raw(store).run("DELETE FROM journal WHERE seq = 5")
    store.close()
    damage(folder / "loket.db", [40])
    rescued = rescue(folder)
    assert not rescued.journal_whole
    store = assert_it_works(folder)
    assert store.journal.verify() == 5
    assert store.settings.journal_broken_at() == 5
    assert "journal-broken" in store.journal.entries(of=("store",))[-1].subject
    store.close()


def test_what_left_no_trace_but_in_the_journal_is_counted_as_lost(folder: Path) -> None:
    store = opened(folder)
    key = str(submission_id(MADE - 1))
    raw(store).run("DELETE FROM submission WHERE id = ?", (key,))
    for path in (folder / "outbox").iterdir():
        header = store.envelopes.header(path.stem)
        assert header is not None
        if str(header.submission) == key:
            path.unlink()
    store.close()
    shutil.rmtree(folder / "backups")
    damage(folder / "loket.db", [60])
    rescued = rescue(folder)
    assert rescued.lost == 1
    store = assert_it_works(folder)
    assert store.figures.balance().expired == 1
    store.close()


LOSSES: dict[str, Callable[[Path], object]] = {
    "no key": lambda folder: (folder / "root.key").unlink(),
    "another key": lambda folder: (folder / "root.key").write_text("ab" * 32),
    "a cut key": lambda folder: (folder / "root.key").write_text("ab"),
    "no vault": lambda folder: (folder / "vault.bin").unlink(),
    "a changed vault": lambda folder: (folder / "vault.bin").write_bytes(b"loket-vault-1 file\nx"),
    "a cut vault": lambda folder: (folder / "vault.bin").write_bytes(b"lo"),
}


@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES)
def test_without_the_key_what_lies_sealed_still_waits(
    folder: Path, lose: Callable[[Path], object]
) -> None:
    lose(folder)
    with pytest.raises(KeyLostError) as caught:
        opened(folder)
    diagnosis = Rescue(folder, allow_key_file=True).diagnose(caught.value)
    assert diagnosis == Diagnosis(Ailment.KEY, MADE - DELIVERED - 1)
    rescued = rescue(folder)
    waiting = MADE - DELIVERED - 1
    assert rescued == replace(
        rescued, ailment=Ailment.KEY, kept=waiting, waiting=waiting, lost=0, unclear=0, drafts=0
    )
    assert rescued.drafts_lost
    assert rescued.needs_enrolment
    assert {path.name for path in rescued.aside.iterdir()} >= {"loket.db", "backups"}
    store = assert_it_works(folder)
    assert store.settings.enrolment() is None
    item = store.submissions.next_due(LATER)
    assert item is not None
    assert item.sealed_by_other
    deliver_all(store, LATER)
    assert store.figures.balance().delivered == waiting
    store.close()


def test_nothing_is_touched_where_no_new_key_can_be_kept(folder: Path) -> None:
    (folder / "vault.bin").write_bytes(b"lo")
    before = sorted(folder.rglob("*"))
    with pytest.raises(NoKeyStoreError):
        Rescue(folder, allow_key_file=False).rescue(LATER)
    assert sorted(set(folder.rglob("*")) - set(before)) == [folder / "front.lock"]


def test_a_store_that_somebody_works_with_is_left_alone(folder: Path) -> None:
    store = opened(folder)
    with pytest.raises(StoreInUseError):
        Rescue(folder, allow_key_file=True, patience=0).rescue(LATER)
    store.close()


def test_a_rescue_that_the_power_ended_before_its_last_step_is_finished_at_the_next_start(
    folder: Path,
) -> None:
    damage(folder / "loket.db", [0])
    damaged = (folder / "loket.db").read_bytes()
    (folder / "aside" / ASIDE).mkdir(parents=True)
    shutil.copy(folder / "backups" / "loket-day.db", folder / f"loket.db.rescued-{ASIDE}")
    (folder / "loket.db-wal").write_bytes(b"of the damaged one")
    finish_rescue(folder)
    assert (folder / "aside" / ASIDE / "loket.db").read_bytes() == damaged
    assert not (folder / "loket.db-wal").exists()
    opened(folder).close()


def test_where_nothing_lies_sealed_a_lost_key_is_still_told_until_the_rescue_is_through(
    folder: Path,
) -> None:
    """A power cut before the last step must not let the next start begin empty in silence."""
    for envelope in (folder / "outbox").iterdir():
        envelope.unlink()
    (folder / "root.key").unlink()
    in_the_way = folder / "loket.db.unfinished"
    in_the_way.mkdir()
    with pytest.raises(OSError, match=in_the_way.name):
        rescue(folder)
    with pytest.raises(KeyLostError):
        opened(folder)
    in_the_way.rmdir()
    assert rescue(folder).needs_enrolment
    aside = folder / "aside" / ASIDE
    assert {path.name for path in aside.iterdir()} >= {"loket.db", "backups", "vault.bin"}


def test_a_part_that_was_held_already_and_lost_its_file_does_not_stop_the_rescue(
    folder: Path,
) -> None:
    store = opened(folder)
    item = begin(store)
    store.submissions.quarantine(item, "sync.refused.damaged", NOW)
    (folder / "outbox" / f"{item.sha256}.env").unlink()
    store.close()
    damage(folder / "loket.db", [60])
    assert rescue(folder).unclear == 1
    store = assert_it_works(folder)
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
    folder: Path,
) -> None:
    store = opened(folder)
    photo = redo_photo(store, NOW - timedelta(days=400))
    store.close()
    damage(folder / "loket.db", [(folder / "loket.db").stat().st_size // PAGE - 1])
    rescue(folder)
    store = assert_it_works(folder)
    item = waiting_photo(store)
    assert item is not None
    assert (item.sha256, item.grant) == (photo.sha256, "grant")
    store.close()


def test_a_photo_that_took_the_place_of_the_one_the_copy_tells_of_is_sent(folder: Path) -> None:
    store = opened(folder)
    redo_photo(store, NOW)
    store.examination.examine(NOW)
    newer = redo_photo(store, NOW)
    store.close()
    (folder / "loket.db").unlink()
    assert rescue(folder).unclear == 0
    store = assert_it_works(folder)
    item = waiting_photo(store)
    assert item is not None
    assert (item.sha256, item.grant) == (newer.sha256, "grant")
    store.close()


def test_a_redone_photo_that_is_gone_stays_unclear_until_the_centre_asks_for_none(
    folder: Path,
) -> None:
    store = opened(folder)
    photo = redo_photo(store, NOW)
    store.examination.examine(NOW)
    store.close()
    (folder / "outbox" / f"{photo.sha256}.env").unlink()
    (folder / "loket.db").unlink()
    rescued = rescue(folder)
    assert (rescued.waiting, rescued.unclear) == (MADE - DELIVERED - 1, 1)
    store = assert_it_works(folder)
    (row,) = [row for row in store.submissions.queue_rows() if row.sha256 == photo.sha256]
    assert (row.state, row.last_reason) == (KioskState.QUARANTINED, UNCLEAR)
    again = redo_photo(store, LATER)
    assert photo.sha256 not in store.submissions.needed_envelopes()
    assert again.sha256 in store.submissions.needed_envelopes()
    store.close()


def test_whoever_lost_the_enrolment_brings_what_waits_by_the_carriers_door(folder: Path) -> None:
    shutil.rmtree(folder / "backups")
    store = opened(folder)
    raw(store).run("DELETE FROM setting")
    store.close()
    damage(folder / "loket.db", [60])
    assert rescue(folder).needs_enrolment
    store = assert_it_works(folder)
    store.settings.save_enrolment(EnrolmentRecord(UUID(int=6), bytes(32), bytes(32), LATER))
    item = store.submissions.next_due(LATER)
    assert item is not None
    assert item.sealed_by_other
    store.close()


@pytest.mark.skipif(sys.platform != "linux", reason="mounts small disks")
def test_a_disk_that_is_full_leaves_the_old_state_or_a_whole_new_one(folder: Path) -> None:
    damage(folder / "loket.db", [60])
    command = [sys.executable, "-m", "tests.store.crowded_rescue", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT_FOLDER, timeout=50, check=False, capture_output=True, text=True
    )
    if NotAllowedHereError.__name__ in done.stderr:
        pytest.skip("may not mount here")
    assert done.returncode == 0, done.stderr
    outcomes = done.stdout.split()
    assert set(outcomes) == {"full", "rescued"}
    assert outcomes == sorted(outcomes)


def test_what_a_rescue_left_unfinished_is_made_anew(folder: Path) -> None:
    damage(folder / "loket.db", [0])
    (folder / "loket.db.unfinished").write_bytes(b"half of it")
    rescue(folder)
    assert_it_works(folder).close()
    assert not (folder / "loket.db.unfinished").exists()


def test_what_was_set_aside_goes_after_a_month_and_the_journal_says_so(folder: Path) -> None:
    damage(folder / "loket.db", [0])
    rescued = rescue(folder)
    store = opened(folder)
    store.retention.purge(LATER + timedelta(days=29))
    assert rescued.aside.exists()
    assert store.retention.purge(LATER + timedelta(days=31)).copies >= 1
    assert not rescued.aside.exists()
    assert store.journal.entries()[-1].event == "store.copies_forgotten"
    store.close()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
@pytest.mark.parametrize(
    "lose",
    [
        lambda folder: damage(folder / "loket.db", [0]),
        lambda folder: (folder / "root.key").unlink(),
        lambda folder: (folder / "vault.bin").unlink(),
    ],
    ids=["database", "key", "vault"],
)
def test_a_rescue_that_is_killed_anywhere_is_made_good_by_the_next(
    folder: Path, lose: Callable[[Path], object]
) -> None:
    """Good, or at least told of: it never begins empty in silence."""
    lose(folder)
    command = [sys.executable, "-m", "tests.store.killed_rescue", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT_FOLDER, timeout=290, check=True, capture_output=True, text=True
    )
    places = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    waiting = MADE - DELIVERED - 1
    assert places == [(number, waiting) for number in range(1, len(places) + 1)]
    assert len(places) > 30
