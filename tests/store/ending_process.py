"""A kiosk that ends at a named point without any farewell, as in a power cut.

`python -m tests.store.ending_process FOLDER POINT`
"""

import os
import resource
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kiosk.store.errors import DiskFullError
from kiosk.store.records import FORM, PHOTO, IdentityHash
from kiosk.store.store import Store
from tests.domain.resident import complete_draft
from tests.store.counter import (
    NOW,
    begin,
    deliver,
    new_submission,
    open_store,
    register,
    submission_id,
)
from tests.store.sealing import sealed_part

DRAFT = complete_draft().but(draft_id=submission_id(1))
FULL = 77


def end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class EndsTheProcess(tuple[IdentityHash, ...]):
    """Reached when the submission and its parts are written, and nothing is committed."""

    __slots__ = ()

    def __iter__(self) -> Iterator[IdentityHash]:
        end()
        return super().__iter__()


def after_the_draft(store: Store) -> None:
    store.drafts.save(DRAFT, NOW)


def after_the_envelopes(store: Store) -> None:
    after_the_draft(store)
    sealed_part(store, 1, FORM)
    sealed_part(store, 1, PHOTO)


def within_the_transaction(store: Store) -> None:
    after_the_draft(store)
    parts = [sealed_part(store, 1, FORM), sealed_part(store, 1, PHOTO)]
    new = replace(new_submission(1), hashes=EndsTheProcess())
    store.submissions.queue(new, parts, NOW, DRAFT.draft_id)


def after_the_transaction(store: Store) -> None:
    after_the_draft(store)
    register(store, 1)


def while_sending(store: Store) -> None:
    after_the_transaction(store)
    begin(store)


def after_the_first_receipt(store: Store) -> None:
    after_the_transaction(store)
    deliver(store)


def when_the_disk_is_full(store: Store) -> None:
    """Drafts until nothing more fits; the store must have said so by its own error."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    register(store, 1)
    try:
        for number in range(2, 10_000):
            draft = DRAFT.but(draft_id=submission_id(number), ticket=f"{number:010}")
            store.drafts.save(draft, NOW)
    except DiskFullError:
        os._exit(FULL)


if __name__ == "__main__":
    globals()[sys.argv[2]](open_store(Path(sys.argv[1])))
    end()
