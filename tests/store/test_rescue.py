"""Stores broken on purpose: what can be read is there again, and what cannot is said."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.adoption import UNCLEAR
from kiosk.store.errors import (
    DatabaseUnreadableError,
    DiskFullError,
    KeyLostError,
    NoKeyStoreError,
    StoreInUseError,
)
from kiosk.store.rescue import Ailment, Diagnosis, Rescue, finish_rescue
from tests.faults.mounts import NotAllowedHereError
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
from tests.store.counter import (
    deliver,
    deliver_all,
    outcome,
    raw,
    submission_id,
)
from tests.store.sealing import register_sealed

ROOT_FOLDER = Path(__file__).parents[2]
ASIDE = "20260303T030000Z"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 5 * PAGE])


def test_a_store_that_opens_needs_no_rescue(broken: Path) -> None:
    opened(broken).close()
    assert Rescue(broken, allow_key_file=True).diagnose(DiskFullError()) is None


@pytest.mark.parametrize("seed", range(4))
def test_around_damaged_pages_the_rest_is_read(broken: Path, seed: int) -> None:
    pages = (broken / "loket.db").stat().st_size // PAGE
    damage(broken / "loket.db", random.Random(seed).sample(range(30, pages), 12))  # noqa: S311
    with pytest.raises(DatabaseUnreadableError) as caught:
        opened(broken)
    diagnosis = Rescue(broken, allow_key_file=True).diagnose(caught.value)
    assert diagnosis == Diagnosis(Ailment.DATABASE, MADE - DELIVERED - 1)
    rescued = rescue(broken)
    assert (rescued.kept, rescued.waiting) == (MADE, MADE - DELIVERED - 1)
    assert (rescued.lost, rescued.unclear) == (0, 0)
    store = assert_it_works(broken)
    deliver_all(store, LATER)
    balance = store.figures.balance()
    assert (balance.delivered, balance.cancelled) == (MADE - 1, 1)
    store.close()


def test_without_any_copy_a_hole_in_every_table_is_bridged_by_the_others(broken: Path) -> None:
    shutil.rmtree(broken / "backups")
    pages = (broken / "loket.db").stat().st_size // PAGE
    damage(broken / "loket.db", range(40, pages, 3))
    rescued = rescue(broken)
    assert rescued.waiting == MADE - DELIVERED - 1
    assert rescued.kept <= MADE
    store = assert_it_works(broken)
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
    broken: Path, break_it: Callable[[Path], object]
) -> None:
    break_it(broken / "loket.db")
    with pytest.raises(DatabaseUnreadableError):
        opened(broken)
    rescued = rescue(broken)
    assert (rescued.kept, rescued.waiting, rescued.lost) == (MADE, MADE - DELIVERED - 1, 0)
    assert rescued.drafts_lost
    assert not rescued.journal_whole  # of what came after the copy nothing is known
    assert not rescued.needs_enrolment
    store = assert_it_works(broken)
    assert len(store.officers.list()) == 1
    store.close()


def test_what_came_after_the_copy_comes_back_from_its_envelopes(broken: Path) -> None:
    store = opened(broken)
    register_sealed(store, 500)
    store.close()
    (broken / "loket.db").unlink()
    assert rescue(broken).waiting == MADE - DELIVERED
    store = assert_it_works(broken)
    row = store.submissions.find(submission_id(500))
    assert row is not None
    assert (row.state, row.made_here, row.ticket) == (KioskState.QUEUED, True, "")
    assert "submission.adopted" in [line.event for line in store.journal.entries()]
    store.close()


def test_what_was_sent_after_the_copy_is_unclear_until_the_centre_speaks_of_it(
    broken: Path,
) -> None:
    store = opened(broken)
    number = DELIVERED + 1
    deliver(store)
    deliver(store)
    store.close()
    (broken / "loket.db").unlink()
    rescued = rescue(broken)
    assert (rescued.waiting, rescued.unclear) == (MADE - DELIVERED - 2, 1)
    store = assert_it_works(broken)
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


def test_the_damaged_file_is_kept_as_it_was_under_the_date(broken: Path) -> None:
    damage(broken / "loket.db", [0])
    damaged = (broken / "loket.db").read_bytes()
    rescued = rescue(broken)
    assert rescued.aside == broken / "aside" / ASIDE
    assert (rescued.aside / "loket.db").read_bytes() == damaged
    assert {path.stat().st_mode & 0o777 for path in rescued.aside.iterdir()} <= {0o600, 0o644}


def test_a_rescue_is_in_the_journal_with_its_figures(broken: Path) -> None:
    (broken / "loket.db").unlink()
    rescue(broken)
    store = opened(broken)
    (line,) = store.journal.entries(of=("store",))
    assert (line.event, line.at) == ("store.rescued", LATER)
    figures = "kept=60 waiting=19 unclear=0 lost=0"
    assert line.subject == f"{ASIDE} {figures} journal-broken"  # as far as anybody can tell
    assert store.journal.verify() is None
    store.close()


def test_lines_of_the_journal_that_are_lost_stay_missed(broken: Path) -> None:
    store = opened(broken)
    raw(store).run("DELETE FROM journal WHERE seq = 5")
    store.close()
    damage(broken / "loket.db", [40])
    rescued = rescue(broken)
    assert not rescued.journal_whole
    store = assert_it_works(broken)
    assert store.journal.verify() == 5
    assert store.settings.journal_broken_at() == 5
    assert "journal-broken" in store.journal.entries(of=("store",))[-1].subject
    store.close()


def test_what_left_no_trace_but_in_the_journal_is_counted_as_lost(broken: Path) -> None:
    store = opened(broken)
    key = str(submission_id(MADE - 1))
    raw(store).run("DELETE FROM submission WHERE id = ?", (key,))
    for path in (broken / "outbox").iterdir():
        header = store.envelopes.header(path.stem)
        assert header is not None
        if str(header.submission) == key:
            path.unlink()
    store.close()
    shutil.rmtree(broken / "backups")
    damage(broken / "loket.db", [60])
    rescued = rescue(broken)
    assert rescued.lost == 1
    store = assert_it_works(broken)
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
    broken: Path, lose: Callable[[Path], object]
) -> None:
    lose(broken)
    with pytest.raises(KeyLostError) as caught:
        opened(broken)
    diagnosis = Rescue(broken, allow_key_file=True).diagnose(caught.value)
    assert diagnosis == Diagnosis(Ailment.KEY, MADE - DELIVERED - 1)
    rescued = rescue(broken)
    waiting = MADE - DELIVERED - 1
    assert rescued == replace(
        rescued, ailment=Ailment.KEY, kept=waiting, waiting=waiting, lost=0, unclear=0, drafts=0
    )
    assert rescued.drafts_lost
    assert rescued.needs_enrolment
    assert {path.name for path in rescued.aside.iterdir()} >= {"loket.db", "backups"}
    store = assert_it_works(broken)
    assert store.settings.enrolment() is None
    item = store.submissions.next_due(LATER)
    assert item is not None
    assert item.sealed_by_other
    deliver_all(store, LATER)
    assert store.figures.balance().delivered == waiting
    store.close()


def test_nothing_is_touched_where_no_new_key_can_be_kept(broken: Path) -> None:
    (broken / "vault.bin").write_bytes(b"lo")
    before = sorted(broken.rglob("*"))
    with pytest.raises(NoKeyStoreError):
        Rescue(broken, allow_key_file=False).rescue(LATER)
    assert sorted(set(broken.rglob("*")) - set(before)) == [broken / "front.lock"]


def test_a_store_that_somebody_works_with_is_left_alone(broken: Path) -> None:
    store = opened(broken)
    with pytest.raises(StoreInUseError):
        Rescue(broken, allow_key_file=True, patience=0).rescue(LATER)
    store.close()


def test_a_rescue_that_the_power_ended_before_its_last_step_is_finished_at_the_next_start(
    broken: Path,
) -> None:
    damage(broken / "loket.db", [0])
    damaged = (broken / "loket.db").read_bytes()
    (broken / "aside" / ASIDE).mkdir(parents=True)
    shutil.copy(broken / "backups" / "loket-day.db", broken / f"loket.db.rescued-{ASIDE}")
    (broken / "loket.db-wal").write_bytes(b"of the damaged one")
    finish_rescue(broken)
    assert (broken / "aside" / ASIDE / "loket.db").read_bytes() == damaged
    assert not (broken / "loket.db-wal").exists()
    opened(broken).close()


def test_where_nothing_lies_sealed_a_lost_key_is_still_told_until_the_rescue_is_through(
    broken: Path,
) -> None:
    """A power cut before the last step must not let the next start begin empty in silence."""
    for envelope in (broken / "outbox").iterdir():
        envelope.unlink()
    (broken / "root.key").unlink()
    in_the_way = broken / "loket.db.unfinished"
    in_the_way.mkdir()
    with pytest.raises(OSError, match=in_the_way.name):
        rescue(broken)
    with pytest.raises(KeyLostError):
        opened(broken)
    in_the_way.rmdir()
    assert rescue(broken).needs_enrolment
    aside = broken / "aside" / ASIDE
    assert {path.name for path in aside.iterdir()} >= {"loket.db", "backups", "vault.bin"}


@pytest.mark.skipif(sys.platform != "linux", reason="mounts small disks")
def test_a_disk_that_is_full_leaves_the_old_state_or_a_whole_new_one(broken: Path) -> None:
    damage(broken / "loket.db", [60])
    command = [sys.executable, "-m", "tests.store.crowded_rescue", str(broken)]
    done = subprocess.run(
        command, cwd=ROOT_FOLDER, timeout=50, check=False, capture_output=True, text=True
    )
    if NotAllowedHereError.__name__ in done.stderr:
        pytest.skip("may not mount here")
    assert done.returncode == 0, done.stderr
    outcomes = done.stdout.split()
    assert set(outcomes) == {"full", "rescued"}
    assert outcomes == sorted(outcomes)


def test_what_a_rescue_left_unfinished_is_made_anew(broken: Path) -> None:
    damage(broken / "loket.db", [0])
    (broken / "loket.db.unfinished").write_bytes(b"half of it")
    rescue(broken)
    assert_it_works(broken).close()
    assert not (broken / "loket.db.unfinished").exists()


def test_what_was_set_aside_goes_after_a_month_and_the_journal_says_so(broken: Path) -> None:
    damage(broken / "loket.db", [0])
    rescued = rescue(broken)
    store = opened(broken)
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
    broken: Path, lose: Callable[[Path], object]
) -> None:
    """Good, or at least told of: it never begins empty in silence."""
    lose(broken)
    command = [sys.executable, "-m", "tests.store.killed_rescue", str(broken)]
    done = subprocess.run(
        command, cwd=ROOT_FOLDER, timeout=290, check=True, capture_output=True, text=True
    )
    places = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    waiting = MADE - DELIVERED - 1
    assert places == [(number, waiting) for number in range(1, len(places) + 1)]
    assert len(places) > 30
