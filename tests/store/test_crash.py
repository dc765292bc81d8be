"""The process is killed between two steps; the next one finds everything in order."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain.submission import KioskState
from kiosk.store.records import PHOTO
from kiosk.store.store import Store
from tests.store.counter import deliver_all, open_store, submission_id

if sys.platform == "win32":
    pytest.skip("kill -9 and file limits are POSIX", allow_module_level=True)

from tests.store import ending_process as point

ROOT_FOLDER = Path(__file__).parents[2]


def reopened_after(folder: Path, ending: Callable[[Store], None], *, status: int) -> Store:
    command = [sys.executable, "-m", "tests.store.ending_process", str(folder), ending.__name__]
    ended = subprocess.run(command, cwd=ROOT_FOLDER, timeout=50, check=False, capture_output=True)
    assert ended.returncode == status, ended.stderr.decode()
    return open_store(folder)


@pytest.mark.parametrize(
    "ending",
    [point.after_the_draft, point.after_the_envelopes, point.within_the_transaction],
    ids=lambda ending: ending.__name__,
)
def test_before_the_commit_the_draft_is_whole_and_no_envelope_is_left(
    folder: Path, ending: Callable[[Store], None]
) -> None:
    store = reopened_after(folder, ending, status=-signal.SIGKILL)
    assert store.drafts.open(point.DRAFT.draft_id) == point.DRAFT
    assert store.envelopes.stored() == frozenset()
    assert store.submissions.queue_rows() == []
    found = store.figures.balance()
    assert (found.made, found.adds_up) == (0, True)
    store.close()


@pytest.mark.parametrize(
    ("ending", "envelopes"),
    [
        (point.after_the_transaction, 2),
        (point.while_sending, 2),
        (point.after_the_first_receipt, 1),
    ],
    ids=lambda ending: getattr(ending, "__name__", None),
)
def test_after_the_commit_the_submission_is_whole_and_goes_on(
    folder: Path, ending: Callable[[Store], None], envelopes: int
) -> None:
    store = reopened_after(folder, ending, status=-signal.SIGKILL)
    assert store.drafts.list_open() == []
    assert len(store.envelopes.stored()) == envelopes
    row = store.submissions.find(submission_id(1))
    assert row is not None
    assert row.state is KioskState.QUEUED
    assert store.submissions.queue_rows()[-1].part == PHOTO
    deliver_all(store)
    found = store.figures.balance()
    assert (found.delivered, found.adds_up) == (1, True)
    assert store.journal.verify() is None
    store.close()


def test_a_full_disk_is_said_and_loses_nothing(folder: Path) -> None:
    store = reopened_after(folder, point.when_the_disk_is_full, status=point.FULL)
    assert len(store.drafts.list_open()) > 10
    deliver_all(store)
    assert store.figures.balance().delivered == 1
    store.close()
