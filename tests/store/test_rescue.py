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
from kiosk.store.rescue import Ailment, Diagnosis, Rescue, Rescued, finish_rescue
from kiosk.store.store import Store
from tests.domain.resident import complete_draft
from tests.store.counter import (
    CHEAP_PINS,
    NOW,
    deliver,
    deliver_all,
    outcome,
    raw,
    submission_id,
)
from tests.store.sealing import enrol, register_sealed

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
    assert line.subject == f"{ASIDE} kept=60 waiting=19 unclear=0 lost=0"
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
@pytest.mark.parametrize("is_key_lost", [False, True], ids=["database", "key"])
def test_a_rescue_that_is_killed_anywhere_is_made_good_by_the_next(
    folder: Path, *, is_key_lost: bool
) -> None:
    if is_key_lost:
        (folder / "root.key").unlink()
    else:
        damage(folder / "loket.db", [0])
    command = [sys.executable, "-m", "tests.store.killed_rescue", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT_FOLDER, timeout=290, check=True, capture_output=True, text=True
    )
    places = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    waiting = MADE - DELIVERED - 1
    assert places == [(number, waiting) for number in range(1, len(places) + 1)]
    assert len(places) > 30
