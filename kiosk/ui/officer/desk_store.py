"""What the desk asks of the store: everything it shows in one piece of work, and its actions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.domain.submission import KioskState
from kiosk.store.records import DraftRow, QueueRow, Reconciliation, SubmissionRow
from kiosk.store.store import Store
from kiosk.store.vault import KeyOrigin

SLIP_REPRINTED: Final = "slip.reprinted"
"""Event of the journal; its subject is the submission."""
_IS_OVER: Final = frozenset({KioskState.CANCELLED, KioskState.EXPIRED})


@dataclass(frozen=True, slots=True)
class DeskSnapshot:
    """How the counter stood at `read_at`."""

    read_at: datetime
    today: tuple[SubmissionRow, ...]
    queue: tuple[QueueRow, ...]
    redo: tuple[SubmissionRow, ...]
    drafts: tuple[DraftRow, ...]
    figures: Reconciliation
    key_origin: KeyOrigin


def read_desk(store: Store, now: datetime) -> DeskSnapshot:
    """Read it all; runs in the store's thread."""
    return DeskSnapshot(
        read_at=now,
        today=tuple(store.lists.today(now)),
        queue=tuple(store.submissions.queue_rows()),
        redo=tuple(store.lists.needing_resident(now)),
        drafts=tuple(store.drafts.list_open()),
        figures=store.submissions.reconcile(),
        key_origin=store.key_origin,
    )


def can_be_tried(row: QueueRow) -> bool:
    """Whether "try now" would change anything: not while it is sent, or waits for its form."""
    is_queued = row.state is KioskState.QUEUED and not row.waits_for_form
    return is_queued or row.state is KioskState.QUARANTINED


def make_due(store: Store, row: QueueRow, now: datetime, officer: str) -> None:
    """Let a part be tried at once: released from quarantine, or due now instead of later."""
    if row.state is KioskState.QUARANTINED:
        store.submissions.release(row, now, officer)
    else:
        store.submissions.hurry(row, now)


def has_slip(row: SubmissionRow) -> bool:
    """Whether its slip can be printed again: it was made here, and its ticket still leads on."""
    return row.made_here and row.state not in _IS_OVER


def note_reprint(store: Store, row: SubmissionRow, now: datetime, officer: str) -> None:
    """Write down who prints a slip again, before it is printed."""
    store.journal.append(SLIP_REPRINTED, officer, str(row.id), now)
